"""Durations of ISO 8601 as timers use them: years to seconds and weeks, added on a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal

import msgspec

from trivium.expressions.errors import InvalidSchedule

_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=\d|T\d)"
    r"(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?"
    r"(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,12})H)?(?:(?P<minutes>\d{1,12})M)?"
    r"(?:(?P<seconds>\d{1,12}(?:[.,]\d{1,9})?)S)?)?",
    re.IGNORECASE,
)
_MONTHS_A_YEAR = 12


class Duration(msgspec.Struct, frozen=True):
    """Months and days of the calendar and an exact rest; all of one sign.

    Standard: ISO 8601-1, 5.5.2.
    """

    months: int = 0
    days: int = 0
    rest: timedelta = timedelta()

    @property
    def is_zero(self) -> bool:
        return not (self.months or self.days or self.rest)

    @property
    def is_negative(self) -> bool:
        return self.months < 0 or self.days < 0 or self.rest < timedelta()

    def after(self, moment: datetime, zone: tzinfo = UTC, times: int = 1) -> datetime:
        """The moment (UTC) that lies `times` durations after `moment`.

        Months and days are counted on the calendar and clock of `zone`, so that a day is 23 or 25
        hours long when clocks change there; the 31st becomes the last day of a shorter month.

        Raises:
            InvalidSchedule: the result is beyond the year 9999.
        """
        try:
            if self.months or self.days:
                moment = self._on_calendar(moment.astimezone(zone), times)
            return moment.astimezone(UTC) + self.rest * times
        except OverflowError as error:
            raise InvalidSchedule(str(self), "a duration that ends before the year 9999") from error

    def _on_calendar(self, local: datetime, times: int) -> datetime:
        if self.months:
            total = local.year * _MONTHS_A_YEAR + local.month - 1 + self.months * times
            year, month = divmod(total, _MONTHS_A_YEAR)
            if not 1 <= year <= 9999:  # noqa: PLR2004 (the years of the calendar)
                raise OverflowError(year)
            local = local.replace(
                year=year, month=month + 1, day=min(local.day, _days_in(year, month + 1))
            )
        return local + timedelta(days=self.days * times)

    def __str__(self) -> str:
        if self.is_zero:
            return "PT0S"
        months, days, rest = abs(self.months), abs(self.days), abs(self.rest)
        seconds = Decimal(rest // timedelta(microseconds=1)).scaleb(-6).normalize()
        date = "".join((f"{months}M" if months else "", f"{days}D" if days else ""))
        time = f"T{seconds:f}S" if seconds else ""
        return f"{'-' if self.is_negative else ''}P{date}{time}"


def parse_duration(text: str) -> Duration:
    """`P1DT2H`, `P1Y6M`, `P2W`, `-PT30S`; fractions stand on seconds only.

    Raises:
        InvalidSchedule: it is no duration.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise InvalidSchedule(text, "a duration such as PT15M, P1DT2H or P2W")
    part = {name: int(found) for name, found in match.groupdict("0").items() if found.isdigit()}
    sign = -1 if match["sign"] == "-" else 1
    seconds = Decimal((match["seconds"] or "0").replace(",", "."))
    try:
        rest = timedelta(
            hours=part["hours"],
            minutes=part["minutes"],
            seconds=int(seconds),
            microseconds=int(seconds % 1 * 1_000_000),
        )
    except OverflowError as error:
        raise InvalidSchedule(text, "a duration of at most a few million years") from error
    return Duration(
        months=sign * (part["years"] * _MONTHS_A_YEAR + part["months"]),
        days=sign * (part["weeks"] * 7 + part["days"]),
        rest=sign * rest,
    )


def _days_in(year: int, month: int) -> int:
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return (following - timedelta(days=1)).day if year < 9999 or month < 12 else 31  # noqa: PLR2004
