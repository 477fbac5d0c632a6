"""A clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from trivium.kernel.moments import to_ms

_START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime = _START) -> None:
        self._now = to_ms(start)

    def now_ms(self) -> int:
        """The time in milliseconds since 1970-01-01 UTC."""
        return self._now

    def set_ms(self, milliseconds: int) -> None:
        """Sets the time; it never goes back."""
        self._now = max(self._now, milliseconds)

    def advance(self, duration: timedelta) -> None:
        """Moves on."""
        self.set_ms(self._now + duration // timedelta(milliseconds=1))
