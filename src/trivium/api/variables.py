"""Variables with their types, as the process manager's document has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from trivium import feel
from trivium.errors import InvalidInput
from trivium.feel.temporal import Date, DateTime

_LARGEST_INTEGER = 2**31


def typed(variables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`{"value": …, "type": …}` for each."""
    return {name: {"value": value, "type": type_of(value)} for name, value in variables.items()}


def type_of(value: Any) -> str:  # noqa: PLR0911  # a table of types
    """The type's name: String, Boolean, Integer, Long, Double, Date, Json or Null."""
    match value:
        case None:
            return "Null"
        case bool():
            return "Boolean"
        case int():
            return "Integer" if -_LARGEST_INTEGER <= value < _LARGEST_INTEGER else "Long"
        case Decimal():
            return "Double"
        case str():
            return "String"
        case Date() | DateTime():
            return "Date"
        case _:
            return "Json"


def plain(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The values; what comes as `{"value": …, "type": …}` is unpacked and checked.

    Raises:
        InvalidInput: a value is not of the type that it says.
    """
    return {name: _value(name, given) for name, given in variables.items()}


def _value(name: str, given: Any) -> Any:
    if not isinstance(given, dict) or not {"value", "type"} <= given.keys():
        return given
    if not given.keys() <= {"value", "type", "valueInfo", "local", "scope"}:
        return given
    kind, value = str(given["type"]), given["value"]
    convert = _CONVERSIONS.get(kind.lower())
    if value is None or convert is None:
        return value
    try:
        return convert(value)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise InvalidInput(
            f"Expected the variable {name} to be of type {kind}, but it is {value!r}.",
            code="variable/wrong-type",
            variable=name,
        ) from error


def _boolean(value: Any) -> bool:
    if value in {True, False}:
        return bool(value)
    if value in {"true", "false"}:
        return bool(value == "true")
    raise ValueError(value)


def _whole(value: Any) -> int:
    number = Decimal(str(value))
    if number != number.to_integral_value():
        raise ValueError(value)
    return int(number)


def _date(value: Any) -> Any:
    found = feel.compile("date and time(x)").evaluate({"x": str(value)})
    if found is None:
        raise ValueError(value)
    return found


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "boolean": _boolean,
    "integer": _whole,
    "long": _whole,
    "short": _whole,
    "double": lambda value: Decimal(str(value)),
    "date": _date,
}
