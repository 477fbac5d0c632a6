"""Inclusive gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.flows import chosen, take, true_flows
from trivium.bpmn.joins import Arrival, take_one_each
from trivium.bpmn.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.step import Step


class InclusiveGateway(FlowNode):
    """Takes every outgoing flow whose condition is true; joins the tokens that can still come.

    Standard: BPMN 2.0.2, 13.4.3. As a join it is activated when at least one incoming flow has a token
    and every token elsewhere in the scope that could reach an empty incoming flow (without passing this
    gateway) could as well reach one that has a token.
    Incident: `bpmn/no-flow-taken` when no condition is true and there is no default.
    """

    __slots__ = ("_reach",)

    _reach: Reach

    def entry(self, flow: Flow) -> Enter:
        return Arrival(self, flow).enter if self.is_join else self.node.enter

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
        step.tokens_added(scope, 1 - take_one_each(waiting, waiting))
        if not waiting and scope.joins is not None:
            del scope.joins[self.node.index]
        step.token_moved(scope)  # itself too: surplus tokens may do for another round
        step.push(self.node.enter, scope)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        flows = chosen(self.node, true_flows(self.node, step, scope))
        step.passed(self.node, scope)
        take(step, scope, flows)

    def prepare(self, beside: Sequence[Node]) -> None:
        """Works out what it needs to know of the elements beside it."""
        self._reach = Reach(self.node, beside)
