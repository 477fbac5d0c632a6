"""Hit policies: which of the matching rules give the result, and in what order.

Standard: DMN 1.5, 8.2.10 and 8.2.11.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from trivium.dmn.model import Aggregator, HitPolicy
from trivium.dmn.run import Variables
from trivium.dmn.tables.outputs import Outputs
from trivium.dmn.types import MISSING
from trivium.feel.builtins import BUILTINS
from trivium.feel.compiler.invocation import invoke
from trivium.feel.state import State
from trivium.feel.values import same

Policy: TypeAlias = Callable[[Outputs, list[int], Variables, State], Any]
"""The result of the rules that matched, of which there is at least one."""


def _unique(outputs: Outputs, rules: list[int], variables: Variables, state: State) -> Any:
    if len(rules) > 1:
        _too_many(state, "one rule", rules)
        return None
    return outputs.of_rule(rules[0], variables, state)


def _too_many(state: State, expected: str, rules: list[int]) -> None:
    numbers = ", ".join(str(rule + 1) for rule in rules[:10])
    state.warn("dmn/several-rules", f"Expected {expected} to match but rules {numbers} do")


def _any(outputs: Outputs, rules: list[int], variables: Variables, state: State) -> Any:
    found = _rule_order(outputs, rules, variables, state)
    if all(same(found[0], other) for other in found[1:]):
        return found[0]
    _too_many(state, "rules with one output", rules)
    return None


def _first(outputs: Outputs, rules: list[int], variables: Variables, state: State) -> Any:
    return outputs.of_rule(rules[0], variables, state)


def _priority(outputs: Outputs, rules: list[int], variables: Variables, state: State) -> Any:
    return min(_rule_order(outputs, rules, variables, state), key=outputs.place)


def _rule_order(
    outputs: Outputs, rules: list[int], variables: Variables, state: State
) -> list[Any]:
    return [outputs.of_rule(rule, variables, state) for rule in rules]


def _output_order(
    outputs: Outputs, rules: list[int], variables: Variables, state: State
) -> list[Any]:
    return sorted(_rule_order(outputs, rules, variables, state), key=outputs.place)


def _aggregated(name: str) -> Policy:
    function = BUILTINS[name]

    def policy(outputs: Outputs, rules: list[int], variables: Variables, state: State) -> Any:
        found = _rule_order(outputs, rules, variables, state)
        if not outputs.is_single and name != "count":
            state.warn("dmn/several-outputs", f"Expected one output to take the {name} of")
            return None
        return invoke(function, [found], None, state, 0)

    return policy


_POLICIES: Mapping[HitPolicy, Policy] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "PRIORITY": _priority,
    "FIRST": _first,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _rule_order,
}
_AGGREGATORS: Mapping[Aggregator, Policy] = {
    "SUM": _aggregated("sum"),
    "MIN": _aggregated("min"),
    "MAX": _aggregated("max"),
    "COUNT": _aggregated("count"),
}


def policy_of(hit_policy: HitPolicy, aggregation: Aggregator | None) -> Policy:
    """How the table comes to its result."""
    if hit_policy == "COLLECT" and aggregation is not None:
        return _AGGREGATORS[aggregation]
    return _POLICIES[hit_policy]


def without_match(hit_policy: HitPolicy, aggregation: Aggregator | None) -> Any:
    """The result of no rule and no default: null, or what collecting nothing gives."""
    if hit_policy != "COLLECT":
        return MISSING
    return [] if aggregation is None else 0 if aggregation == "COUNT" else MISSING
