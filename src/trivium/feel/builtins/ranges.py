"""Functions of ranges, the interval algebra. Standard: DMN 1.5, 10.3.4.7, table 78.

An end without bound lies before or after every value.
"""

from decimal import Decimal
from typing import Any

from trivium.feel import tree
from trivium.feel.builtins.conversion import date_and_time_from, date_from, duration_from, time_from
from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import FeelSyntaxError, NullResult
from trivium.feel.names import KnownNames
from trivium.feel.numbers import negative
from trivium.feel.parser import Parser
from trivium.feel.state import QUIET
from trivium.feel.values import Range, compare, kind_of


def _order(left: Any, right: Any) -> int:
    found = compare(left, right)
    if found is None:
        raise NullResult(
            f"Expected values of one ordered type but got {kind_of(left)} and {kind_of(right)}"
        )
    return found


def _ends(left: Range, right: Range) -> int:
    """Which range ends first: -1, 0 or 1, without looking at whether the ends are included."""
    if left.high is None or right.high is None:
        return (left.high is None) - (right.high is None)
    return _order(left.high, right.high)


def _starts(left: Range, right: Range) -> int:
    if left.low is None or right.low is None:
        return (right.low is None) - (left.low is None)
    return _order(left.low, right.low)


def _end_to_start(left: Range, right: Range) -> int:
    """Where the left range ends as against the start of the right one."""
    if left.high is None or right.low is None:
        return 1
    return _order(left.high, right.low)


def _touch(left: Range, right: Range) -> bool:
    return left.high_included and right.low_included


def _contains(interval: Range, point: Any) -> bool:
    found = interval.contains(point)
    if found is None:
        raise NullResult(f"Expected a point that the range can hold but got {kind_of(point)}")
    return found


def _point(value: Any) -> Any:
    if type(value) is Range or value is None:
        raise NullResult(f"Expected a point but got {kind_of(value)}")
    return value


def _single(point: Any) -> Range:
    return Range(_point(point), point)


@builtin("before", "point1", "point2")
def point_before(point1: Any, point2: Any) -> bool:
    """Whether the first is less than the second.

    `before(1, 10) = true`
    """
    return _order(_point(point1), _point(point2)) < 0


@builtin("before", "point", "range")
def point_before_range(point: Any, interval: Range) -> bool:
    """Whether the point lies before the whole range.

    `before(1, (1..10]) = true`
    """
    return range_before.target(_single(point), interval)  # type: ignore[no-any-return]


@builtin("before", "range", "point")
def range_before_point(interval: Range, point: Any) -> bool:
    """Whether the whole range lies before the point.

    `before([1..10), 10) = true`
    """
    return range_before.target(interval, _single(point))  # type: ignore[no-any-return]


@builtin("before", "range1", "range2")
def range_before(range1: Range, range2: Range) -> bool:
    """Whether the first range ends before the second starts.

    `before([1..10], [15..20]) = true`
    `before([1..10], [10..20]) = false`
    """
    order = _end_to_start(range1, range2)
    return order < 0 or (order == 0 and not _touch(range1, range2))


@builtin("after", "point1", "point2")
def point_after(point1: Any, point2: Any) -> bool:
    """Whether the first is greater than the second.

    `after(10, 5) = true`
    """
    return _order(_point(point1), _point(point2)) > 0


@builtin("after", "point", "range")
def point_after_range(point: Any, interval: Range) -> bool:
    """Whether the point lies after the whole range.

    `after(12, [1..10]) = true`
    """
    return range_before.target(interval, _single(point))  # type: ignore[no-any-return]


@builtin("after", "range", "point")
def range_after_point(interval: Range, point: Any) -> bool:
    """Whether the whole range lies after the point.

    `after([11..20], 10) = true`
    """
    return range_before.target(_single(point), interval)  # type: ignore[no-any-return]


@builtin("after", "range1", "range2")
def range_after(range1: Range, range2: Range) -> bool:
    """Whether the first range starts after the second ends.

    `after([11..20], [1..11)) = true`
    """
    return range_before.target(range2, range1)  # type: ignore[no-any-return]


@builtin("meets", "range1", "range2")
def meets(range1: Range, range2: Range) -> bool:
    """Whether the first ends where the second starts, both ends included.

    `meets([1..5], [5..10]) = true`
    `meets([1..5), [5..10]) = false`
    """
    return _end_to_start(range1, range2) == 0 and _touch(range1, range2)


@builtin("met by", "range1", "range2")
def met_by(range1: Range, range2: Range) -> bool:
    """Whether the first starts where the second ends, both ends included.

    `met by([5..10], [1..5]) = true`
    """
    return meets.target(range2, range1)  # type: ignore[no-any-return]


@builtin("overlaps", "range1", "range2")
def overlaps(range1: Range, range2: Range) -> bool:
    """Whether the two have a value in common.

    `overlaps([1..5], [3..8]) = true`
    `overlaps([1..5], (5..8]) = false`
    """
    return not range_before.target(range1, range2) and not range_before.target(range2, range1)


@builtin("overlaps before", "range1", "range2")
def overlaps_before(range1: Range, range2: Range) -> bool:
    """Whether the first starts before the second and ends within it.

    `overlaps before([1..5], [3..8]) = true`
    `overlaps before([1..5), [1..5]) = false`
    """
    starts = _starts(range1, range2)
    ends = _ends(range1, range2)
    return (
        (starts < 0 or (starts == 0 and range1.low_included and not range2.low_included))
        and not range_before.target(range1, range2)
        and (ends < 0 or (ends == 0 and (not range1.high_included or range2.high_included)))
    )


@builtin("overlaps after", "range1", "range2")
def overlaps_after(range1: Range, range2: Range) -> bool:
    """Whether the first starts within the second and ends after it.

    `overlaps after([3..8], [1..5]) = true`
    """
    starts = _starts(range2, range1)
    ends = _ends(range2, range1)
    return (
        (starts < 0 or (starts == 0 and range2.low_included and not range1.low_included))
        and not range_before.target(range2, range1)
        and (ends < 0 or (ends == 0 and (not range2.high_included or range1.high_included)))
    )


@builtin("finishes", "point", "range")
def point_finishes(point: Any, interval: Range) -> bool:
    """Whether the point is the included end of the range.

    `finishes(10, [1..10]) = true`
    `finishes(10, [1..10)) = false`
    """
    return _ends(_single(point), interval) == 0 and interval.high_included


@builtin("finishes", "range1", "range2")
def finishes(range1: Range, range2: Range) -> bool:
    """Whether the first ends with the second and does not start before it.

    `finishes([5..10], [1..10]) = true`
    """
    starts = _starts(range1, range2)
    return (
        _ends(range1, range2) == 0
        and range1.high_included == range2.high_included
        and (starts > 0 or (starts == 0 and (not range1.low_included or range2.low_included)))
    )


@builtin("finished by", "range", "point")
def finished_by_point(interval: Range, point: Any) -> bool:
    """Whether the point is the included end of the range.

    `finished by([1..10], 10) = true`
    """
    return point_finishes.target(point, interval)  # type: ignore[no-any-return]


@builtin("finished by", "range1", "range2")
def finished_by(range1: Range, range2: Range) -> bool:
    """Whether the second ends with the first and does not start before it.

    `finished by([1..10], [5..10]) = true`
    """
    return finishes.target(range2, range1)  # type: ignore[no-any-return]


@builtin("includes", "range", "point")
def includes_point(interval: Range, point: Any) -> bool:
    """Whether the point lies within the range.

    `includes([1..10], 5) = true`
    """
    return _contains(interval, _point(point))


@builtin("includes", "range1", "range2")
def includes(range1: Range, range2: Range) -> bool:
    """Whether the second lies within the first.

    `includes([1..10], [4..6]) = true`
    `includes((1..10], [1..5]) = false`
    """
    starts = _starts(range1, range2)
    ends = _ends(range2, range1)
    return (starts < 0 or (starts == 0 and (range1.low_included or not range2.low_included))) and (
        ends < 0 or (ends == 0 and (range1.high_included or not range2.high_included))
    )


@builtin("during", "point", "range")
def point_during(point: Any, interval: Range) -> bool:
    """Whether the point lies within the range.

    `during(5, [1..10]) = true`
    """
    return _contains(interval, _point(point))


@builtin("during", "range1", "range2")
def during(range1: Range, range2: Range) -> bool:
    """Whether the first lies within the second.

    `during([4..6], [1..10]) = true`
    """
    return includes.target(range2, range1)  # type: ignore[no-any-return]


@builtin("starts", "point", "range")
def point_starts(point: Any, interval: Range) -> bool:
    """Whether the point is the included start of the range.

    `starts(1, [1..10]) = true`
    """
    return _starts(_single(point), interval) == 0 and interval.low_included


@builtin("starts", "range1", "range2")
def starts(range1: Range, range2: Range) -> bool:
    """Whether the first starts with the second and does not end after it.

    `starts([1..5], [1..10]) = true`
    """
    ends = _ends(range1, range2)
    return (
        _starts(range1, range2) == 0
        and range1.low_included == range2.low_included
        and (ends < 0 or (ends == 0 and (not range1.high_included or range2.high_included)))
    )


@builtin("started by", "range", "point")
def started_by_point(interval: Range, point: Any) -> bool:
    """Whether the point is the included start of the range.

    `started by([1..10], 1) = true`
    """
    return point_starts.target(point, interval)  # type: ignore[no-any-return]


@builtin("started by", "range1", "range2")
def started_by(range1: Range, range2: Range) -> bool:
    """Whether the second starts with the first and does not end after it.

    `started by([1..10], [1..5]) = true`
    """
    return starts.target(range2, range1)  # type: ignore[no-any-return]


@builtin("coincides", "point1", "point2")
def points_coincide(point1: Any, point2: Any) -> bool:
    """Whether both are the same point.

    `coincides(5, 5) = true`
    """
    return _order(_point(point1), _point(point2)) == 0


@builtin("coincides", "range1", "range2")
def coincides(range1: Range, range2: Range) -> bool:
    """Whether both have the same ends.

    `coincides([1..5], [1..5]) = true`
    `coincides((1..5), [1..5]) = false`
    """
    return (
        _starts(range1, range2) == 0
        and _ends(range1, range2) == 0
        and (range1.low_included, range1.high_included)
        == (range2.low_included, range2.high_included)
    )


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
    if kind_of(low) != kind_of(high) or _order(low, high) > 0:
        raise NullResult("Expected two ends of one type, the start not above the end")
    return Range(low, high, *included)


def _operator(low: Any, low_included: bool, high_included: bool) -> str:  # noqa: FBT001
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
