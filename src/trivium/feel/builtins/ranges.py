"""Functions of ranges. Standard: DMN 1.5, 10.3.4.7, table 78, and 10.3.4.1 for `range`."""

from decimal import Decimal
from typing import Any

from trivium.feel import intervals, tree
from trivium.feel.builtins.conversion import date_and_time_from, date_from, duration_from, time_from
from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import FeelSyntaxError, NullResult
from trivium.feel.intervals import order, single
from trivium.feel.names import KnownNames
from trivium.feel.numbers import negative
from trivium.feel.parser import Parser
from trivium.feel.state import QUIET
from trivium.feel.values import Range, kind_of


@builtin("before", "point1", "point2")
def point_before(point1: Any, point2: Any) -> bool:
    """Whether the first is less than the second.

    `before(1, 10) = true`
    """
    return intervals.is_before(single(point1), single(point2))


@builtin("before", "point", "range")
def point_before_range(point: Any, interval: Range) -> bool:
    """Whether the point lies before the whole range.

    `before(1, (1..10]) = true`
    """
    return intervals.is_before(single(point), interval)


@builtin("before", "range", "point")
def range_before_point(interval: Range, point: Any) -> bool:
    """Whether the whole range lies before the point.

    `before([1..10), 10) = true`
    """
    return intervals.is_before(interval, single(point))


@builtin("before", "range1", "range2")
def range_before(range1: Range, range2: Range) -> bool:
    """Whether the first range ends before the second starts.

    `before([1..10], [15..20]) = true`
    `before([1..10], [10..20]) = false`
    """
    return intervals.is_before(range1, range2)


@builtin("after", "point1", "point2")
def point_after(point1: Any, point2: Any) -> bool:
    """Whether the first is greater than the second.

    `after(10, 5) = true`
    """
    return intervals.is_before(single(point2), single(point1))


@builtin("after", "point", "range")
def point_after_range(point: Any, interval: Range) -> bool:
    """Whether the point lies after the whole range.

    `after(12, [1..10]) = true`
    """
    return intervals.is_before(interval, single(point))


@builtin("after", "range", "point")
def range_after_point(interval: Range, point: Any) -> bool:
    """Whether the whole range lies after the point.

    `after([11..20], 10) = true`
    """
    return intervals.is_before(single(point), interval)


@builtin("after", "range1", "range2")
def range_after(range1: Range, range2: Range) -> bool:
    """Whether the first range starts after the second ends.

    `after([11..20], [1..11)) = true`
    """
    return intervals.is_before(range2, range1)


@builtin("meets", "range1", "range2")
def meets(range1: Range, range2: Range) -> bool:
    """Whether the first ends where the second starts, both ends included.

    `meets([1..5], [5..10]) = true`
    `meets([1..5), [5..10]) = false`
    """
    return intervals.meets(range1, range2)


@builtin("met by", "range1", "range2")
def met_by(range1: Range, range2: Range) -> bool:
    """Whether the first starts where the second ends, both ends included.

    `met by([5..10], [1..5]) = true`
    """
    return intervals.meets(range2, range1)


@builtin("overlaps", "range1", "range2")
def overlaps(range1: Range, range2: Range) -> bool:
    """Whether the two have a value in common.

    `overlaps([1..5], [3..8]) = true`
    `overlaps([1..5], (5..8]) = false`
    """
    return intervals.overlap(range1, range2)


@builtin("overlaps before", "range1", "range2")
def overlaps_before(range1: Range, range2: Range) -> bool:
    """Whether the first starts before the second and ends within it.

    `overlaps before([1..5], [3..8]) = true`
    `overlaps before([1..5), [1..5]) = false`
    """
    return intervals.overlaps_before(range1, range2)


@builtin("overlaps after", "range1", "range2")
def overlaps_after(range1: Range, range2: Range) -> bool:
    """Whether the first starts within the second and ends after it.

    `overlaps after([3..8], [1..5]) = true`
    """
    return intervals.overlaps_before(range2, range1)


@builtin("finishes", "point", "range")
def point_finishes(point: Any, interval: Range) -> bool:
    """Whether the point is the included end of the range.

    `finishes(10, [1..10]) = true`
    `finishes(10, [1..10)) = false`
    """
    return intervals.finishes(single(point), interval)


@builtin("finishes", "range1", "range2")
def finishes(range1: Range, range2: Range) -> bool:
    """Whether the first ends with the second and does not start before it.

    `finishes([5..10], [1..10]) = true`
    """
    return intervals.finishes(range1, range2)


@builtin("finished by", "range", "point")
def finished_by_point(interval: Range, point: Any) -> bool:
    """Whether the point is the included end of the range.

    `finished by([1..10], 10) = true`
    """
    return intervals.finishes(single(point), interval)


@builtin("finished by", "range1", "range2")
def finished_by(range1: Range, range2: Range) -> bool:
    """Whether the second ends with the first and does not start before it.

    `finished by([1..10], [5..10]) = true`
    """
    return intervals.finishes(range2, range1)


@builtin("includes", "range", "point")
def includes_point(interval: Range, point: Any) -> bool:
    """Whether the point lies within the range.

    `includes([1..10], 5) = true`
    """
    return intervals.includes(interval, single(point))


@builtin("includes", "range1", "range2")
def includes(range1: Range, range2: Range) -> bool:
    """Whether the second lies within the first.

    `includes([1..10], [4..6]) = true`
    `includes((1..10], [1..5]) = false`
    """
    return intervals.includes(range1, range2)


@builtin("during", "point", "range")
def point_during(point: Any, interval: Range) -> bool:
    """Whether the point lies within the range.

    `during(5, [1..10]) = true`
    """
    return intervals.includes(interval, single(point))


@builtin("during", "range1", "range2")
def during(range1: Range, range2: Range) -> bool:
    """Whether the first lies within the second.

    `during([4..6], [1..10]) = true`
    """
    return intervals.includes(range2, range1)


@builtin("starts", "point", "range")
def point_starts(point: Any, interval: Range) -> bool:
    """Whether the point is the included start of the range.

    `starts(1, [1..10]) = true`
    """
    return intervals.starts(single(point), interval)


@builtin("starts", "range1", "range2")
def starts(range1: Range, range2: Range) -> bool:
    """Whether the first starts with the second and does not end after it.

    `starts([1..5], [1..10]) = true`
    """
    return intervals.starts(range1, range2)


@builtin("started by", "range", "point")
def started_by_point(interval: Range, point: Any) -> bool:
    """Whether the point is the included start of the range.

    `started by([1..10], 1) = true`
    """
    return intervals.starts(single(point), interval)


@builtin("started by", "range1", "range2")
def started_by(range1: Range, range2: Range) -> bool:
    """Whether the second starts with the first and does not end after it.

    `started by([1..10], [1..5]) = true`
    """
    return intervals.starts(range2, range1)


@builtin("coincides", "point1", "point2")
def points_coincide(point1: Any, point2: Any) -> bool:
    """Whether both are the same point.

    `coincides(5, 5) = true`
    """
    return intervals.coincide(single(point1), single(point2))


@builtin("coincides", "range1", "range2")
def coincides(range1: Range, range2: Range) -> bool:
    """Whether both have the same ends.

    `coincides([1..5], [1..5]) = true`
    `coincides((1..5), [1..5]) = false`
    """
    return intervals.coincide(range1, range2)


_LITERALS = {
    "date": date_from,
    "date and time": date_and_time_from,
    "time": time_from,
    "duration": duration_from,
}
_NAMES = KnownNames(_LITERALS)


@builtin("range", "from")
def range_from(text: str) -> Range:
    r"""The range that the string spells, with literals as ends, in ascending order.

    An end without bound is left out.

    `range("[18..21)") = [18..21)`
    `range("[2..)") = (>= 2)`
    `range("(..2)") = (< 2)`
    `range("[\"a\"..\"c\"]") = ["a".."c"]`
    """
    try:
        node = Parser(text, _NAMES).whole_range()
    except FeelSyntaxError as error:
        raise NullResult(f"Expected the text of a range but {error.message}") from error
    low, high = _endpoint(node.low), _endpoint(node.high)
    included = (node.low_included, node.high_included)
    if low is None or high is None:
        return Range(low, high, *included, _operator(low, *included))
    if kind_of(low) != kind_of(high) or order(low, high) > 0:
        raise NullResult("Expected two ends of one type, the start not above the end")
    return Range(low, high, *included)


def _operator(low: Any, low_included: bool, high_included: bool) -> str:  # noqa: FBT001  # private
    """How the range would be written that has one end only."""
    if low is None:
        return "<=" if high_included else "<"
    return ">=" if low_included else ">"


def _endpoint(node: tree.Expression) -> Any:
    """The value of a literal; None where the end was left out."""
    return None if node == tree.Literal(value=None) else _literal(node)


def _literal(node: tree.Expression) -> Any:
    """The value of an end that is a literal."""
    match node:
        case tree.Literal(value=value) if value is not None:
            return value
        case tree.Negation(operand=tree.Literal(value=int() | Decimal() as value)):
            return negative(value)
        case tree.Invocation(
            function=tree.Name(name=name), arguments=[tree.Literal(value=str() as text)], names=None
        ) if name in _LITERALS:
            return _LITERALS[name].invoke([text], QUIET)
    raise NullResult("Expected literals as the ends of a range")


FUNCTIONS = (
    point_before,
    point_before_range,
    range_before_point,
    range_before,
    point_after,
    point_after_range,
    range_after_point,
    range_after,
    meets,
    met_by,
    overlaps,
    overlaps_before,
    overlaps_after,
    point_finishes,
    finishes,
    finished_by_point,
    finished_by,
    includes_point,
    includes,
    point_during,
    during,
    point_starts,
    starts,
    started_by_point,
    started_by,
    points_coincide,
    coincides,
    range_from,
)
