"""The time value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trivium.feel.frozen import Frozen, keep
from trivium.feel.numbers import CONTEXT, Number, add, canonical, subtract, text_of
from trivium.feel.temporal import zones

DAY_SECONDS = 86_400


class Time(Frozen):
    """A time of day: seconds since midnight, and a UTC offset or an IANA zone or neither.

    Two times are equal when they are the same instant of a day; a time with a zone or offset is
    never equal to one without.

    Standard: DMN 1.5, 10.3.2.3.4.
    """

    __slots__ = _fields = ("seconds", "offset", "zone")

    seconds: Number
    offset: int | None
    zone: str | None

    def __init__(self, seconds: Number, offset: int | None = None, zone: str | None = None) -> None:
        if not 0 <= seconds < DAY_SECONDS:
            raise ValueError(f"Expected less than a day of seconds but got {seconds}")
        if offset is not None and abs(offset) > zones.MAXIMUM_OFFSET:
            raise ValueError(f"Expected an offset within 18 hours but got {offset} seconds")
        keep(self, "seconds", seconds)
        keep(self, "offset", offset)
        keep(self, "zone", zone)

    @staticmethod
    def of(
        hour: int, minute: int, second: Number, offset: int | None = None, zone: str | None = None
    ) -> Time:
        """The time of these parts; `ValueError` if one is out of its range."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):  # noqa: PLR2004  # a clock
            raise ValueError(f"Expected a time of day but got {hour}:{minute}:{second}")
        return Time(canonical(add(hour * 3600 + minute * 60, second)), offset, zone)

    @property
    def hour(self) -> int:
        """0 to 23."""
        return int(self.seconds) // 3600

    @property
    def minute(self) -> int:
        """0 to 59."""
        return int(self.seconds) // 60 % 60

    @property
    def second(self) -> Number:
        """0 to below 60, with its fraction."""
        return canonical(CONTEXT.remainder(Decimal(self.seconds), Decimal(60)))

    @property
    def is_local(self) -> bool:
        """Whether it has neither an offset nor a zone."""
        return self.offset is None and self.zone is None

    def offset_on(self, day: int) -> int | None:
        """Seconds east of UTC on that day number; None for a local time."""
        if self.zone is not None:
            return zones.offset_at(self.zone, day, int(self.seconds))
        return self.offset

    @property
    def local_seconds(self) -> Number:
        """Seconds since midnight on its own clock."""
        return self.seconds

    @property
    def instant(self) -> Number:
        """Seconds since midnight UTC (of the same day); a zone counts with its offset of 1970."""
        offset = self.offset_on(0)
        return self.seconds if not offset else subtract(self.seconds, offset)

    def __eq__(self, other: object) -> bool:
        if type(other) is not Time:
            return NotImplemented
        return self.is_local == other.is_local and self.instant == other.instant

    def __hash__(self) -> int:
        return hash((self.is_local, self.instant))

    @property
    def suffix(self) -> str:
        """Zone or offset as it is written, or nothing."""
        if self.zone is not None:
            return f"@{self.zone}"
        return "" if self.offset is None else zones.offset_text(self.offset)

    @staticmethod
    def from_python(time: dt.time) -> Time:
        """The same time of day; a zone of the standard library's `zoneinfo` is kept by its name."""
        second = canonical(Decimal(time.second * 1_000_000 + time.microsecond).scaleb(-6))
        key = getattr(time.tzinfo, "key", None)
        offset = time.utcoffset()
        seconds = None if offset is None else offset.days * DAY_SECONDS + offset.seconds
        return Time.of(time.hour, time.minute, second, None if key else seconds, key)

    def __str__(self) -> str:
        whole, _, fraction = text_of(self.second).partition(".")
        second = whole.zfill(2) + (f".{fraction}" if fraction else "")
        return f"{self.hour:02d}:{self.minute:02d}:{second}{self.suffix}"
