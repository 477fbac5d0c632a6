"""The operators of JUEL on values.

Standard: Expression Language 2.2 (JSR 245 MR 2), 1.7 to 1.13.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.values import (
    name_of_kind,
    to_boolean,
    to_number,
    to_text,
    wrong_kind,
)
from trivium.feel import values as feel_values
from trivium.feel.numbers import CONTEXT, INTEGER_LIMIT, Number, canonical

Operator = Callable[[Any, Any], Any]


def add(left: Any, right: Any) -> Number:
    if type(left) is int and type(right) is int:
        total = left + right
        if -INTEGER_LIMIT < total < INTEGER_LIMIT:
            return total
    return _exact(CONTEXT.add, left, right)


def subtract(left: Any, right: Any) -> Number:
    if type(left) is int and type(right) is int:
        total = left - right
        if -INTEGER_LIMIT < total < INTEGER_LIMIT:
            return total
    return _exact(CONTEXT.subtract, left, right)


def multiply(left: Any, right: Any) -> Number:
    return _exact(CONTEXT.multiply, left, right)


def divide(left: Any, right: Any) -> Number:
    """The real quotient, also of integers; nothing divided by nothing is 0."""
    if left is None and right is None:
        return 0
    if to_number(right) == 0:
        raise _by_zero(left)
    return _exact(CONTEXT.divide, left, right)


def remainder(left: Any, right: Any) -> Number:
    """What is left of a division, with the sign of the dividend."""
    if left is None and right is None:
        return 0
    if to_number(right) == 0:
        raise _by_zero(left)
    return _exact(CONTEXT.remainder, left, right)


def negate(value: Any) -> Number:
    number = to_number(value)
    return -number if type(number) is int else CONTEXT.minus(number)


def _exact(operation: Callable[[Any, Any], Decimal], left: Any, right: Any) -> Number:
    try:
        return canonical(operation(Decimal(to_number(left)), Decimal(to_number(right))))
    except DecimalException as error:
        raise JuelFailure(
            "Expected a number that can be told in 34 digits but the result is none.",
            code="expression/limit",
        ) from error


def _by_zero(dividend: Any) -> JuelFailure:
    return JuelFailure(
        f"Expected a divisor other than zero for {to_text(dividend)}.",
        code="expression/division-by-zero",
    )


def equals(left: Any, right: Any) -> bool:
    kind, other = type(left), type(right)
    if kind is other or left is None or right is None:
        return feel_values.same(left, right)
    if _is_number(kind) or _is_number(other):
        return to_number(left) == to_number(right)
    if kind is bool or other is bool:
        return to_boolean(left) == to_boolean(right)
    if kind is str or other is str:
        return to_text(left) == to_text(right)
    return False


def differs(left: Any, right: Any) -> bool:
    return not equals(left, right)


def less(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    return order(left, right) < 0


def greater(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    return order(left, right) > 0


def at_most(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is right
    return order(left, right) <= 0


def at_least(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is right
    return order(left, right) >= 0


def order(left: Any, right: Any) -> int:
    """-1, 0 or 1: as numbers if one is a number, else as text if one is text."""
    kind, other = type(left), type(right)
    if kind is not other:
        if _is_number(kind) or _is_number(other):
            left, right = to_number(left), to_number(right)
        elif kind is str or other is str:
            left, right = to_text(left), to_text(right)
    found = feel_values.compare(left, right)
    if found is None:
        raise wrong_kind(right, f"something that is before or after {name_of_kind(left)}")
    return found


def is_empty(value: Any) -> bool:
    return value is None or (type(value) in {str, list, dict} and not value)


def _is_number(kind: type) -> bool:
    return kind is int or kind is Decimal


BINARY: dict[str, Operator] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "==": equals,
    "!=": differs,
    "<": less,
    ">": greater,
    "<=": at_most,
    ">=": at_least,
}

UNARY: dict[str, Callable[[Any], Any]] = {
    "-": negate,
    "!": lambda value: not to_boolean(value),
    "empty": is_empty,
}
