"""Which incoming flows of a join the tokens elsewhere in its scope can still reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step

_NONE: frozenset[str] = frozenset()


class Reach:
    """What can still come to a join, worked out once from the graph (BPMN 2.0.2, 13.4.3)."""

    __slots__ = ("_join", "_reached")

    def __init__(self, join: Node) -> None:
        self._join = join
        reached: dict[int, set[str]] = {}
        for flow in join.incoming:
            seen: set[int] = set()
            todo = [flow.source]
            while todo:
                node = todo.pop()
                if node is join or node.index in seen:
                    continue
                seen.add(node.index)
                reached.setdefault(node.index, set()).add(flow.id)
                todo.extend(_sources(node))
        self._reached = {index: frozenset(flows) for index, flows in reached.items()}

    def may_still_come(self, step: Step, scope: ElementInstance, filled: frozenset[str]) -> bool:
        """Whether a token can reach an incoming flow that is not `filled`, and none that is."""
        for node in _tokens(step, scope):
            if node is not self._join:
                reached = self._reached.get(node.index, _NONE)
                if reached - filled and not reached & filled:
                    return True
        return False


def _sources(node: Node) -> Iterator[Node]:
    """Where a token at `node` can have come from: over flows, or from the activity it is attached to."""
    for flow in node.incoming:
        yield flow.source
    if node.kind == "boundaryEvent":
        host = getattr(node.behaviour, "host", None)
        if host is not None:
            yield host


def _tokens(step: Step, scope: ElementInstance) -> Iterator[Node]:
    """Where the tokens of a scope are, once all have come to rest."""
    for child in step.tree.children_of(scope):
        yield child.node
    nodes = scope.node.definition.nodes
    for index in scope.joins or ():
        yield nodes[index]
