"""Variables with their types, as the process manager's document has them, and as plain JSON."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from trivium.api.schemas.variables import TypedValue, ValueInfo, VariableType
from trivium.engine import NewFile
from trivium.errors import InvalidInput
from trivium.feel.temporal import (
    Date,
    DateTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from trivium.forms import is_file
from trivium.kernel import codec

_INTEGERS = range(-(2**31), 2**31)
_MOST_DIGITS = 6144
"""What decimal128 can hold; beyond, a short text such as 1e999999999 would be a number of gigabytes."""

_TYPES: tuple[tuple[type | tuple[type, ...], VariableType], ...] = (
    (bool, "Boolean"),
    (str, "String"),
    (Decimal, "Double"),
    ((Date, DateTime), "Date"),
    (Time, "Time"),
    ((DaysTimeDuration, YearsMonthsDuration), "Duration"),
)
_TEMPORAL = (Date, DateTime, Time, DaysTimeDuration, YearsMonthsDuration)


def presented(
    variables: Mapping[str, Any], *, plain: bool, large: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Variables for an answer; of `large` ones only the size is told, and nothing where plain."""
    if plain:
        return {name: _plain(value) for name, value in variables.items()}
    found = {name: typed(value) for name, value in variables.items()}
    for name, size_bytes in (large or {}).items():
        info = ValueInfo(size_bytes=size_bytes)
        found[name] = TypedValue(value=None, type="Json", value_info=info)
    return found


def divided(sizes: Mapping[str, int | None]) -> tuple[list[str], dict[str, int]]:
    """The names of variables that are small, and the sizes of those that are stored apart."""
    large = {name: size for name, size in sizes.items() if size is not None}
    return [name for name in sizes if name not in large], large


def typed(value: Any) -> TypedValue:
    """A value with its type."""
    shown = str(value) if isinstance(value, _TEMPORAL) else value
    return TypedValue(value=shown, type=type_of(value))


def type_of(value: Any) -> VariableType:
    """The name of a value's type; lists, contexts, ranges and the like are `Json`."""
    if value is None:
        return "Null"
    if is_file(value):
        return "File"
    if isinstance(value, int) and not isinstance(value, bool):
        return "Integer" if value in _INTEGERS else "Long"
    return next((name for kinds, name in _TYPES if isinstance(value, kinds)), "Json")


def _plain(value: Any) -> Any:
    """Dates, times and durations as ISO 8601 text, wherever they are."""
    if isinstance(value, _TEMPORAL):
        return str(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def given(variables: Mapping[str, Any], *, with_files: bool = False) -> dict[str, Any]:
    """The values of variables in a request; what comes as `{"value": …, "type": …}` is unpacked.

    An object that only looks typed is sent as `{"value": {…}, "type": "Json"}`. `with_files` a `File` may
    be its content in base 64, with `filename` and `mimetype` in `valueInfo`, as in Camunda 7.

    Raises:
        InvalidInput: a value is not of the type that it says (`variable/wrong-type`).
    """
    found = {name: _given(name, value) for name, value in variables.items()}
    if with_files:
        found |= {
            name: _new_file(name, content)
            for name, content in variables.items()
            if isinstance(found[name], str) and _is_content_of_file(content)
        }
    return found


def _is_content_of_file(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and {"value", "type"} <= content.keys() <= _MEMBERS
        and str(content["type"]).lower() == "file"
    )


def _new_file(name: str, content: Mapping[str, Any]) -> NewFile:
    info = content.get("valueInfo") or content.get("value_info") or {}
    told = info if isinstance(info, dict) else {}
    try:
        data = base64.b64decode(content["value"], validate=True)
    except ValueError as error:
        raise InvalidInput(
            f"Expected the content of the file {name} in base 64, but it is not.",
            code="variable/wrong-type",
            variable=name,
            type="File",
        ) from error
    kind = str(told.get("mimetype") or told.get("mimeType") or "application/octet-stream")
    return NewFile(str(told.get("filename") or name), data, kind)


_MEMBERS = frozenset({"value", "type", "value_info", "valueInfo", "scope", "local"})


def _given(name: str, content: Any) -> Any:
    if not isinstance(content, dict) or not {"value", "type"} <= content.keys() <= _MEMBERS:
        return content
    kind, value = content["type"], content["value"]
    convert = _CONVERSIONS.get(kind.lower()) if isinstance(kind, str) else None
    if convert is None:
        return content
    try:
        return None if value is None else convert(value)
    except (ValueError, TypeError, ArithmeticError, InvalidInput) as error:
        raise InvalidInput(
            f"Expected the variable {name} to be of type {kind}, but it is {_brief(value)}.",
            code="variable/wrong-type",
            variable=name,
            type=kind,
        ) from error


def _brief(value: Any) -> str:
    shown = codec.encode(value).decode()
    most = 80
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _boolean(value: Any) -> bool:
    if isinstance(value, str):
        return {"true": True, "false": False}[value] if value in {"true", "false"} else _refuse()
    return value if isinstance(value, bool) else _refuse()


def _refuse() -> Any:
    raise ValueError


def _decimal(value: Any) -> Decimal | int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise TypeError
    if isinstance(value, int):
        return value
    number = Decimal(value)
    return number if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else _refuse()


def _whole(value: Any) -> int:
    number = _decimal(value)
    return int(number) if number == int(number) else _refuse()


def _moment(value: Any) -> Any:
    text = _text(value)
    return parse_date_time(text) if "T" in text else parse_date(text)


def _json(value: Any) -> Any:
    """JSON as it is, or as the text of a document, as process engines send it."""
    return codec.decode(value) if isinstance(value, str) else value


def _as_it_is(value: Any) -> Any:
    return value


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "string": _text,
    "boolean": _boolean,
    "short": _whole,
    "integer": _whole,
    "long": _whole,
    "double": _decimal,
    "date": _moment,
    "time": lambda value: parse_time(_text(value)),
    "duration": lambda value: parse_duration(_text(value)),
    "json": _json,
    "object": _json,
    "xml": _text,
    "bytes": _text,
    "file": _as_it_is,
}
