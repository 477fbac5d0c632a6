"""Calendars from and to plain data, as TOML and JSON hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trivium.errors import InvalidModel
from trivium.work.calendars.calendar import Calendar, PublicHolidays, SpecialDays
from trivium.work.calendars.public_holidays import fault_of
from trivium.work.faults import Faults

if TYPE_CHECKING:
    from trivium.work.calendars.calendar import Hours

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)")
_YEARLY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_HOURS = "hours such as 09:00-12:30"
_DAY = "a date such as 2026-12-24, or 12-24 for each year"
_LEAP_YEAR = 2000
_MIDNIGHT = 24 * 60
_FIELDS = frozenset({"key", "name", "zone", "hours", "holidays", "days"})
_HOLIDAY_FIELDS = frozenset({"country", "region", "categories", "observed", "hours"})
_DAY_FIELDS = frozenset({"name", "date", "from", "until", "hours"})


def read_calendar(data: Mapping[str, Any]) -> Calendar:
    """A calendar from data: `key`, `name`, `zone`, `hours` by weekday, `holidays` and `days`.

    Raises:
        InvalidModel: it is none; all that is wrong is listed.
    """
    faults = Faults("calendar/invalid")
    faults.only(data, _FIELDS, "the calendar")
    key = faults.text(data, "key", "the calendar")
    zone = data.get("zone", "UTC")
    if not _is_zone(zone):
        faults.add("zone", "a time zone such as Europe/Berlin", zone)
    calendar = Calendar(
        key=key,
        name=str(data.get("name") or key),
        zone=str(zone),
        week=_week(data.get("hours"), faults),
        holidays=tuple(
            _holidays(each, where, faults)
            for where, each in faults.each(data, "holidays", "a list of tables with a country")
        ),
        days=tuple(
            _special(each, where, faults)
            for where, each in faults.each(data, "days", "a list of tables with a date")
        ),
    )
    if not faults.found and not any(calendar.week):
        faults.add("hours", "hours on at least one weekday, or time would never pass", "none")
    if faults.found:
        raise InvalidModel(faults.found, f"calendar {key}" if key else "calendar")
    return calendar


def calendar_data(calendar: Calendar) -> dict[str, Any]:
    """The data of a calendar: reading it gives the same one."""
    return {
        "key": calendar.key,
        "name": calendar.name,
        "zone": calendar.zone,
        "hours": {
            name: _texts(hours)
            for name, hours in zip(WEEKDAYS, calendar.week, strict=True)
            if hours
        },
        "holidays": [
            {
                "country": each.country,
                **({"region": each.region} if each.region else {}),
                "categories": list(each.categories),
                "observed": each.observed,
                "hours": _texts(each.hours),
            }
            for each in calendar.holidays
        ],
        "days": [
            {
                "name": each.name,
                "from": _day_text(each.first),
                "until": _day_text(each.last),
                "hours": _texts(each.hours),
            }
            for each in calendar.days
        ],
    }


def _week(data: Any, faults: Faults) -> tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]:
    week: list[Hours] = [()] * 7
    if not isinstance(data, Mapping):
        faults.add("hours", "a table of hours by weekday", data)
        data = {}
    for name, value in data.items():
        days = _weekdays(str(name))
        if not days:
            faults.add(
                "hours", "weekdays such as monday, or monday-friday", name, "calendar/weekday"
            )
        for day in days:
            week[day] = _read_hours(value, f"hours.{name}", faults)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = week
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _weekdays(name: str) -> list[int]:
    """The numbers of a weekday, or of some from one to another."""
    first, _, last = name.lower().partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        return []
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _read_hours(value: Any, where: str, faults: Faults) -> Hours:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple):
        faults.add(where, _HOURS, value, "calendar/hours")
        return ()
    spans = []
    for each in texts:
        match = _SPAN.fullmatch(each.strip()) if isinstance(each, str) else None
        numbers = [int(number) for number in match.groups()] if match else [0, 0, 0, 0]
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if match is None or start == end or end > _MIDNIGHT:
            faults.add(where, _HOURS, each, "calendar/hours")
            continue
        if end < start:  # a night shift
            end += _MIDNIGHT
        spans.append((start * 60, end * 60))
    spans.sort()
    for (_, until), (begins, _) in pairwise(spans):
        if begins < until:
            faults.add(where, "hours that do not overlap", list(texts), "calendar/hours")
    return tuple(spans)


def _holidays(data: Mapping[str, Any], where: str, faults: Faults) -> PublicHolidays:
    faults.only(data, _HOLIDAY_FIELDS, where)
    categories = data.get("categories", ["public"])
    if not isinstance(categories, list | tuple) or not categories:
        faults.add(f"{where}.categories", "a list such as [public]", categories)
        categories = ["public"]
    region = data.get("region")
    found = PublicHolidays(
        country=faults.text(data, "country", where),
        region=None if region is None else str(region),
        categories=tuple(str(each) for each in categories),
        observed=data.get("observed", True) is not False,
        hours=_read_hours(data.get("hours", ()), f"{where}.hours", faults),
    )
    fault = fault_of(found) if found.country else None
    if fault is not None:
        faults.say(where, fault, "calendar/unknown-holidays")
    return found


def _special(data: Mapping[str, Any], where: str, faults: Faults) -> SpecialDays:
    faults.only(data, _DAY_FIELDS, where)
    if ("date" in data) == ("from" in data or "until" in data):
        faults.add(where, "either a date, or from and until", sorted(data), "calendar/day")
    first = _read_day(data.get("date", data.get("from")), where, faults)
    last = _read_day(data.get("date", data.get("until")), where, faults)
    if isinstance(first, date) is not isinstance(last, date):
        faults.add(where, "two dates, or two days of each year", sorted(data), "calendar/day")
        last = first
    elif isinstance(first, date) and isinstance(last, date) and last < first:
        faults.add(where, "a last day that is not before the first", last, "calendar/day")
    return SpecialDays(
        str(data.get("name", "")),
        first,
        last,
        _read_hours(data.get("hours", ()), f"{where}.hours", faults),
    )


def _read_day(value: Any, where: str, faults: Faults) -> date | tuple[int, int]:
    if isinstance(value, date):  # as TOML has it
        return date(value.year, value.month, value.day)
    text = value if isinstance(value, str) else ""
    try:
        yearly = _YEARLY.fullmatch(text)
        if yearly is None:
            return date.fromisoformat(text)
        month, day = int(yearly[1]), int(yearly[2])
        date(_LEAP_YEAR, month, day)
    except ValueError:
        faults.add(where, _DAY, value, "calendar/day")
        return (1, 1)
    return (month, day)


def _is_zone(name: Any) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        return False
    return True


def _texts(hours: Hours) -> list[str]:
    return [f"{_clock(start)}-{_clock(end, is_end=True)}" for start, end in hours]


def _clock(seconds: int, *, is_end: bool = False) -> str:
    minutes = seconds // 60
    if not is_end or minutes > _MIDNIGHT:
        minutes %= _MIDNIGHT
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day_text(day: date | tuple[int, int]) -> str:
    return day.isoformat() if isinstance(day, date) else f"{day[0]:02}-{day[1]:02}"
