"""Clocks of targets beside a reference that counts every minute."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from trivium.work.calendars import WallTime, WorkingTime, read_calendar
from trivium.work.sla import clock as clocks
from trivium.work.sla.clock import BREACH, Clock, Moment, Plan

_MINUTE = 60_000
_START = 29_580_000  # minutes: a Tuesday of March 2026
_SHIFTS = WorkingTime(
    read_calendar(
        {
            "key": "shifts",
            "zone": "America/New_York",
            "hours": {
                "monday-sunday": ["00:00-00:20", "00:30-01:10", "02:00-04:00", "05:00-24:00"]
            },
        }
    )
)
_TIMELINES = {"wall": WallTime(), "shifts": _SHIFTS}


class Reference:
    """Counts minutes; knows nothing of the clock under test."""

    def __init__(self, timeline, moments):
        self.is_counted = (lambda _: True) if timeline == "wall" else self.is_shift
        self.moments = moments
        self.now = _START
        self.counted = 0
        self.holds = set()
        self.reached = []
        self.look()

    @staticmethod
    def is_shift(minute):
        return _SHIFTS.is_open(minute * _MINUTE)

    def look(self):
        known = [moment for _, moment in self.reached]
        for moment in self.moments:
            if moment.after <= self.counted * _MINUTE and moment not in known and not self.holds:
                self.reached.append((self.now, moment))

    def go_to(self, minute):
        while self.now < minute:
            self.counted += not self.holds and self.is_counted(self.now)
            self.now += 1
            self.look()


_ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from(["hold", "release", "look"]),
        st.sampled_from(["customer", "suspended"]),
    ),
    max_size=12,
)
_PLANS = st.builds(
    lambda target, others: Plan(
        target * _MINUTE,
        tuple(
            sorted(
                [
                    Moment(target * _MINUTE, BREACH),
                    *(Moment(each * _MINUTE, f"step/{n}") for n, each in enumerate(others)),
                ],
                key=lambda moment: moment.after,
            )
        ),
    ),
    st.integers(1, 300),
    st.lists(st.integers(1, 500), max_size=4),
)


def play(name, plan, actions, *, is_watched):
    """The clock and the reference after the same actions."""
    timeline = _TIMELINES[name]
    clock, found, at = Clock(since=_START * _MINUTE), [], _START
    reference = Reference(name, plan.moments)
    for wait, action, reason in actions:
        at += wait
        reference.go_to(at)
        if action == "hold":
            clock, reached = clocks.hold(clock, plan, timeline, at * _MINUTE, reason)
            reference.holds.add(reason)
        elif action == "release":
            clock, reached = clocks.release(clock, plan, timeline, at * _MINUTE, reason)
            reference.holds.discard(reason)
        elif is_watched:
            clock, reached = clocks.advance(clock, plan, timeline, at * _MINUTE)
        else:
            reached = ()
        found.extend((each.at // _MINUTE, each.moment) for each in reached)
    return clock, found, at, reference


@given(st.sampled_from(sorted(_TIMELINES)), _PLANS, _ACTIONS, st.booleans())
@settings(deadline=None, max_examples=150)
def test_any_pauses_give_the_time_and_the_moments_of_the_reference(name, plan, actions, is_watched):
    clock, found, at, reference = play(name, plan, actions, is_watched=is_watched)
    timeline = _TIMELINES[name]
    assert clocks.elapsed(clock, timeline, at * _MINUTE) == reference.counted * _MINUTE
    clock, reached = clocks.advance(clock, plan, timeline, at * _MINUTE)
    found.extend((each.at // _MINUTE, each.moment) for each in reached)
    assert sorted(found) == sorted(reference.reached)
    is_breached = reference.counted * _MINUTE >= plan.target
    assert (clocks.status(clock) == "breached") == is_breached
    ended, _ = clocks.finish(clock, plan, timeline, at * _MINUTE)
    assert ended.outcome == ("breached" if is_breached else "met")


@given(st.sampled_from(sorted(_TIMELINES)), _PLANS, _ACTIONS)
@settings(deadline=None, max_examples=100)
def test_what_comes_next_comes_when_it_was_said(name, plan, actions):
    clock, _, at, reference = play(name, plan, actions, is_watched=True)
    timeline = _TIMELINES[name]
    clock, _ = clocks.advance(clock, plan, timeline, at * _MINUTE)
    before = len(reference.reached)
    following = clocks.next_at(clock, plan, timeline)
    if reference.holds or before == len(plan.moments):
        assert following is None
        return
    while len(reference.reached) == before:
        reference.go_to(reference.now + 1)
    assert following == reference.now * _MINUTE
    assert clocks.advance(clock, plan, timeline, following - 1)[1] == ()
    after, reached = clocks.advance(clock, plan, timeline, following)
    assert [each.moment for each in reached] == [each for _, each in reference.reached[before:]]
    assert after.elapsed == clock.elapsed


@given(_PLANS, _PLANS, _ACTIONS)
@settings(deadline=None, max_examples=60)
def test_a_changed_plan_keeps_the_time_and_reaches_what_lies_behind(old, new, actions):
    clock, _, at, reference = play("shifts", old, actions, is_watched=True)
    now = at * _MINUTE
    clock, _ = clocks.change_plan(clock, (old, _SHIFTS), (new, _SHIFTS), now)
    if clock.is_running:
        behind = {each.id for each in new.moments if each.after <= reference.counted * _MINUTE}
        assert set(clock.reached) == behind
    back, _ = clocks.change_plan(clock, (new, _SHIFTS), (old, _SHIFTS), now)
    assert clocks.elapsed(back, _SHIFTS, now) == reference.counted * _MINUTE
