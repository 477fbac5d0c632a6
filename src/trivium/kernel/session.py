"""The kernel at play without a database: for simulation, dry runs, property tests and benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import Conflict, EvaluationFailed, NotFound
from trivium.kernel import commands, evaluation
from trivium.kernel.correlation import fits
from trivium.kernel.decide import Decision, decide, start
from trivium.kernel.environment import Environment
from trivium.kernel.ids import IdSource, uuid7
from trivium.kernel.rows import (
    Evaluation,
    HumanTask,
    Incident,
    IncidentNote,
    InstanceRow,
    Job,
    PlanItemRow,
    Subscription,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trivium.kernel.events import Event
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.ports import Decisions, Scripts
    from trivium.kernel.rows import Rows
    from trivium.kernel.tree import Tree

_SEED = 0x5EED_5EED_5EED
_AUTOMATIC = frozenset({"timer", "async", "retry"})
_UNASKED = (Evaluation, IncidentNote, PlanItemRow)


class Session:
    """Definitions, instance trees and their rows in memory, with a clock that stands still.

    Deterministic: the same calls give the same ids and events. Time is in milliseconds since
    1970-01-01 UTC and moves only by `advance`.
    """

    def __init__(self, now: int = 0, *, scripts: Scripts | None = None) -> None:
        self.now = now
        self.scripts = scripts
        self.decisions: Decisions | None = None
        self.definitions: dict[str, list[Definition]] = {}
        self.by_id: dict[str, Definition] = {}
        self.deployments: dict[str, int] = {}
        self.trees: dict[str, Tree] = {}
        self.events: dict[str, list[Event]] = {}
        self.instances: dict[str, tuple[InstanceRow, str]] = {}
        self.rows: dict[str, tuple[HumanTask | Job | Subscription | Incident, str]] = {}
        self._deployment = 0
        self._count = 0

    # -- definitions

    def deploy(self, definitions: Iterable[Definition]) -> None:
        """A new version of each; their start events listen from now on, older versions' no more."""
        self._deployment += 1
        for definition in definitions:
            versions = self.definitions.setdefault(definition.key, [])
            definition.version = len(versions) + 1
            definition.id = f"{definition.key}:{definition.version}"
            versions.append(definition)
            self.by_id[definition.id] = definition
            self.deployments[definition.id] = self._deployment

    def find(
        self,
        kind: str,
        key: str,
        *,
        version: int | None = None,
        tag: str | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> Definition:
        """The port `kernel.ports.Definitions`."""
        candidates = [d for d in self.definitions.get(key, ()) if d.kind == kind]
        if version is not None:
            candidates = [d for d in candidates if d.version == version]
        if tag is not None:
            candidates = [d for d in candidates if d.version_tag == tag]
        if tenant is not None:
            candidates = [d for d in candidates if d.tenant == tenant]
        if beside is not None:
            number = self.deployments[beside]
            candidates = [d for d in candidates if self.deployments[d.id] == number]
        if not candidates:
            raise EvaluationFailed(
                f"Expected a deployed {kind} {key!r}, but there is none. Deploy it, then retry.",
                code="bpmn/called-element-unknown",
                key=key,
            )
        return candidates[-1]

    def get(self, definition_id: str) -> Definition:
        """The same port, by id."""
        return self.by_id[definition_id]

    # -- commands

    def start(
        self,
        key: str,
        variables: dict[str, Any] | None = None,
        *,
        business_key: str | None = None,
        start_event: str | None = None,
        trigger: str | None = None,
        kind: str = "process",
    ) -> str:
        """Starts an instance of the newest version; gives its id."""
        definition = self.find(kind, key)
        self._count += 1
        command = commands.StartInstance(
            definition_id=definition.id,
            instance_id=uuid7(self.now, 0, _SEED + (self._count << 20)),
            variables=variables or {},
            business_key=business_key,
            start_event=start_event,
            trigger=trigger,
        )
        tree, decision = start(command, definition, self._environment())
        self.trees[tree.root_id] = tree
        self._keep(tree, decision)
        return tree.root_id

    def submit(self, command: Any) -> Any:
        """Decides a command on the tree of the row or instance that it names."""
        root_id, item_id = self._target(command)
        tree = self.trees[root_id]
        decision = decide(command, tree, item_id, self._environment())
        self._keep(tree, decision)
        return decision.result

    def run(self, *, timers: bool = True) -> None:
        """Does all that is due now: timers (unless they are left out), continuations, retries."""
        while True:
            due = [
                row
                for row, _ in self.rows.values()
                if isinstance(row, Job)
                and row.kind in _AUTOMATIC
                and row.due_at <= self.now
                and (timers or row.kind != "timer")
            ]
            ready = [row for row in due if not self._is_suspended(row.instance_id)]
            if not ready:
                return
            self.submit(commands.RunJob(job_id=min(ready, key=lambda job: job.due_at).id))

    def advance(self, milliseconds: int) -> None:
        """Moves the clock on, from one due time to the next."""
        end = self.now + milliseconds
        while True:
            self.run()
            times = [
                row.due_at
                for row, _ in self.rows.values()
                if isinstance(row, Job) and row.kind in _AUTOMATIC and row.due_at > self.now
            ]
            if not times or min(times) > end:
                break
            self.now = min(times)
        self.now = end
        self.run()

    def signal(self, name: str, variables: dict[str, Any] | None = None, beside: str = "") -> None:
        """Broadcasts to all trees but `beside`, and to signal start events."""
        for row, root_id in list(self.rows.values()):
            if (
                isinstance(row, Subscription)
                and (row.kind, row.name) == ("signal", name)
                and root_id != beside
                and row.id in self.rows
            ):
                self.submit(
                    commands.DeliverEvent(
                        subscription_id=row.id, name=name, variables=variables or {}
                    )
                )
        for definition, node in self.start_events("signal", name):
            self.start(definition.key, variables, start_event=node.id, trigger=f"signal {name}")

    def correlate(
        self,
        name: str,
        *,
        business_key: str | None = None,
        correlation: dict[str, Any] | None = None,
        variables: dict[str, Any] | None = None,
    ) -> str:
        """Delivers a message to the one instance that waits for it, else starts one; gives its id."""
        matching = [
            row
            for row, root_id in self.rows.values()
            if isinstance(row, Subscription)
            and (row.kind, row.name) == ("message", name)
            and self._correlates(row, root_id, business_key, correlation, variables)
        ]
        if len(matching) > 1:
            raise Conflict(
                f"Expected one receiver of the message {name!r}, but {len(matching)} wait for it."
                " Give a business key or correlation values.",
                code="message/ambiguous",
            )
        if matching:
            command = commands.DeliverEvent(
                subscription_id=matching[0].id, name=name, variables=variables or {}
            )
            return str(self.submit(command))
        starts = self.start_events("message", name)
        if len(starts) != 1:
            raise NotFound(
                f"Expected a receiver of the message {name!r}, but nobody waits for it.",
                code="message/no-receiver",
            )
        definition, node = starts[0]
        values = {**(correlation or {}), **(variables or {})}
        return self.start(
            definition.key,
            values,
            business_key=business_key,
            start_event=node.id,
            trigger=f"message {name}",
        )

    def start_events(self, kind: str, name: str) -> list[tuple[Definition, Node]]:
        """The start events of newest versions that listen to this."""
        found = []
        for versions in self.definitions.values():
            for trigger in versions[-1].start_triggers:
                if (trigger.kind, trigger.name) == (kind, name):
                    found.append((versions[-1], trigger.node))
        return found

    def forget(self, root_id: str) -> None:
        """Lets go of an ended instance tree."""
        del self.trees[root_id]
        self.events.pop(root_id, None)
        self.instances.pop(root_id, None)

    # -- what became of it

    def _environment(self) -> Environment:
        self._count += 1
        ids = IdSource(self.now, _SEED + (self._count << 20))
        return Environment(self.now, ids, self, evaluation.context, self.decisions, self.scripts)

    def _target(self, command: Any) -> tuple[str, int]:
        for name in ("task_id", "job_id", "incident_id", "subscription_id"):
            row_id = getattr(command, name, None)
            if row_id is not None:
                if row_id not in self.rows:
                    raise NotFound(f"Expected {row_id} to be open, but it is not.")
                row, root_id = self.rows[row_id]
                return root_id, row.element_instance
        instance, root_id = self.instances[command.instance_id]
        return root_id, getattr(command, "element_instance", None) or instance.element_instance

    def _keep(self, tree: Tree, decision: Decision) -> None:
        self.events.setdefault(tree.root_id, []).extend(decision.events)
        rows = decision.rows
        for row_id in rows.removed:
            self.rows.pop(row_id, None)
        for row_id, row in rows.added.items():
            if isinstance(row, InstanceRow):
                self.instances[row_id] = (row, tree.root_id)
            elif not isinstance(row, _UNASKED):
                self.rows[row_id] = (row, tree.root_id)
        if rows.changed or rows.changed_fields or rows.updates:
            self._change(rows)
        if rows.moved or rows.migrated:
            self._migrate(rows)
        for message in decision.outbox:
            self._send(message, tree.root_id)

    def _change(self, rows: Rows) -> None:
        for row_id, changed in rows.changed.items():
            known = self.instances[row_id][0]
            known.state, known.ended_at = changed.state, changed.ended_at
        for row_id, changes in rows.changed_fields.items():
            for name, value in changes.items():
                if row_id in self.rows and hasattr(self.rows[row_id][0], name):
                    setattr(self.rows[row_id][0], name, value)
        for (_, row_id), fields in rows.updates.items():
            if "state" in fields:
                self.rows.pop(row_id, None)

    def _migrate(self, rows: Rows) -> None:
        for row_id, (_, element_id, _) in rows.moved.items():
            if row_id in self.rows:
                self.rows[row_id][0].element_id = element_id
        for row_id, (definition_id, key) in rows.migrated.items():
            row = self.instances[row_id][0]
            row.definition_id, row.key = definition_id, key

    def _send(self, message: dict[str, Any], root_id: str) -> None:
        if message["kind"] == "signal":
            self.signal(message["name"], message.get("variables"), beside=root_id)
        elif any(
            isinstance(row, Subscription) and (row.kind, row.name) == ("message", message["name"])
            for row, _ in self.rows.values()
        ) or self.start_events("message", message["name"]):
            self.correlate(message["name"], variables=message.get("variables"))

    def _is_suspended(self, instance_id: str) -> bool:
        return self.instances[instance_id][0].state == "suspended"

    def _correlates(  # what a message says
        self,
        row: Subscription,
        root_id: str,
        business_key: str | None,
        correlation: dict[str, Any] | None,
        variables: dict[str, Any] | None,
    ) -> bool:
        if (
            business_key is not None
            and self.instances[row.instance_id][0].business_key != business_key
        ):
            return False
        if row.correlation is not None:
            return fits(row.correlation, correlation or {}, variables or {})
        item = self.trees[root_id].items[row.element_instance]
        absent = object()
        return all(item.get(name, absent) == value for name, value in (correlation or {}).items())
