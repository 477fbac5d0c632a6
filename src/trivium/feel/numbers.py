"""FEEL numbers: decimals of 34 digits, with Python integers as the fast case.

Standard: DMN 1.5, 10.3.2.3.1 (IEEE 754-2008 decimal128, round half even).
"""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import TypeAlias

from trivium.feel.errors import NullResult

Number: TypeAlias = int | Decimal

DIGITS = 34
# integers from here on have more than 34 digits and go through the decimal context
INTEGER_LIMIT = 10**DIGITS
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
# Python's own operators on decimals use the context of the thread, so they are never used here;
# isinstance suffices for integers since booleans never get this far

# for intermediate results that must not be rounded twice
WIDE = Context(prec=2 * DIGITS + 10, rounding=ROUND_HALF_EVEN, Emin=-99999, Emax=99999, traps=[])


def is_number(value: object) -> bool:
    """Whether the value is a FEEL number; booleans are not."""
    kind = type(value)
    return kind is int or kind is Decimal


def canonical(number: Number) -> Number:
    """The number within 34 digits, as `int` where it is integral and fits."""
    if isinstance(number, int):
        if -INTEGER_LIMIT < number < INTEGER_LIMIT:
            return number
        return CONTEXT.plus(Decimal(number))
    result = CONTEXT.plus(number)
    return int(result) if _is_short_integer(result) else result


def _is_short_integer(number: Decimal) -> bool:
    return number.adjusted() < DIGITS and number == number.to_integral_value()


def add(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        result = left + right
        if -INTEGER_LIMIT < result < INTEGER_LIMIT:
            return result
    return CONTEXT.add(left, right)


def subtract(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        result = left - right
        if -INTEGER_LIMIT < result < INTEGER_LIMIT:
            return result
    return CONTEXT.subtract(left, right)


def multiply(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        result = left * right
        if -INTEGER_LIMIT < result < INTEGER_LIMIT:
            return result
    return CONTEXT.multiply(left, right)


def negative(number: Number) -> Number:
    """`-number`; zero has no sign."""
    if isinstance(number, int):
        return -number
    return number.copy_negate() if number else number


def absolute(number: Number) -> Number:
    return abs(number) if isinstance(number, int) else number.copy_abs()


def divide(left: Number, right: Number) -> Number:
    """The quotient; null for a zero divisor."""
    if right == 0:
        raise NullResult("Expected a divisor other than zero", "feel/division-by-zero")
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return canonical(left // right)
    return CONTEXT.divide(left, right)


def power(base: Number, exponent: Number) -> Number:
    """`base` to the power of `exponent`; null where it is undefined or too large."""
    if exponent == 0:
        return 1
    if (
        isinstance(base, int)
        and isinstance(exponent, int)
        and exponent > 0
        and base.bit_length() * exponent < 112  # noqa: PLR2004  # 112 bits are below 10**34
    ):
        return int(base**exponent)
    try:
        return CONTEXT.power(Decimal(base), Decimal(exponent))
    except DecimalException as error:
        message = f"Expected a power that is a number of 34 digits, but {base} ** {exponent} is not"
        raise NullResult(message, "feel/out-of-range") from error


def text_of(number: Number) -> str:
    """The shortest plain notation, without exponent and trailing zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
