"""What a field asks of its value besides the type: a table of tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from trivium.feel import Context, ExpressionLimit
from trivium.feel.regex import pattern
from trivium.feel.state import State
from trivium.feel.temporal import Date, DateTime
from trivium.forms.files import files_in
from trivium.forms.values import is_number, same

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63})*")
_PHONE = re.compile(r"(?:\+|00)[\d ()/.-]{4,30}", re.ASCII)


class Rule(NamedTuple):
    """Whether a value keeps to a limit; values that it says nothing about do. `expected` is in words."""

    holds: Callable[[Any, Any], bool]
    expected: str


def _number(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def holds(value: Any, limit: Any) -> bool:
        number = Decimal(value) if isinstance(value, str) and _is_numeral(value) else value
        return not is_number(number) or not is_number(limit) or compare(number, limit)

    return holds


def _is_numeral(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,40}(?:\.\d{1,40})?", text, re.ASCII) is not None


def _length(
    kind: type[str | list[Any]], compare: Callable[[int, Any], bool]
) -> Callable[[Any, Any], bool]:
    def holds(value: Any, limit: Any) -> bool:
        return not isinstance(value, kind) or not is_number(limit) or compare(len(value), limit)

    return holds


def _is_multiple(value: Any, limit: Any) -> bool:
    return Fraction(value) % Fraction(limit) == 0


def _has_decimals(value: Any, most: Any) -> bool:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= most


def _matches(value: Any, limit: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return pattern(limit, "").is_found(value, State(Context()).charge)
    except ExpressionLimit:
        return False


def _is_in_format(value: Any, name: Any) -> bool:
    expected = {"email": _EMAIL, "phone": _PHONE}.get(name)
    return expected is None or not isinstance(value, str) or bool(expected.fullmatch(value))


def _is_unique(value: Any, _limit: Any) -> bool:
    if not isinstance(value, list):
        return True
    try:
        return len(set(map(_hashable, value))) == len(value)
    except TypeError:
        return not any(same(one, other) for at, one in enumerate(value) for other in value[:at])


def _hashable(value: Any) -> tuple[bool, Any]:
    hash(value)
    return isinstance(value, bool), value


def _is_accepted(value: Any, accept: Any) -> bool:
    """Whether files are of these kinds, as HTML writes them: `.pdf, image/*`."""
    kinds = [each.strip().lower() for each in str(accept).split(",") if each.strip()]
    return all(any(_is_of(file, kind) for kind in kinds) for file in files_in(value))


def _is_of(file: Mapping[str, Any], kind: str) -> bool:
    if kind.startswith("."):
        return str(file["name"]).lower().endswith(kind)
    media_type = str(file["media_type"]).partition(";")[0].strip().lower()
    if kind.endswith("/*"):
        return media_type.startswith(kind.removesuffix("*"))
    return kind in {"*", media_type}


def _is_from(value: Any, today: Any) -> bool:
    """Whether a date has not passed; wherever the person is, since yesterday it has."""
    if isinstance(value, DateTime):
        value = value.date
    text = str(value)[:10] if isinstance(value, str | Date) else None
    return text is None or not isinstance(today, str) or text >= today


LIMITS: Mapping[str, Rule] = {
    "minimum": Rule(_number(lambda value, limit: bool(value >= limit)), "at least {}"),
    "maximum": Rule(_number(lambda value, limit: bool(value <= limit)), "at most {}"),
    "above": Rule(_number(lambda value, limit: bool(value > limit)), "more than {}"),
    "below": Rule(_number(lambda value, limit: bool(value < limit)), "less than {}"),
    "multiple_of": Rule(_number(_is_multiple), "a multiple of {}"),
    "decimals": Rule(_number(_has_decimals), "at most {} digits behind the point"),
    "min_length": Rule(_length(str, lambda size, limit: size >= limit), "at least {} characters"),
    "max_length": Rule(_length(str, lambda size, limit: size <= limit), "at most {} characters"),
    "min_items": Rule(_length(list, lambda size, limit: size >= limit), "at least {} items"),
    "max_items": Rule(_length(list, lambda size, limit: size <= limit), "at most {} items"),
    "pattern": Rule(_matches, "text that matches {}"),
    "text_format": Rule(_is_in_format, "a text of the form {}"),
    "unique": Rule(_is_unique, "items that differ"),
    "accept": Rule(_is_accepted, "a file of {}"),
    "from_today": Rule(_is_from, "a date from {} on"),
}
"""By the name of the limit; those of a field that are not here say how it is written."""
