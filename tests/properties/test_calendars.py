"""Working time beside a reference that looks at the clock on the wall, minute by minute."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from trivium.work.calendars import (
    Calendar,
    PublicHolidays,
    SpecialDays,
    WorkingTime,
    calendar_data,
    read_calendar,
)
from trivium.work.calendars.calendar import BeyondCalendar
from trivium.work.calendars.public_holidays import days_of

_MINUTE = 60_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "Africa/Casablanca",  # none within Ramadan
    "Asia/Kathmandu",
    "Pacific/Apia",  # has no 30 December 2011
    "Antarctica/Troll",
    "America/St_Johns",
    "UTC",
]
_ALL_ZONES = sorted(zoneinfo.available_timezones())


# -- the reference


def hours_on(calendar, day):
    for special in calendar.days:
        if isinstance(special.first, date):
            days = (special.last - special.first).days + 1
            if day in [special.first + timedelta(days=n) for n in range(days)]:
                return special.hours
        else:
            text = f"{day:%m-%d}"
            first, last = ("{:02}-{:02}".format(*each) for each in (special.first, special.last))
            if first <= text <= last if first <= last else (text >= first or text <= last):
                return special.hours
    for holidays in calendar.holidays:
        if day in days_of(holidays, day.year):
            return holidays.hours
    return calendar.week[day.weekday()]


def is_open(calendar, zone, minute):
    wall = (_EPOCH + timedelta(minutes=minute)).astimezone(zone)
    seconds = wall.hour * 3600 + wall.minute * 60
    own = hours_on(calendar, wall.date())
    before = hours_on(calendar, wall.date() - timedelta(days=1))
    return any(start <= seconds < end for start, end in own) or any(
        start <= seconds + 86_400 < end for start, end in before
    )


def worked(calendar, first, last):
    """The working minutes in a stretch, one by one."""
    zone = ZoneInfo(calendar.zone)
    return [minute for minute in range(first, last) if is_open(calendar, zone, minute)]


# -- random calendars and times


@st.composite
def spans(draw, at_most=3):
    """Hours that do not overlap; the last may run over midnight."""
    ends = draw(st.lists(st.integers(0, 95), min_size=2, max_size=2 * at_most, unique=True))
    ends = sorted(ends)[: len(ends) // 2 * 2]
    found = [(a * 900, b * 900) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    if draw(st.integers(0, 3)) == 0:
        start, _ = found[-1]
        found[-1] = (start, 86_400 + draw(st.integers(0, start // 900 - 1 if start else 0)) * 900)
    return tuple(found)


_HOURS = st.one_of(st.just(()), st.just(((0, 86_400),)), spans())
_SOME_DAY = st.dates(date(2019, 12, 1), date(2028, 2, 1))


@st.composite
def special_days(draw):
    if draw(st.booleans()):
        first = draw(_SOME_DAY)
        last = first + timedelta(days=draw(st.integers(0, 12)))
        return SpecialDays("x", first, last, draw(_HOURS))
    one, two = draw(_SOME_DAY), draw(_SOME_DAY)
    return SpecialDays("y", (one.month, one.day), (two.month, two.day), draw(_HOURS))


_HOLIDAYS = st.builds(
    PublicHolidays,
    country=st.sampled_from(["DE", "US", "GB", "SA", "JP", "BR"]),
    hours=st.one_of(st.just(()), st.just(()), spans(1)),
)


@st.composite
def calendars(draw):
    week = [draw(_HOURS) for _ in range(7)]
    if not any(week):
        week[draw(st.integers(0, 6))] = draw(spans())
    return Calendar(
        key="c",
        name="c",
        zone=draw(st.one_of(st.sampled_from(_ZONES), st.sampled_from(_ALL_ZONES))),
        week=tuple(week),
        holidays=tuple(draw(st.lists(_HOLIDAYS, max_size=2))),
        days=tuple(draw(st.lists(special_days(), max_size=2))),
    )


def changes(zone, year):
    """The days on which the clocks of a zone change."""
    noon = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=n) for n in range(366)]
    offsets = [each.astimezone(zone).utcoffset() for each in noon]
    return [n for n, (a, b) in enumerate(pairwise(offsets)) if a != b]


@st.composite
def cases(draw):
    """A calendar and a few days, often around a change of the clocks or New Year."""
    calendar = draw(calendars())
    year = draw(st.one_of(st.integers(2020, 2027), st.just(2011)))
    near = [*changes(ZoneInfo(calendar.zone), year), 363, draw(st.integers(0, 365))]
    day = draw(st.sampled_from(near))
    first = (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(minutes=1) + day * 1440
    first += draw(st.integers(-1440, 1440))
    return calendar, first, first + draw(st.integers(0, 5 * 1440))


# -- the promises


@given(cases())
@settings(deadline=None, max_examples=120)
def test_time_between_is_that_of_the_wall_clock(case):
    calendar, first, last = case
    found = WorkingTime(calendar).between(first * _MINUTE, last * _MINUTE)
    assert found == len(worked(calendar, first, last)) * _MINUTE


@given(cases(), st.integers(0, 5 * 1440), st.integers(0, _MINUTE - 1))
@settings(deadline=None, max_examples=120)
def test_what_is_added_is_worked_off_minute_by_minute(case, minutes, rest):
    calendar, first, last = case
    open_minutes = worked(calendar, first, last)
    minutes = min(minutes, len(open_minutes) - 1)
    if minutes < 0:
        return
    time = WorkingTime(calendar)
    start = first * _MINUTE
    if minutes:
        assert time.add(start, minutes * _MINUTE) == (open_minutes[minutes - 1] + 1) * _MINUTE
    if rest:
        expected = open_minutes[minutes] * _MINUTE + rest
        assert time.add(start, minutes * _MINUTE + rest) == expected
    assert time.add(start, 0) == start


@given(cases())
@settings(deadline=None, max_examples=120)
def test_open_times_are_those_of_the_wall_clock(case):
    calendar, first, last = case
    time = WorkingTime(calendar)
    open_minutes = worked(calendar, first, last)
    if open_minutes:
        assert time.next_open(first * _MINUTE) == open_minutes[0] * _MINUTE
        assert time.is_open(open_minutes[0] * _MINUTE)
    is_open_at_first = is_open(calendar, ZoneInfo(calendar.zone), first)
    assert time.is_open(first * _MINUTE) == is_open_at_first
    found = [
        minute
        for opens, closes in time.stretches(first * _MINUTE, last * _MINUTE)
        for minute in range(opens // _MINUTE, closes // _MINUTE)
    ]
    assert found == open_minutes


_INSTANTS = st.integers(0, 4_102_444_800_000)


@given(calendars(), st.lists(_INSTANTS, min_size=3, max_size=3))
@settings(deadline=None, max_examples=60)
def test_time_between_adds_up(calendar, instants):
    time = WorkingTime(calendar)
    one, two, three = instants
    assert time.between(one, two) + time.between(two, three) == time.between(one, three)


@given(calendars(), _INSTANTS, st.integers(1, 3_000 * 3_600_000))
@settings(deadline=None, max_examples=60)
def test_a_sum_is_the_first_instant_at_which_so_much_is_worked(calendar, start, duration):
    time = WorkingTime(calendar)
    try:
        end = time.add(start, duration)
    except BeyondCalendar:  # it is hardly ever open
        reject()
    assert time.between(start, end) == duration
    assert time.between(start, end - 1) == duration - 1


@given(calendars())
@settings(deadline=None, max_examples=60)
def test_a_calendar_is_read_from_its_data_as_it_was(calendar):
    assert read_calendar(calendar_data(calendar)) == calendar
