"""FEEL values as JSON data and back.

What JSON has is left as it is (numbers as `int` or `Decimal`); everything else becomes an object
`{"$feel": kind, "value": …}`, and so does a context that itself has an entry `$feel`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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
from trivium.feel.values import Range, kind_of

TAG = "$feel"
_TEXTUAL: Mapping[type, str] = {
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
}
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "days and time duration": parse_duration,
    "years and months duration": parse_duration,
}


def to_json(value: Any) -> Any:
    """The value as JSON data; `InvalidInput` (`feel/not-storable`) for what it cannot be.

    That is a function, and a value nested deeper than Python can follow.
    """
    try:
        return _to_json(value)
    except RecursionError:
        raise InvalidInput(
            "Expected a value that can be stored but got one that is nested too deep. "
            "Flatten it before it is stored.",
            code="feel/not-storable",
        ) from None


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    kind = type(value)
    if kind is list:
        return [_to_json(item) for item in value]
    if kind is dict:
        plain = {key: _to_json(item) for key, item in value.items()}
        return {TAG: "context", "value": plain} if TAG in plain else plain
    if kind in _TEXTUAL:
        return {TAG: _TEXTUAL[kind], "value": str(value)}
    if kind is Range:
        return {TAG: "range", "value": _range_to_json(value)}
    if kind_of(value) == "number":
        return value
    raise InvalidInput(
        "Expected a value that can be stored but got a function. Store its result instead.",
        code="feel/not-storable",
    )


def _range_to_json(value: Range) -> dict[str, Any]:
    return {
        "start": _to_json(value.low),
        "end": _to_json(value.high),
        "start included": value.low_included,
        "end included": value.high_included,
        "operator": value.operator,
    }


def from_json(data: Any) -> Any:
    """The value that `to_json` wrote; `InvalidInput` (`feel/wrong-tag`) for an unknown tag."""
    kind = type(data)
    if kind is list:
        return [from_json(item) for item in data]
    if kind is not dict:
        return data
    if TAG not in data:
        return {key: from_json(item) for key, item in data.items()}
    tag, value = data[TAG], data.get("value")
    try:
        return _tagged(tag, value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"Expected the data of a FEEL value but got {tag!r} with {value!r}. "
            "Only what feel.to_json wrote can be read.",
            code="feel/wrong-tag",
        ) from error


def _tagged(tag: Any, value: Any) -> Any:
    if tag == "context":
        return {key: from_json(item) for key, item in value.items()}
    if tag == "range":
        return Range(
            from_json(value["start"]),
            from_json(value["end"]),
            value["start included"],
            value["end included"],
            value.get("operator"),
        )
    return _PARSERS[tag](value)
