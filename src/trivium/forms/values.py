"""What values fields take: their types, and texts in place of them where a notation allows that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from trivium.feel.temporal import (
    Date,
    DateTime,
    Time,
    parse_date,
    parse_date_time,
)
from trivium.forms.files import is_file
from trivium.forms.model import Field

_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_ZONE = r"(?:[Zz]|[+-](?:0\d|1\d|2[0-3]):[0-5]\d)"
_DATE_TEXT = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME_TEXT = re.compile(rf"{_TIME}(?::[0-5]\d(?:\.\d{{1,9}})?)?{_ZONE}?", re.ASCII)
_RFC_TIME = re.compile(rf"{_TIME}:(?:[0-5]\d|60)(?:\.\d{{1,9}})?{_ZONE}", re.ASCII)
_MOST_DIGITS = 6144


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; a boolean is no number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return bool(one == other)


def is_number(value: Any) -> bool:
    """Whether it is a number, which a boolean is not."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_integer(value: Any, field: Field) -> bool:
    del field
    return is_number(value) and value == int(value)


def _is_number(value: Any, field: Field) -> bool:
    if field.limits.get("as_text") and isinstance(value, str):
        try:
            return Decimal(value).is_finite()
        except InvalidOperation:
            return False
    return is_number(value)


def _is_strict(field: Field) -> bool:
    return field.limits.get("text_format") == "rfc3339"


def _is_date(value: Any, field: Field) -> bool:
    if isinstance(value, Date):
        return not _is_strict(field)
    return isinstance(value, str) and is_date(value)


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, such as 2026-02-28."""
    if _DATE_TEXT.fullmatch(text) is None:
        return False
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _is_time(value: Any, field: Field) -> bool:
    if isinstance(value, str):
        pattern = _RFC_TIME if _is_strict(field) else _TIME_TEXT
        return pattern.fullmatch(value) is not None
    return isinstance(value, Time) and not _is_strict(field)


def _is_date_time(value: Any, field: Field) -> bool:
    if isinstance(value, str):
        day, mark, time = value[:10], value[10:11], value[11:]
        return is_date(day) and mark in {"T", "t"} and _is_time(time, field)
    return isinstance(value, DateTime) and not _is_strict(field)


def _is_text(value: Any, field: Field) -> bool:
    del field
    return isinstance(value, str)


def _is_list(value: Any, field: Field) -> bool:
    del field
    return isinstance(value, list)


_TYPES: Mapping[str, tuple[Callable[[Any, Field], bool], str]] = {
    "string": (_is_text, "text"),
    "text": (_is_text, "text"),
    "integer": (_is_integer, "a whole number"),
    "number": (_is_number, "a number"),
    "boolean": (lambda value, _: isinstance(value, bool), "true or false"),
    "date": (_is_date, "a date such as 2026-11-21"),
    "time": (_is_time, "a time such as 13:45:00Z"),
    "date-time": (_is_date_time, "a date and time such as 2026-11-21T13:45:00Z"),
    "multiple": (_is_list, "a list of options"),
    "file": (lambda value, _: is_file(value), "a file"),
    "files": (lambda value, _: isinstance(value, list) and all(map(is_file, value)), "files"),
    "group": (lambda value, _: isinstance(value, dict), "an object"),
    "list": (_is_list, "a list"),
}


def misfit(value: Any, field: Field) -> str | None:
    """What was expected where a value is not of the type of its field; None if it is."""
    known = _TYPES.get(field.type)
    if known is None or known[0](value, field):
        return None
    return known[1]


# -- texts of forms that are sent as texts (Camunda 7)


def from_text(value: Any, field: Field) -> Any:
    """The value that a text stands for in a form of Camunda 7; anything else is left as it is."""
    convert = _CONVERSIONS.get(field.type)
    if convert is None:
        return value
    try:
        return convert(value, field)
    except (ValueError, InvalidOperation):
        return value


def _whole(value: Any, field: Field) -> Any:
    del field
    if not isinstance(value, str) or len(value) > _MOST_DIGITS // 2:
        return value
    return int(value.strip())


def _decimal(value: Any, field: Field) -> Any:
    del field
    if not isinstance(value, str):
        return value
    found = Decimal(value.strip())
    return found if found.is_finite() and abs(found.adjusted()) < _MOST_DIGITS else value


def _boolean(value: Any, field: Field) -> Any:
    del field
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _string(value: Any, field: Field) -> Any:
    del field
    return str(value) if is_number(value) else value


def _moment(value: Any, field: Field) -> Any:
    """A date as its pattern has it, or ISO 8601; one with a time where the field asks for a date is cut."""
    if isinstance(value, str):
        value = _parsed(value, field)
    if field.type == "date" and isinstance(value, DateTime):
        return value.date
    return DateTime(value, Time(0)) if field.type != "date" and isinstance(value, Date) else value


def _parsed(text: str, field: Field) -> Date | DateTime:
    pattern = _date_pattern(field.limits.get("date_pattern", ""))
    found = None if pattern is None else pattern.fullmatch(text)
    if found is None:
        return parse_date_time(text) if "T" in text else parse_date(text)
    part = {name: int(value) for name, value in found.groupdict().items()}
    year = part.get("y", 1970)
    day = Date(year + 2000 if year < 100 else year, part.get("M", 1), part.get("d", 1))  # noqa: PLR2004  # two digits
    if not part.keys() & {"H", "m", "s"}:
        return day
    seconds = (part.get("H", 0) * 60 + part.get("m", 0)) * 60 + part.get("s", 0)
    return DateTime(day, Time(seconds))


_LETTERS = {"y": r"\d{2,4}", "M": r"\d{1,2}", "d": r"\d{1,2}", "H": r"\d{1,2}", "h": r"\d{1,2}"}
_LETTERS |= {"m": r"\d{1,2}", "s": r"\d{1,2}"}


@lru_cache(maxsize=256)
def _date_pattern(written: str) -> re.Pattern[str] | None:
    """A pattern of Java's dates, such as dd/MM/yyyy; None where it says more than digits can."""
    parts = []
    seen = set()
    for run in re.findall(r"([A-Za-z])\1*|'([^']*)'|([^A-Za-z'])", written):
        letter, quoted, other = run
        name = "H" if letter == "h" else letter
        if letter and (letter not in _LETTERS or name in seen):
            return None
        seen.add(name)
        parts.append(f"(?P<{name}>{_LETTERS[letter]})" if letter else re.escape(quoted or other))
    return re.compile("".join(parts), re.ASCII) if written else None


_CONVERSIONS: Mapping[str, Callable[[Any, Field], Any]] = {
    "integer": _whole,
    "number": _decimal,
    "boolean": _boolean,
    "string": _string,
    "date": _moment,
    "date-time": _moment,
}
