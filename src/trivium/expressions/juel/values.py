"""How JUEL turns one kind of value into another, and writes values as text.

Standard: Expression Language 2.2 (JSR 245 MR 2), 1.18.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trivium.expressions.context import HostObject
from trivium.expressions.juel.failure import JuelFailure
from trivium.feel.numbers import Number, canonical, text_of
from trivium.feel.values import kind_of

LONGEST_TEXT = 10_000_000
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?"
)


def name_of_kind(value: Any) -> str:
    """What kind of thing it is, for messages."""
    return f"the object {value.name}" if isinstance(value, HostObject) else kind_of(value)


def wrong_kind(value: Any, expected: str) -> JuelFailure:
    """The failure of a value that cannot be taken as what is expected."""
    shown = repr(value[:60]) if isinstance(value, str) else name_of_kind(value)
    return JuelFailure(f"Expected {expected} but found {shown}.", code="expression/wrong-type")


def to_number(value: Any) -> Number:
    """Null and `""` are 0, text is read; a truth value is no number."""
    kind = type(value)
    if kind is int or kind is Decimal:
        return value  # type: ignore[no-any-return]
    if value is None or value == "":
        return 0
    if kind is str:
        if _INTEGER.fullmatch(value):
            return int(value)
        if _DECIMAL.fullmatch(value):
            return canonical(Decimal(value))
    raise wrong_kind(value, "a number")


def to_integer(value: Any) -> int:
    """A number cut to its integral part."""
    number = to_number(value)
    return number if type(number) is int else int(number)


def to_boolean(value: Any) -> bool:
    """Null and `""` are false, text is true if it says so."""
    if value is True or value is False:
        return value
    if value is None or value == "":
        return False
    if type(value) is str:
        return value.lower() == "true"
    raise wrong_kind(value, "true or false")


def to_text(value: Any) -> str:
    """Null is `""`; numbers are written plainly; lists and maps as Java prints them."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    written = _WRITTEN.get(kind)
    return written(value) if written else str(value)


def _list_text(value: list[Any]) -> str:
    return f"[{', '.join(_inner_text(item) for item in value)}]"


def _map_text(value: dict[str, Any]) -> str:
    return f"{{{', '.join(f'{key}={_inner_text(item)}' for key, item in value.items())}}}"


def _inner_text(value: Any) -> str:
    return "null" if value is None else to_text(value)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    Decimal: text_of,
    list: _list_text,
    dict: _map_text,
}


def bounded(text: str) -> str:
    """The text, if it is not longer than a result may be."""
    if len(text) > LONGEST_TEXT:
        raise too_long()
    return text


def too_long() -> JuelFailure:
    """The failure of a text that grows too long."""
    return JuelFailure(
        f"Expected a text of at most {LONGEST_TEXT:,} characters but it is longer.",
        code="expression/limit",
    )
