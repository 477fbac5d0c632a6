"""When timers fire: dates, durations, cycles and cron expressions as pure functions of time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from trivium.expressions.cron import Cron, Dialect, parse_cron
from trivium.expressions.durations import Duration, parse_duration
from trivium.expressions.errors import InvalidSchedule

_ZONE = re.compile(r"(.*?)(?:\[([\w+\-/]{1,64})\]|@([\w+\-/]{1,64}))")
_REPEATS = re.compile(r"R(-1|\d{0,9})/", re.IGNORECASE)
_SLASH = re.compile(r"\s*/\s*(?=[+-]?P[\dT]|\d)", re.IGNORECASE)  # none of Europe/Paris
_INTERVAL = re.compile(r"^[+-]?P[^/]*/|/\s*[+-]?P[\dT]", re.IGNORECASE)
_MOMENT = "a date and time such as 2030-01-31T12:00:00Z"
_CYCLE = "a cycle such as R3/PT10S, R/2030-01-31T12:00:00Z/P1D or a cron expression"


class Schedule(Protocol):
    """When a timer is due. All times are aware and in UTC; nothing here reads a clock."""

    @property
    def repeats(self) -> int | None:
        """How often it fires in all; None is without end."""

    def first(self, now: datetime) -> datetime | None:
        """When it is due, for a timer that is set up `now`; None is never.

        A single date that is past is due at once, past times of a cycle are left out.
        """

    def next(self, previous_due: datetime, now: datetime, fired_count: int) -> datetime | None:
        """When it is due again after it has fired `fired_count` times; None is never.

        What a counted cycle missed while nothing ran is made up for, one firing after the other;
        an endless one goes on with its next time after `now`.
        """


class Moment(msgspec.Struct, frozen=True):
    """Once, at a date and time."""

    at: datetime

    @property
    def repeats(self) -> int | None:
        return 1

    def first(self, now: datetime) -> datetime | None:  # noqa: ARG002 (the protocol's signature)
        return self.at

    def next(self, previous_due: datetime, now: datetime, fired_count: int) -> datetime | None:  # noqa: ARG002
        return None


class Delay(msgspec.Struct, frozen=True):
    """Once, a duration after it is set up."""

    duration: Duration
    zone: tzinfo

    @property
    def repeats(self) -> int | None:
        return 1

    def first(self, now: datetime) -> datetime | None:
        return self.duration.after(now, self.zone)

    def next(self, previous_due: datetime, now: datetime, fired_count: int) -> datetime | None:  # noqa: ARG002
        return None


class Cycle(msgspec.Struct, frozen=True):
    """Again and again, `period` apart, from `start` (or one period after now) up to `end`."""

    repeats: int | None
    period: Duration
    zone: tzinfo
    start: datetime | None = None
    end: datetime | None = None

    def first(self, now: datetime) -> datetime | None:
        if self.start is None:
            return None if self.repeats == 0 else self._within(self._time(now, 1))
        return self._from_start(self._count_before(self.start, now))

    def next(self, previous_due: datetime, now: datetime, fired_count: int) -> datetime | None:
        if self.repeats is not None and fired_count >= self.repeats:
            return None
        after = now if self.repeats is None else previous_due
        after = max(after, previous_due + timedelta(microseconds=1))
        if self.start is not None:  # counted from there, so that short months leave no trace
            return self._from_start(self._count_before(self.start, after))
        return self._within(
            self._time(previous_due, max(1, self._count_before(previous_due, after)))
        )

    def _from_start(self, count: int) -> datetime | None:
        if self.start is None or (self.repeats is not None and count >= self.repeats):
            return None
        return self._within(self._time(self.start, count))

    def _time(self, start: datetime, count: int) -> datetime:
        return self.period.after(start, self.zone, count)

    def _within(self, due: datetime) -> datetime | None:
        return due if self.end is None or due <= self.end else None

    def _count_before(self, start: datetime, moment: datetime) -> int:
        """How many times from `start` lie before `moment`; found by halving, not by stepping."""
        if start >= moment or self.period.is_zero:
            return 0
        low, high = 0, 1
        while self._time(start, high) < moment:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._time(start, middle) < moment else (low, middle)
        return high


class Calendar(msgspec.Struct, frozen=True):
    """At the times of a cron expression, without end."""

    cron: Cron

    @property
    def repeats(self) -> int | None:
        return None

    def first(self, now: datetime) -> datetime | None:
        return self.cron.after(now)

    def next(self, previous_due: datetime, now: datetime, fired_count: int) -> datetime | None:  # noqa: ARG002
        return self.cron.after(max(previous_due, now))


def parse_schedule(
    text: object, *, zone: str = "UTC", cron: Dialect = "quartz"
) -> Moment | Delay | Cycle | Calendar:
    """What a timer says, told by its form: date, duration, `R…` cycle or cron expression.

    Text, dates, times and durations of FEEL are taken. Local times, days and cron expressions are
    those of `zone`; `cron` says how six fields number the weekdays.

    Raises:
        InvalidSchedule: it says no time that we understand.

    Standard: ISO 8601-1, 5.5 and 5.6; BPMN 2.0.2, 10.4.3.
    """
    written = str(text).strip()
    where = _zone(zone)
    if repeated := _REPEATS.match(written):
        repeats = None if repeated[1] in {"", "-1"} else int(repeated[1])
        return _cycle(written, _SLASH.split(written[repeated.end() :]), repeats, where)
    if _INTERVAL.search(written):
        return _interval(written, where)
    if re.match(r"[+-]?P", written, re.IGNORECASE):
        return Delay(parse_duration(written), where)
    if re.match(r"\d{4}-?\d{2}", written):
        return Moment(parse_moment(written, where))
    if len(written.split()) > 1 or written.startswith("@"):
        return Calendar(parse_cron(written, where, cron))
    raise InvalidSchedule(written, f"{_MOMENT}, a duration such as PT15M, or {_CYCLE}")


def parse_moment(text: str, zone: tzinfo = UTC) -> datetime:
    """A date and time in UTC; one without offset is on the clock of `zone`, a date its midnight.

    `[Europe/Paris]` or `@Europe/Paris` may stand behind it.

    Raises:
        InvalidSchedule: it is no date.
    """
    written = text.strip()
    match = _ZONE.fullmatch(written)
    if match:
        written, zone = match[1], _zone(match[2] or match[3])
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidSchedule(text, _MOMENT) from error


def _cycle(text: str, parts: list[str], repeats: int | None, zone: tzinfo) -> Cycle:
    match [part[:1] in "pP+-" for part in parts]:
        case [True]:
            cycle = Cycle(repeats, parse_duration(parts[0]), zone)
        case [True, False]:
            end = parse_moment(parts[1], zone)
            cycle = Cycle(repeats, parse_duration(parts[0]), zone, None, end)
        case [False, True]:
            start = parse_moment(parts[0], zone)
            cycle = Cycle(repeats, parse_duration(parts[1]), zone, start)
        case [False, False]:
            start, second = parse_moment(parts[0], zone), parse_moment(parts[1], zone)
            cycle = Cycle(repeats, Duration(rest=second - start), zone, start)
        case [False, True, False]:
            start, end = parse_moment(parts[0], zone), parse_moment(parts[2], zone)
            cycle = Cycle(repeats, parse_duration(parts[1]), zone, start, end)
        case _:
            raise InvalidSchedule(text, _CYCLE)
    if cycle.period.is_negative or (cycle.period.is_zero and (repeats is None or cycle.start)):
        raise InvalidSchedule(text, "a cycle whose period is longer than nothing")
    return cycle


def _interval(text: str, zone: tzinfo) -> Moment:
    """An interval that does not repeat is due at its end, or as long before its end date."""
    parts = _SLASH.split(text)
    match [part[:1] in "pP+-" for part in parts]:
        case [False, True]:
            return Moment(parse_duration(parts[1]).after(parse_moment(parts[0], zone), zone))
        case [True, False]:
            return Moment(parse_duration(parts[0]).after(parse_moment(parts[1], zone), zone, -1))
    raise InvalidSchedule(text, "an interval such as 2030-01-31T12:00:00Z/PT1H")


def _zone(name: str) -> tzinfo:
    if name in {"UTC", "Z"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidSchedule(name, "a time zone such as Europe/Paris") from error


class RetryPlan(msgspec.Struct, frozen=True):
    """How often work that failed is tried again, and after which pauses.

    `retries` does not count the first attempt; None is without end. Of more retries than delays,
    the later ones wait as the last one says.
    """

    retries: int | None
    delays: tuple[timedelta, ...]

    def delay(self, failures: int) -> timedelta | None:
        """The pause after so many failures (1 is the first); None if it is not tried again."""
        if self.retries is not None and failures > self.retries:
            return None
        return self.delays[min(failures, len(self.delays)) - 1] if self.delays else timedelta()


def retry_delays(text: str) -> RetryPlan:
    """`R3/PT10S` (three attempts in all, as in Camunda 7) or `PT1M,PT5M` (a retry after each).

    Raises:
        InvalidSchedule: it is neither, or a pause is negative or counted in months.
    """
    periods = [part.strip() for part in text.split(",")]
    retries: int | None = len(periods)
    if len(periods) == 1 and (repeated := _REPEATS.match(periods[0])):
        retries = None if repeated[1] in {"", "-1"} else max(int(repeated[1]) - 1, 0)
        periods = [periods[0][repeated.end() :]]
    expected = "a retry cycle such as R3/PT10S or PT1M,PT5M,PT15M"
    delays = []
    for period in periods:
        duration = parse_duration(period) if period else Duration(days=-1)
        if duration.months or duration.is_negative:
            raise InvalidSchedule(text, expected)
        delays.append(duration.rest + timedelta(days=duration.days))
    return RetryPlan(retries, tuple(delays))
