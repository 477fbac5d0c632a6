"""When somebody may be told: quiet hours and digests by the clock on their wall."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from trivium.work.calendars.zones import Stretch, stretches

Rhythm = Literal["at-once", "hourly", "daily"]
_MINUTE = 60
_HOUR = 3_600
_DAY = 86_400
_AHEAD = 3 * _DAY
_BEHIND = _DAY
_MS = 1000


class Quiet(NamedTuple):
    """From and until (minutes after midnight on the wall) nobody is disturbed; it may go over midnight."""

    start: int
    end: int

    def holds(self, second: int) -> bool:
        """Whether a second of the day is in it."""
        start, end = self.start * _MINUTE, self.end * _MINUTE
        return start <= second < end if start < end else second >= start or second < end


@lru_cache(maxsize=600)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name."""
    return ZoneInfo(name)


def after_quiet(now: int, quiet: Quiet | None, zone: str) -> int:
    """The first moment from now on (milliseconds since 1970-01-01 UTC) at which the wall shows no quiet time.

    An hour that the wall shows twice is quiet twice; a quiet time that ends in an hour that is left out
    ends when the clocks are changed.
    """
    if quiet is None:
        return now
    second = now // _MS
    for stretch in _around(second, second, zone):
        shown = (stretch.start + stretch.ahead) % _DAY
        if not quiet.holds(shown):
            return max(now, stretch.start * _MS)
        ends = stretch.start + (quiet.end * _MINUTE - shown) % _DAY
        if ends < stretch.end:
            return ends * _MS
    return now


def next_digest(now: int, rhythm: Rhythm, minute: int, zone: str) -> int:
    """The first moment after now at which the wall shows a full hour, or that minute of the day.

    What the wall shows twice counts the first time, and what it leaves out when the clocks are changed.
    """
    period, offset = (_HOUR, 0) if rhythm == "hourly" else (_DAY, minute * _MINUTE)
    second = now // _MS
    shown_until: int | None = None
    for stretch in _around(second - _BEHIND, second, zone):
        begins = stretch.start + stretch.ahead
        ends = stretch.end + stretch.ahead
        at = begins if shown_until is None else shown_until
        at += (offset - at) % period
        while at < ends:
            moment = max(at - stretch.ahead, stretch.start)
            if moment > second:
                return moment * _MS
            at += period
        shown_until = ends if shown_until is None else max(shown_until, ends)
    return now + period * _MS


def _around(start: int, now: int, zone: str) -> Iterator[Stretch]:
    return stretches(zone_of(zone), start, now + _AHEAD)
