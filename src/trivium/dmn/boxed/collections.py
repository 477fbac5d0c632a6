"""Boxed contexts, lists and relations.

Standard: DMN 1.5, 10.2.2.2 to 10.2.2.4 and 7.3.5 to 7.3.7.
"""

from __future__ import annotations

from typing import Any

from trivium.dmn.model import (
    Context,
    Expression,
    FunctionDefinition,
    ListExpression,
    LiteralExpression,
    Relation,
)
from trivium.dmn.run import Evaluator, Variables
from trivium.dmn.scope import Compile, Scope, nothing, typed
from trivium.feel.state import State


def compile_context(expression: Context, scope: Scope, compile_part: Compile) -> Evaluator:
    """Entries see those before them; an entry without a name is the result."""
    entries: list[tuple[str | None, Evaluator]] = []
    for entry in expression.entries:
        if entry.variable is None:
            entries.append((None, _entry(entry.expression, scope, compile_part)))
            continue
        name = entry.variable.name
        inner = scope.plus((name,)) if _is_function(entry.expression) else scope
        run = _entry(entry.expression, inner, compile_part)
        kind = scope.type_of(entry.variable.type_ref, entry.variable.line)
        entries.append((name, typed(run, kind, f"the entry '{name}'")))
        scope = scope.plus((), {name: kind})

    def evaluate(variables: Variables, state: State) -> Any:
        inner = dict(variables)
        result = {}
        for name, run in entries:
            value = run(inner, state)
            if name is None:
                return value
            inner[name] = result[name] = value
        return result

    return evaluate


def _entry(expression: Expression | None, scope: Scope, compile_part: Compile) -> Evaluator:
    return nothing if expression is None else compile_part(expression, scope)


def _is_function(expression: Expression | None) -> bool:
    """Whether an entry is a function, which may then call itself by its name."""
    if isinstance(expression, LiteralExpression):
        return expression.text.lstrip().startswith("function")
    return isinstance(expression, FunctionDefinition)


def compile_list(expression: ListExpression, scope: Scope, compile_part: Compile) -> Evaluator:
    """One item after the other."""
    items = tuple(compile_part(item, scope) for item in expression.items)

    def evaluate(variables: Variables, state: State) -> Any:
        return [run(variables, state) for run in items]

    return evaluate


def compile_relation(expression: Relation, scope: Scope, compile_part: Compile) -> Evaluator:
    """A list with a context for each row."""
    columns = [
        (column.name, scope.type_of(column.type_ref, column.line)) for column in expression.columns
    ]
    rows = [
        [
            (name, typed(compile_part(cell, scope), kind, f"the column '{name}'"))
            for (name, kind), cell in zip(columns, row, strict=False)
        ]
        for row in expression.rows
    ]

    def evaluate(variables: Variables, state: State) -> Any:
        return [{name: run(variables, state) for name, run in row} for row in rows]

    return evaluate
