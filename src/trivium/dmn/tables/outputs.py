"""The outputs of rules: values of their types, their order of priority, and defaults.

Standard: DMN 1.5, 8.3.2 (output clauses) and 8.2.11 (default outputs).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trivium import feel
from trivium.dmn.model import DecisionTable, LiteralExpression, OutputClause
from trivium.dmn.run import Evaluator, Variables
from trivium.dmn.scope import Scope, nothing, typed, unreadable
from trivium.dmn.tables.constants import is_constant, value_of
from trivium.dmn.types import MISSING, Type
from trivium.feel import tree
from trivium.feel.state import QUIET, State
from trivium.feel.values import kind_of

_COPIED = frozenset({"list", "context"})


class OutputColumn:
    """An output clause with its type; cells of the same text are compiled once."""

    def __init__(self, clause: OutputClause, scope: Scope) -> None:
        self.name = clause.name
        self.clause = clause
        self._scope = scope
        self._type = scope.type_of(clause.type_ref, clause.line)
        self._cells: dict[str, Evaluator] = {}
        self.constants: dict[str, Any] = {}
        self.priority = _priority(clause, scope)

    def cell(self, entry: LiteralExpression) -> Evaluator:
        """The evaluator of an output entry."""
        text = entry.text.strip()
        known = self._cells.get(text)
        if known is None:
            known = self._cells[text] = self._compiled(text, entry)
        return known

    def _compiled(self, text: str, entry: LiteralExpression) -> Evaluator:
        kind = self._type
        if entry.type_ref is not None:
            kind = self._scope.type_of(entry.type_ref, entry.line)
        what = f"the output '{self.name}'" if self.name else "the output"
        if text in {"", "-"}:
            self.constants[text] = None
            return nothing
        found = self._scope.compile(text, entry.line, entry.expression_language)
        if found is None:
            return unreadable
        if isinstance(found.tree, tree.Node) and is_constant(found.tree, self._scope.names):
            value = kind.coerce(value_of(found.tree, found.source))
            if value is MISSING:
                self._clash(text, kind, entry)
            elif kind_of(value) not in _COPIED:
                self.constants[text] = value
                return _constant(value)
        return typed(found.run, kind, what)

    def _clash(self, text: str, kind: Type, entry: LiteralExpression) -> None:
        self._scope.unit.find(
            "dmn/type-clash",
            f"Expected an output of type {kind.name} but the entry is {text}",
            entry.line,
            "Correct the entry or the type of the column.",
            "warning",
        )


def _constant(value: Any) -> Evaluator:
    return lambda _variables, _state: value


def _priority(clause: OutputClause, scope: Scope) -> Callable[[Any], int] | None:
    """The place of a value among the output values, highest priority first."""
    values = clause.values or scope.unit.types.allowed_values(clause.type_ref)
    if values is None or not values.text.strip():
        return None
    found = scope.compile_tests(values.text.strip(), values.line, values.expression_language)
    if found is None or not isinstance(found.tree, tree.UnaryTests):
        return None
    tests = [
        feel.compile_unary_tests(found.source[node.start : node.end], scope.names)
        for node in found.tree.tests
    ]

    def place(value: Any) -> int:
        for number, test in enumerate(tests):
            if test.run({}, QUIET, value) is True:
                return number
        return len(tests)

    return place


class Outputs:
    """What rules give: a value, or a context of all outputs where there are several."""

    def __init__(self, table: DecisionTable, scope: Scope) -> None:
        self.columns = tuple(OutputColumn(clause, scope) for clause in table.outputs)
        self.names = tuple(column.name for column in self.columns)
        self._texts = tuple(
            tuple(entry.text.strip() for entry in rule.outputs) for rule in table.rules
        )
        self._rules = tuple(
            tuple(
                column.cell(entry)
                for column, entry in zip(self.columns, rule.outputs, strict=False)
            )
            for rule in table.rules
        )
        self._single = tuple(cells[0] if cells else nothing for cells in self._rules)
        self.is_single = len(self.columns) == 1
        self._defaults = self._default_cells()

    def _default_cells(self) -> tuple[Evaluator, ...] | None:
        defaults = [column.clause.default for column in self.columns]
        if all(default is None for default in defaults):
            return None
        return tuple(
            nothing if default is None else column.cell(default)
            for column, default in zip(self.columns, defaults, strict=True)
        )

    def of_rule(self, rule: int, variables: Variables, state: State) -> Any:
        """The output of a rule, counted from 0."""
        if self.is_single:
            return self._single[rule](variables, state)
        return self._context(self._rules[rule], variables, state)

    def default(self, variables: Variables, state: State) -> Any:
        """The default output; `MISSING` if there is none."""
        if self._defaults is None:
            return MISSING
        if self.is_single:
            return self._defaults[0](variables, state)
        return self._context(self._defaults, variables, state)

    def _context(self, cells: tuple[Evaluator, ...], variables: Variables, state: State) -> Any:
        return {name: cell(variables, state) for name, cell in zip(self.names, cells, strict=False)}

    @property
    def has_default(self) -> bool:
        """Whether there is a default output."""
        return self._defaults is not None

    def constant_place(self, rule: int) -> tuple[int, ...] | None:
        """The place of a rule's output, where it is known without evaluating; else None."""
        texts = self._texts[rule]
        if not all(text in one.constants for one, text in zip(self.columns, texts, strict=False)):
            return None
        values = [one.constants[text] for one, text in zip(self.columns, texts, strict=False)]
        return self.place(
            values[0] if self.is_single else dict(zip(self.names, values, strict=True))
        )

    def place(self, output: Any) -> tuple[int, ...]:
        """Where an output stands in the order of priority, the first column deciding first."""
        if self.is_single:
            priority = self.columns[0].priority
            return () if priority is None else (priority(output),)
        return tuple(
            column.priority(output[column.name])
            for column in self.columns
            if column.priority is not None
        )
