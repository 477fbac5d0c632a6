"""Stored milliseconds as the datetimes that people get."""

from __future__ import annotations

from datetime import datetime

from trivium.kernel.moments import from_ms


def instant(milliseconds: int) -> datetime:
    """The aware datetime in UTC."""
    return from_ms(milliseconds)


def instant_or_none(milliseconds: int | None) -> datetime | None:
    """The same, where there may be none."""
    return None if milliseconds is None else from_ms(milliseconds)
