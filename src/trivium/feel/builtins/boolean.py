"""Boolean functions. Standard: DMN 1.5, 10.3.4.2."""

from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.values import compare, equal, kind_of


@builtin("not", "negand")
def negation(negand: bool) -> bool:  # noqa: FBT001  # FEEL passes by position
    """True for false and false for true; null for everything else.

    `not(true) = false`
    `not(null) = null`
    """
    return not negand


@builtin("is", "value1", "value2")
def is_same(value1: Any, value2: Any) -> bool:
    """Whether both are the same element of FEEL's domain: equal, and of one kind and zone.

    `is(1, 1.0) = true`
    `is(1, "1") = false`
    `is(@"10:30:00Z", @"11:30:00+01:00") = false`
    """
    if type(value1) is type(value2) and str(value1) != str(value2) and compare(value1, value2) == 0:
        return kind_of(value1) in ("number", "string")
    return equal(value1, value2) is True


FUNCTIONS = (negation, is_same)
