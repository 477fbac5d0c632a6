"""The two durations: days and time, years and months."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trivium.feel.frozen import Ordered, keep
from trivium.feel.numbers import (
    Number,
    absolute,
    add,
    canonical,
    multiply,
    negative,
    subtract,
    text_of,
)

# beyond the span of all dates, and short enough to be written out
_MAXIMUM_SECONDS = 10**20
_MAXIMUM_MONTHS = 10**14


class DaysTimeDuration(Ordered):
    """A duration in seconds, exact to 34 digits.

    Standard: DMN 1.5, 10.3.2.3.7.
    """

    __slots__ = _fields = ("seconds",)

    seconds: Number

    def __init__(self, seconds: Number) -> None:
        if not -_MAXIMUM_SECONDS < seconds < _MAXIMUM_SECONDS:
            raise ValueError("Expected a duration within the years that dates may have")
        keep(self, "seconds", seconds)

    @property
    def _order(self) -> Number:
        return self.seconds

    @property
    def _parts(self) -> tuple[int, int, int, Number]:
        total = absolute(self.seconds)
        whole = int(total)
        second = canonical(add(subtract(total, whole), whole % 60))
        return whole // 86_400, whole // 3600 % 24, whole // 60 % 60, second

    @property
    def sign(self) -> int:
        """-1 or 1."""
        return -1 if self.seconds < 0 else 1

    @property
    def days(self) -> int:
        """Whole days, signed as the duration."""
        return self.sign * self._parts[0]

    @property
    def hours(self) -> int:
        """Whole hours beyond the days."""
        return self.sign * self._parts[1]

    @property
    def minutes(self) -> int:
        """Whole minutes beyond the hours."""
        return self.sign * self._parts[2]

    @property
    def second(self) -> Number:
        """Seconds beyond the minutes, with their fraction."""
        second = self._parts[3]
        return negative(second) if self.seconds < 0 else second

    @staticmethod
    def from_python(delta: dt.timedelta) -> DaysTimeDuration:
        """The same span as the standard library's `timedelta`."""
        microseconds = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
        return DaysTimeDuration(canonical(Decimal(microseconds).scaleb(-6)))

    def to_python(self) -> dt.timedelta:
        """As the standard library's `timedelta`, cut to microseconds."""
        return dt.timedelta(microseconds=int(multiply(self.seconds, 1_000_000)))

    def __str__(self) -> str:
        days, hours, minutes, second = self._parts
        date = f"{days}D" if days else ""
        time = "".join(
            (
                f"{hours}H" if hours else "",
                f"{minutes}M" if minutes else "",
                f"{text_of(second)}S" if second else "",
            )
        )
        if not date and not time:
            return "PT0S"
        return ("-P" if self.seconds < 0 else "P") + date + (f"T{time}" if time else "")


class YearsMonthsDuration(Ordered):
    """A duration in months.

    Standard: DMN 1.5, 10.3.2.3.8.
    """

    __slots__ = _fields = ("total",)

    total: int

    def __init__(self, total: int) -> None:
        if not -_MAXIMUM_MONTHS < total < _MAXIMUM_MONTHS:
            raise ValueError("Expected a duration within the years that dates may have")
        keep(self, "total", total)

    @property
    def _order(self) -> int:
        return self.total

    @property
    def years(self) -> int:
        """Whole years, signed as the duration."""
        return -(-self.total // 12) if self.total < 0 else self.total // 12

    @property
    def months(self) -> int:
        """Months beyond the years."""
        return self.total - 12 * self.years

    def __str__(self) -> str:
        years, months = divmod(abs(self.total), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-P" if self.total < 0 else "P") + (text or "0M")
