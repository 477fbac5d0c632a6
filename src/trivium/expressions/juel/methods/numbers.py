"""Methods of numbers, those of Java's Integer, Long, Double and BigDecimal in one."""

from __future__ import annotations

import decimal
from decimal import Decimal

from trivium.expressions.juel import operators
from trivium.expressions.juel.failure import JuelFailure
from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method
from trivium.expressions.juel.values import to_integer, to_text
from trivium.feel.numbers import CONTEXT, Number, canonical

_ROUNDING = {
    "HALF_UP": decimal.ROUND_HALF_UP,
    "HALF_DOWN": decimal.ROUND_HALF_DOWN,
    "HALF_EVEN": decimal.ROUND_HALF_EVEN,
    "UP": decimal.ROUND_UP,
    "DOWN": decimal.ROUND_DOWN,
    "CEILING": decimal.ROUND_CEILING,
    "FLOOR": decimal.ROUND_FLOOR,
}
_JAVA_NUMBERS = ("UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN")
_MOST_PLACES = 34
_LARGEST_POWER = 10_000


def _set_scale(number: Number, places: int, rounding: str = "HALF_EVEN") -> Number:
    name = _JAVA_NUMBERS[int(rounding)] if rounding in set("0123456") else rounding
    if name not in _ROUNDING or not -_MOST_PLACES <= places <= _MOST_PLACES:
        raise JuelFailure(
            f"Expected a scale within {_MOST_PLACES} and one of {', '.join(_ROUNDING)}"
            f" but found {places} and '{rounding[:40]}'.",
            code="expression/wrong-arguments",
        )
    try:
        return canonical(Decimal(number).quantize(Decimal(1).scaleb(-places), _ROUNDING[name]))
    except decimal.InvalidOperation as error:
        raise _too_large() from error


def _power(number: Number, exponent: int) -> Number:
    try:
        if not 0 <= exponent <= _LARGEST_POWER:
            raise decimal.InvalidOperation
        return canonical(CONTEXT.power(Decimal(number), exponent)) if exponent else 1
    except decimal.DecimalException as error:
        raise _too_large() from error


def _too_large() -> JuelFailure:
    return JuelFailure(
        "Expected a number that can be told in 34 digits but the result is none.",
        code="expression/limit",
    )


def _itself(number: Number) -> Number:
    return number


def _sign(number: Number) -> int:
    return (number > 0) - (number < 0)


METHODS = {
    **every.METHODS,
    **dict.fromkeys(
        ("intValue", "longValue", "shortValue", "intValueExact", "longValueExact"),
        Method(to_integer),
    ),
    **dict.fromkeys(("doubleValue", "floatValue", "stripTrailingZeros"), Method(_itself)),
    "toPlainString": Method(to_text),
    "add": Method(operators.add, "number"),
    "subtract": Method(operators.subtract, "number"),
    "multiply": Method(operators.multiply, "number"),
    "divide": Method(operators.divide, "number"),
    "remainder": Method(operators.remainder, "number"),
    "negate": Method(operators.negate),
    "abs": Method(lambda number: operators.negate(number) if number < 0 else number),
    "signum": Method(_sign),
    "max": Method(max, "number"),
    "min": Method(min, "number"),
    "pow": Method(_power, "integer"),
    "setScale": Method(_set_scale, "integer", "text?"),
}
