"""The axes of a decision table: the values of each input, cut where rules begin and end to hold.

An axis is a list of segments; within one all values meet the same cells. A table's inputs span a
box, and the segments cut it into smaller ones, in each of which the same rules match everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from trivium import feel
from trivium.dmn.tables.cells import Cell, Column
from trivium.dmn.tables.column_index import Stretches, kinds_in, stretches_of
from trivium.dmn.tables.constants import UNORDERED, constants_in, key_of, kinds_of, value_at
from trivium.dmn.tables.decision_table import Table
from trivium.dmn.types import MISSING
from trivium.feel.state import QUIET


class Segment(msgspec.Struct, frozen=True):
    """Values that meet the same cells: those rules as bits, and one of the values.

    `number` is its place on the axis; `low` and `high` are its ends as FEEL writes them, None
    where it has none, and both the same for a single value.
    """

    rules: int
    example: Any
    number: int = 0
    low: str | None = None
    high: str | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is a single value."""
        return self.low is not None and self.low == self.high


class Axis(msgspec.Struct, frozen=True):
    """One input of a table with its segments, in order."""

    label: str
    segments: tuple[Segment, ...]

    def text(self, segments: Sequence[Segment]) -> str:
        """Some of its segments as unary tests, neighbours as one range."""
        runs: list[list[Segment]] = []
        for segment in segments:
            if runs and segment.number == runs[-1][-1].number + 1:
                runs[-1].append(segment)
            else:
                runs.append([segment])
        return ", ".join(_range_text(run[0], run[-1]) for run in runs)


def _range_text(first: Segment, last: Segment) -> str:
    if first.low is None and last.high is None:
        return "anything else"
    if first.low == last.high:
        return str(first.low)
    if first.low is None:
        return f"{'<=' if last.is_point else '<'} {last.high}"
    if last.high is None:
        return f"{'>=' if first.is_point else '>'} {first.low}"
    left, right = "[" if first.is_point else "(", "]" if last.is_point else ")"
    return f"{left}{first.low}..{last.high}{right}"


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
        msgspec.structs.replace(segment, rules=segment.rules & ~permitted)
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
    named = kinds_in(column)
    if any(isinstance(value, bool) for cell in column.cells for value in cell.constants or ()):
        named.add("boolean")
    wanted = kinds_of(table.types[number])
    if wanted is None:
        return sorted(named)
    return [one for one in wanted if one in named] or [wanted[0]]


def _segments(kind: str, column: Column) -> list[Segment]:
    if kind in UNORDERED:
        return [
            Segment(_rules_at(value, column), value, 2 * at, str(value).lower(), str(value).lower())
            for at, value in enumerate((True, False))
        ]
    stretches = stretches_of(kind, column)
    if kind == "string" and len(set(stretches.masks[::2])) == 1 and stretches.places:
        return _names(stretches)
    found = []
    for number, rules in enumerate(stretches.masks):
        example = stretches.example(number)
        if example is not MISSING:
            at, is_point = divmod(number, 2)
            low = _end(stretches, at if is_point else at - 1)
            found.append(Segment(rules, example, number, low, _end(stretches, at)))
    return found


def _names(stretches: Stretches) -> list[Segment]:
    """Strings that are only compared for equality: each of them, and all others."""
    points = [
        Segment(rules, place, 2 * at, written(place), written(place))
        for at, (place, rules) in enumerate(
            zip(stretches.places, stretches.masks[1::2], strict=True)
        )
    ]
    other = "other"
    while other in stretches.places:
        other += "?"
    return [*points, Segment(stretches.masks[0], other, 2 * len(points))]


def _end(stretches: Stretches, at: int) -> str | None:
    if not 0 <= at < len(stretches.places):
        return None
    return written(value_at(stretches.kind, stretches.places[at]))


def _rules_at(value: Any, column: Column) -> int:
    mask = column.always
    for cell in column.cells:
        if cell.is_met(value, {}, QUIET):
            mask |= cell.rules
    return mask


def written(value: Any) -> str:
    """A value as FEEL writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    key = key_of(value)
    text = feel.string_of(value)
    return text if key is None or key.kind in {"number", *UNORDERED} else f'@"{text}"'
