"""Drives the kernel without a database."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.conformance.outcome import Unmet
from trivium import bpmn
from trivium.expressions.schedule import parse_schedule
from trivium.kernel import commands
from trivium.kernel.events import ElementEntered, ElementPassed
from trivium.kernel.moments import from_ms, to_ms
from trivium.kernel.rows import HumanTask, Incident, Job
from trivium.kernel.session import Session

_START = 1_700_000_000_000


class KernelDriver:
    """What the steps of a scenario do."""

    def __init__(self) -> None:
        self.session = Session(_START)
        self.names: dict[str, str] = {}

    def deploy(self, files: list[bytes]) -> None:
        definitions = [d for data in files for d in bpmn.compile_source(bpmn.read(data))[0]]
        self.session.deploy(definitions)

    def start(
        self,
        key: str,
        variables: dict[str, Any],
        business_key: str | None,
        start_event: str | None,
        name: str,
    ) -> None:
        self.names[name] = self.session.start(
            key, variables, business_key=business_key, start_event=start_event
        )
        self.session.run(timers=False)

    def _rows(self, name: str) -> list[Any]:
        root = self.names[name]
        return [row for row, root_id in self.session.rows.values() if root_id == root]

    def _row(self, kinds: Any, element: str, name: str, nth: int = 0) -> Any:
        found = [r for r in self._rows(name) if isinstance(r, kinds) and r.element_id == element]
        if len(found) <= nth:
            message = f"nothing is open at {element}; active is {self.active(name)}"
            raise Unmet(message)
        return found[nth]

    def complete(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        tasks = [r for r in self._rows(name) if isinstance(r, HumanTask) and r.element_id == element]
        if len(tasks) > nth:
            self._submit(commands.CompleteTask(task_id=tasks[nth].id, variables=variables))
            return
        if any(isinstance(r, Job) and r.element_id == element for r in self._rows(name)):
            self.work(element, variables, name, nth)
            return
        self._trigger(element, variables, name, nth)

    def _trigger(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        items = [
            item
            for item in self.session.trees[self.names[name]].items.values()
            if item.node.id == element and item.waits
        ]
        if len(items) <= nth:
            message = f"nothing waits at {element}; active is {self.active(name)}"
            raise Unmet(message)
        self._submit(
            commands.Trigger(
                instance_id=self.names[name], element_instance=items[nth].id, variables=variables
            )
        )

    def work(self, element: str, variables: dict[str, Any], name: str, nth: int) -> None:
        job = self._row(Job, element, name, nth)
        self._submit(commands.CompleteJob(job_id=job.id, variables=variables))

    def throw(
        self,
        element: str,
        kind: str,
        code: str,
        message: str | None,
        variables: dict[str, Any],
        name: str,
    ) -> None:
        row = self._row((Job, HumanTask), element, name)
        if isinstance(row, Job):
            self._submit(
                commands.ThrowJobError(
                    job_id=row.id, code=code, message=message, variables=variables, kind=kind
                )
            )
        else:
            self._submit(
                commands.ThrowTaskError(
                    task_id=row.id, code=code, message=message, variables=variables, kind=kind
                )
            )

    def message(
        self,
        name: str,
        business_key: str | None,
        correlation: dict[str, Any] | None,
        variables: dict[str, Any],
        started_as: str | None,
    ) -> None:
        found = self.session.correlate(
            name, business_key=business_key, correlation=correlation, variables=variables
        )
        root = self.session.instances[found][1]
        if started_as is not None or "it" not in self.names:
            self.names[started_as or "it"] = root
        self.session.run(timers=False)

    def signal(self, name: str, variables: dict[str, Any]) -> None:
        before = set(self.session.trees)
        self.session.signal(name, variables)
        started = [root for root in self.session.trees if root not in before]
        if started and "it" not in self.names:
            self.names["it"] = started[0]
        self.session.run(timers=False)

    def advance(self, duration: str) -> None:
        end = parse_schedule(duration).first(from_ms(self.session.now))
        assert end is not None
        before = set(self.session.trees)
        self.session.advance(to_ms(end) - self.session.now)
        started = [root for root in self.session.trees if root not in before]
        if started and "it" not in self.names:
            self.names["it"] = started[0]

    def set(self, variables: dict[str, Any], name: str, element: str | None) -> None:
        item = None
        if element is not None:
            items = self.session.trees[self.names[name]].items.values()
            item = next(each.id for each in items if each.node.id == element)
        self._submit(
            commands.SetVariables(
                instance_id=self.names[name],
                variables=variables,
                element_instance=item,
                local=item is not None,
            )
        )

    def cancel(self, name: str, reason: str | None) -> None:
        self._submit(commands.TerminateInstance(instance_id=self.names[name], reason=reason))

    def suspend(self, name: str) -> None:
        self._submit(commands.SuspendInstance(instance_id=self.names[name]))

    def resume(self, name: str) -> None:
        self._submit(commands.ResumeInstance(instance_id=self.names[name]))

    def plan(self, element: str, name: str) -> None:
        raise Unmet(f"{element} cannot be planned in {name}")

    def _submit(self, command: Any) -> None:
        self.session.submit(command)
        self.session.run(timers=False)

    # -- what is seen

    def active(self, name: str) -> list[str]:
        tree = self.session.trees[self.names[name]]
        found = []
        for item in tree.items.values():
            nodes = item.node.definition.nodes
            own = [w for w in (item.waits or {}).values() if nodes[w.node] is item.node]
            if own or (item.node.kind == "eventBasedGateway" and item.waits):
                found.append(item.node.id)
        return found

    def outcome(self, name: str) -> str | None:
        row = self.session.instances[self.names[name]][0]
        return row.state if row.ended_at is not None else None

    def running(self) -> Counter[str]:
        return Counter(
            row.key for row, _ in self.session.instances.values() if row.ended_at is None
        )

    def variables(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.session.events[self.names[name]]:
            if type(event).__name__ == "VariablesSet" and event.item == 1:
                found.update(event.values)
        return found

    def visits(self, name: str) -> Counter[str]:
        return Counter(
            event.element
            for event in self.session.events[self.names[name]]
            if isinstance(event, ElementEntered | ElementPassed)
        )

    def incidents(self, name: str) -> list[str]:
        return [row.element_id for row in self._rows(name) if isinstance(row, Incident)]

    def incident_count(self) -> int:
        return sum(isinstance(row, Incident) for row, _ in self.session.rows.values())
