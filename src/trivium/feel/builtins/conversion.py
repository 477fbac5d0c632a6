"""Conversion functions. Standard: DMN 1.5, 10.3.4.1."""

import re
from decimal import Decimal
from typing import Any

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.numbers import CONTEXT, Number, canonical
from trivium.feel.state import State
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
from trivium.feel.text import string_of

_number = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_LONGEST_NUMBER = 400


@builtin("date", "from", cost=3)
def date_from(value: str | Date | DateTime) -> Date:
    """The date of a string, or the date part of a date and time.

    `date("2012-12-25") - date("2012-12-24") = duration("P1D")`
    `date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")`
    """
    if isinstance(value, str):
        return parse_date(value)
    return value if isinstance(value, Date) else value.date


@builtin("date", "year", "month", "day")
def date_of(year: Number, month: Number, day: Number) -> Date:
    """The date of these parts.

    `date(2012, 12, 25) = date("2012-12-25")`
    """
    return Date(int(year), int(month), int(day))


@builtin("date and time", "from", cost=3)
def date_and_time_from(value: str | DateTime | Date) -> DateTime:
    """The date and time of a string; a date alone is its midnight.

    `date and time("2012-12-24T23:59:00").hour = 23`
    """
    if isinstance(value, str):
        return parse_date_time(value)
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0))


@builtin("date and time", "date", "time")
def date_and_time_of(date: Date | DateTime, time: Time) -> DateTime:
    """The date, or the date part of a date and time, with that time.

    `date and time(date("2012-12-24"), time("23:59:00")) = date and time("2012-12-24T23:59:00")`
    """
    return DateTime(date if isinstance(date, Date) else date.date, time)


@builtin("time", "from", cost=3)
def time_from(value: str | Time | DateTime | Date) -> Time:
    """The time of a string, or the time part of a date and time; of a date it is midnight UTC.

    `time("23:59:00z") = time(23, 59, 0, duration("PT0H"))`
    `time(date and time("2012-12-24T23:59:00")) = time("23:59:00")`
    """
    if isinstance(value, str):
        return parse_time(value)
    if isinstance(value, Date):
        return Time(0, 0)
    return value if isinstance(value, Time) else value.time


@builtin("time", "hour", "minute", "second", "offset")
def time_of(
    hour: Number, minute: Number, second: Number, offset: DaysTimeDuration | None = None
) -> Time:
    """The time of these parts, local without an offset.

    `time(23, 59, 0, duration("PT1H")) = time("23:59:00+01:00")`
    """
    seconds = None if offset is None else int(offset.seconds)
    return Time.of(int(hour), int(minute), canonical(second), seconds)


@builtin("number", "from", "grouping separator", "decimal separator")
def number_from(value: str, grouping: str | None, point: str | None) -> Number:
    """The number of a string, written with these separators (null for none and `.`).

    `number("1 000,0", " ", ",") = number("1,000.0", ",", ".")`
    `number(from: "1000.5") = 1000.5`
    `number("one", ",", ".") = null`
    """
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        raise NullResult("Expected space, comma or point as separators")
    if grouping is not None and grouping == (point or "."):
        raise NullResult("Expected two separators that differ")
    text = value if grouping is None else value.replace(grouping, "")
    if point == ",":
        text = text.replace(".", "?").replace(",", ".")
    if _number.fullmatch(text) is None or len(text) > _LONGEST_NUMBER:
        raise NullResult(f"Expected the text of a number but got {value!r}")
    return canonical(CONTEXT.create_decimal(Decimal(text)))


@builtin("string", "from")
def string_from(state: State, value: Any) -> str | None:
    r"""The value as text; null stays null.

    `string(1.10) = "1.1"`
    `string(@"2012-12-25") = "2012-12-25"`
    `string([1, "a"]) = "[1, \"a\"]"`
    """
    if value is None:
        return None
    state.weigh(value)
    text = string_of(value)
    state.check_characters(len(text))
    return text


@builtin("duration", "from", cost=3)
def duration_from(
    value: str | DaysTimeDuration | YearsMonthsDuration,
) -> DaysTimeDuration | YearsMonthsDuration:
    """The duration of a string, of days and time or of years and months.

    `duration("P26M") = duration("P2Y2M")`
    """
    return parse_duration(value) if isinstance(value, str) else value


@builtin("years and months duration", "from", "to")
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    """The whole months between two days, as a duration.

    `years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")`
    """
    first = start if isinstance(start, Date) else start.date
    last = end if isinstance(end, Date) else end.date
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonthsDuration(months)


FUNCTIONS = (
    date_from,
    date_of,
    date_and_time_from,
    date_and_time_of,
    time_from,
    time_of,
    number_from,
    string_from,
    duration_from,
    years_and_months_duration,
)
