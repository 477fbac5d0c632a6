"""Values of TCK test files: read, and compared with what came out.

A value is `value` with an `xsi:type`, `list` with `item`s, or `component`s with names; each may be
`xsi:nil`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trivium import feel
from trivium.feel.numbers import canonical
from trivium.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from trivium.feel.values import same
from trivium.xml import Element

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
# the TCK compares numbers so, since implementations round differently
TOLERANCE = Decimal("1e-8")


def value_in(element: Element) -> Any:
    """The value that an element holds, null if it holds none."""
    if _is_nil(element):
        return None
    components = element.findall("component")
    if components:
        return {one.get("name", ""): value_in(one) for one in components}
    for child in element.children:
        if child.name == "list":
            return None if _is_nil(child) else [value_in(item) for item in child.findall("item")]
        if child.name == "value":
            return None if _is_nil(child) else _typed(child)
    return None


def _is_nil(element: Element) -> bool:
    return element.get(f"{XSI}nil", "").strip() in {"true", "1"}


def _typed(element: Element) -> Any:
    text = element.text
    kind = (element.get(f"{XSI}type") or "string").rpartition(":")[2]
    reader = _READERS.get(kind)
    return text if reader is None else reader(text.strip())


def _number(text: str) -> Any:
    return canonical(Decimal(text))


_NUMBERS = (
    *("decimal", "double", "float", "integer", "int", "long", "short", "byte"),
    *("positiveInteger", "negativeInteger", "nonNegativeInteger", "nonPositiveInteger"),
    *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
)
_READERS = {
    **dict.fromkeys(_NUMBERS, _number),
    "boolean": lambda text: text in {"true", "1"},
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
    "dayTimeDuration": parse_duration,
    "yearMonthDuration": parse_duration,
}


def agrees(expected: Any, actual: Any) -> bool:
    """Whether a result is the expected one."""
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and expected.keys() == actual.keys()
            and all(agrees(value, actual[name]) for name, value in expected.items())
        )
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(expected) == len(actual)
            and all(agrees(one, other) for one, other in zip(expected, actual, strict=True))
        )
    if _is_number(expected) and _is_number(actual):
        difference = abs(Decimal(expected) - Decimal(actual))
        return difference <= TOLERANCE * max(1, abs(Decimal(expected)))
    return same(expected, actual)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A value for the report."""
    try:
        return feel.string_of(value) if value is not None else "null"
    except TypeError:
        return repr(value)
