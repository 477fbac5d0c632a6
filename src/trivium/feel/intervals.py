"""The algebra of intervals: how two ranges lie to each other.

An end without bound lies before or after every value; what cannot be compared raises `NullResult`.

Standard: DMN 1.5, 10.3.4.7, table 78.
"""

from __future__ import annotations

from typing import Any

from trivium.feel.errors import NullResult
from trivium.feel.values import Range, compare, kind_of


def order(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two points."""
    found = compare(left, right)
    if found is None:
        raise NullResult(
            f"Expected values of one ordered type but got {kind_of(left)} and {kind_of(right)}"
        )
    return found


def single(point: Any) -> Range:
    """A point as the range of it alone."""
    if type(point) is Range or point is None:
        raise NullResult(f"Expected a point but got {kind_of(point)}")
    return Range(point, point)


def _starts(left: Range, right: Range) -> int:
    """Which starts first: -1, 0 or 1, without looking at whether the ends are included."""
    if left.low is None or right.low is None:
        return (right.low is None) - (left.low is None)
    return order(left.low, right.low)


def _ends(left: Range, right: Range) -> int:
    if left.high is None or right.high is None:
        return (left.high is None) - (right.high is None)
    return order(left.high, right.high)


def _end_to_start(left: Range, right: Range) -> int:
    """Where the left range ends as against the start of the right one."""
    if left.high is None or right.low is None:
        return 1
    return order(left.high, right.low)


def _touch(left: Range, right: Range) -> bool:
    return left.high_included and right.low_included


def is_before(left: Range, right: Range) -> bool:
    """Whether the first ends before the second starts."""
    found = _end_to_start(left, right)
    return found < 0 or (found == 0 and not _touch(left, right))


def meets(left: Range, right: Range) -> bool:
    """Whether the first ends where the second starts, both ends included."""
    return _end_to_start(left, right) == 0 and _touch(left, right)


def overlap(left: Range, right: Range) -> bool:
    """Whether the two have a value in common."""
    return not is_before(left, right) and not is_before(right, left)


def starts_earlier(left: Range, right: Range) -> bool:
    """Whether the first has values before all of the second."""
    found = _starts(left, right)
    return found < 0 or (found == 0 and left.low_included and not right.low_included)


def ends_later(left: Range, right: Range) -> bool:
    """Whether the first has values after all of the second."""
    found = _ends(left, right)
    return found > 0 or (found == 0 and left.high_included and not right.high_included)


def overlaps_before(left: Range, right: Range) -> bool:
    """Whether the first starts before the second and ends within it."""
    return (
        starts_earlier(left, right) and not is_before(left, right) and not ends_later(left, right)
    )


def includes(left: Range, right: Range) -> bool:
    """Whether the second lies within the first."""
    return not starts_earlier(right, left) and not ends_later(right, left)


def starts(left: Range, right: Range) -> bool:
    """Whether the first starts with the second and does not end after it."""
    return _same_start(left, right) and not ends_later(left, right)


def finishes(left: Range, right: Range) -> bool:
    """Whether the first ends with the second and does not start before it."""
    return _same_end(left, right) and not starts_earlier(left, right)


def coincide(left: Range, right: Range) -> bool:
    """Whether both have the same ends."""
    return _same_start(left, right) and _same_end(left, right)


def _same_start(left: Range, right: Range) -> bool:
    return _starts(left, right) == 0 and left.low_included == right.low_included


def _same_end(left: Range, right: Range) -> bool:
    return _ends(left, right) == 0 and left.high_included == right.high_included
