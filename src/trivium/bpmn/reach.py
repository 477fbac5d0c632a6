"""Which incoming flows of a join the tokens elsewhere in its scope can still reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step

_NONE: frozenset[str] = frozenset()


class Reach:
    """What can still come to a join, worked out once from the graph (BPMN 2.0.2, 13.4.3)."""

    __slots__ = ("_after", "_join", "_reached")

    def __init__(self, join: Node, beside: Sequence[Node]) -> None:
        self._join = join
        self._reached = reached(join, beside)
        self._after = {
            flow.id: frozenset({flow.id})
            if flow.target is join
            else self._reached.get(flow.target.index, _NONE)
            for node in beside
            for flow in node.outgoing
        }

    def may_still_come(self, step: Step, scope: ElementInstance, filled: frozenset[str]) -> bool:
        """Whether a token can reach an incoming flow that is not `filled`, and none that is."""
        for child in step.tree.children_of(scope):
            reached = self._reached_by(child)
            if reached - filled and not reached & filled:
                return True
        for index in scope.joins or ():
            reached = _NONE if index == self._join.index else self._reached.get(index, _NONE)
            if reached - filled and not reached & filled:
                return True
        return False

    def _reached_by(self, child: ElementInstance) -> frozenset[str]:
        """The flows that the tokens of an element instance may come by."""
        way = child.recall("way")
        if way is not None:  # a token that waits for a job, on a flow
            place, flow_id = (*way.split(" "), "")[:2]
            if place in {"before", "take"} and child.node is self._join:
                return frozenset({flow_id})
            if place == "after":
                return self._after.get(flow_id, _NONE)
        return _NONE if child.node is self._join else self._reached.get(child.node.index, _NONE)


def after(node: Node) -> list[Node]:
    """What may follow, by flows, links, and the boundary events of an activity."""
    found = [flow.target for flow in node.outgoing]
    if node.id in node.definition.links:
        found.append(node.definition.links[node.id])
    found.extend(node.boundary)
    return found


def reached(join: Node, nodes: Sequence[Node]) -> dict[int, frozenset[str]]:
    """The incoming flows of a join that a token at each element of its scope may come by, not through it."""
    before: dict[int, list[Node]] = {}
    for node in nodes:
        for each in after(node):
            before.setdefault(each.index, []).append(node)
    found: dict[int, set[str]] = {}
    for flow in join.incoming:
        todo = [flow.source]
        seen = {join.index}
        while todo:
            node = todo.pop()
            if node.index not in seen:
                seen.add(node.index)
                found.setdefault(node.index, set()).add(flow.id)
                todo.extend(before.get(node.index, ()))
    return {index: frozenset(flows) for index, flows in found.items()}
