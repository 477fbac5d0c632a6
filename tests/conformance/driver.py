"""Drives an engine through its public façade."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.conformance.outcome import Unmet
from trivium.engine.deployments import File
from trivium.testing import TestEngine, expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.engine.infos import ElementInfo


class Driver:
    """What the steps of a scenario do; timers fire only on `advance`, all else that is due at once."""

    def __init__(self) -> None:
        self.engine = TestEngine()
        self.names: dict[str, str] = {}

    def close(self) -> None:
        self.engine.close()

    def deploy(self, files: list[tuple[str, bytes]]) -> None:
        self.engine.deploy([File(name, content) for name, content in files])

    def start(
        self,
        key: str,
        variables: dict[str, Any],
        business_key: str | None,
        start_event: str | None,
        name: str,
    ) -> None:
        instance = self.engine.start(
            key, variables, business_key=business_key, start_event=start_event
        )
        self.names[name] = instance.id
        self._settle()

    def _settle(self) -> None:
        self.engine.run_until_idle(timers=False)

    def complete(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        tasks = self.engine.tasks.query(self.names[name], element=element, limit=1000)
        if len(tasks) > nth:
            self.engine.tasks.complete(tasks[nth].id, variables)
            self._settle()
        elif self._jobs(element, name):
            self.work(element, variables, name, nth)
        else:
            self._trigger(element, variables, name, nth)

    def _trigger(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        found = [each for each in self._elements(name) if each.element_id == element and each.waits]
        if len(found) <= nth:
            message = f"nothing waits at {element}; active is {self.active(name)}"
            raise Unmet(message)
        chosen = found[nth]
        self.engine.instances.trigger(chosen.instance_id, chosen.item, variables)
        self._settle()

    def _jobs(self, element: str, name: str) -> list[Any]:
        jobs = self.engine.jobs.query(self.names[name], limit=1000)
        return [job for job in jobs if job.element_id == element and job.kind == "work"]

    def work(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        jobs = self._jobs(element, name)
        if len(jobs) <= nth:
            message = f"no work waits at {element}; active is {self.active(name)}"
            raise Unmet(message)
        self.engine.jobs.complete(jobs[nth].id, variables)
        self._settle()

    def throw(
        self,
        element: str,
        kind: str,
        code: str,
        message: str | None,
        variables: dict[str, Any],
        name: str,
    ) -> None:
        escalation = kind == "escalation"
        jobs = self._jobs(element, name)
        if jobs:
            self.engine.jobs.error(jobs[0].id, code, message, variables, escalation=escalation)
        else:
            task = self.engine.tasks.query(self.names[name], element=element)[0]
            self.engine.tasks.error(task.id, code, message, variables, escalation=escalation)
        self._settle()

    def message(
        self,
        name: str,
        business_key: str | None,
        correlation: dict[str, Any] | None,
        variables: dict[str, Any],
        started_as: str | None,
    ) -> None:
        receipt = self.engine.messages.correlate(
            name, business_key=business_key, correlation=correlation, variables=variables
        )
        root = self.engine.instances.get(receipt.instance_id or "").root_id
        if started_as is not None or "it" not in self.names:
            self.names[started_as or "it"] = root
        self._settle()

    def signal(self, name: str, variables: dict[str, Any]) -> None:
        with _Naming(self):
            self.engine.signals.broadcast(name, variables)
            self._settle()

    def advance(self, duration: str) -> None:
        with _Naming(self):
            self.engine.advance(duration)

    def set(self, variables: dict[str, Any], name: str, element: str | None) -> None:
        item = None
        if element is not None:
            item = next(e.item for e in self._elements(name) if e.element_id == element)
        self.engine.instances.set_variables(
            self.names[name], variables, element_instance=item, local=item is not None
        )
        self._settle()

    def cancel(self, name: str, reason: str | None) -> None:
        self.engine.instances.terminate(self.names[name], reason)

    def suspend(self, name: str) -> None:
        self.engine.instances.suspend(self.names[name])

    def resume(self, name: str) -> None:
        self.engine.instances.resume(self.names[name])
        self._settle()

    def plan(self, element: str, name: str) -> None:
        if self._is_case(name):
            self.engine.cases.plan(self.names[name], element)
        else:
            self.engine.instances.start_activity(self.names[name], element)
        self._settle()

    # -- cases

    def _is_case(self, name: str) -> bool:
        definition = self.engine.instances.get(self.names[name]).definition_id
        return self.engine.definitions.get(definition).kind == "case"

    def transition(self, element: str, to: str, name: str, nth: int) -> None:
        if element == "CASE":
            self.engine.cases.transition(self.names[name], to)
        else:
            case, item = self._plan_item(element, to, name, nth)
            self.engine.cases.transition(case, to, item)
        self._settle()

    def _plan_item(self, element: str, to: str, name: str, nth: int) -> tuple[str, int]:
        """The open plan item that can make the transition, else any open one; called cases count, too."""
        found = [
            each
            for case in self._cases(name)
            for each in self.engine.cases.items(case, element=element, limit=1000)
            if each.state not in {"completed", "terminated"}
        ]
        if len(found) <= nth:
            message = f"no plan item {element} is open for {to}"
            raise Unmet(message)
        return found[nth].case_id, found[nth].item

    def _cases(self, name: str) -> list[str]:
        root = self.names[name]
        called = self.engine.instances.query(root=root, limit=1000)
        return [root, *(each.id for each in called if each.id != root)]

    def file(self, item: str, operation: str, value: Any, name: str) -> None:
        self.engine.cases.change_file(self.names[name], item, operation, value)
        self._settle()

    def states(self, name: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {"CASE": [self.engine.instances.get(self.names[name]).state]}
        for each in self.engine.cases.items(self.names[name], limit=1000):
            found.setdefault(each.element_id, []).append(each.state)
        return found

    def milestones(self, name: str) -> list[str]:
        page = self.engine.cases.items(self.names[name], kind="milestone", limit=1000)
        return [each.element_id for each in page if each.state == "completed"]

    # -- what is seen

    def _elements(self, name: str) -> list[ElementInfo]:
        root = self.engine.instances.tree(self.names[name]).root
        return [] if root is None else list(_flat(root))

    def active(self, name: str) -> list[str]:
        return expect(self.engine, self.names[name]).waiting()

    def outcome(self, name: str) -> str | None:
        info = self.engine.instances.get(self.names[name])
        return info.state if info.ended_at is not None else None

    def running(self) -> Counter[str]:
        found = self.engine.instances.query(limit=1000)
        return Counter(info.key for info in found if info.ended_at is None)

    def variables(self, name: str) -> dict[str, Any]:
        return self.engine.instances.variables(self.names[name])

    def visits(self, name: str) -> Counter[str]:
        page = self.engine.instances.history(self.names[name], limit=1000)
        return Counter(
            event["element"]
            for entry in page
            for event in entry.events
            if event["event"] in {"entered", "passed"}
        )

    def incidents(self, name: str) -> list[str]:
        return [
            each.element_id for each in self.engine.incidents.query(self.names[name], limit=1000)
        ]

    def incident_count(self) -> int:
        return len(self.engine.incidents.query(limit=1000))


class _Naming:
    """The first instance that starts by itself is `it`, unless one is that already."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def __enter__(self) -> None:
        self._before = {
            i.id for i in self._driver.engine.instances.query(roots_only=True, limit=1000)
        }

    def __exit__(self, *_: object) -> None:
        if "it" in self._driver.names:
            return
        for info in self._driver.engine.instances.query(roots_only=True, limit=1000):
            if info.id not in self._before:
                self._driver.names["it"] = info.id


def _flat(element: ElementInfo) -> Iterator[ElementInfo]:
    yield element
    for child in element.children:
        yield from _flat(child)
