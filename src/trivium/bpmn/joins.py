"""Tokens that arrive at a join: told apart by the flow they came by, counted in their scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Flow, Node
    from trivium.kernel.step import Step


class Join(Protocol):
    """A gateway that looks at all its incoming flows."""

    node: Node

    def arrived(self, step: Step, scope: ElementInstance, waiting: dict[str, int]) -> None:
        """A token came; `waiting` counts those that are here, by flow. May take from it."""


def take_one_each(waiting: dict[str, int], flow_ids: Iterable[str]) -> int:
    """Takes one of the tokens that came by each of these flows; how many that are."""
    taken = list(flow_ids)
    for flow_id in taken:
        waiting[flow_id] -= 1
        if not waiting[flow_id]:
            del waiting[flow_id]
    return len(taken)


class Arrival:
    """One incoming flow of a join."""

    __slots__ = ("_flow_id", "_join", "node")

    def __init__(self, join: Join, flow: Flow) -> None:
        self._join = join
        self._flow_id = flow.id
        self.node = join.node

    def enter(self, step: Step, scope: ElementInstance) -> None:
        """The token waits at the join; the join decides whether that was the last it waited for."""
        if scope.joins is None:
            scope.joins = {}
        waiting = scope.joins.setdefault(self.node.index, {})
        waiting[self._flow_id] = waiting.get(self._flow_id, 0) + 1
        step.tree.touch(scope)
        self._join.arrived(step, scope, waiting)
        if not waiting:
            scope.joins.pop(self.node.index, None)
