"""What was completed and can be undone: remembered in its scope, undone in reverse order.

Standard: BPMN 2.0.2, 10.5.6 and 13.5.5. A record is `{"node": index}` for an activity with a handler, and
has `inner` records and a snapshot of the `variables` for a sub-process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn.events import is_of

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step

Record = dict[str, Any]


def remember_completed(scope: ElementInstance, item: ElementInstance) -> None:
    """An activity has completed: its scope remembers it if it can be compensated."""
    node = item.node
    inner: list[Record] = item.recall("completed") or []
    completed: list[Record] = scope.recall("completed") or []
    if node.inner is not None:  # a multi-instance body: each instance was remembered by itself
        records = inner
    elif handler_of(node) is not None:
        records = [{"node": node.index}]
    elif inner or event_handler_of(node) is not None:
        records = [{"node": node.index, "inner": inner, "variables": item.variables}]
    else:
        return
    if records:
        scope.remember(completed=[*completed, *records])


def handler_of(node: Node) -> Node | None:
    """The compensation activity that is associated with a boundary event of `node`."""
    outer = node.definition.by_id.get(node.id, node)  # the body, if this is an instance inside one
    for boundary in outer.boundary:
        handler = node.definition.compensations.get(boundary.id)
        if handler is not None:
            return handler
    return None


def event_handler_of(node: Node) -> Node | None:
    """The start event of the compensation event sub-process inside `node`."""
    for start in node.behaviour.event_starts:
        if is_of(start, "compensation"):
            return start
    return None


def compensate(step: Step, holder: ElementInstance, scope: ElementInstance, of: str | None) -> bool:
    """Starts the handlers of what was completed in `scope` (of one activity, or of all).

    The handlers are children of `holder`, which is told by `scope_emptied` when all are done: who throws
    and waits, or the scope around. Whether there are any.
    """
    completed: list[Record] = scope.recall("completed") or []
    nodes = scope.node.definition.nodes
    chosen = [r for r in completed if of is None or nodes[r["node"]].id == of]
    if not chosen:
        return False
    scope.remember(completed=[r for r in completed if r not in chosen])
    step.tree.touch(scope)
    _start_all(step, holder, chosen)
    return True


def _start_all(step: Step, holder: ElementInstance, records: list[Record]) -> None:
    step.tokens_added(holder, len(records))
    for record in records:  # the last one pushed runs first: reverse order of completion
        step.push(Undo(holder.node.definition.nodes[record["node"]], record).undo, holder)


def undone(step: Step, item: ElementInstance) -> bool:
    """The last token in `item` has ended; whether that was the end of its compensation."""
    holder = item.parent
    if not item.recall("compensating") or holder is None:
        return False
    step.complete(item)
    step.token_ended(holder)
    return True


class Undo:
    """The compensation of one completed activity."""

    __slots__ = ("node", "record")

    def __init__(self, node: Node, record: Record) -> None:
        self.node = node
        self.record = record

    def undo(self, step: Step, holder: ElementInstance) -> None:
        handler = handler_of(self.node)
        if handler is not None:
            step.push(handler.enter, holder)
            return
        scope = step.create(self.node, holder, self.record["variables"])
        scope.remember(compensating=True, completed=self.record["inner"])
        start = event_handler_of(self.node)
        if start is not None:
            start.behaviour.begin_handling(step, scope)  # type: ignore[attr-defined]  # event starts have it
            return
        scope.remember(completed=[])
        _start_all(step, scope, self.record["inner"])
