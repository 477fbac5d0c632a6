"""The date value."""

from __future__ import annotations

import datetime as dt

from trivium.feel.frozen import Ordered, keep
from trivium.feel.temporal import calendar


class Date(Ordered):
    """A day of the proleptic Gregorian calendar.

    Raises `ValueError` for a day that does not exist or a year beyond nine digits.

    Standard: DMN 1.5, 10.3.2.3.5.
    """

    __slots__ = ("day", "day_number", "month", "year")
    _fields = ("year", "month", "day")

    year: int
    month: int
    day: int
    # days since 1970-01-01
    day_number: int

    def __init__(self, year: int, month: int, day: int) -> None:
        if not (
            calendar.MINIMUM_YEAR <= year <= calendar.MAXIMUM_YEAR
            and 1 <= month <= 12  # noqa: PLR2004  # a calendar
            and 1 <= day <= calendar.days_in_month(year, month)
        ):
            raise ValueError(f"Expected a date but {year}-{month}-{day} is none")
        keep(self, "year", year)
        keep(self, "month", month)
        keep(self, "day", day)
        keep(self, "day_number", calendar.day_number(year, month, day))

    @property
    def _order(self) -> int:
        return self.day_number

    @property
    def weekday(self) -> int:
        """Monday 1 to Sunday 7."""
        return calendar.weekday(self.day_number)

    @staticmethod
    def from_day_number(number: int) -> Date:
        """The date so many days after 1970-01-01."""
        return Date(*calendar.civil(number))

    @staticmethod
    def from_python(date: dt.date) -> Date:
        """The same day as the standard library's `date`."""
        return Date(date.year, date.month, date.day)

    def to_python(self) -> dt.date:
        """As the standard library's `date`; `OverflowError` outside the years 1 to 9999."""
        if not dt.MINYEAR <= self.year <= dt.MAXYEAR:
            raise OverflowError(f"Expected a year from 1 to 9999 but got {self.year}")
        return dt.date(self.year, self.month, self.day)

    def plus_months(self, months: int) -> Date:
        """So many months on, on the last day of the month where it is shorter."""
        return Date(*calendar.plus_months(self.year, self.month, self.day, months))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"
