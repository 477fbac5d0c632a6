"""The index of a whole table: the rules that match a row of input values.

Rules are bits of an integer. Each column gives those whose cell is met, and the integers are
combined by AND, so the cost hardly grows with the number of rules. Cells that cannot be indexed
are asked one by one, each text once, and only for rules that all other columns allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from trivium.dmn.run import Variables
from trivium.dmn.tables.cells import Cell, Column
from trivium.dmn.tables.column_index import ColumnIndex
from trivium.feel.state import State

BLOCK = 8192
"""Rules in one block; the masks of larger tables would grow with the square of the rules."""


class RuleIndex:
    """Rules of one block, whose bits are counted from `first`."""

    __slots__ = ("_all", "_indexed", "_remaining", "_remaining_rules", "columns", "first")

    def __init__(self, columns: Sequence[Column], count: int, first: int = 0) -> None:
        self.first = first
        self.columns = tuple(_block(column, first, count) for column in columns)
        self._all = (1 << count) - 1
        self._remaining: list[tuple[int, Cell]] = []
        indexed: list[tuple[int, ColumnIndex]] = []
        for number, column in enumerate(self.columns):
            constant = tuple(cell for cell in column.cells if cell.constants is not None)
            others = tuple(cell for cell in column.cells if cell.constants is None)
            self._remaining.extend((number, cell) for cell in others)
            if constant or column.always | _rules(others) != self._all:
                always = column.always | _rules(others)
                indexed.append((number, ColumnIndex(Column(constant, always))))
        self._indexed = tuple(indexed)
        self._remaining_rules = 0
        for _, cell in self._remaining:
            self._remaining_rules |= cell.rules

    def matching(self, values: Sequence[Any], variables: Variables, state: State) -> int:
        """The rules that match, as bits."""
        mask = self._all
        for number, index in self._indexed:
            mask &= index.rules(values[number])
            if not mask:
                return 0
        if mask & self._remaining_rules:
            for number, cell in self._remaining:
                asked = mask & cell.rules
                if asked and not cell.is_met(values[number], variables, state):
                    mask ^= asked
        return mask


def _rules(cells: tuple[Cell, ...]) -> int:
    mask = 0
    for cell in cells:
        mask |= cell.rules
    return mask


def _block(column: Column, first: int, count: int) -> Column:
    if first == 0 and max(column.always.bit_length(), _rules(column.cells).bit_length()) <= count:
        return column
    keep = (1 << count) - 1
    cells = [
        msgspec.structs.replace(cell, rules=rules)
        for cell in column.cells
        if (rules := cell.rules >> first & keep)
    ]
    return Column(tuple(cells), column.always >> first & keep)


class TableIndex:
    """All blocks of a table."""

    __slots__ = ("_blocks", "_only")

    def __init__(self, columns: Sequence[Column], count: int) -> None:
        self._blocks = tuple(
            RuleIndex(columns, min(BLOCK, count - first), first) for first in range(0, count, BLOCK)
        )
        self._only = self._blocks[0] if len(self._blocks) == 1 else None

    def matching(self, values: Sequence[Any], variables: Variables, state: State) -> list[int]:
        """The numbers of the rules that match, in order."""
        if self._only is not None:
            mask = self._only.matching(values, variables, state)
            return _bits(mask, 0) if mask else []
        found: list[int] = []
        for block in self._blocks:
            mask = block.matching(values, variables, state)
            if mask:
                found.extend(_bits(mask, block.first))
        return found


def _bits(mask: int, first: int) -> list[int]:
    """The numbers of the bits that are set, counted from `first`."""
    if not mask & (mask - 1):
        return [first + mask.bit_length() - 1]
    numbers = []
    while mask:
        lowest = mask & -mask
        numbers.append(first + lowest.bit_length() - 1)
        mask ^= lowest
    return numbers


def matching_one_by_one(
    columns: Sequence[Column],
    count: int,
    values: Sequence[Any],
    variables: Variables,
    state: State,
) -> list[int]:
    """The same without an index: every cell of every rule is asked; the index's judge in tests."""
    found = []
    for rule in range(count):
        bit = 1 << rule
        for column, value in zip(columns, values, strict=True):
            if column.always & bit:
                continue
            cell = next((cell for cell in column.cells if cell.rules & bit), None)
            if cell is None or not cell.is_met(value, variables, state):
                break
        else:
            found.append(rule)
    return found
