"""Complex gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.flows import chosen, take
from trivium.bpmn.joins import Arrival, take_one_each
from trivium.bpmn.names import BPMN
from trivium.bpmn.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_RESET = "!"
"""Among the tokens that wait at the gateway: it was activated and waits for its reset. Counts as a token,
so that the scope is not over before. With the id of a flow behind it: that flow has had its token."""


class ComplexGateway(FlowNode):
    """Goes on as soon as its activation condition holds, and then swallows what comes late.

    Standard: BPMN 2.0.2, 13.4.5. The condition may use `activationCount`, the tokens at the gateway, and
    the ids of incoming flows for the tokens on each. Until the tokens of all other incoming flows have
    come (or can come no more) it waits for its reset. Conditions of outgoing flows may use
    `waitingForStart`: true when it is activated, false when it is reset. A flow without a condition is
    taken on activation only.
    Incident: `bpmn/no-flow-taken` on activation, when no condition is true and there is no default.
    """

    __slots__ = ("_reach", "activation")

    activation: Expression | None
    _reach: Reach

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.activation = compiler.condition(xml.find("activationCondition", BPMN))
        if behaviour.is_join and behaviour.activation is None and not compiler.is_refused(xml):
            compiler.refuse(
                xml,
                "bpmn/activation-condition-missing",
                f"Expected the complex gateway `{node.id}` to say when it goes on, but it does not.",
                "Write an activationCondition, such as `activationCount >= 2`.",
            )
        return behaviour

    def entry(self, flow: Flow) -> Enter:
        return Arrival(self, flow).enter if self.is_join else self.node.enter

    @property
    def is_join(self) -> bool:
        return len(self.node.incoming) > 1

    def prepare(self, beside: Sequence[Node]) -> None:
        """Works out what it needs to know of the elements beside it."""
        self._reach = Reach(self.node, beside)

    def arrived(self, step: Step, scope: ElementInstance, waiting: dict[str, int]) -> None:
        if _RESET in waiting:
            step.when_still(self.look_around, scope)
        else:
            step.push(self.activate, scope)

    def activate(self, step: Step, scope: ElementInstance) -> None:
        """A token has come while it waits for its start: goes on if that is enough."""
        waiting = (scope.joins or {}).get(self.node.index)
        if not waiting or _RESET in waiting or self.activation is None:
            return
        seen = {flow.id: waiting.get(flow.id, 0) for flow in self.node.incoming}
        count = {"activationCount": sum(waiting.values())}
        if not step.is_true(self.activation, scope, seen | count):
            return
        marks = {_RESET + flow_id: 0 for flow_id in waiting}
        taken = take_one_each(waiting, waiting)
        waiting.update(marks)
        waiting[_RESET] = 1
        step.tokens_added(scope, 2 - taken)  # one that goes on, one that waits for the reset
        step.token_moved(scope)
        step.push(self.node.enter, scope)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        node = self.node
        flows = chosen(node, self._true_flows(step, scope, is_start=True))
        step.passed(node, scope)
        take(step, scope, flows)

    def look_around(self, step: Step, scope: ElementInstance) -> None:
        """All tokens have come to rest: resets itself unless one that it waits for may still come."""
        waiting = (scope.joins or {}).get(self.node.index)
        if waiting and _RESET in waiting:
            had = {flow_id.removeprefix(_RESET) for flow_id in waiting} - {""}
            if not self._reach.may_still_come(step, scope, frozenset(had)):
                step.push(self.reset, scope)

    def reset(self, step: Step, scope: ElementInstance) -> None:
        """Swallows the tokens that came late, and waits for its start again."""
        waiting = (scope.joins or {}).get(self.node.index)
        if not waiting or _RESET not in waiting:
            return
        flows = self._true_flows(step, scope, is_start=False)
        late = [
            flow.id
            for flow in self.node.incoming
            if flow.id in waiting and _RESET + flow.id not in waiting
        ]
        take_one_each(waiting, late)
        for mark in [each for each in waiting if each.startswith(_RESET)]:
            del waiting[mark]
        step.tokens_added(scope, -len(late))
        step.token_moved(scope)
        if waiting:
            step.push(self.activate, scope)
        elif scope.joins is not None:
            del scope.joins[self.node.index]
        take(step, scope, flows)

    def _true_flows(self, step: Step, scope: ElementInstance, *, is_start: bool) -> list[Flow]:
        values = {"waitingForStart": is_start}
        return [
            flow
            for flow in self.node.outgoing
            if flow is not self.node.default
            and (
                is_start if flow.condition is None else step.is_true(flow.condition, scope, values)
            )
        ]
