"""ISO 8601 and XML Schema notation of temporal values; wrong text gives `ValueError`.

Standard: DMN 1.5, 10.3.4.1 (lexical forms of XML Schema, with `@zone` for IANA zones).
"""

from __future__ import annotations

import re
from decimal import Decimal

from trivium.feel.numbers import Number, add, canonical, negative
from trivium.feel.temporal import zones
from trivium.feel.temporal.date import Date
from trivium.feel.temporal.date_time import DateTime
from trivium.feel.temporal.duration import DaysTimeDuration, YearsMonthsDuration
from trivium.feel.temporal.time import Time

_DATE = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
_TIME = (
    r"([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,30})?)"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+\-/]{1,64}))?"
)
_date = re.compile(_DATE)
_time = re.compile(_TIME)
_date_time = re.compile(_DATE + "T" + _TIME)
_years_months = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,30})Y)?(?:([0-9]{1,30})M)?")
_days_time = re.compile(
    r"(-?)P(?=[0-9]|T[0-9])(?:([0-9]{1,30})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,30})H)?(?:([0-9]{1,30})M)?(?:([0-9]{1,30}(?:\.[0-9]{1,30})?)S)?)?"
)
_MIDNIGHT = Time(0)

Temporal = Date | Time | DateTime | DaysTimeDuration | YearsMonthsDuration


def parse_date(text: str) -> Date:
    """`2020-02-29`, also with a sign and up to nine digits of year."""
    match = _date.fullmatch(text)
    if match is None:
        raise ValueError(f"Expected a date such as 2020-02-29 but got {text!r}")
    return Date(*map(int, match.groups()))


def parse_time(text: str) -> Time:
    """`23:59:00`, with `Z`, `+02:00` or `@Europe/Paris` behind it or nothing."""
    match = _time.fullmatch(text)
    if match is None:
        raise ValueError(f"Expected a time such as 23:59:00+01:00 but got {text!r}")
    time, days = _time_from(match.groups())
    return time if days == 0 else Time(0, time.offset, time.zone)


def parse_date_time(text: str) -> DateTime:
    """`2020-02-29T23:59:00Z`; a date alone is its midnight, on a local clock."""
    match = _date_time.fullmatch(text)
    if match is None:
        return DateTime(parse_date(text), _MIDNIGHT)
    groups = match.groups()
    date = Date(int(groups[0]), int(groups[1]), int(groups[2]))
    time, days = _time_from(groups[3:])
    if days:
        date = Date.from_day_number(date.day_number + days)
    return DateTime(date, time)


def _time_from(groups: tuple[str | None, ...]) -> tuple[Time, int]:
    """The time, and 1 where it was written as 24:00:00."""
    hour, minute, second, utc, sign, offset_hour, offset_minute, offset_second, zone = groups
    offset: int | None = None
    if utc:
        offset = 0
    elif sign:
        minutes, seconds = int(offset_minute or 0), int(offset_second or 0)
        if minutes > 59 or seconds > 59:  # noqa: PLR2004  # a clock
            raise ValueError("Expected an offset with minutes and seconds below 60")
        offset = int(offset_hour or 0) * 3600 + minutes * 60 + seconds
        offset = -offset if sign == "-" else offset
    elif zone and not zones.exists(zone):
        raise ValueError(f"Expected the name of a time zone but got {zone!r}")
    seconds_of_minute = canonical(Decimal(second or 0))
    if hour == "24" and minute == "00" and seconds_of_minute == 0:
        return Time(0, offset, zone), 1
    return Time.of(int(hour or 0), int(minute or 0), seconds_of_minute, offset, zone), 0


def parse_duration(text: str) -> DaysTimeDuration | YearsMonthsDuration:
    """`P1DT2H` or `P1Y2M`; the two kinds do not mix."""
    match = _years_months.fullmatch(text)
    if match is not None:
        sign, years, months = match.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonthsDuration(-total if sign else total)
    match = _days_time.fullmatch(text)
    if match is None:
        raise ValueError(f"Expected a duration such as P1DT2H or P1Y2M but got {text!r}")
    sign, days, hours, minutes, second = match.groups()
    whole = int(days or 0) * 86_400 + int(hours or 0) * 3600 + int(minutes or 0) * 60
    total_seconds: Number = canonical(add(Decimal(second or 0), whole))
    return DaysTimeDuration(negative(total_seconds) if sign else total_seconds)


def parse_at_literal(text: str) -> Temporal:
    """What `@"…"` holds: a duration, date and time, date or time, told by its form."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if _date.fullmatch(text):
        return parse_date(text)
    if "T" in text and _date_time.fullmatch(text):
        return parse_date_time(text)
    return parse_time(text)
