"""How a token leaves a node: chosen once, when the model is compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Flow, Node
    from trivium.kernel.step import Step


class _Leaving:
    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def leave(self, step: Step, scope: ElementInstance) -> None:
        """The token that has done with the node in `scope` goes on."""


class Ends(_Leaving):
    """No outgoing flow: the token is consumed (BPMN 2.0.2, 13.2.1)."""

    def leave(self, step: Step, scope: ElementInstance) -> None:
        step.token_ended(scope)


class TakesOne(_Leaving):
    """One unconditional flow."""

    __slots__ = ("_enter", "_flow", "_taken")

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self._flow = node.outgoing[0]
        self._taken = self._flow.taken

    def leave(self, step: Step, scope: ElementInstance) -> None:
        step.events.append(self._taken)
        step.stack.append((self._flow.enter, scope))


class TakesAll(_Leaving):
    """Several unconditional flows: a token for each (uncontrolled flow, parallel split)."""

    def leave(self, step: Step, scope: ElementInstance) -> None:
        take(step, scope, self.node.outgoing)


class Chooses(_Leaving):
    """Conditional flows of an activity: those that hold, else the default (BPMN 2.0.2, 13.2.1)."""

    def leave(self, step: Step, scope: ElementInstance) -> None:
        step.stack.append((self.choose_flows, scope))

    def choose_flows(self, step: Step, scope: ElementInstance) -> None:
        take(step, scope, chosen(self.node, true_flows(self.node, step, scope)))


def true_flows(node: Node, step: Step, scope: ElementInstance) -> list[Flow]:
    """The outgoing flows, the default left out, that have no condition or one that holds."""
    return [
        flow
        for flow in node.outgoing
        if flow is not node.default
        and (flow.condition is None or step.is_true(flow.condition, scope))
    ]


def chosen(node: Node, flows: list[Flow]) -> list[Flow]:
    """These flows; the default if there is none of them.

    Raises:
        EvaluationFailed: there is no default either, and `node` is not the end of the way.
    """
    if flows or not node.outgoing:
        return flows
    if node.default is None:
        raise no_flow_taken(node)
    return [node.default]


def take(step: Step, scope: ElementInstance, flows: Sequence[Flow]) -> None:
    """One token becomes a token on each flow; the first is followed first. Without flows it is consumed."""
    if not flows:
        step.token_ended(scope)
        return
    if len(flows) > 1:
        step.tokens_added(scope, len(flows) - 1)
    for flow in flows:
        step.events.append(flow.taken)
    for flow in reversed(flows):
        step.stack.append((flow.enter, scope))


def no_flow_taken(node: Node) -> EvaluationFailed:
    """The trouble of a token that has nowhere to go."""
    fault = EvaluationFailed(
        f"Expected a condition after `{node.id}` to be true, but none of {len(node.outgoing)} is"
        " and there is no default flow. Correct the variables and retry, or give the element a"
        " default flow.",
        code="bpmn/no-flow-taken",
        element=node.id,
    )
    fault.is_of_condition = True
    return fault


def bind(node: Node) -> None:
    """Sets how tokens leave `node`, by its outgoing flows."""
    flows = node.outgoing
    if not flows:
        leaving: _Leaving = Ends(node)
    elif any(flow.condition is not None for flow in flows) or node.default is not None:
        leaving = Chooses(node)
    elif len(flows) == 1:
        leaving = TakesOne(node)
    else:
        leaving = TakesAll(node)
    node.leave = leaving.leave


class _Nudges(_Leaving):
    """Leaves as usual, and has the inclusive joins of the scope look again."""

    __slots__ = ("_leave",)

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self._leave = node.leave

    def leave(self, step: Step, scope: ElementInstance) -> None:
        step.token_moved(scope)
        self._leave(step, scope)


def watch_joins(nodes: Sequence[Node]) -> None:
    """Lets the inclusive and complex joins among these nodes of one scope know when tokens move."""
    joins = [
        node
        for node in nodes
        if node.kind in {"inclusiveGateway", "complexGateway"} and len(node.incoming) > 1
    ]
    for join in joins:
        join.behaviour.prepare(nodes)  # type: ignore[attr-defined]  # such a gateway has it
    if joins:
        for node in nodes:
            node.leave = _Nudges(node).leave
