"""Moving a running instance to another version of its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.errors import NotFound, WrongState
from trivium.kernel import events as happened
from trivium.kernel.deciders.cases import refuse, refuse_definition
from trivium.kernel.deciders.waiting import is_at_work
from trivium.kernel.migration import instance_problems, plan_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition, Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step

_TRIGGERS = frozenset({"timer", "message", "signal", "condition"})


def migrate(step: Step, instance: ElementInstance, command: commands.MigrateInstance) -> None:
    """All open elements become those that they are mapped to; refused if one cannot.

    Timers keep their time and subscriptions their name, unless triggers are to be updated.
    """
    refuse(instance, "migrate")
    source = instance.node.definition
    target = step.environment.definitions.get(command.definition_id)
    if target.tenant != source.tenant:
        raise NotFound(
            f"Expected a definition {command.definition_id}, but there is none.",
            code="definition/not-found",
        )
    refuse_definition(target, "migrate to")
    mapping = command.elements
    problems = plan_problems(source, target, mapping)
    problems += instance_problems(step.tree, instance, target, mapping)
    if problems:
        raise WrongState(
            f"Expected an instance that can be migrated, but {len(problems)} of its elements cannot:"
            f" {problems[0].message} {problems[0].remedy}",
            code="migration/not-possible",
            problems=tuple(problem._asdict() for problem in problems),
        )
    move = _Move(step, source, target, mapping, renews=command.update_triggers)
    for item in step.tree.inside(instance):
        move.item(item)
    step.tree.definition_number(target)
    step.rows.migrated[instance.recall("id")] = (target.id, target.key)
    facts = {"from": source.id, "to": target.id, "elements": dict(mapping)}
    step.events.append(happened.Noted("instance-migrated", instance.id, facts))


class _Move:
    """One migration at work."""

    def __init__(
        self,
        step: Step,
        source: Definition,
        target: Definition,
        mapping: Mapping[str, str],
        *,
        renews: bool,
    ) -> None:
        self.step = step
        self.source = source
        self.target = target
        self.mapping = mapping
        self.renews = renews

    def item(self, item: ElementInstance) -> None:
        """An element instance becomes one of the new version."""
        old = item.node
        is_instance_of_loop = item.parent is not None and old.index != self._first(old).index
        new = self._twin(old)
        assert new is not None  # noqa: S101  # asked for before
        item.node = new.inner if is_instance_of_loop and new.inner is not None else new
        self.step.tree.touch(item)
        if item.joins:
            item.joins = {self._index(index): counts for index, counts in item.joins.items()}
        if item.data:
            item.data = {self._name(name): self._data(name, v) for name, v in item.data.items()}
        renewed = [self._wait(item, old, wait) for wait in list((item.waits or {}).values())]
        for node in dict.fromkeys(each for each in renewed if each is not None):
            self._arm_again(item, node)
        self._arm_new(item)

    def _first(self, node: Node) -> Node:
        return self.source.by_id.get(node.id, node)

    def _twin(self, node: Node) -> Node | None:
        if node is self.source.root:
            return self.target.root
        return self.target.node(self.mapping.get(node.id, ""))

    def _arm_again(self, item: ElementInstance, node: Node) -> None:
        """An event of the new version waits in place of what it was, from the beginning."""
        if item.recall(f"came-{node.index}"):
            item.remember(**{f"came-{node.index}": []})
        if node in (*item.node.boundary, *item.node.behaviour.event_starts):
            node.behaviour.arm(self.step, item)  # type: ignore[attr-defined]  # events have it
        else:
            node.behaviour.arm_for(self.step, item)  # type: ignore[attr-defined]  # what catches has it

    def _arm_new(self, item: ElementInstance) -> None:
        """Events that the old version has not wait from now on; the others are armed or not as they were."""
        if not is_at_work(item):
            return
        starts = () if _was_interrupted(item) else item.node.behaviour.event_starts
        for node in (*item.node.boundary, *starts):
            if node.id not in self.mapping.values():
                node.behaviour.arm(self.step, item)  # type: ignore[attr-defined]  # events have it

    def _wait(self, item: ElementInstance, old: Node, wait: Wait) -> Node | None:
        """Gives the new event that is to wait anew; one that is there no more goes."""
        source = self.source.nodes[wait.node]
        is_own = source.id == old.id
        new = item.node if is_own else self._twin(source)
        if new is None:
            self.step.drop_wait(item, wait)
            return None
        if self.renews and wait.kind in _TRIGGERS:
            self.step.drop_wait(item, wait)
            return new
        wait.node = new.index
        self.step.rows.moved[wait.id] = (wait.kind, new.id, self.target.key)
        return None

    def _index(self, index: int) -> int:
        twin = self._twin(self.source.nodes[index])
        assert twin is not None  # noqa: S101  # tokens at joins were looked at before
        return twin.index

    def _name(self, name: str) -> str:
        """Memories of parallel multiple events have the number of their node in their name."""
        head, _, number = name.partition("came-")
        if head or not number.isdecimal():
            return name
        twin = self._twin(self.source.nodes[int(number)])
        return name if twin is None else f"came-{twin.index}"

    def _data(self, name: str, value: Any) -> Any:
        return self._records(value or []) if name == "completed" else value

    def _records(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What can be compensated; of activities that are no more there, nothing can."""
        found = []
        for record in records:
            twin = self._twin(self.source.nodes[record["node"]])
            if twin is not None:
                more = {"inner": self._records(record["inner"])} if "inner" in record else {}
                found.append({**record, "node": twin.index, **more})
        return found


def _was_interrupted(scope: ElementInstance) -> bool:
    """Whether an event sub-process has taken the place of what was in a scope."""
    handlers = [
        child.node.behaviour
        for child in (scope.children or {}).values()
        if child.node.behaviour.is_event_subprocess
    ]
    starts = [start for start in scope.node.behaviour.event_starts if start.behaviour.interrupts]  # type: ignore[attr-defined]  # start events have it
    return any(start.container.behaviour in handlers for start in starts if start.container)
