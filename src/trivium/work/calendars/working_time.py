"""Arithmetic in working time: exact to the millisecond, years ahead in microseconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from trivium.work.calendars.calendar import DAY_SECONDS, WHOLE_DAY, BeyondCalendar
from trivium.work.calendars.public_holidays import days_of
from trivium.work.calendars.zones import stretches

if TYPE_CHECKING:
    from trivium.work.calendars.calendar import Calendar, Hours

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years (of UTC) that can be reckoned with."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1)
_THURSDAY = 3  # which 1970-01-01 was


_END = (datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


class Timeline(Protocol):
    """A way of counting time. All is in milliseconds, instants since 1970-01-01 UTC."""

    def add(self, at: int, duration: int) -> int:
        """The first instant at which `duration` has been counted since `at`; it is not negative.

        Raises:
            BeyondCalendar: that is after 2199.
        """

    def between(self, start: int, end: int) -> int:
        """How much is counted from one instant to another; negative if the second is the earlier one."""


class WallTime:
    """Counts all time."""

    def add(self, at: int, duration: int) -> int:
        end = at + duration
        if end >= _END:
            raise BeyondCalendar(
                f"Expected times until {LAST_YEAR}, but {duration} ms are longer.",
                duration_ms=duration,
            )
        return end

    def between(self, start: int, end: int) -> int:
        return end - start


class _Year(NamedTuple):
    """What is open in one year of UTC: from, until, and how much has been counted at each beginning."""

    begins: int
    ends: int
    opens: list[int]
    closes: list[int]
    counted: list[int]
    """How much is counted at each closing time."""
    total: int

    def until(self, at: int) -> int:
        """How much of the year is counted until an instant in it."""
        index = bisect_right(self.closes, at)
        if index == len(self.closes):
            return self.total
        return self.counted[index] - (self.closes[index] - max(at, self.opens[index]))

    def at(self, counted: int) -> int:
        """The first instant at which so much is counted; it is more than 0 and at most the total."""
        index = bisect_left(self.counted, counted)
        return self.closes[index] - (self.counted[index] - counted)


class WorkingTime:
    """Counts the time in which a calendar is open.

    It is open whenever the clock on the wall shows one of its hours: an hour that comes twice when clocks
    go back counts twice, and one that is left out does not count. `whole_days` counts each day on which
    any work begins from midnight to midnight.
    """

    def __init__(self, calendar: Calendar, *, whole_days: bool = False) -> None:
        self.calendar = calendar
        self._zone = ZoneInfo(calendar.zone)
        self._whole_days = whole_days
        self._week = tuple(self._counted(hours) for hours in calendar.week)
        self._years: dict[int, _Year] = {}

    def add(self, at: int, duration: int) -> int:
        """The first instant at which `duration` milliseconds have been worked since `at`."""
        if duration == 0:
            return at
        number = _year_of(at)
        year = self._year(number)
        wanted = year.until(at) + duration
        while wanted > year.total:
            wanted -= year.total
            number += 1
            year = self._year(number)
        return year.at(wanted)

    def between(self, start: int, end: int) -> int:
        """How many milliseconds are worked between two instants."""
        if end < start:
            return -self.between(end, start)
        first, last = _year_of(start), _year_of(end)
        counted = self._year(last).until(end) - self._year(first).until(start)
        return counted + sum(self._year(number).total for number in range(first, last))

    def is_open(self, at: int) -> bool:
        """Whether it is working time."""
        year = self._year(_year_of(at))
        index = bisect_right(year.closes, at)
        return index < len(year.closes) and year.opens[index] <= at

    def next_open(self, at: int) -> int:
        """The first instant from `at` on (`at` itself, perhaps) that is working time."""
        number = _year_of(at)
        while True:
            year = self._year(number)
            index = bisect_right(year.closes, at)
            if index < len(year.closes):
                return max(at, year.opens[index])
            number += 1

    def stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """From when to when it is open between two instants."""
        found: list[tuple[int, int]] = []
        at = start
        while at < end:
            year = self._year(_year_of(at))
            first = bisect_right(year.closes, at)
            last = bisect_left(year.opens, end)
            for opens, closes in zip(year.opens[first:last], year.closes[first:last], strict=True):
                _join(found, max(opens, start), min(closes, end))
            at = year.ends
        return found

    def hours_of(self, day: date) -> Hours:
        """The hours of a day, with the exceptions."""
        found = self._exceptions(day.year).get((day - _EPOCH_DAY).days)
        return self._week[day.weekday()] if found is None else found

    # -- the index

    def _year(self, number: int) -> _Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = self._made(number)
        return year

    def _made(self, number: int) -> _Year:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise BeyondCalendar(
                f"Expected times from {FIRST_YEAR} to {LAST_YEAR}, but the reckoning in the calendar"
                f" `{self.calendar.key}` came to the year {number}. Is it ever open?",
                calendar=self.calendar.key,
                year=number,
            )
        begins, ends = _start_of(number), _start_of(number + 1)
        spans: list[tuple[int, int]] = []
        for opens, closes in self._open_seconds(number, begins // 1000, ends // 1000):
            _join(spans, opens * 1000, closes * 1000)
        counted: list[int] = []
        total = 0
        for opens, closes in spans:
            total += closes - opens
            counted.append(total)
        opening = [span[0] for span in spans]
        closing = [span[1] for span in spans]
        return _Year(begins, ends, opening, closing, counted, total)

    def _open_seconds(self, number: int, begins: int, ends: int) -> list[tuple[int, int]]:
        """From when to when it is open, in their order; they may touch and overlap."""
        exceptions: dict[int, Hours] = {}
        for near in (number - 1, number, number + 1):
            exceptions.update(self._exceptions(near))
        found: list[tuple[int, int]] = []
        for start, end, ahead in stretches(self._zone, begins, ends):
            start_here, end_here = start + ahead, end + ahead
            here: list[tuple[int, int]] = []
            # a night shift of the day before may run into the first one
            for day in range(start_here // DAY_SECONDS - 1, (end_here - 1) // DAY_SECONDS + 1):
                hours = exceptions.get(day)
                midnight = day * DAY_SECONDS
                for opens, closes in self._week[(day + _THURSDAY) % 7] if hours is None else hours:
                    first, last = (
                        max(midnight + opens, start_here),
                        min(midnight + closes, end_here),
                    )
                    if first < last:
                        here.append((first - ahead, last - ahead))
            found.extend(sorted(here))
        return found

    def _exceptions(self, year: int) -> dict[int, Hours]:
        """Days of a year that differ, as days since 1970-01-01."""
        found: dict[int, Hours] = {}
        for holidays in reversed(self.calendar.holidays):
            hours = self._counted(holidays.hours)
            found.update({(day - _EPOCH_DAY).days: hours for day in days_of(holidays, year)})
        if self.calendar.days:
            first = date(year, 1, 1)
            for number in range((date(year + 1, 1, 1) - first).days):
                day = first + timedelta(days=number)
                special = next((each for each in self.calendar.days if each.has(day)), None)
                if special is not None:
                    found[(day - _EPOCH_DAY).days] = self._counted(special.hours)
        return found

    def _counted(self, hours: Hours) -> Hours:
        return WHOLE_DAY if self._whole_days and hours else hours


def _join(spans: list[tuple[int, int]], opens: int, closes: int) -> None:
    """Adds a span that begins no earlier than the last one."""
    if spans and opens <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(spans[-1][1], closes))
    else:
        spans.append((opens, closes))


def _year_of(at: int) -> int:
    try:
        return (_EPOCH + timedelta(milliseconds=at)).year
    except OverflowError as error:
        raise BeyondCalendar(
            f"Expected times from {FIRST_YEAR} to {LAST_YEAR}, but found {at} ms.", at=at
        ) from error


def _start_of(year: int) -> int:
    return (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
