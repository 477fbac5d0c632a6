"""What expressions see besides variables: the time, and the objects that JUEL models know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from trivium import expressions, feel
from trivium.errors import EvaluationFailed
from trivium.feel.temporal import DateTime
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def context(language: str, step: Step, item: ElementInstance) -> Any:
    """The context for an expression of this language, evaluated at `item` in `step`."""
    if language == "feel":
        found = step.scratch.get(0)
        if found is None:
            found = step.scratch[0] = feel.Context(now=_now(step))
        return found
    if language == "juel":
        return expressions.Context(roots=_Roots(step, item), now=partial(_now, step))
    return _Sandbox(step, item)


def _now(step: Step) -> DateTime:
    return DateTime.from_python(from_ms(step.now))


class _Roots(Mapping[str, Any]):
    """The objects that JUEL models know, each made when it is asked for."""

    def __init__(self, step: Step, item: ElementInstance) -> None:
        self._step = step
        self._item = item

    def __getitem__(self, name: str) -> Any:
        return _ROOTS[name](self._step, self._item)

    def __iter__(self) -> Iterator[str]:
        return iter(_ROOTS)

    def __len__(self) -> int:
        return len(_ROOTS)


def _execution(step: Step, item: ElementInstance) -> expressions.HostObject:
    """`execution`, as Camunda 7's and Flowable's expressions use it."""
    process = item.process
    definition = process.node.definition
    properties = {
        "id": process.recall("id"),
        "processInstanceId": process.recall("id"),
        "processBusinessKey": process.recall("business_key"),
        "businessKey": process.recall("business_key"),
        "processInstanceBusinessKey": process.recall("business_key"),
        "processDefinitionId": definition.id,
        "processDefinitionKey": definition.key,
        "currentActivityId": item.node.id,
        "currentActivityName": item.node.name,
        "tenantId": None,
    }
    return expressions.HostObject("execution", _variable_methods(step, item), properties)


def _variable_methods(step: Step, item: ElementInstance) -> dict[str, Any]:
    return {
        "getVariable": item.get,
        "getVariableLocal": (item.variables or {}).get,
        "hasVariable": partial(_has, item),
        "setVariable": partial(step.set_variable, item),
        "setVariableLocal": lambda name, value: step.set_local(item, {name: value}),
        "removeVariable": lambda name: step.set_variable(item, name, None),
    }


def _has(item: ElementInstance, name: str) -> bool:
    absent = object()
    return item.get(name, absent) is not absent


def _task(_step: Step, item: ElementInstance) -> expressions.HostObject:
    """`task`, for expressions of user tasks."""
    return expressions.HostObject(
        "task",
        {"getVariable": item.get},
        {
            "name": item.node.name,
            "taskDefinitionKey": item.node.id,
            "assignee": item.recall("assignee"),
            "owner": item.recall("owner"),
        },
    )


def _user(step: Step, _item: ElementInstance) -> str | None:
    return step.user


_ROOTS: dict[str, Callable[[Step, ElementInstance], Any]] = {
    "execution": _execution,
    "task": _task,
    "authenticatedUserId": _user,
}


class _Sandbox:
    """Runs a script in another language, for `SandboxedScript`."""

    def __init__(self, step: Step, item: ElementInstance) -> None:
        self._step = step
        self._item = item

    def run(self, language: str, source: str) -> Any:
        """The value of the script; the variables that it sets are set.

        Raises:
            EvaluationFailed: it failed, or there is no sandbox here.
        """
        scripts = self._step.environment.scripts
        if scripts is None:
            raise EvaluationFailed(
                f"Expected a sandbox for {language} scripts, but this engine runs without one."
                " Open it with scripts, or write the script in FEEL.",
                code="script/no-sandbox",
            )
        result = scripts.run(language, source, _visible(self._item))
        if result.variables:
            self._step.set_variables(self._item, result.variables)
        return result.value


def _visible(item: ElementInstance) -> dict[str, Any]:
    found: dict[str, Any] = {}
    current: ElementInstance | None = item
    while current is not None:
        for name in current.variables or ():
            found.setdefault(name, current.get(name))
        current = None if current.process is current else current.parent
    return found
