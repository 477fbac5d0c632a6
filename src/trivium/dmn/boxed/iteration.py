"""Boxed conditional, filter, for, some and every.

Standard: DMN 1.5, 7.3.8 to 7.3.11 and 10.2.2.7 to 10.2.2.10; they mean what the FEEL expressions
of the same names mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trivium.dmn.model import Conditional, Expression, Filter, For, Quantified
from trivium.dmn.run import Evaluator, Variables
from trivium.dmn.scope import Compile, Scope, nothing
from trivium.feel.compiler.access import as_list
from trivium.feel.compiler.iteration import range_items
from trivium.feel.state import State
from trivium.feel.values import Range, kind_of


def _part(expression: Expression | None, scope: Scope, compile_part: Compile) -> Evaluator:
    return nothing if expression is None else compile_part(expression, scope)


def compile_conditional(expression: Conditional, scope: Scope, compile_part: Compile) -> Evaluator:
    """The alternative is taken unless the condition is true."""
    condition = _part(expression.condition, scope, compile_part)
    consequence = _part(expression.consequence, scope, compile_part)
    alternative = _part(expression.alternative, scope, compile_part)

    def evaluate(variables: Variables, state: State) -> Any:
        if condition(variables, state) is True:
            return consequence(variables, state)
        return alternative(variables, state)

    return evaluate


def compile_filter(expression: Filter, scope: Scope, compile_part: Compile) -> Evaluator:
    """The items for which the match is true; null if it is no boolean for one of them.

    Within the match the item is named `item`, and the entries of a context have their names.
    """
    source = _part(expression.source, scope, compile_part)
    inner = scope.plus(("item", *scope.unit.members), is_open=True)
    match = _part(expression.match, inner, compile_part)

    def of_item(item: Any, variables: Variables, state: State) -> Any:
        state.charge(1)
        names = {**variables, "item": item}
        if type(item) is dict:
            names.update(item)
        return match(names, state)

    def evaluate(variables: Variables, state: State) -> Any:
        value = source(variables, state)
        if value is None:
            return None
        found = []
        for item in as_list(value):
            met = of_item(item, variables, state)
            if _is_no_boolean(met, "match", state):
                return None
            if met is True:
                found.append(item)
        return found

    return evaluate


def _is_no_boolean(value: Any, what: str, state: State) -> bool:
    """Unlike FEEL's own expressions the boxed ones insist on booleans (null being unknown)."""
    if value is None or type(value) is bool:
        return False
    state.warn("dmn/no-boolean", f"Expected `{what}` to give a boolean but got {kind_of(value)}")
    return True


def _items(value: Any, state: State) -> Iterable[Any] | None:
    if type(value) is list:
        return value
    if type(value) is Range:
        return range_items(value, state, 0)
    return None if value is None else [value]


def compile_for(expression: For, scope: Scope, compile_part: Compile) -> Evaluator:
    """The list of all results; `partial` is the list of those so far."""
    name = expression.variable
    source = _part(expression.source, scope, compile_part)
    result = _part(expression.result, scope.plus((name, "partial")), compile_part)

    def evaluate(variables: Variables, state: State) -> Any:
        items = _items(source(variables, state), state)
        if items is None:
            return None
        results: list[Any] = []
        inner = {**variables, "partial": results}
        for item in items:
            state.charge(1)
            results.append(result({**inner, name: item}, state))
        return results

    return evaluate


def compile_quantified(expression: Quantified, scope: Scope, compile_part: Compile) -> Evaluator:
    """`some` is a disjunction over the items, `every` a conjunction, with three values each.

    Null if the condition is no boolean for one of the items.
    """
    name, decisive = expression.variable, expression.quantifier == "some"
    source = _part(expression.source, scope, compile_part)
    condition = _part(expression.condition, scope.plus((name,)), compile_part)

    def evaluate(variables: Variables, state: State) -> Any:
        items = _items(source(variables, state), state)
        if items is None:
            return None
        answers = set()
        for item in items:
            state.charge(1)
            met = condition({**variables, name: item}, state)
            if _is_no_boolean(met, "satisfies", state):
                return None
            answers.add(met)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    return evaluate
