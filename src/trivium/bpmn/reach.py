"""Which incoming flows of a join the tokens elsewhere in its scope can still reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step

_NONE: frozenset[str] = frozenset()


class Reach:
    """What can still come to a join, worked out once from the graph (BPMN 2.0.2, 13.4.3)."""

    __slots__ = ("_join", "_reached")

    def __init__(self, join: Node, beside: Sequence[Node]) -> None:
        self._join = join
        self._reached = reached(join, beside)

    def may_still_come(self, step: Step, scope: ElementInstance, filled: frozenset[str]) -> bool:
        """Whether a token can reach an incoming flow that is not `filled`, and none that is."""
        for node in _tokens(step, scope):
            if node is not self._join:
                reached = self._reached.get(node.index, _NONE)
                if reached - filled and not reached & filled:
                    return True
        return False


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


def _tokens(step: Step, scope: ElementInstance) -> Iterator[Node]:
    """Where the tokens of a scope are, once all have come to rest."""
    for child in step.tree.children_of(scope):
        yield child.node
    nodes = scope.node.definition.nodes
    for index in scope.joins or ():
        yield nodes[index]
