"""Time zones: offsets of IANA zones in any year, and the notation of offsets."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache

from trivium.feel.temporal import calendar

MAXIMUM_OFFSET = 18 * 3600


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
    info = zone(name)
    if info is None:
        raise ValueError(f"Expected the name of a time zone but got {name!r}")
    year, month, day_of_month = calendar.civil(day)
    if year < dt.MINYEAR:
        year, month, day_of_month = 1, 1, 2
    elif year >= dt.MAXYEAR:
        year = 9000 + year % 400
    local = dt.datetime(  # noqa: DTZ001  # asked of the zone itself on the next line
        year, month, day_of_month, second // 3600, second // 60 % 60, second % 60
    )
    offset = info.utcoffset(local)
    return 0 if offset is None else offset.days * 86_400 + offset.seconds


def offset_text(offset: int) -> str:
    """`Z` or `+hh:mm`, with seconds only where there are any."""
    if offset == 0:
        return "Z"
    sign = "-" if offset < 0 else "+"
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")
