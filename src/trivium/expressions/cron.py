"""Cron: Quartz's six and seven fields as Camunda and Flowable use them, and Unix' five."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal, NoReturn

import msgspec
from cronsim import CronSim

from trivium.expressions.errors import InvalidSchedule

Dialect = Literal["quartz", "spring"]
DayRule = Callable[[date], bool]

_FORM = "a cron expression such as '0 0/5 * * * ?' (second minute hour day month weekday [year])"
_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * SUN",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_UNIX, _WITHOUT_YEAR, _WITH_YEAR = 5, 6, 7
_SATURDAY, _SUNDAY = 5, 6  # as date.weekday() counts
_YEARS = range(1970, 2200)


class Cron(msgspec.Struct, frozen=True):
    """A cron expression in a time zone; make one with `parse_cron`.

    A time that clocks skip runs just after the gap, one that they show twice runs once, unless the
    expression runs in every hour.
    """

    text: str
    times: str
    months: str
    day: DayRule
    years: frozenset[int] | None
    zone: tzinfo

    def after(self, moment: datetime) -> datetime | None:
        """The first time (UTC) strictly after `moment`, or None if there is none left."""
        if self.years is not None and moment.year > max(self.years) + 1:
            return None
        try:
            for found in _Calendar(self, moment.astimezone(self.zone)):
                if found.astimezone(UTC) > moment:
                    return found.astimezone(UTC)
        except OverflowError:
            pass  # beyond the year 9999
        return None


class _Calendar(CronSim):
    """cronsim's walk through months, hours, minutes and seconds with our rule for the day."""

    def __init__(self, cron: Cron, start: datetime) -> None:
        self._cron = cron
        super().__init__(f"{cron.times} * {cron.months} *", start)

    def match_day(self, d: date) -> bool:
        years = self._cron.years
        return (years is None or d.year in years) and self._cron.day(d)


@lru_cache(maxsize=256)
def parse_cron(text: str, zone: tzinfo = UTC, dialect: Dialect = "quartz") -> Cron:
    """Reads five fields as Unix does, six or seven as Quartz (Sunday 1) or Spring (Sunday 0 or 7).

    Raises:
        InvalidSchedule: it is no cron expression, or one that never comes.
    """
    fields = _MACROS.get(text.strip().lower(), text).upper().split()
    unix = len(fields) == _UNIX
    if unix:
        fields = ["0", *fields]
    if len(fields) == _WITHOUT_YEAR:
        fields.append("*")
    if len(fields) != _WITH_YEAR:
        raise InvalidSchedule(text, _FORM)
    second, minute, hour, days, months, weekdays, years = fields
    sunday = 1 if dialect == "quartz" and not unix else 0
    reader = _Fields(text)
    # With a fixed second cronsim keeps Debian's rules for changing clocks, hence not written
    times = " ".join(
        _written(reader.numbers(field, allowed), allowed)
        for field, allowed in ((second, range(60)), (minute, range(60)), (hour, range(24)))
    ).removeprefix("0 ")
    cron = Cron(
        text,
        times,
        _written(reader.numbers(months, range(1, 13), _MONTHS), range(1, 13)),
        reader.day_rule(days, weekdays, sunday, either=unix),
        None if years in "*?" else frozenset(reader.numbers(years, _YEARS)),
        zone,
    )
    if cron.after(datetime(min(cron.years or (2000,)) - 1, 12, 30, tzinfo=UTC)) is None:
        raise InvalidSchedule(text, "a cron expression that has a next time")
    return cron


def _written(numbers: set[int], allowed: range) -> str:
    return "*" if numbers == set(allowed) else ",".join(map(str, sorted(numbers)))


class _Fields:
    """Reads the fields of one expression; knows its text for the error."""

    def __init__(self, text: str) -> None:
        self._text = text

    def numbers(
        self, field: str, allowed: range, names: tuple[str, ...] = (), first: int | None = None
    ) -> set[int]:
        """All values of a field; ranges that run backwards go round the end."""
        first = allowed.start if first is None else first
        found: set[int] = set()
        for item in field.split(","):
            span, slash, step_text = item.partition("/")
            low_text, dash, high_text = span.partition("-")
            step = self._number(step_text, range(1, allowed.stop + 1)) if slash else 1
            if span in {"*", "?"}:
                found.update(allowed[::step])
                continue
            low = self._value(low_text, allowed, names, first)
            if dash:
                high = self._value(high_text, allowed, names, first)
            else:
                high = allowed[-1] if slash else low
            if high < low:
                high += len(allowed)
            found.update(
                allowed[(value - allowed.start) % len(allowed)]
                for value in range(low, high + 1, step)
            )
        return found

    def day_rule(self, days: str, weekdays: str, sunday: int, *, either: bool) -> DayRule:
        """Whether a date is meant; Unix takes days and weekdays that are both given as either."""
        rules = [
            self._any_of(field.split(","), reader)
            for field, reader in (
                (days, self._day_of_month),
                (weekdays, lambda item: self._weekday(item, sunday)),
            )
            if field not in {"*", "?"}
        ]
        if not rules:
            return _every_day
        if len(rules) == 1:
            return rules[0]
        starred = days.startswith("*") or weekdays.startswith("*")
        join = any if either and not starred else all
        return lambda day: join(rule(day) for rule in rules)

    def _any_of(self, items: list[str], reader: Callable[[str], DayRule]) -> DayRule:
        rules = [reader(item) for item in items]
        return rules[0] if len(rules) == 1 else lambda day: any(rule(day) for rule in rules)

    def _day_of_month(self, item: str) -> DayRule:
        if match := re.fullmatch(r"L(?:-(\d{1,2}))?(W?)", item):
            before = self._number(match[1] or "0", range(31))
            if match[2]:
                return lambda day: day == _nearest_workday(day, _days_in(day) - before)
            return lambda day: day.day == _days_in(day) - before
        if match := re.fullmatch(r"(\d{1,2})W", item):
            wanted = self._number(match[1], range(1, 32))
            return lambda day: day == _nearest_workday(day, wanted)
        numbers = self.numbers(item, range(1, 32))
        return lambda day: day.day in numbers

    def _weekday(self, item: str, sunday: int) -> DayRule:
        """Numbers count from Sunday; `6L` is the last, `6#3` the third of the month."""
        if match := re.fullmatch(r"(\w+)#([1-5])", item):
            weekday, nth = self._one_weekday(match[1], sunday), int(match[2])
            return lambda day: _is_weekday(day, weekday) and (day.day + 6) // 7 == nth
        if item == "L":
            return lambda day: day.weekday() == _SATURDAY
        if len(item) > 1 and item.endswith("L"):
            weekday = self._one_weekday(item[:-1], sunday)
            return lambda day: _is_weekday(day, weekday) and day.day + 7 > _days_in(day)
        if not sunday:  # 7 is Sunday too
            item = re.sub(r"(?<![/\d])7", "0", item.replace("0-7", "*"))
        allowed = range(sunday, sunday + 7)
        numbers = {value - sunday for value in self.numbers(item, allowed, _WEEKDAYS, sunday)}
        return lambda day: (day.weekday() + 1) % 7 in numbers

    def _one_weekday(self, text: str, sunday: int) -> int:
        allowed = range(sunday, sunday + 7 + (not sunday))
        return (self._value(text, allowed, _WEEKDAYS, sunday) - sunday) % 7

    def _value(self, text: str, allowed: range, names: tuple[str, ...], first: int) -> int:
        if text in names:
            return names.index(text) + first
        return self._number(text, allowed)

    def _number(self, text: str, allowed: range) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in allowed:
            self._refuse()
        return int(text)

    def _refuse(self) -> NoReturn:
        raise InvalidSchedule(self._text, _FORM)


def _every_day(_day: date) -> bool:
    return True


def _days_in(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _is_weekday(day: date, weekday: int) -> bool:
    return (day.weekday() + 1) % 7 == weekday


def _nearest_workday(month: date, wanted: int) -> date | None:
    """The workday nearest to the wanted day and in the same month."""
    last = _days_in(month)
    if not 1 <= wanted <= last:
        return None
    day = month.replace(day=wanted)
    if day.weekday() == _SATURDAY:
        return day + timedelta(days=2 if wanted == 1 else -1)
    if day.weekday() == _SUNDAY:
        return day + timedelta(days=-2 if wanted == last else 1)
    return day
