"""Python values as exact JSON: no binary floats, dates and durations as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET

from trivium.client.shapes import TypedValue
from trivium.errors import InvalidInput

VARIABLES = frozenset(
    {"context", "variables", "local_variables", "inputs", "correlation", "result"}
)
"""Members of requests that are variables: the server reads `{"value": …, "type": …}` there as typed."""
_TAGS: tuple[tuple[type, str], ...] = (
    (datetime, "date and time"),  # before date, which it is one of
    (date, "date"),
    (time, "time"),
    (timedelta, "days and time duration"),
)
_LOOKS_TYPED = ({"value", "type"}, {"value", "type", "value_info", "valueInfo", "scope", "local"})
_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(body: Mapping[str, Any] | msgspec.Struct) -> bytes:
    """The JSON of a request's body.

    Dates, times and durations become FEEL values, floats the decimal that Python prints for them. A
    dictionary in variables that looks typed is kept what it is; a `TypedValue` is one.

    Raises:
        InvalidInput: something in it has no meaning there (`client/not-sendable`).
    """
    try:
        return _encoder.encode(_members(body))
    except RecursionError as error:
        why = "it is nested too deep. Flatten it"
        raise InvalidInput(
            f"Expected a value that can be sent, but {why}.", code="client/not-sendable"
        ) from error
    except UnicodeEncodeError as error:
        why = "a text in it is none: it has half a character"
        raise InvalidInput(
            f"Expected a value that can be sent, but {why}.", code="client/not-sendable"
        ) from error


def _members(body: Mapping[str, Any] | msgspec.Struct) -> dict[str, Any]:
    fields = body if isinstance(body, Mapping) else msgspec.structs.asdict(body)
    return {
        name: _variables(value)
        if name in VARIABLES and isinstance(value, Mapping)
        else _data(value)
        for name, value in fields.items()
        if value is not UNSET
    }


def _variables(values: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name): _variable(value) for name, value in values.items()}


def _variable(value: Any) -> Any:
    required, allowed = _LOOKS_TYPED
    if isinstance(value, Mapping) and required <= value.keys() <= allowed:
        return {"value": _data(value), "type": "Json"}
    if isinstance(value, TypedValue):
        return {"value": _data(value.value), "type": value.type}
    return _data(value)


def _data(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(name): _data(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_data(each) for each in value]
    if isinstance(value, msgspec.Struct):
        return _members(value)
    for kind, tag in _TAGS:
        if isinstance(value, kind):
            return {"$feel": tag, "value": msgspec.to_builtins(value)}
    raise InvalidInput(
        f"Expected a number, text, date, list or dictionary, but found {type(value).__name__}. Send"
        " what it is made of.",
        code="client/not-sendable",
    )


def _number(value: float | Decimal) -> int | Decimal:
    if isinstance(value, int):
        return int(value)
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise InvalidInput(
            f"Expected a finite number, but found {value}.", code="client/not-sendable"
        )
    return number


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, float_hook=Decimal)


def decode(content: bytes, kind: Any) -> Any:
    """An answer's content; members that this client does not know yet are passed over.

    Raises:
        ValueError: it is not shaped so.
    """
    return _decoder(kind).decode(content)
