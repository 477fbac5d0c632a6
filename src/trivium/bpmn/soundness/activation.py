"""Complex gateways whose activation depends on nothing but the tokens that have come."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from trivium.bpmn.reach import after
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.soundness.scopes import Scope
    from trivium.expressions import Expression
    from trivium.kernel.graph import Node

_COUNT = "activationCount"
MANY = 2
"""So many tokens on a flow, or more: the game counts no further."""
_MOST_FLOWS = 8


def is_join(node: Node) -> bool:
    return node.kind == "complexGateway" and len(node.incoming) > 1


def is_told(node: Node, scope: Scope) -> bool:
    """Whether tokens alone decide: no data in the condition, more tokens are never worse, no second round.

    What leaves by conditions may leave once more at the reset, and what comes round again may activate it
    anew: of such gateways nothing is told.
    """
    if node.kind != "complexGateway" or not is_join(node):
        return True
    has_conditions = any(flow.condition is not None for flow in node.outgoing)
    if has_conditions or node.index in scope.reached(after(node)):
        return False
    return len(node.incoming) <= _MOST_FLOWS and _is_of_tokens(node) and _is_monotonous(node)


def is_counted(node: Node, tokens: Mapping[str, int]) -> bool:
    """Whether it is known how many tokens there are on its flows."""
    return all(tokens.get(flow.id, 0) < MANY for flow in node.incoming)


def goes_on(node: Node, tokens: Mapping[str, int]) -> bool:
    """Whether the gateway is activated by these tokens on its flows."""
    return _holds(node, tuple(tokens.get(flow.id, 0) for flow in node.incoming))


def condition_of(node: Node) -> Expression | None:
    """The activation condition."""
    found: Expression | None = node.behaviour.activation  # type: ignore[attr-defined]  # a complex gateway
    return found


def _is_of_tokens(node: Node) -> bool:
    condition = condition_of(node)
    names = {_COUNT, *(flow.id for flow in node.incoming)}
    return condition is not None and condition.free_names <= names


def _is_monotonous(node: Node) -> bool:
    """Whether what activates it still does when more tokens have come, so that their order is irrelevant."""
    every = list(product((0, 1), repeat=len(node.incoming)))
    try:
        holds = {counts: _holds(node, counts) for counts in every}
    except EvaluationFailed:
        return False
    return all(
        holds[(*counts[:place], 1, *counts[place + 1 :])]
        for counts in every
        if holds[counts]
        for place in range(len(counts))
    )


def _holds(node: Node, counts: tuple[int, ...]) -> bool:
    condition = condition_of(node)
    by_flow = {flow.id: count for flow, count in zip(node.incoming, counts, strict=True)}
    seen = {_COUNT: sum(counts), **by_flow}
    return condition is not None and sum(counts) > 0 and condition.evaluate(seen) is True
