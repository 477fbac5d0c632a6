"""A calendar as data: the hours of a week, and the days that differ."""

from __future__ import annotations

from datetime import date

import msgspec

from trivium.errors import InvalidInput

Hours = tuple[tuple[int, int], ...]
"""From when to when, in seconds from midnight on the clock of the zone.

What ends after 86,400 runs into the next day, and belongs to the day on which it begins.
"""

DAY_SECONDS = 86_400
WHOLE_DAY: Hours = ((0, DAY_SECONDS),)


class PublicHolidays(msgspec.Struct, frozen=True):
    """The holidays of a country (ISO 3166-1) or of a region of it (ISO 3166-2, without the country).

    `categories` are those of the `holidays` library, such as `public`, `bank` or `half_day`. `hours` are
    worked on these days: none, or fewer on half days.
    """

    country: str
    region: str | None = None
    categories: tuple[str, ...] = ("public",)
    observed: bool = True
    hours: Hours = ()


class SpecialDays(msgspec.Struct, frozen=True):
    """Days with hours of their own, none if they are free: dates, or the same days of each year.

    `first` and `last` are included. Those of each year are (month, day), and may run over New Year.
    """

    name: str
    first: date | tuple[int, int]
    last: date | tuple[int, int]
    hours: Hours = ()

    def has(self, day: date) -> bool:
        """Whether it is one of them."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        here = (day.month, day.day)
        if isinstance(self.first, date) or isinstance(self.last, date):
            raise TypeError(self.name)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """When work is done: the hours of each weekday (Monday first) in a time zone, and the exceptions.

    An exception that is listed earlier comes first, and all special days come before all holidays.
    """

    key: str
    name: str = ""
    zone: str = "UTC"
    week: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    holidays: tuple[PublicHolidays, ...] = ()
    days: tuple[SpecialDays, ...] = ()


class BeyondCalendar(InvalidInput):
    """A time or a sum that lies outside of the years that calendars are kept for."""

    code = "calendar/out-of-range"
