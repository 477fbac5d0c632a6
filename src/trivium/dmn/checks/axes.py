"""The axes of a decision table: the values of each input, cut where rules begin and end to hold.

An axis is a list of segments; within one all values meet the same cells. A table's inputs span a
box, and the segments cut it into smaller ones, in each of which the same rules match everywhere.
"""

from __future__ import annotations

from typing import Any

import msgspec

from trivium import feel
from trivium.dmn.tables.cells import Cell, Column
from trivium.dmn.tables.column_index import Stretches, stretches_of
from trivium.dmn.tables.constants import UNORDERED, constants_in, key_of, kinds_of
from trivium.dmn.tables.decision_table import Table
from trivium.dmn.types import MISSING
from trivium.feel.state import QUIET


class Segment(msgspec.Struct, frozen=True):
    """Values that meet the same cells: those rules as bits, and one of the values.

    `text` is how unary tests would name them.
    """

    rules: int
    example: Any
    text: str


class Axis(msgspec.Struct, frozen=True):
    """One input of a table with its segments, in order."""

    label: str
    segments: tuple[Segment, ...]


def axes_of(table: Table) -> tuple[Axis, ...]:
    """The axes of a table; an input that no rule looks at has none."""
    return tuple(
        axis for number in range(len(table.columns)) if (axis := _axis(table, number)) is not None
    )


def undecided_rules(table: Table) -> int:
    """Rules with a cell that is more than constants, as bits: nothing certain is known of them."""
    mask = 0
    for column in table.columns:
        for cell in column.cells:
            if cell.constants is None:
                mask |= cell.rules
    return mask


def _axis(table: Table, number: int) -> Axis | None:
    column = table.columns[number]
    if not column.cells:
        return None
    limits, permitted = _limited(column, table, number)
    segments = [
        Segment(segment.rules & ~permitted, segment.example, segment.text)
        for kind in _kinds(table, number, limits)
        for segment in _segments(kind, limits)
        if not permitted or segment.rules & permitted
    ]
    return Axis(table.input_label(number), tuple(segments)) if segments else None


def _limited(column: Column, table: Table, number: int) -> tuple[Column, int]:
    """The column with its allowed values as one more rule, and the bit of that rule.

    Cells that are more than constants hold everywhere, for they may.
    """
    open_rules = 0
    cells: list[Cell] = []
    for cell in column.cells:
        if cell.constants is None:
            open_rules |= cell.rules
        else:
            cells.append(cell)
    permitted = 0
    for place, tests in enumerate(_allowed(table, number)):
        constants = constants_in(tests, frozenset())
        if constants is not None and tests.tree is not None:
            permitted = 1 << (len(table.model.rules) + place)
            cells.append(Cell(tests, permitted, constants))
            break
    return Column(tuple(cells), column.always | open_rules), permitted


def _allowed(table: Table, number: int) -> list[feel.Expression]:
    """The allowed values of an input: of its clause, else those of its type."""
    clause = table.model.inputs[number]
    texts = [clause.values, table.allowed_of_type[number]]
    return [
        feel.compile_unary_tests(tests.text)
        for tests in texts
        if tests is not None and tests.text.strip() not in {"", "-"}
    ]


def _kinds(table: Table, number: int, column: Column) -> list[str]:
    """The kinds of values that the input can have: by its type, else those the cells name."""
    named = {
        key.kind
        for cell in column.cells
        for value in cell.constants or ()
        if (key := key_of(value)) is not None and key.kind != "null"
    }
    wanted = kinds_of(table.types[number])
    if wanted is None:
        return sorted(named)
    return [one for one in wanted if one in named] or [wanted[0]]


def _segments(kind: str, column: Column) -> list[Segment]:
    if kind in UNORDERED:
        return [
            Segment(_rules_at(value, column), value, feel.string_of(value))
            for value in (True, False)
        ]
    stretches = stretches_of(kind, column)
    found = []
    for number, rules in enumerate(stretches.masks):
        example = stretches.example(number)
        if example is not MISSING:
            found.append(Segment(rules, example, _text(stretches, number)))
    return found


def _rules_at(value: Any, column: Column) -> int:
    mask = column.always
    for cell in column.cells:
        if cell.is_met(value, {}, QUIET):
            mask |= cell.rules
    return mask


def _text(stretches: Stretches, number: int) -> str:
    at, is_point = divmod(number, 2)
    if is_point:
        return written(stretches.example(number))
    if not stretches.places:
        return "-"
    low = written(stretches.example(number - 1)) if at else None
    high = written(stretches.example(number + 1)) if at < len(stretches.places) else None
    if low is None:
        return f"< {high}"
    return f"> {low}" if high is None else f"({low}..{high})"


def written(value: Any) -> str:
    """A value as FEEL writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    if value is None or isinstance(value, bool) or key_of(value) is None:
        return feel.string_of(value)
    text = feel.string_of(value)
    return text if key_of(value).kind == "number" else f'@"{text}"'  # type: ignore[union-attr]
