"""Literal expressions."""

from __future__ import annotations

from typing import Any

from trivium.dmn.model import LiteralExpression
from trivium.dmn.run import Evaluator, Variables
from trivium.dmn.scope import Scope, nothing, unreadable
from trivium.feel import tree
from trivium.feel.state import State


def compile_literal(expression: LiteralExpression, scope: Scope) -> Evaluator:
    """FEEL text; empty text is null."""
    if not expression.text.strip():
        return nothing
    found = scope.compile(expression.text, expression.line, expression.expression_language)
    if found is None:
        return unreadable
    if isinstance(found.tree, tree.Name) and found.tree.name in scope.names:
        return _variable(found.tree.name)
    return found.run


def _variable(name: str) -> Evaluator:
    def run(variables: Variables, _state: State) -> Any:
        return variables.get(name)

    return run
