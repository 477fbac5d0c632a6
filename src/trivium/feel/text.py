"""How each value is written as a string.

Standard: DMN 1.5, 10.3.4.1, `string`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from trivium.feel.numbers import text_of
from trivium.feel.values import Function, Range

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def quote(text: str) -> str:
    """The string as a FEEL literal."""
    return f'"{text.translate(_ESCAPES)}"'


def string_of(value: Any) -> str:
    """A string itself, everything else as it is written in FEEL, temporal values without `@`."""
    if type(value) is str:
        return value
    return str(_PLAIN.get(type(value), _other)(value))


def _other(value: Any) -> str:
    return f"function({', '.join(value.parameters)})" if isinstance(value, Function) else str(value)


def _nested(value: Any) -> str:
    return quote(value) if type(value) is str else string_of(value)


def _list(value: list[Any]) -> str:
    return f"[{', '.join(map(_nested, value))}]"


def _context(value: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{_key(key)}: {_nested(item)}" for key, item in value.items()) + "}"


def _key(key: str) -> str:
    return key if key.isidentifier() else quote(key)


def _range(value: Range) -> str:
    if value.operator is not None:
        end = value.high if value.operator in ("<", "<=") else value.low
        return f"({value.operator} {_nested(end)})"
    opening = "[" if value.low_included else "("
    closing = "]" if value.high_included else ")"
    return f"{opening}{_nested(value.low)}..{_nested(value.high)}{closing}"


_PLAIN: dict[type, Any] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    Decimal: text_of,
    list: _list,
    dict: _context,
    Range: _range,
}
