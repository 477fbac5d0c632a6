"""Constants in cells: what a cell compares its input with, where that is known beforehand.

A cell made of constants alone cannot change its answer between two neighbouring ones of them. The
index and the analysis of tables rest on that.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from trivium import feel
from trivium.dmn.types import MISSING, Type
from trivium.feel import tree
from trivium.feel.temporal import Date, DateTime, DaysTimeDuration, YearsMonthsDuration
from trivium.feel.types import ConstrainedType

_PURE = frozenset(
    {"date", "date and time", "time", "duration", "years and months duration", "number", "string"}
)


class Key(NamedTuple):
    """A value as its place on the line of all values of its kind."""

    kind: str
    place: Any


def key_of(value: Any) -> Key | None:
    """The place of a value; None for values without one (lists, contexts, ranges, times …)."""
    found = _KEYS.get(type(value))
    return None if found is None else found(value)


_KEYS: dict[type, Callable[[Any], Key]] = {
    type(None): lambda value: Key("null", value),
    bool: lambda value: Key("boolean", value),
    int: lambda value: Key("number", value),
    Decimal: lambda value: Key("number", value),
    str: lambda value: Key("string", value),
    Date: lambda value: Key("date", value.day_number),
    DaysTimeDuration: lambda value: Key("days and time duration", value.seconds),
    YearsMonthsDuration: lambda value: Key("years and months duration", value.total),
    DateTime: lambda value: Key("date and time" if value.is_local else ZONED, value.instant),
}
UNORDERED = frozenset({"null", "boolean"})
ZONED = "date and time with zone"
MOMENTS = frozenset({"date", "date and time", ZONED})
"""Kinds that are compared with each other: a date counts as its midnight."""
DAY_SECONDS = 86_400


def cut(kind: str, value: Any) -> Any:
    """Where a constant cuts the line of a kind; `MISSING` if it is compared with none of it.

    A moment without zone takes that of the other, so beside one of another kind the local clock
    counts. That leaves no single line for zoned moments: see `blurs_zones`.
    """
    key = key_of(value)
    if key is None:
        return MISSING
    if key.kind == kind:
        return key.place
    if kind == "date" and isinstance(value, DateTime):
        return int(value.local_seconds // DAY_SECONDS)
    if kind == "date and time" and isinstance(value, DateTime):
        return value.local_seconds
    if kind == "date and time" and isinstance(value, Date):
        return value.day_number * DAY_SECONDS
    return MISSING


def blurs_zones(value: Any) -> bool:
    """Whether a constant is compared with zoned moments by their local clocks."""
    return isinstance(value, Date) or (isinstance(value, DateTime) and value.is_local)


_KINDS_OF_TYPES: dict[str, tuple[str, ...]] = {
    **{
        kind: (kind,)
        for kind in (
            *("number", "string", "boolean", "date"),
            *("days and time duration", "years and months duration"),
        )
    },
    "date and time": ("date and time", ZONED),
}


def kinds_of(kind: Type) -> tuple[str, ...] | None:
    """The kinds of places that values of a type have; None if it does not tell."""
    while isinstance(kind, ConstrainedType):
        kind = kind.base
    return _KINDS_OF_TYPES.get(kind.name)


def value_at(kind: str, place: Any) -> Any:
    """The value at a place; the inverse of `key_of`."""
    return _VALUES[kind](place) if kind in _VALUES else place


_VALUES: dict[str, Callable[[Any], Any]] = {
    "date": Date.from_day_number,
    "days and time duration": DaysTimeDuration,
    "years and months duration": YearsMonthsDuration,
    "date and time": DateTime.from_local_seconds,
    ZONED: lambda place: DateTime.from_local_seconds(place, 0),
}
_DISCRETE = frozenset({"date", "years and months duration"})


def between(kind: str, low: Any, high: Any) -> Any:
    """A place strictly between two, where None is without end; `MISSING` if there is none."""
    if kind == "string":
        return _string_between(low, high)
    if low is None or high is None:
        return 0 if low is high else high - 1 if low is None else low + 1
    if kind in _DISCRETE or (isinstance(low, int) and isinstance(high, int) and high - low > 1):
        return (low + high) // 2 if high - low > 1 else MISSING
    return (Decimal(low) + Decimal(high)) / 2


def _string_between(low: str | None, high: str | None) -> Any:
    if low is None:
        return "" if high else ("?" if high is None else MISSING)
    after = low + "\0"
    if high is None:
        return low + "~"
    return MISSING if after == high else after


def is_constant(node: object, names: frozenset[str]) -> bool:
    """Whether the value of a node is known beforehand; `names` may hide built-in functions."""
    match node:
        case tree.Literal():
            return True
        case tree.Negation(operand=operand):
            return is_constant(operand, names)
        case tree.ListLiteral(items=items):
            return all(is_constant(item, names) for item in items)
        case tree.Invocation(function=tree.Name(name=name), arguments=arguments):
            return (
                name in _PURE
                and name not in names
                and all(is_constant(argument, names) for argument in arguments)
            )
    return False


def value_of(node: tree.Node, source: str) -> Any:
    """The value of a constant node of `source`."""
    if isinstance(node, tree.Literal):
        return node.value
    return feel.compile(source[node.start : node.end]).evaluate({})


def constants_in(cell: feel.Expression, names: frozenset[str]) -> tuple[Any, ...] | None:
    """All constants that a cell compares with; None if it does anything else."""
    found: list[Any] = []
    node = cell.tree
    if not isinstance(node, tree.UnaryTests):
        return None
    if all(_collect(test, cell.source, names, found) for test in node.tests):
        return tuple(found)
    return None


def _collect(node: object, source: str, names: frozenset[str], found: list[Any]) -> bool:
    match node:
        case tree.UnaryTest(operand=operand):
            return _collect(operand, source, names, found)
        case tree.RangeLiteral(low=low, high=high):
            return _collect(low, source, names, found) and _collect(high, source, names, found)
        case tree.ListLiteral(items=items):
            return all(_collect(item, source, names, found) for item in items)
        case tree.Node() if is_constant(node, names):
            value = value_of(node, source)
            found.append(value)
            return key_of(value) is not None
    return False
