"""Exclusive gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.flows import no_flow_taken

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class ExclusiveGateway(FlowNode):
    """Takes the first outgoing flow whose condition is true, else the default flow.

    Standard: BPMN 2.0.2, 13.4.2; conditions are tried in document order. A single flow without a
    condition is just taken.
    Incident: `bpmn/no-flow-taken` when none is true and there is no default.
    """

    __slots__ = ()

    def enter(self, step: Step, scope: ElementInstance) -> None:
        node = self.node
        if not node.outgoing:
            step.passed(node, scope)
            node.leave(step, scope)
            return
        for flow in node.outgoing:
            if flow is not node.default and (
                flow.condition is None or step.is_true(flow.condition, scope)
            ):
                break
        else:
            if node.default is None:
                raise no_flow_taken(node)
            flow = node.default
        step.passed(node, scope)
        step.events.append(flow.taken)
        step.stack.append((flow.enter, scope))
