"""Which function compiles which kind of boxed expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium.dmn import model
from trivium.dmn.boxed import collections, functions, iteration
from trivium.dmn.boxed.literal import compile_literal
from trivium.dmn.model import Expression
from trivium.dmn.run import Evaluator
from trivium.dmn.scope import Compile, Scope, nothing, typed
from trivium.dmn.tables.decision_table import compile_table


def compile_expression(expression: Expression | None, scope: Scope) -> Evaluator:
    """The evaluator of any boxed expression, its value coerced to the type that it names."""
    if expression is None:
        return nothing
    if isinstance(expression, model.LiteralExpression):
        run = compile_literal(expression, scope)
    else:
        run = _DISPATCH[type(expression)](expression, scope, compile_expression)
    # a function definition's type is that of the function, and its parts have been checked
    if expression.type_ref is None or isinstance(expression, model.FunctionDefinition):
        return run
    return typed(run, scope.type_of(expression.type_ref, expression.line), "the value")


_DISPATCH: Mapping[type, Callable[[Any, Scope, Compile], Evaluator]] = {
    model.Context: collections.compile_context,
    model.ListExpression: collections.compile_list,
    model.Relation: collections.compile_relation,
    model.Conditional: iteration.compile_conditional,
    model.Filter: iteration.compile_filter,
    model.For: iteration.compile_for,
    model.Quantified: iteration.compile_quantified,
    model.FunctionDefinition: functions.compile_function,
    model.Invocation: functions.compile_invocation,
    model.DecisionTable: compile_table,
}
