"""The index of one column: for each value the rules whose cell it meets, as bits.

Cells of constants change their answer only at these constants. They cut the line of all values of
a kind into points and the gaps between them; for each of these stretches the rules are computed
once, by asking the cells themselves, so the index cannot mean anything else than FEEL does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from trivium.dmn.tables.cells import Cell, Column
from trivium.dmn.tables.constants import (
    MOMENTS,
    UNORDERED,
    ZONED,
    between,
    blurs_zones,
    cut,
    key_of,
    value_at,
)
from trivium.dmn.types import MISSING
from trivium.feel.state import QUIET
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, YearsMonthsDuration

LookUp: TypeAlias = Callable[[Any], int]


class Stretches:
    """Points and gaps of one kind: `masks[2 * i + 1]` at `places[i]`, `masks[2 * i]` before it."""

    __slots__ = ("kind", "masks", "places")

    def __init__(self, kind: str, places: list[Any], masks: list[int]) -> None:
        self.kind = kind
        self.places = places
        self.masks = masks

    def example(self, stretch: int) -> Any:
        """A value in that stretch, or `MISSING` if the gap is empty."""
        at, is_point = divmod(stretch, 2)
        if is_point:
            return value_at(self.kind, self.places[at])
        low = self.places[at - 1] if at else None
        high = self.places[at] if at < len(self.places) else None
        place = between(self.kind, low, high)
        return place if place is MISSING else value_at(self.kind, place)

    def look_up(self) -> LookUp:
        """The fastest way from a place to its rules."""
        places, masks = self.places, self.masks
        if len(set(masks[::2])) == 1:
            points = dict(zip(places, masks[1::2], strict=True))
            elsewhere = masks[0]
            return lambda place: points.get(place, elsewhere)
        count = len(places)

        def bisected(place: Any) -> int:
            at = bisect_left(places, place)
            if at < count and places[at] == place:
                return masks[2 * at + 1]
            return masks[2 * at]

        return bisected


def stretches_of(kind: str, column: Column) -> Stretches:
    """The stretches of a kind, swept from below: a cell's rules change sides where it does."""
    cuts = [_places(kind, cell) for cell in column.cells]
    places = sorted({place for own in cuts for place in own})
    position = {place: number for number, place in enumerate(places)}
    changes: dict[int, int] = defaultdict(int)
    for cell, own in zip(column.cells, cuts, strict=True):
        was = False
        for stretch, holds in enumerate(_answers(kind, cell, own)):
            if holds is not was:
                changes[_begin(stretch, own, position)] ^= cell.rules
                was = holds
    masks = []
    mask = column.always
    for stretch in range(2 * len(places) + 1):
        if stretch in changes:
            mask ^= changes[stretch]
        masks.append(mask)
    return Stretches(kind, places, masks)


def _begin(stretch: int, own: list[Any], position: dict[Any, int]) -> int:
    """Where a stretch of a cell's own constants begins among those of all."""
    at, is_point = divmod(stretch, 2)
    if is_point:
        return 2 * position[own[at]] + 1
    return 2 * position[own[at - 1]] + 2 if at else 0


def _places(kind: str, cell: Cell) -> list[Any]:
    cuts = {cut(kind, value) for value in cell.constants or ()}
    return sorted(cuts - {MISSING})


def kinds_in(column: Column) -> set[str]:
    """The ordered kinds whose values meet constants of the column, each on a line of its own."""
    constants = [value for cell in column.cells for value in cell.constants or ()]
    kinds = {key.kind for value in constants if (key := key_of(value)) is not None} - UNORDERED
    if kinds & MOMENTS:
        kinds |= MOMENTS
    if any(blurs_zones(value) for value in constants):
        kinds.discard(ZONED)
    return kinds


def _answers(kind: str, cell: Cell, cuts: list[Any]) -> list[bool]:
    """Whether the cell is met before, at and after each of its own constants."""
    alone = Stretches(kind, cuts, [])
    answers: list[bool] = []
    for stretch in range(2 * len(cuts) + 1):
        value = alone.example(stretch)
        # nothing lies in an empty gap, so it may answer as its neighbour does
        met = (
            answers[-1]
            if value is MISSING and answers
            else value is not MISSING and (cell.is_met(value, {}, QUIET))
        )
        answers.append(met)
    return answers


class ColumnIndex:
    """From a value to the rules whose cell it meets, for cells of constants.

    Kinds that no cell names are learnt when the first value of theirs comes: all of its values
    give the same answers.
    """

    __slots__ = ("_by_type", "_learnt", "column")

    def __init__(self, column: Column) -> None:
        self.column = column
        self._learnt: dict[tuple[str, Any], int] = {}
        self._by_type: dict[type, LookUp] = {}
        look_ups = {kind: stretches_of(kind, column).look_up() for kind in kinds_in(column)}
        for kind, look_up in look_ups.items():
            for one in _TYPES.get(kind, ()):
                self._by_type[one] = look_up
            if kind in _PLACED:
                of_type, place_of = _PLACED[kind]
                self._by_type[of_type] = _placed(look_up, place_of)
        if "date" in look_ups:
            self._by_type[DateTime] = self._moments(look_ups["date and time"], look_ups.get(ZONED))

    def rules(self, value: Any) -> int:
        """The rules whose cell is met, as bits."""
        look_up = self._by_type.get(type(value))
        if look_up is not None:
            return look_up(value)
        return self._asked(value)

    def _asked(self, value: Any) -> int:
        key = key_of(value)
        if key is None:
            return self._of(value)
        name = (key.kind, value if key.kind in UNORDERED else None)
        found = self._learnt.get(name)
        if found is None:
            found = self._learnt[name] = self._of(value)
        return found

    def _of(self, value: Any) -> int:
        mask = self.column.always
        for cell in self.column.cells:
            if cell.is_met(value, {}, QUIET):
                mask |= cell.rules
        return mask

    def _moments(self, local: LookUp, zoned: LookUp | None) -> LookUp:
        """Moments with a zone have no line beside constants without one, and are asked."""

        def look_up(value: DateTime) -> int:
            known = local if value.is_local else zoned
            return self._of(value) if known is None else known(value.instant)

        return look_up


def _placed(look_up: LookUp, place_of: Callable[[Any], Any]) -> LookUp:
    return lambda value: look_up(place_of(value))


_TYPES: dict[str, tuple[type, ...]] = {"number": (int, Decimal), "string": (str,)}
_PLACED: dict[str, tuple[type, Callable[[Any], Any]]] = {
    "date": (Date, lambda value: value.day_number),
    "days and time duration": (DaysTimeDuration, lambda value: value.seconds),
    "years and months duration": (YearsMonthsDuration, lambda value: value.total),
}
