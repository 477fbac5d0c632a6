"""What the journal did to one instance, step by step, to be played on its diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from trivium.engine.infos import ReplayChange, ReplayStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from trivium.engine.infos import JournalEntry
    from trivium.kernel.graph import Definition


def replay_of(
    entries: Iterable[JournalEntry], instance_id: str, definition: Callable[[str], Definition]
) -> Iterator[ReplayStep]:
    """The commands that touched an instance, each with what it did to the elements, in order.

    What happened in instances that it called is not told: they have diagrams of their own.
    """
    fold = _Fold(instance_id, definition)
    for entry in entries:
        changes = [
            change
            for event in entry.events
            if (tell := _Fold.TELLS.get(event["event"])) is not None
            for change in tell(fold, event)
        ]
        if changes:
            yield ReplayStep(
                seq=entry.seq,
                at=entry.at,
                actor=entry.actor,
                command=entry.command["command"],
                definition_id=fold.definition_id,
                changes=tuple(changes),
            )


class _Fold:
    """Knows which element instances are inside the instance, and as which elements."""

    def __init__(self, instance_id: str, definition: Callable[[str], Definition]) -> None:
        self._instance_id = instance_id
        self._definition = definition
        self._elements: dict[int, str] = {}
        self._open: set[int] = set()
        self._flows: frozenset[str] = frozenset()
        self._number = 0
        self.definition_id = ""

    def _follow(self, definition_id: str) -> None:
        self.definition_id = definition_id
        nodes = getattr(self._definition(definition_id), "nodes", ())
        self._flows = frozenset(flow.id for node in nodes for flow in node.outgoing)

    def _change(self, what: str, item: int, **facts: Any) -> Iterator[ReplayChange]:
        element = self._elements.get(item)
        if element is not None:
            yield ReplayChange(what=what, element_id=element, item=item, **facts)

    def _started(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        if event["instance_id"] == self._instance_id:
            self._number = event["item"]
            self._elements[self._number] = event["key"]
            self._open.add(self._number)
            self._follow(event["definition_id"])
            yield from self._change("entered", self._number)

    def _passed(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        if event["scope"] in self._elements:
            yield ReplayChange(what="passed", element_id=event["element"])

    def _entered(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        if event["scope"] in self._elements:
            self._elements[event["item"]] = event["element"]
            self._open.add(event["item"])
            yield from self._change("entered", event["item"])

    def _left(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        what = "left" if event["event"] == "completed" else "cancelled"
        self._open.discard(event["item"])
        yield from self._change(what, event["item"])

    def _ended(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        what = "left" if event["outcome"] == "completed" else "cancelled"
        yield from self._change(what, event["item"])

    def _flow(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        if event["flow"] in self._flows:
            yield ReplayChange(what="flow", element_id=event["flow"])

    def _item_state(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        yield from self._change("state", event["item"], state=event["state"])

    def _whole_state(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        state = "suspended" if event["event"] == "instance-suspended" else "active"
        yield from self._change("state", event["item"], state=state)

    def _variables(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        yield from self._change("variables", event["item"], values=event["values"])

    def _incident(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        yield from self._change("incident", event["item"], state=event["code"])

    def _resolved(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        yield from self._change("resolved", event["item"], state=event["how"])

    def _noted(self, event: dict[str, Any]) -> Iterator[ReplayChange]:
        if event["kind"] != "instance-migrated" or event["item"] != self._number:
            return
        self._follow(event["facts"]["to"])
        mapping = event["facts"]["elements"]
        for item in sorted(self._open):
            element = self._elements[item]
            if mapping.get(element, element) != element:
                self._elements[item] = mapping[element]
                yield from self._change("moved", item)

    TELLS: ClassVar[dict[str, Callable[[_Fold, dict[str, Any]], Iterator[ReplayChange]]]] = {
        "instance-started": _started,
        "instance-ended": _ended,
        "instance-suspended": _whole_state,
        "instance-resumed": _whole_state,
        "passed": _passed,
        "entered": _entered,
        "completed": _left,
        "terminated": _left,
        "flow": _flow,
        "plan-item": _item_state,
        "variables": _variables,
        "incident-raised": _incident,
        "incident-resolved": _resolved,
        "noted": _noted,
    }
