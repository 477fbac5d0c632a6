"""Quiet hours and digests against a look at the wall clock each minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from trivium.work.notifications.times import Quiet, after_quiet, next_digest

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
_CHANGES = (
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # Berlin
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # New York
    datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
    datetime(2026, 4, 4, 15, 0, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
)
_MINUTE = timedelta(minutes=1)
_DAYS = 3 * 24 * 60
minutes = st.integers(0, 24 * 60 - 1)
moments = st.builds(
    lambda near, away: near + timedelta(seconds=away),
    st.sampled_from(_CHANGES),
    st.integers(-36 * 3600, 36 * 3600),
)


def _ms(moment):
    return int(moment.timestamp()) * 1000


def _shown(moment, zone):
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute


def _is_quiet(minute, start, end):
    return start <= minute < end if start < end else minute >= start or minute < end


@given(moments, minutes, minutes, st.sampled_from(ZONES))
def test_nobody_is_disturbed_while_the_wall_shows_a_quiet_hour(now, start, end, zone):
    if start == end:
        return
    at, expected = now, now
    for _ in range(_DAYS):
        if not _is_quiet(_shown(at, zone), start, end):
            expected = at
            break
        at = at.replace(second=0) + _MINUTE
    assert after_quiet(_ms(now), Quiet(start, end), zone) == _ms(expected)


@given(moments, st.sampled_from(ZONES))
def test_without_quiet_hours_it_is_now(now, zone):
    assert after_quiet(_ms(now), None, zone) == _ms(now)


def _digests(zone, rhythm, minute, start, end):
    """All digests in a time: what the wall shows for the first time, or has left out."""
    found, shown_until = [], None
    at = start
    while at < end:
        local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        shown_from = local if shown_until is None else shown_until + _MINUTE
        each = shown_from
        while each <= local:
            of_day = each.hour * 60 + each.minute
            if (of_day % 60 == 0) if rhythm == "hourly" else (of_day == minute):
                found.append(at)
            each += _MINUTE
        shown_until = local if shown_until is None else max(shown_until, local)
        at += _MINUTE
    return found


@given(moments, st.sampled_from(("hourly", "daily")), minutes, st.sampled_from(ZONES))
def test_digest_comes_when_the_wall_shows_its_time_first(now, rhythm, minute, zone):
    whole = now.replace(second=0)
    all_ = _digests(
        zone, rhythm, minute, whole - timedelta(days=1), whole + timedelta(days=2, hours=3)
    )
    expected = next(at for at in all_ if at > now)
    assert next_digest(_ms(now), rhythm, minute, zone) == _ms(expected)


@given(moments, minutes, minutes, minutes, st.sampled_from(ZONES))
def test_digests_are_later_than_now_and_never_in_quiet_hours(now, start, end, minute, zone):
    if start == end:
        return
    at = after_quiet(next_digest(_ms(now), "daily", minute, zone), Quiet(start, end), zone)
    assert at > _ms(now)
    shown = _shown(datetime.fromtimestamp(at / 1000, UTC), zone)
    assert not _is_quiet(shown, start, end)
