"""Methods of text, named as in Java; positions count from 0."""

from __future__ import annotations

from typing import Any

from trivium.expressions.juel.methods import every
from trivium.expressions.juel.methods.method import Method, out_of_range
from trivium.expressions.juel.operators import order
from trivium.expressions.juel.patterns import matches, replace_all, split
from trivium.expressions.juel.values import LONGEST_TEXT, bounded, too_long


def _char_at(text: str, index: int) -> str:
    if not 0 <= index < len(text):
        raise out_of_range(index, len(text) - 1)
    return text[index]


def _substring(text: str, begin: int, end: int | None = None) -> str:
    stop = len(text) if end is None else end
    if not 0 <= begin <= stop <= len(text):
        raise out_of_range(f"{begin} to {stop}", len(text))
    return text[begin:stop]


def _replace(text: str, old: str, new: str) -> str:
    if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_TEXT:
        raise too_long()
    return text.replace(old, new)


def _repeat(text: str, count: int) -> str:
    if count < 0:
        raise out_of_range(count, LONGEST_TEXT)
    if len(text) * count > LONGEST_TEXT:
        raise too_long()
    return text * count


def _equals_ignoring_case(text: str, other: Any) -> bool:
    return type(other) is str and text.casefold() == other.casefold()


def _starts_with(text: str, prefix: str, begin: int = 0) -> bool:
    return 0 <= begin <= len(text) and text.startswith(prefix, begin)


METHODS = {
    **every.METHODS,
    "length": Method(len),
    "isEmpty": Method(lambda text: not text),
    "isBlank": Method(lambda text: not text.strip()),
    "charAt": Method(_char_at, "integer"),
    "substring": Method(_substring, "integer", "integer?"),
    "contains": Method(lambda text, part: part in text, "text"),
    "startsWith": Method(_starts_with, "text", "integer?"),
    "endsWith": Method(lambda text, end: text.endswith(end), "text"),
    "indexOf": Method(
        lambda text, part, begin=0: text.find(part, max(begin, 0)), "text", "integer?"
    ),
    "lastIndexOf": Method(lambda text, part: text.rfind(part), "text"),
    "toUpperCase": Method(lambda text: text.upper()),
    "toLowerCase": Method(lambda text: text.lower()),
    **dict.fromkeys(("trim", "strip"), Method(lambda text: text.strip())),
    "concat": Method(lambda text, other: bounded(text + other), "text"),
    "replace": Method(_replace, "text", "text"),
    "repeat": Method(_repeat, "integer"),
    "equalsIgnoreCase": Method(_equals_ignoring_case, "any"),
    "compareToIgnoreCase": Method(
        lambda text, other: order(text.casefold(), other.casefold()), "text"
    ),
    "matches": Method(matches, "text"),
    "replaceAll": Method(replace_all, "text", "text"),
    "split": Method(split, "text", "integer?"),
}
