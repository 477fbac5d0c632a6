"""Inclusive gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.flows import look_again, no_flow_taken, take
from trivium.bpmn.joins import Arrival
from trivium.bpmn.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.bpmn.flows import WatchedJoin
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow
    from trivium.kernel.step import Step


class InclusiveGateway(FlowNode):
    """Takes every outgoing flow whose condition is true; joins the tokens that can still come.

    Standard: BPMN 2.0.2, 13.4.3. As a join it is activated when at least one incoming flow has a token
    and every token elsewhere in the scope that could reach an empty incoming flow (without passing this
    gateway) could as well reach one that has a token.
    Incident: `bpmn/no-flow-taken` when no condition is true and there is no default.
    """

    __slots__ = ("_beside", "_reach")

    _beside: Sequence[WatchedJoin]
    _reach: Reach

    def entry(self, flow: Flow) -> Enter:
        return Arrival(self, flow).enter if self.is_join else self.enter

    @property
    def is_join(self) -> bool:
        return len(self.node.incoming) > 1

    def arrived(self, step: Step, scope: ElementInstance, waiting: dict[str, int]) -> None:
        del waiting
        step.when_still(self.look_around, scope)

    def look_around(self, step: Step, scope: ElementInstance) -> None:
        """All tokens have come to rest: goes on unless another one may still arrive."""
        waiting = (scope.joins or {}).get(self.node.index)
        if not waiting or self._reach.may_still_come(step, scope, frozenset(waiting)):
            return
        step.tokens_added(scope, 1 - len(waiting))
        for flow_id in list(waiting):
            waiting[flow_id] -= 1
            if not waiting[flow_id]:
                del waiting[flow_id]
        if not waiting and scope.joins is not None:
            del scope.joins[self.node.index]
        look_again(step, scope, self._beside)  # itself too: surplus tokens may do for another round
        step.push(self.enter, scope)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        node = self.node
        flows = [
            flow
            for flow in node.outgoing
            if flow is not node.default
            and (flow.condition is None or step.is_true(flow.condition, scope))
        ]
        if not flows and node.default is not None:
            flows = [node.default]
        if not flows and node.outgoing:
            raise no_flow_taken(node)
        step.passed(node, scope)
        if flows:
            take(step, scope, flows)
        else:
            step.token_ended(scope)

    def prepare(self, beside: Sequence[WatchedJoin]) -> None:
        self._reach = Reach(self.node)
        self._beside = beside
