"""The clock of one target as a pure state machine: time is an argument, and nothing is forgotten.

A clock counts on a timeline (working time, say) while nothing holds it. What is to happen when so much is
counted are its moments; each is reached once, at an instant that is known beforehand.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from trivium.work.calendars.calendar import BeyondCalendar
from trivium.work.calendars.working_time import Timeline

Status = Literal["on-track", "at-risk", "breached", "met", "cancelled"]
BREACH = "breach"


class Moment(NamedTuple):
    """Something that happens when so many milliseconds are counted.

    The id is `breach` for the target itself, begins with `warning` for what puts the target at risk, and is
    anything else for steps that are taken.
    """

    after: int
    id: str

    @property
    def is_warning(self) -> bool:
        return self.id.startswith("warning")


class Plan(msgspec.Struct, frozen=True):
    """The target in milliseconds of its timeline, and all moments, the earliest first."""

    target: int
    moments: tuple[Moment, ...]


class Reached(NamedTuple):
    """A moment, and the instant at which it was reached."""

    at: int
    moment: Moment


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """What has been counted until `since`; from then on it runs, unless something holds it or it has ended.

    `holds` are the reasons for which it stands still, `reached` the ids of the moments that are behind it.
    """

    since: int
    elapsed: int = 0
    holds: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    ended_at: int | None = None
    outcome: Literal["met", "breached", "cancelled"] | None = None

    @property
    def is_running(self) -> bool:
        return self.outcome is None and not self.holds


def elapsed(clock: Clock, timeline: Timeline, now: int) -> int:
    """How much is counted at an instant that is not before the last change."""
    if not clock.is_running or now <= clock.since:
        return clock.elapsed
    return clock.elapsed + timeline.between(clock.since, now)


def due_at(clock: Clock, plan: Plan, timeline: Timeline) -> int | None:
    """When the target is or was passed if nothing holds the clock any more.

    None while it stands still, and if that is after the years that can be reckoned with.
    """
    return _when_or_never(clock, timeline, plan.target) if clock.is_running else None


def next_at(clock: Clock, plan: Plan, timeline: Timeline) -> int | None:
    """The next instant at which anything happens by itself; None if nothing will."""
    if not clock.is_running:
        return None
    open_moments = (moment.after for moment in plan.moments if moment.id not in clock.reached)
    first = min(open_moments, default=None)
    return None if first is None else _when_or_never(clock, timeline, first)


def status(clock: Clock) -> Status:
    """How it stands as of the moments that were reached."""
    if clock.outcome is not None:
        return clock.outcome
    if BREACH in clock.reached:
        return "breached"
    return "at-risk" if any(each.startswith("warning") for each in clock.reached) else "on-track"


# -- transitions; each but the first gives the moments that were reached on the way to it


def advance(
    clock: Clock, plan: Plan, timeline: Timeline, now: int
) -> tuple[Clock, tuple[Reached, ...]]:
    """Reaches all moments that are due by now, in their order."""
    if not clock.is_running:
        return clock, ()
    counted = elapsed(clock, timeline, now)
    found = tuple(
        Reached(_when(clock, timeline, moment.after), moment)
        for moment in plan.moments
        if moment.after <= counted and moment.id not in clock.reached
    )
    if not found:
        return clock, ()
    ids = (*clock.reached, *(each.moment.id for each in found))
    return msgspec.structs.replace(clock, reached=ids), found


def hold(
    clock: Clock, plan: Plan, timeline: Timeline, at: int, reason: str
) -> tuple[Clock, tuple[Reached, ...]]:
    """Stands still for one reason more; the same one again changes nothing."""
    if clock.outcome is not None or reason in clock.holds:
        return clock, ()
    clock, found = _banked(clock, plan, timeline, at)
    return msgspec.structs.replace(clock, holds=tuple(sorted((*clock.holds, reason)))), found


def release(
    clock: Clock, plan: Plan, timeline: Timeline, at: int, reason: str
) -> tuple[Clock, tuple[Reached, ...]]:
    """Stands still for one reason less; without any it runs on."""
    if clock.outcome is not None or reason not in clock.holds:
        return clock, ()
    clock, found = _banked(clock, plan, timeline, at)
    left = tuple(each for each in clock.holds if each != reason)
    return msgspec.structs.replace(clock, holds=left), found


def finish(
    clock: Clock, plan: Plan, timeline: Timeline, at: int, *, is_cancelled: bool = False
) -> tuple[Clock, tuple[Reached, ...]]:
    """Ends it: met, unless the target was passed before. What is cancelled is neither met nor breached."""
    if clock.outcome is not None:
        return clock, ()
    clock, found = _banked(clock, plan, timeline, at)
    done: Literal["met", "breached"] = "breached" if clock.elapsed >= plan.target else "met"
    outcome = "cancelled" if is_cancelled and done == "met" else done
    return msgspec.structs.replace(clock, ended_at=max(at, clock.since), outcome=outcome), found


def change_plan(
    clock: Clock, old: tuple[Plan, Timeline], new: tuple[Plan, Timeline], at: int
) -> tuple[Clock, tuple[Reached, ...]]:
    """Goes on towards another target with what was counted so far.

    Moments that lie ahead again are forgotten, those that already lie behind are reached now.
    """
    if clock.outcome is not None:
        return clock, ()
    clock, before = _banked(clock, *old, at)
    plan, timeline = new
    behind = {moment.id for moment in plan.moments if moment.after <= clock.elapsed}
    kept = tuple(each for each in clock.reached if each in behind)
    clock = msgspec.structs.replace(clock, reached=kept)
    clock, after = advance(clock, plan, timeline, clock.since)
    return clock, (*before, *after)


def _banked(
    clock: Clock, plan: Plan, timeline: Timeline, at: int
) -> tuple[Clock, tuple[Reached, ...]]:
    """All counted until `at`; a time before the last change is taken for that of the change."""
    at = max(at, clock.since)
    clock, found = advance(clock, plan, timeline, at)
    counted = elapsed(clock, timeline, at)
    return msgspec.structs.replace(clock, elapsed=counted, since=at), found


def _when_or_never(clock: Clock, timeline: Timeline, after: int) -> int | None:
    try:
        return _when(clock, timeline, after)
    except BeyondCalendar:
        return None


def _when(clock: Clock, timeline: Timeline, after: int) -> int:
    return timeline.add(clock.since, max(0, after - clock.elapsed))
