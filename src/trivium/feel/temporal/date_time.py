"""The date and time value."""

from __future__ import annotations

import datetime as dt

from trivium.feel.frozen import Frozen, keep
from trivium.feel.numbers import Number, add, canonical, multiply, subtract
from trivium.feel.temporal import zones
from trivium.feel.temporal.date import Date
from trivium.feel.temporal.time import DAY_SECONDS, Time


class DateTime(Frozen):
    """A date and a time of day on it, local or with an offset or zone.

    Two are equal when they are the same instant; a local one is never equal to one with a zone.

    Standard: DMN 1.5, 10.3.2.3.6.
    """

    __slots__ = _fields = ("date", "time")

    date: Date
    time: Time

    def __init__(self, date: Date, time: Time) -> None:
        keep(self, "date", date)
        keep(self, "time", time)

    @property
    def is_local(self) -> bool:
        """Whether it has neither an offset nor a zone."""
        return self.time.offset is None and self.time.zone is None

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at that moment; None for a local one."""
        if self.time.zone is not None:
            return self.time.offset_on(self.date.day_number)
        return self.time.offset

    @property
    def local_seconds(self) -> Number:
        """Seconds since 1970-01-01T00:00:00 on its own clock."""
        return add(self.date.day_number * DAY_SECONDS, self.time.seconds)

    @property
    def instant(self) -> Number:
        """Seconds since 1970-01-01T00:00:00Z; a local one counts as if it were UTC."""
        return subtract(self.local_seconds, self.offset or 0)

    def __eq__(self, other: object) -> bool:
        if type(other) is not DateTime:
            return NotImplemented
        return self.is_local == other.is_local and self.instant == other.instant

    def __hash__(self) -> int:
        return hash((self.is_local, self.instant))

    @staticmethod
    def from_local_seconds(
        seconds: Number, offset: int | None = None, zone: str | None = None
    ) -> DateTime:
        """So many seconds after 1970-01-01T00:00:00 on the clock of that offset or zone."""
        day, second = _split(seconds)
        return DateTime(Date.from_day_number(day), Time(second, offset, zone))

    @staticmethod
    def from_instant(seconds: Number, zone: str) -> DateTime:
        """So many seconds after 1970-01-01T00:00:00Z, on the clock of that zone."""
        day, second = _split(seconds)
        offset = zones.offset_of_instant(zone, day, int(second))
        return DateTime.from_local_seconds(canonical(add(seconds, offset)), None, zone)

    @staticmethod
    def from_python(moment: dt.datetime) -> DateTime:
        """The same moment; a zone of the standard library's `zoneinfo` is kept by its name."""
        return DateTime(Date.from_python(moment.date()), _time_of(moment))

    def to_python(self) -> dt.datetime:
        """As the standard library's `datetime` in UTC, or naive if it is local.

        `OverflowError` outside the years 1 to 9999; fractions are cut to microseconds.
        """
        epoch = dt.datetime(1970, 1, 1, tzinfo=None if self.is_local else dt.UTC)
        return epoch + dt.timedelta(microseconds=int(multiply(self.instant, 1_000_000)))

    def plus_seconds(self, seconds: Number) -> DateTime:
        """So many seconds on; in a zone the clock may have been changed meanwhile."""
        if self.time.zone is None:
            total = canonical(add(self.local_seconds, seconds))
            return DateTime.from_local_seconds(total, self.time.offset)
        return DateTime.from_instant(canonical(add(self.instant, seconds)), self.time.zone)

    def plus_months(self, months: int) -> DateTime:
        """So many months on at the same time of day."""
        return DateTime(self.date.plus_months(months), self.time)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def _split(seconds: Number) -> tuple[int, Number]:
    whole = int(seconds)
    if whole > seconds:
        whole -= 1
    day, second = divmod(whole, DAY_SECONDS)
    if seconds == whole:
        return day, second
    return day, canonical(add(subtract(seconds, whole), second))


def _time_of(moment: dt.datetime) -> Time:
    local = Time.from_python(moment.time())
    key = getattr(moment.tzinfo, "key", None)
    offset = moment.utcoffset()
    seconds = None if offset is None else offset.days * DAY_SECONDS + offset.seconds
    return Time(local.seconds, None if key else seconds, key)
