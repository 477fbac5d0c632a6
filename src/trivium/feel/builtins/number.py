"""Numeric functions. Standard: DMN 1.5, 10.3.4.5."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    InvalidOperation,
)

from trivium.feel import numbers
from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.numbers import CONTEXT, WIDE, Number, canonical
from trivium.feel.temporal import DaysTimeDuration, YearsMonthsDuration

_SCALES = range(-6111, 6177)


def _rounded(number: Number, scale: int, rounding: str) -> Number:
    if scale not in _SCALES:
        raise NullResult(f"Expected a scale from -6111 to 6176 but got {scale}")
    exact = Decimal(number)
    if scale >= -exact.as_tuple().exponent:  # type: ignore[operator]  # finite, so a number
        return number
    try:
        return canonical(exact.quantize(Decimal(1).scaleb(-scale), rounding, WIDE))
    except InvalidOperation:
        return canonical(_by_context(exact, scale, rounding))


def _by_context(exact: Decimal, scale: int, rounding: str) -> Decimal:
    """Far outside the digits of the number only its sign matters."""
    away = rounding in (ROUND_UP, ROUND_FLOOR if exact < 0 else ROUND_CEILING)
    if not exact or not away:
        return Decimal(0)
    return Decimal(1).scaleb(-scale).copy_sign(exact)


@builtin("decimal", "n", "scale")
def decimal(n: Number, scale: int) -> Number:
    """The number rounded to so many decimals, half to even.

    `decimal(1/3, 2) = .33`
    `decimal(2.5, 0) = 2`
    """
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n", "scale")
def floor(n: Number, scale: int = 0) -> Number:
    """The greatest number of that scale which is not above `n`.

    `floor(1.5) = 1`
    `floor(-1.56, 1) = -1.6`
    """
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling", "n", "scale")
def ceiling(n: Number, scale: int = 0) -> Number:
    """The least number of that scale which is not below `n`.

    `ceiling(1.5) = 2`
    `ceiling(-1.56, 1) = -1.5`
    """
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up", "n", "scale")
def round_up(n: Number, scale: int) -> Number:
    """Rounded away from zero.

    `round up(5.5, 0) = 6`
    `round up(-1.121, 2) = -1.13`
    """
    return _rounded(n, scale, ROUND_UP)


@builtin("round down", "n", "scale")
def round_down(n: Number, scale: int) -> Number:
    """Rounded towards zero.

    `round down(5.5, 0) = 5`
    `round down(-1.126, 2) = -1.12`
    """
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n", "scale")
def round_half_up(n: Number, scale: int) -> Number:
    """Rounded to the nearest, the middle away from zero.

    `round half up(5.5, 0) = 6`
    `round half up(-5.5, 0) = -6`
    """
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n", "scale")
def round_half_down(n: Number, scale: int) -> Number:
    """Rounded to the nearest, the middle towards zero.

    `round half down(5.5, 0) = 5`
    `round half down(-5.51, 0) = -6`
    """
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n")
def absolute(
    n: Number | DaysTimeDuration | YearsMonthsDuration,
) -> Number | DaysTimeDuration | YearsMonthsDuration:
    """The number or duration without its sign.

    `abs(-10) = 10`
    `abs(@"-PT5H") = @"PT5H"`
    """
    if isinstance(n, DaysTimeDuration):
        return DaysTimeDuration(numbers.absolute(n.seconds))
    if isinstance(n, YearsMonthsDuration):
        return YearsMonthsDuration(abs(n.total))
    return numbers.absolute(n)


@builtin("modulo", "dividend", "divisor")
def modulo(dividend: Number, divisor: Number) -> Number:
    """The rest of the division that is rounded down, with the sign of the divisor.

    `modulo(12, 5) = 2`
    `modulo(-12, 5) = 3`
    `modulo(10.1, -4.5) = -3.4`
    """
    if divisor == 0:
        raise NullResult("Expected a divisor other than zero", "feel/division-by-zero")
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend % divisor
    rest = CONTEXT.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        return canonical(CONTEXT.add(rest, divisor))
    return canonical(rest)


@builtin("sqrt", "number", cost=2)
def sqrt(number: Number) -> Number:
    """The square root; null of a negative number.

    `sqrt(16) = 4`
    `sqrt(-1) = null`
    """
    if number < 0:
        raise NullResult("Expected a number from 0 on")
    return canonical(CONTEXT.sqrt(Decimal(number)))


@builtin("log", "number", cost=15)
def log(number: Number) -> Number:
    """The natural logarithm; null of zero and below.

    `decimal(log(10), 2) = 2.30`
    """
    if number <= 0:
        raise NullResult("Expected a number above 0")
    return canonical(CONTEXT.ln(Decimal(number)))


@builtin("exp", "number", cost=8)
def exp(number: Number) -> Number:
    """Euler's number to that power.

    `decimal(exp(5), 2) = 148.41`
    """
    return canonical(CONTEXT.exp(Decimal(number)))


@builtin("odd", "number")
def odd(number: Number) -> bool:
    """Whether the number is an odd integer.

    `odd(5) = true`
    `odd(2) = false`
    """
    return _whole(number) % 2 == 1


@builtin("even", "number")
def even(number: Number) -> bool:
    """Whether the number is an even integer.

    `even(5) = false`
    `even(2) = true`
    """
    return _whole(number) % 2 == 0


def _whole(number: Number) -> int:
    if number != int(number):
        raise NullResult("Expected an integer")
    return int(number)


FUNCTIONS = (
    decimal,
    floor,
    ceiling,
    round_up,
    round_down,
    round_half_up,
    round_half_down,
    absolute,
    modulo,
    sqrt,
    log,
    exp,
    odd,
    even,
)
