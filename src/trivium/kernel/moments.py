"""Milliseconds since 1970-01-01 UTC, which rows and state hold, and datetimes, which schedules use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """The milliseconds of an aware datetime; what is less than one counts as one more, never early."""
    return -((_EPOCH - moment) // _MILLISECOND)


def from_ms(milliseconds: int) -> datetime:
    """The aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
