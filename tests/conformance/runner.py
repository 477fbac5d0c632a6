"""Runs one scenario, step by step."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.conformance.driver import Driver
from tests.conformance.outcome import Outcome, Unmet
from trivium.errors import InvalidModel, TriviumError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.conformance.scenarios import Scenario


def run(scenario: Scenario) -> Outcome:
    """Deploys the models, takes the steps, checks the expectations."""
    driver = Driver()
    try:
        return _run(driver, scenario)
    finally:
        driver.close()


def _run(driver: Driver, scenario: Scenario) -> Outcome:
    try:
        driver.deploy(_files(scenario, scenario.models))
    except InvalidModel as error:
        return Outcome(scenario.id, scenario.features, _refusal(error), str(error))
    except TriviumError as error:
        return Outcome(scenario.id, scenario.features, "failed", str(error))
    for number, step in enumerate(scenario.steps, 1):
        ((name, value),) = step.items()
        try:
            _STEPS[name](driver, scenario, value or {})
        except (Unmet, TriviumError) as error:
            why = f"step {number}, {name} {value}: {error}"
            return Outcome(scenario.id, scenario.features, "failed", why)
    return Outcome(scenario.id, scenario.features, "passed")


def _files(scenario: Scenario, names: Iterable[str]) -> list[tuple[str, bytes]]:
    return [(name.rpartition("/")[2], scenario.model(name).read_bytes()) for name in names]


def _refusal(error: InvalidModel) -> Any:
    """A model is unsupported if nothing else is said against it."""
    codes = {finding.code for finding in error.findings if finding.severity == "error"}
    return "unsupported" if codes and all("/unsupported-" in code for code in codes) else "failed"


def _must_fail(action: Callable[[], Any], what: str) -> None:
    try:
        action()
    except TriviumError:
        return
    message = f"{what} should have been refused"
    raise Unmet(message)


def _start(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def begin() -> None:
        driver.start(
            step["key"],
            _variables(step),
            step.get("business_key"),
            step.get("start_event"),
            step.get("as", "it"),
        )

    if not step.get("fails"):
        begin()
        return
    before = driver.incident_count()

    def begin_or_raise() -> None:
        begin()
        if driver.incident_count() > before:  # our way to raise: the instance stays, with its cause
            message = "incident"
            raise TriviumError(message)

    _must_fail(begin_or_raise, "start")


def _deploy(driver: Driver, scenario: Scenario, step: dict[str, Any]) -> None:
    files = _files(scenario, step["models"])
    if step.get("fails"):
        _must_fail(lambda: driver.deploy(files), "deployment")
    else:
        driver.deploy(files)


def _complete(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.complete(step["element"], _variables(step), step.get("as", "it"), step.get("nth", 0))


def _work(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.work(step["element"], _variables(step), step.get("as", "it"), step.get("nth", 0))


def _error(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.throw(
        step["element"],
        "error",
        str(step["code"]),
        step.get("message"),
        _variables(step),
        step.get("as", "it"),
    )


def _escalate(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.throw(
        step["element"],
        "escalation",
        str(step["code"]),
        None,
        _variables(step),
        step.get("as", "it"),
    )


def _message(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def send() -> None:
        driver.message(
            step["name"],
            step.get("business_key"),
            step.get("correlation"),
            _variables(step),
            step.get("as"),
        )

    if step.get("fails"):
        _must_fail(send, "message")
    else:
        send()


def _signal(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.signal(step["name"], _variables(step))


def _advance(driver: Driver, _scenario: Scenario, step: str) -> None:
    driver.advance(step)


def _set(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def change() -> None:
        driver.set(_variables(step), step.get("as", "it"), step.get("element"))

    if step.get("fails"):
        _must_fail(change, "setting variables")
    else:
        change()


def _cancel(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.cancel(step.get("as", "it"), step.get("reason"))


def _suspend(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.suspend(step.get("as", "it"))


def _resume(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    driver.resume(step.get("as", "it"))


def _transition(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def ask() -> None:
        driver.transition(step["element"], step["to"], step.get("as", "it"), step.get("nth", 0))

    if step.get("fails"):
        _must_fail(ask, "transition")
    else:
        ask()


def _file(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def change() -> None:
        value = _exact(step.get("value"))
        driver.file(step["item"], step["op"], value, step.get("as", "it"))

    if step.get("fails"):
        _must_fail(change, "file operation")
    else:
        change()


def _plan(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    def add() -> None:
        driver.plan(step["element"], step.get("as", "it"))

    if step.get("fails"):
        _must_fail(add, "planning")
    else:
        add()


def _expect(driver: Driver, _scenario: Scenario, step: dict[str, Any]) -> None:
    name = step.get("as", "it")
    for key, wanted in step.items():
        if key != "as":
            _CHECKS[key](driver, name, wanted)


_STEPS: dict[str, Callable[[Driver, Scenario, Any], None]] = {
    "start": _start,
    "deploy": _deploy,
    "complete": _complete,
    "work": _work,
    "error": _error,
    "escalate": _escalate,
    "message": _message,
    "signal": _signal,
    "advance": _advance,
    "set": _set,
    "cancel": _cancel,
    "suspend": _suspend,
    "resume": _resume,
    "plan": _plan,
    "transition": _transition,
    "file": _file,
    "expect": _expect,
}


def _variables(step: dict[str, Any]) -> dict[str, Any]:
    return {name: _exact(value) for name, value in (step.get("variables") or {}).items()}


def _exact(value: Any) -> Any:
    """YAML's floats as the decimals that were written."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(each) for each in value]
    if isinstance(value, dict):
        return {name: _exact(each) for name, each in value.items()}
    return value


def _same(wanted: Any, found: Any, what: str) -> None:
    if wanted != found:
        message = f"expected {what} {wanted}, found {found}"
        raise Unmet(message)


def _active(driver: Driver, name: str, wanted: list[str]) -> None:
    _same(sorted(wanted), sorted(driver.active(name)), "active")


def _active_contains(driver: Driver, name: str, wanted: list[str]) -> None:
    found = Counter(driver.active(name))
    if Counter(wanted) - found:
        _same(sorted(wanted), sorted(found.elements()), "active to contain")


def _active_excludes(driver: Driver, name: str, wanted: list[str]) -> None:
    found = driver.active(name)
    if set(wanted) & set(found):
        _same(sorted(wanted), sorted(found), "active to exclude")


def _ended(driver: Driver, name: str, wanted: bool) -> None:  # a value to compare
    _same(wanted, driver.outcome(name) is not None, "ended")


def _outcome(driver: Driver, name: str, wanted: str) -> None:
    _same(wanted, driver.outcome(name), "outcome")


def _instances(driver: Driver, _name: str, wanted: dict[str, int]) -> None:
    found = driver.running()
    _same(wanted, {key: found.get(key, 0) for key in wanted}, "instances")


def _variables_are(driver: Driver, name: str, wanted: dict[str, Any]) -> None:
    found = driver.variables(name)
    _same(_exact(wanted), {key: found.get(key) for key in wanted}, "variables")


def _visited(driver: Driver, name: str, wanted: list[str]) -> None:
    absent = set(wanted) - set(driver.visits(name))
    _same(set(), absent, "all visited, absent")


def _not_visited(driver: Driver, name: str, wanted: list[str]) -> None:
    _same(set(), set(wanted) & set(driver.visits(name)), "not visited")


def _visits(driver: Driver, name: str, wanted: dict[str, int]) -> None:
    found = driver.visits(name)
    _same(wanted, {key: found[key] for key in wanted}, "visits")


def _states(driver: Driver, name: str, wanted: dict[str, Any]) -> None:
    found = driver.states(name)
    said = {
        element: sorted(state) if isinstance(state, list) else [state]
        for element, state in wanted.items()
    }
    _same(said, {element: sorted(found.get(element, [])) for element in wanted}, "states")


def _milestones(driver: Driver, name: str, wanted: list[str]) -> None:
    _same(sorted(wanted), sorted(driver.milestones(name)), "milestones")


def _incidents(driver: Driver, name: str, wanted: list[str]) -> None:
    _same(sorted(wanted), sorted(driver.incidents(name)), "incidents")


_CHECKS: dict[str, Callable[[Driver, str, Any], None]] = {
    "active": _active,
    "active_contains": _active_contains,
    "active_excludes": _active_excludes,
    "ended": _ended,
    "outcome": _outcome,
    "instances": _instances,
    "variables": _variables_are,
    "visited": _visited,
    "not_visited": _not_visited,
    "visits": _visits,
    "incidents": _incidents,
    "states": _states,
    "milestones": _milestones,
    "file": _variables_are,
}
