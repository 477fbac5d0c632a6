"""Stretches of time in which the clocks of a zone stand equally far from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

_STEP = 86_400
"""Seconds. No zone has changed its clocks twice within a day since 1970; the nearest are a week apart."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stretch(NamedTuple):
    """From and until (seconds since 1970-01-01 UTC), and how far local clocks are ahead of UTC."""

    start: int
    end: int
    ahead: int


def stretches(zone: ZoneInfo, start: int, end: int) -> Iterator[Stretch]:
    """The stretches between two times, in their order."""
    begun, ahead = start, _ahead(zone, start)
    at = start
    while at < end:
        following = min(at + _STEP, end)
        later = _ahead(zone, following)
        if later != ahead:
            change = _change(zone, at, following)
            if change < end:
                yield Stretch(begun, change, ahead)
                begun, ahead = change, later
        at = following
    yield Stretch(begun, end, ahead)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second after the clocks were changed."""
    old = _ahead(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _ahead(zone: ZoneInfo, at: int) -> int:
    moment = (_EPOCH + timedelta(seconds=at)).astimezone(zone)
    offset = moment.utcoffset() or timedelta()
    return offset // timedelta(seconds=1)
