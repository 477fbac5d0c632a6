"""Decision tables into evaluators.

Standard: DMN 1.5, chapter 8 and 10.3.2.8 (the meaning of a table in FEEL).
"""

from __future__ import annotations

from typing import Any

from trivium import feel
from trivium.dmn.model import DecisionTable, InputClause, LiteralExpression
from trivium.dmn.run import MOST_TABLES, Evaluator, Run, Variables
from trivium.dmn.scope import Compile, Scope, described, nothing, typed, unreadable
from trivium.dmn.tables.cells import Column, column_of
from trivium.dmn.tables.constants import MOMENTS, key_of, kinds_of
from trivium.dmn.tables.hit_policies import policy_of, without_match
from trivium.dmn.tables.outputs import Outputs
from trivium.dmn.tables.rule_index import TableIndex
from trivium.dmn.types import MISSING
from trivium.feel.state import State


class Table:
    """A compiled decision table: its inputs, its index, its outputs."""

    def __init__(self, table: DecisionTable, scope: Scope, compile_part: Compile) -> None:
        self.model = table
        self.inputs = tuple(_input(clause, scope, compile_part) for clause in table.inputs)
        self.types = tuple(
            scope.type_of(clause.expression.type_ref, clause.line) for clause in table.inputs
        )
        self.allowed_of_type = tuple(
            scope.unit.types.allowed_values(clause.expression.type_ref) for clause in table.inputs
        )
        self.columns: tuple[Column, ...] = tuple(
            column_of(
                (
                    (number, rule.inputs[place])
                    for number, rule in enumerate(table.rules)
                    if place < len(rule.inputs)
                ),
                scope,
            )
            for place in range(len(table.inputs))
        )
        self.outputs = Outputs(table, scope)
        self.index = TableIndex(self.columns, len(table.rules))
        self._policy = policy_of(table.hit_policy, table.aggregation)
        self._nothing = without_match(table.hit_policy, table.aggregation)
        self._allowed = tuple(
            (number, tests)
            for number, clause in enumerate(table.inputs)
            if (tests := _allowed(clause, scope)) is not None
        )

        self._find_clashes(scope)

    def _find_clashes(self, scope: Scope) -> None:
        """Cells that compare the input with values of a type that it never has."""
        for number, (column, kind) in enumerate(zip(self.columns, self.types, strict=True)):
            kinds = frozenset(kinds_of(kind) or ())
            compared = kinds | MOMENTS if kinds & MOMENTS else kinds
            for cell in column.cells if kinds else ():
                found = {key.kind for value in cell.constants or () if (key := key_of(value))}
                if found - {"null"} - compared:
                    rule = self.model.rules[(cell.rules & -cell.rules).bit_length() - 1]
                    scope.unit.find(
                        "dmn/type-clash",
                        f"Expected a test of a {kind.name} for the input "
                        f"'{self.input_label(number)}' but the cell is {cell.tests.source}",
                        rule.inputs[number].line or rule.line,
                        "Correct the cell or the type of the input.",
                        "warning",
                    )

    def evaluate(self, variables: Variables, state: State) -> Any:
        """The result of the table for these variables."""
        values = [run(variables, state) for run in self.inputs]
        if self._allowed and not self._are_allowed(values, variables, state):
            return None
        rules = self.index.matching(values, variables, state)
        if type(state) is Run and len(state.tables) < MOST_TABLES:
            state.tables.append((self, state.element, values, rules))
        if rules:
            return self._policy(self.outputs, rules, variables, state)
        default = self.outputs.default(variables, state)
        if default is not MISSING:
            return default
        if self._nothing is MISSING:
            state.warn("dmn/no-rule", "Expected a rule to match but none does")
            return None
        return [] if self._nothing == [] else self._nothing

    def _are_allowed(self, values: list[Any], variables: Variables, state: State) -> bool:
        for number, tests in self._allowed:
            if tests.run(variables, state, values[number]) is not True:
                label = self.input_label(number)
                state.warn(
                    "dmn/input-not-allowed",
                    f"Expected the input '{label}' to be one of {tests.source} but got "
                    f"{described(values[number])}",
                )
                return False
        return True

    @property
    def has_default(self) -> bool:
        """Whether there is an output for when no rule matches."""
        return self.outputs.has_default

    def place_of(self, rule: int) -> tuple[int, ...] | None:
        """The priority of a rule's output, counted from 0, where it is constant; else None."""
        return self.outputs.constant_place(rule)

    def input_label(self, number: int) -> str:
        """How an input column is called: its label, else its expression."""
        clause = self.model.inputs[number]
        return clause.label or clause.expression.text.strip()


def compile_table(table: DecisionTable, scope: Scope, compile_part: Compile) -> Evaluator:
    """The evaluator of a table."""
    if not table.outputs:
        scope.unit.find(
            "dmn/no-output",
            "Expected an output on the decision table",
            table.line,
            "Add an output column.",
        )
        return unreadable
    compiled = Table(table, scope, compile_part)
    scope.unit.tables.append(compiled)
    return compiled.evaluate


def _input(clause: InputClause, scope: Scope, compile_part: Compile) -> Evaluator:
    expression = clause.expression
    if not expression.text.strip():
        return nothing
    run: Evaluator = compile_part(
        LiteralExpression(
            text=expression.text,
            line=expression.line,
            expression_language=expression.expression_language,
        ),
        scope,
    )
    kind = scope.type_of(expression.type_ref, expression.line)
    if scope.kinds.get(expression.text.strip()) is kind:
        return run
    return typed(run, kind, f"the input '{clause.label or expression.text.strip()}'")


def _allowed(clause: InputClause, scope: Scope) -> feel.Expression | None:
    values = clause.values
    if values is None or values.text.strip() in {"", "-"}:
        return None
    return scope.compile_tests(values.text.strip(), values.line, values.expression_language)
