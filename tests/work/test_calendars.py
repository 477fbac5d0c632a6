from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from trivium.errors import InvalidModel
from trivium.kernel.moments import from_ms, to_ms
from trivium.work.calendars import WorkingTime, read_calendar
from trivium.work.calendars.calendar import BeyondCalendar

_BERLIN = ZoneInfo("Europe/Berlin")
_HOUR = 3_600_000
_OFFICE = {
    "key": "office",
    "zone": "Europe/Berlin",
    "hours": {"monday-thursday": ["08:00-12:00", "13:00-17:00"], "friday": "08:00-14:00"},
    "holidays": [{"country": "DE", "region": "BY"}],
    "days": [
        {"name": "Christmas Eve", "date": "12-24", "hours": ["08:00-12:00"]},
        {"name": "Closed for the move", "from": "2026-03-02", "until": "2026-03-03"},
    ],
}


def add(text, hours, data=None, **options):
    time = WorkingTime(read_calendar(data or _OFFICE), **options)
    start = datetime.fromisoformat(text).replace(tzinfo=_BERLIN)
    end = from_ms(time.add(to_ms(start), int(hours * _HOUR)))
    return end.astimezone(_BERLIN).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-01-12 09:00", 2, "2026-01-12 11:00"),
        ("2026-01-12 11:00", 2, "2026-01-12 14:00"),  # over lunch
        ("2026-01-12 16:00", 1, "2026-01-12 17:00"),  # at the closing time, not at the next opening
        ("2026-01-16 13:00", 2, "2026-01-19 09:00"),  # over a weekend
        ("2026-01-17 13:00", 2, "2026-01-19 10:00"),  # from a weekend
        ("2026-01-05 16:00", 2, "2026-01-07 09:00"),  # Epiphany, which Bavaria keeps
        ("2026-12-23 16:00", 6, "2026-12-28 09:00"),  # half of Christmas Eve
        ("2026-02-27 13:30", 1, "2026-03-04 08:30"),  # moving
        ("2026-03-27 13:00", 2, "2026-03-30 09:00"),  # clocks change, but nobody works then
    ],
)
def test_working_hours_are_added(start, hours, end):
    assert add(start, hours) == end


def test_whole_days_end_at_the_same_time_of_day():
    assert add("2026-01-12 09:30", 5 * 24, whole_days=True) == "2026-01-19 09:30"


def test_night_shift_belongs_to_the_day_it_begins_on():
    data = {
        "key": "night",
        "zone": "Europe/Berlin",
        "hours": {"monday-friday": "22:00-06:00"},
        "days": [{"name": "Off", "date": "2026-01-13"}],
    }
    assert add("2026-01-12 21:00", 8, data) == "2026-01-13 06:00"
    assert add("2026-01-12 21:00", 9, data) == "2026-01-14 23:00"


def test_hour_that_comes_twice_is_worked_twice():
    data = {"key": "always", "zone": "Europe/Berlin", "hours": {"monday-sunday": "00:00-24:00"}}
    time = WorkingTime(read_calendar(data))
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)):
        start = datetime.fromisoformat(day).replace(tzinfo=_BERLIN)
        end = (start + timedelta(days=1)).astimezone(UTC)  # by the wall clock
        assert time.between(to_ms(start), to_ms(end)) == hours * _HOUR


def test_half_days_of_a_country_are_worked_in_part():
    data = {
        "key": "tallinn",
        "zone": "UTC",
        "hours": {"monday-friday": "09:00-17:00"},
        "holidays": [
            {"country": "EE", "categories": ["half_day"], "hours": ["09:00-13:00"]},
            {"country": "EE"},
        ],
    }
    time = WorkingTime(read_calendar(data))
    eve = datetime(2026, 12, 23, tzinfo=UTC)
    assert time.between(to_ms(eve), to_ms(eve + timedelta(days=1))) == 4 * _HOUR


def test_all_that_is_wrong_is_told_at_once():
    data = {
        "zone": "Europe/Atlantis",
        "colour": "blue",
        "hours": {"moonday": "09:00-17:00", "monday": ["9-17", "08:00-10:00", "09:00-11:00"]},
        "holidays": [{"country": "DE", "region": "Bavaria"}, {"country": "XX"}, 7],
        "days": [
            {"date": "02-30"},
            {"date": "2026-01-01", "from": "2026-01-01"},
            {"from": "2026-01-05", "until": "01-06"},
            {"from": "2026-01-05", "until": "2026-01-04"},
        ],
    }
    with pytest.raises(InvalidModel) as caught:
        read_calendar(data)
    found = [(each.element, each.code.removeprefix("calendar/")) for each in caught.value.findings]
    assert found == [
        ("the calendar", "invalid"),
        ("the calendar", "invalid"),
        ("zone", "invalid"),
        ("hours", "weekday"),
        ("hours.monday", "hours"),
        ("hours.monday", "hours"),
        ("holidays[0]", "unknown-holidays"),
        ("holidays[1]", "unknown-holidays"),
        ("holidays[2]", "invalid"),
        ("days[0]", "day"),
        ("days[0]", "day"),
        ("days[1]", "day"),
        ("days[2]", "day"),
        ("days[3]", "day"),
    ]


def test_calendar_that_is_never_open_is_refused():
    with pytest.raises(InvalidModel, match="at least one weekday"):
        read_calendar({"key": "never", "hours": {"monday": []}})


def test_sum_that_never_comes_to_an_end_is_refused():
    data = {
        "key": "closed",
        "hours": {"monday": "09:00-10:00"},
        "days": [{"name": "for ever", "from": "2026-01-01", "until": "2199-12-31"}],
    }
    time = WorkingTime(read_calendar(data))
    with pytest.raises(BeyondCalendar, match="Is it ever open"):
        time.add(to_ms(datetime(2026, 1, 5, tzinfo=UTC)), 1)
    with pytest.raises(BeyondCalendar):
        time.between(0, 10**17)
