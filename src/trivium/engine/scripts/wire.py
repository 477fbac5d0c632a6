"""Values on their way to a script and back: JSON, with tags for what JSON's numbers cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from trivium.errors import EvaluationFailed
from trivium.feel.numbers import canonical
from trivium.feel.temporal import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    parse_date_time,
)

_TAG = "$t"
_TEMPORAL = (Date, DateTime, Time, DaysTimeDuration, YearsMonthsDuration)
_SAFE_INTEGER = 2**53
_STARLARK_DIGITS = 28
_MOST_DIGITS = 400

Numbers = Callable[[int | Decimal], Any]


def encoded(value: Any, numbers: Numbers) -> Any:
    """The value as data for JSON; dates, times and durations become their ISO text.

    Raises:
        EvaluationFailed: `script/unsupported-value` for functions and ranges.
    """
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int or kind is Decimal:
        return numbers(value)
    if kind is list:
        return [encoded(item, numbers) for item in value]
    if kind is dict:
        wire = {key: encoded(item, numbers) for key, item in value.items()}
        return {_TAG: "map", "v": wire} if _TAG in wire else wire
    if isinstance(value, _TEMPORAL):
        return str(value)
    raise EvaluationFailed(
        "Expected values that a script can hold but found a function or range.",
        code="script/unsupported-value",
    )


def javascript_number(number: int | Decimal) -> Any:
    """A JavaScript number if it comes back as the same, else a BigInt or an exact number."""
    if type(number) is int:
        if -_SAFE_INTEGER <= number <= _SAFE_INTEGER:
            return number
        return {_TAG: "integer", "v": str(number)}
    double = float(number)
    if Decimal(repr(double)) == number:
        return double
    return {_TAG: "decimal", "v": str(number)}


def starlark_number(number: int | Decimal) -> Any:
    """An integer of any size, or a decimal of at most 28 digits."""
    number = canonical(number)
    if isinstance(number, int):
        return {_TAG: "integer", "v": str(number)}
    if len(number.as_tuple().digits) > _STARLARK_DIGITS or not -28 <= number.adjusted() <= 28:  # noqa: PLR2004
        raise EvaluationFailed(
            f"Expected a decimal of at most {_STARLARK_DIGITS} digits for Starlark"
            f" but found {number}. Round it before.",
            code="script/unsupported-value",
        )
    return {_TAG: "decimal", "v": format(number, "f")}


def decoded(wire: Any) -> Any:
    """The value that a script gave.

    Raises:
        EvaluationFailed: `script/unsupported-value` for a number or text that cannot be stored.
    """
    if isinstance(wire, str):
        return _checked(wire)
    if isinstance(wire, list):
        return [decoded(item) for item in wire]
    if isinstance(wire, dict):
        return _from_tag(wire) if _TAG in wire else decoded_entries(wire)
    if isinstance(wire, Decimal):
        return canonical(wire)
    return wire


def decoded_entries(wire: Mapping[str, Any]) -> dict[str, Any]:
    """All entries of an object, decoded."""
    return {_checked(key): decoded(item) for key, item in wire.items()}


def _from_tag(wire: dict[str, Any]) -> Any:
    kind, inner = wire[_TAG], wire["v"]
    if kind == "map":
        return decoded_entries(inner)
    if kind == "date":
        return parse_date_time(inner)
    if len(inner) > _MOST_DIGITS:
        raise _not_storable(f"a number of {len(inner)} digits")
    if kind == "integer":
        return canonical(int(inner, 0))
    try:
        number = Decimal(inner)
        if number.is_finite():
            return canonical(number)
    except InvalidOperation:
        pass
    raise _not_storable(f"the number {inner}")


def _checked(text: str) -> str:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise _not_storable("half of a surrogate pair in a text")
    return text


def _not_storable(what: str) -> EvaluationFailed:
    return EvaluationFailed(
        f"Expected a value that can be stored but the script gave {what}.",
        code="script/unsupported-value",
    )
