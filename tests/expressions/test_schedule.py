"""When timers fire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium.expressions.errors import InvalidSchedule
from trivium.expressions.schedule import parse_moment, parse_schedule, retry_delays

NOW = datetime(2024, 1, 31, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def firings(text: str, count: int, now: datetime = NOW, zone: str = "UTC") -> list[datetime]:
    """The first times at which the timer fires, each at once when it is due."""
    schedule = parse_schedule(text, zone=zone)
    found: list[datetime] = []
    due = schedule.first(now)
    while due is not None and len(found) < count:
        found.append(due)
        due = schedule.next(due, max(due, now), len(found))
    return found


FIRINGS = {
    "PT15M": ["2024-01-31T12:15"],
    "P1DT2H": ["2024-02-01T14:00"],
    "P1M": ["2024-02-29T12:00"],
    "P1Y": ["2025-01-31T12:00"],
    "P2W": ["2024-02-14T12:00"],
    "R2/2030-06-01T10:00:00[Europe/Paris]/PT1H": ["2030-06-01T08:00", "2030-06-01T09:00"],
    "PT0S": ["2024-01-31T12:00"],
    "-PT1H": ["2024-01-31T11:00"],
    "PT1.5S": ["2024-01-31T12:00:01.500"],
    " PT1H ": ["2024-01-31T13:00"],
    "2030-06-01T10:00:00Z": ["2030-06-01T10:00"],
    "2030-06-01T10:00:00": ["2030-06-01T10:00"],
    "2030-06-01T10:00:00+02:00": ["2030-06-01T08:00"],
    "2030-06-01T10:00:00.123+0200": ["2030-06-01T08:00:00.123"],
    "2030-06-01T10:00:00[Europe/Paris]": ["2030-06-01T08:00"],
    "2030-06-01T10:00:00@Europe/Paris": ["2030-06-01T08:00"],
    "2030-06-01": ["2030-06-01T00:00"],
    "20300601T100000Z": ["2030-06-01T10:00"],
    "2011-03-11T12:13:14Z": ["2011-03-11T12:13:14"],
    "2030-01-01T00:00:00Z/PT1H": ["2030-01-01T01:00"],
    "PT1H/2030-01-01T00:00:00Z": ["2029-12-31T23:00"],
    "R3/PT10S": ["2024-01-31T12:00:10", "2024-01-31T12:00:20", "2024-01-31T12:00:30"],
    "R2/PT0S": ["2024-01-31T12:00", "2024-01-31T12:00"],
    "R0/PT10S": [],
    "R2/2024-02-01T00:00:00Z/PT1H": ["2024-02-01T00:00", "2024-02-01T01:00"],
    "R4/2024-01-31T10:30:00Z/PT1H": ["2024-01-31T12:30", "2024-01-31T13:30"],
    "R2/2020-01-01T00:00:00Z/PT1H": [],
    "R3/2024-01-31T12:00:00Z/P1M": ["2024-01-31T12:00", "2024-02-29T12:00", "2024-03-31T12:00"],
    "R5/PT1H/2024-01-31T14:00:00Z": ["2024-01-31T13:00", "2024-01-31T14:00"],
    "R/PT1H/2024-01-31T13:30:00Z": ["2024-01-31T13:00"],
    "R3/2024-02-01T00:00:00Z/2024-02-01T06:00:00Z": [
        *("2024-02-01T00:00", "2024-02-01T06:00", "2024-02-01T12:00"),
    ],
    "R/2024-02-01T00:00:00Z/PT1H/2024-02-01T01:00:00Z": ["2024-02-01T00:00", "2024-02-01T01:00"],
    "R1/P5D": ["2024-02-05T12:00"],
}


@pytest.mark.parametrize(("text", "times"), FIRINGS.items(), ids=FIRINGS)
def test_all_firings_of_a_timer(text: str, times: list[str]) -> None:
    assert firings(text, 20) == [at(time) for time in times]


ENDLESS = {
    "R/PT10S": ["2024-01-31T12:00:10", "2024-01-31T12:00:20", "2024-01-31T12:00:30"],
    "R-1/PT1H": ["2024-01-31T13:00", "2024-01-31T14:00", "2024-01-31T15:00"],
    "R/2020-01-01T00:15:00Z/PT1H": ["2024-01-31T12:15", "2024-01-31T13:15", "2024-01-31T14:15"],
    "0 0/5 * * * ?": ["2024-01-31T12:05", "2024-01-31T12:10", "2024-01-31T12:15"],
    "0/20 * * * * ?": ["2024-01-31T12:00:20", "2024-01-31T12:00:40", "2024-01-31T12:01"],
    "0 0 12 * * ?": ["2024-02-01T12:00", "2024-02-02T12:00", "2024-02-03T12:00"],
    "0 15 10 ? * MON-FRI": ["2024-02-01T10:15", "2024-02-02T10:15", "2024-02-05T10:15"],
    "0 15 10 ? * 2-6": ["2024-02-01T10:15", "2024-02-02T10:15", "2024-02-05T10:15"],
    "0 0 0 ? * FRI-MON": ["2024-02-02T00:00", "2024-02-03T00:00", "2024-02-04T00:00"],
    "0 0 0 L * ?": ["2024-02-29T00:00", "2024-03-31T00:00", "2024-04-30T00:00"],
    "0 0 0 L-3 * ?": ["2024-02-26T00:00", "2024-03-28T00:00", "2024-04-27T00:00"],
    "0 0 0 LW * ?": ["2024-02-29T00:00", "2024-03-29T00:00", "2024-04-30T00:00"],
    "0 0 0 15W * ?": ["2024-02-15T00:00", "2024-03-15T00:00", "2024-04-15T00:00"],
    "0 0 0 1W * ?": ["2024-02-01T00:00", "2024-03-01T00:00", "2024-04-01T00:00"],
    "0 0 0 30W * ?": ["2024-03-29T00:00", "2024-04-30T00:00", "2024-05-30T00:00"],
    "0 0 0 ? * 6L": ["2024-02-23T00:00", "2024-03-29T00:00", "2024-04-26T00:00"],
    "0 0 0 ? * FRIL": ["2024-02-23T00:00", "2024-03-29T00:00", "2024-04-26T00:00"],
    "0 0 0 ? * L": ["2024-02-03T00:00", "2024-02-10T00:00", "2024-02-17T00:00"],
    "0 0 0 ? * 6#3": ["2024-02-16T00:00", "2024-03-15T00:00", "2024-04-19T00:00"],
    "0 0 0 ? * FRI#5": ["2024-03-29T00:00", "2024-05-31T00:00", "2024-08-30T00:00"],
    "0 0 0 1 JAN,JUN ?": ["2024-06-01T00:00", "2025-01-01T00:00", "2025-06-01T00:00"],
    "0 0 0 1 1 ? 2026/2": ["2026-01-01T00:00", "2028-01-01T00:00", "2030-01-01T00:00"],
    "0 0 22-1 * * ?": ["2024-01-31T22:00", "2024-01-31T23:00", "2024-02-01T00:00"],
    "0 0 0 29 2 ?": ["2024-02-29T00:00", "2028-02-29T00:00", "2032-02-29T00:00"],
    "*/15 * * * *": ["2024-01-31T12:15", "2024-01-31T12:30", "2024-01-31T12:45"],
    "0 9 * * 1-5": ["2024-02-01T09:00", "2024-02-02T09:00", "2024-02-05T09:00"],
    "0 9 * * 7": ["2024-02-04T09:00", "2024-02-11T09:00", "2024-02-18T09:00"],
    "0 9 1 * MON": ["2024-02-01T09:00", "2024-02-05T09:00", "2024-02-12T09:00"],
    "@daily": ["2024-02-01T00:00", "2024-02-02T00:00", "2024-02-03T00:00"],
    "@weekly": ["2024-02-04T00:00", "2024-02-11T00:00", "2024-02-18T00:00"],
}


@pytest.mark.parametrize(("text", "times"), ENDLESS.items(), ids=ENDLESS)
def test_the_first_firings_of_an_endless_timer(text: str, times: list[str]) -> None:
    assert firings(text, 3) == [at(time) for time in times]


def test_weekdays_count_from_sunday_1_in_quartz_and_from_0_in_spring() -> None:
    quartz = parse_schedule("0 0 0 ? * 2").first(NOW)
    spring = parse_schedule("0 0 0 ? * 2", cron="spring").first(NOW)
    assert (quartz, spring) == (at("2024-02-05T00:00"), at("2024-02-06T00:00"))
    assert parse_schedule("0 0 0 * * 0-7", cron="spring").first(NOW) == at("2024-02-01T00:00")
    assert parse_schedule("0 0 0 * * 5-7", cron="spring").first(NOW) == at("2024-02-02T00:00")


def test_days_are_those_of_the_zone_when_clocks_change() -> None:
    before = at("2024-03-30T11:00")  # 12:00 in Paris, one day before the hour is skipped
    assert firings("P1D", 1, before, "Europe/Paris") == [at("2024-03-31T10:00")]
    assert firings("PT24H", 1, before, "Europe/Paris") == [at("2024-03-31T11:00")]
    assert firings("0 30 12 * * ?", 2, before, "Europe/Paris") == [
        *(at("2024-03-30T11:30"), at("2024-03-31T10:30")),
    ]


def test_a_daily_time_runs_once_a_day_when_clocks_change() -> None:
    spring = firings("0 30 2 * * ?", 3, at("2024-03-30T00:00"), "Europe/Paris")
    assert spring == [at("2024-03-30T01:30"), at("2024-03-31T01:00"), at("2024-04-01T00:30")]
    autumn = firings("0 30 2 * * ?", 3, at("2024-10-26T00:00"), "Europe/Paris")
    assert autumn == [at("2024-10-26T00:30"), at("2024-10-27T00:30"), at("2024-10-28T01:30")]
    second_half = parse_schedule("0 30 2 * * ?", zone="Europe/Paris")
    assert second_half.first(at("2024-10-27T01:15")) == at("2024-10-28T01:30")


def test_a_counted_cycle_makes_up_for_what_it_missed_and_an_endless_one_does_not() -> None:
    due, late = at("2024-01-31T12:00:10"), at("2024-01-31T12:05:03")
    assert parse_schedule("R3/PT10S").next(due, late, 1) == at("2024-01-31T12:00:20")
    assert parse_schedule("R/PT10S").next(due, late, 1) == at("2024-01-31T12:05:10")
    assert parse_schedule("0/10 * * * * ?").next(due, late, 1) == at("2024-01-31T12:05:10")
    years = at("2124-01-31T12:00:01")
    assert parse_schedule("R/PT1S").next(due, years, 1) == years


WRONG = (
    *("", "soon", "P", "PT", "P1H", "1H", "PT1.5H", "P-1D", "2024-13-01", "2024-01-01T25:00:00"),
    *("R3", "R3/", "R/PT0S", "R/-PT1S", "R3/soon", "R3/PT1S/PT1S", "R/P1D/P1D/P1D", "Rx/PT1S"),
    *("R2/2024-01-01T00:00:00Z/PT0S", "2024-01-01/2024-01-02", "PT1H/PT1H"),
    *("* * *", "0 0 0 31 2 ?", "0 60 * * * ?", "0 0 25 * * ?", "0 0 0 0 * ?", "0 0 0 ? * 8"),
    *("0 0 0 ? * 0", "0 0/0 * * * ?", "a b c d e f", "0 0 0 ? * MON#6", "0 0 0 L-31 * ?"),
    *("0 0 0 1 1 ? 1900", "0 0 0 30 2 ? 2030", "@often", "0 0 0 32W * ?", "1,,2 * * * * ?"),
    *("P999999999Y", "PT999999999999H", "2024-01-01T00:00:00[Mars/Olympus]", "P1D/x"),
    *("2024-01-01T00:00:00@", "0 0 0 ? * #1", "\x00", "R3/PT1S" * 50),
)


@pytest.mark.parametrize("text", WRONG)
def test_what_says_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidSchedule) as caught:
        assert firings(text, 1) is None
    assert caught.value.message.startswith("Expected ")


def test_moments_without_offset_are_on_the_clock_of_the_zone() -> None:
    schedule = parse_schedule("2030-06-01T10:00:00", zone="Europe/Paris")
    assert schedule.first(NOW) == at("2030-06-01T08:00")
    assert parse_moment("2030-06-01") == at("2030-06-01T00:00")
    with pytest.raises(InvalidSchedule):
        parse_schedule("PT1H", zone="Nowhere/At-All")


@given(st.text("PRTYMWDHSZ0123456789/-+:. *?L#,@[]", max_size=30))
def test_any_text_is_a_schedule_or_refused(text: str) -> None:
    try:
        found = firings(text, 5)
    except InvalidSchedule:
        return
    assert all(one <= other for one, other in pairwise(found))


@given(
    st.sampled_from(["0/7 * * * * ?", "0 0/13 * * * ?", "0 30 2 ? * MON", "0 0 2,3 * * ?"]),
    st.integers(0, 2 * 365 * 86_400),
    st.sampled_from(["UTC", "Europe/Paris", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_cron_never_stands_still_nor_goes_back(text: str, seconds: int, zone: str) -> None:
    now = NOW + timedelta(seconds=seconds)
    found = firings(text, 4, now, zone)
    assert all(one < other for one, other in pairwise([now, *found]))


PLANS = {
    "R3/PT10S": [10, 10, None],
    "R1/PT10S": [None],
    "R0/PT10S": [None],
    "R/PT10S": [10, 10, 10],
    "PT1M,PT5M,PT15M": [60, 300, 900, None],
    "PT1M": [60, None],
    " PT1M , PT5M ": [60, 300, None],
    "R5/P1DT1S": [86401] * 4 + [None],
}


@pytest.mark.parametrize(("text", "pauses"), PLANS.items(), ids=PLANS)
def test_pauses_after_each_failure(text: str, pauses: list[int | None]) -> None:
    plan = retry_delays(text)
    delays = [plan.delay(failures) for failures in range(1, len(pauses) + 1)]
    assert delays == [None if s is None else timedelta(seconds=s) for s in pauses]


@pytest.mark.parametrize("text", ["", "R3", "R3/", "3", "PT1M,", "-PT1M", "P1M", "R3/PT1M,PT2M"])
def test_what_is_no_retry_plan_is_refused(text: str) -> None:
    with pytest.raises(InvalidSchedule):
        retry_delays(text)
