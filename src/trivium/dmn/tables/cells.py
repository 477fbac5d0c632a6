"""The cells of one input column: each text compiled once, with the rules that hold it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from trivium import feel
from trivium.dmn.model import UnaryTests
from trivium.dmn.run import Variables
from trivium.dmn.scope import Scope
from trivium.dmn.tables.constants import constants_in
from trivium.feel.state import State

ANYTHING = frozenset({"", "-"})


class Cell(msgspec.Struct, frozen=True):
    """Unary tests and, as bits, the rules that they stand in.

    `constants` are what the tests compare with; None if they do more than that.
    """

    tests: feel.Expression
    rules: int
    constants: tuple[Any, ...] | None

    def is_met(self, value: Any, variables: Variables, state: State) -> bool:
        """Whether the tests are true of the value; null counts as false."""
        return self.tests.run(variables, state, value) is True


class Column(msgspec.Struct, frozen=True):
    """The cells of a column; `always` are the rules that allow anything there."""

    cells: tuple[Cell, ...]
    always: int


def column_of(entries: Iterable[tuple[int, UnaryTests]], scope: Scope) -> Column:
    """The column of these entries, by rule number; a cell that cannot be read is never met."""
    rules: dict[str, int] = {}
    first: dict[str, UnaryTests] = {}
    always = 0
    for number, entry in entries:
        text = entry.text.strip()
        if text in ANYTHING:
            always |= 1 << number
            continue
        rules[text] = rules.get(text, 0) | 1 << number
        first.setdefault(text, entry)
    cells = []
    for text, bits in rules.items():
        entry = first[text]
        tests = scope.compile_tests(text, entry.line, entry.expression_language)
        if tests is not None:
            cells.append(Cell(tests, bits, constants_in(tests, scope.names)))
    return Column(tuple(cells), always)
