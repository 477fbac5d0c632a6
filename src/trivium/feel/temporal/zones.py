"""Time zones: offsets of IANA zones in any year, and the notation of offsets."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache

from trivium.feel.temporal import calendar

MAXIMUM_OFFSET = 18 * 3600
# a multiple of the calendar's cycle, late enough that all zones have come to rest
_LAST_YEARS = 8800


@lru_cache(maxsize=1024)
def zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of that IANA name, or None if there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def exists(name: str) -> bool:
    return zone(name) is not None


def offset_at(name: str, day: int, second: int) -> int:
    """Seconds east of UTC in that zone at a local day number and second of the day.

    Years beyond those of the standard library take the rule of the year in it which has the same
    calendar; years before them have the zone's first known offset.
    """
    return _seconds(_moment(day, second).replace(tzinfo=_zone(name)).utcoffset())


def offset_of_instant(name: str, day: int, second: int) -> int:
    """The same at a day number and second of the day in UTC."""
    return _seconds(_moment(day, second).replace(tzinfo=dt.UTC).astimezone(_zone(name)).utcoffset())


def _zone(name: str) -> zoneinfo.ZoneInfo:
    info = zone(name)
    if info is None:
        raise ValueError(f"Expected the name of a time zone but got {name!r}")
    return info


def _moment(day: int, second: int) -> dt.datetime:
    """A moment the standard library can hold which has the same place in the calendar."""
    year, month, day_of_month = calendar.civil(day)
    if year <= dt.MINYEAR:
        year, month, day_of_month = dt.MINYEAR, 1, 3
    elif year >= _LAST_YEARS + calendar.CYCLE_YEARS:
        year = _LAST_YEARS + year % calendar.CYCLE_YEARS
    return dt.datetime(  # noqa: DTZ001  # whoever calls says in which zone it is meant
        year, month, day_of_month, second // 3600, second // 60 % 60, second % 60
    )


def _seconds(offset: dt.timedelta | None) -> int:
    return 0 if offset is None else offset.days * 86_400 + offset.seconds


def offset_text(offset: int) -> str:
    """`Z` or `+hh:mm`, with seconds only where there are any."""
    if offset == 0:
        return "Z"
    sign = "-" if offset < 0 else "+"
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")
