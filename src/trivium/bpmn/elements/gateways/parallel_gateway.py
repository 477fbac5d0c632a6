"""Parallel gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.flows import take
from trivium.bpmn.joins import Arrival, take_one_each

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow
    from trivium.kernel.step import Step


class ParallelGateway(FlowNode):
    """Waits for a token on each incoming flow, then sends one down every outgoing flow.

    Standard: BPMN 2.0.2, 13.4.1. Surplus tokens on a flow wait for the next round.
    """

    __slots__ = ()

    def entry(self, flow: Flow) -> Enter:
        return Arrival(self, flow).enter if len(self.node.incoming) > 1 else self.node.enter

    def arrived(self, step: Step, scope: ElementInstance, waiting: dict[str, int]) -> None:
        """A token came; `waiting` counts those that are here, by flow."""
        if len(waiting) < len(self.node.incoming):
            return
        step.tokens_added(scope, 1 - take_one_each(waiting, waiting))
        self.node.enter(step, scope)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        step.passed(self.node, scope)
        take(step, scope, self.node.outgoing)
