"""Boolean functions. Standard: DMN 1.5, 10.3.4.2."""

from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.numbers import is_number
from trivium.feel.state import State
from trivium.feel.temporal import DateTime, Time
from trivium.feel.values import equal


@builtin("not", "negand")
def negation(negand: bool) -> bool:  # noqa: FBT001  # FEEL passes by position
    """True for false and false for true; null for everything else.

    `not(true) = false`
    `not(null) = null`
    """
    return not negand


@builtin("is", "value1", "value2")
def is_same(state: State, value1: Any, value2: Any) -> bool:
    """Whether both are the same element of FEEL's domain: equal, and of one kind and zone.

    `is(1, 1.0) = true`
    `is(1, "1") = false`
    `is(@"10:30:00Z", @"11:30:00+01:00") = false`
    """
    state.weigh(value1)
    return _identical(value1, value2)


def _identical(left: Any, right: Any) -> bool:
    kind = type(left)
    if kind is not type(right):
        return is_number(left) and is_number(right) and bool(left == right)
    if kind is Time:
        return (left.seconds, left.offset, left.zone) == (right.seconds, right.offset, right.zone)
    if kind is DateTime:
        return left.date == right.date and _identical(left.time, right.time)
    if kind is list:
        return len(left) == len(right) and all(map(_identical, left, right))
    if kind is dict:
        return left.keys() == right.keys() and all(
            _identical(left[key], right[key]) for key in left
        )
    return equal(left, right) is True


FUNCTIONS = (negation, is_same)
