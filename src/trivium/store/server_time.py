"""The time of the database server, so that nodes whose own clocks are wrong agree about leases and timers."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from trivium.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

_TRUSTED_MS = 10_000
_STEP_BACK_MS = 1_000
"""Less than that is inexactness: then the time stands still instead of going back."""


class ServerTime:
    """Counts on from what the server has said last, which is asked again when that is long ago.

    What a transaction hears in passing counts as well. An answer was true at some moment between question and
    answer; only what does not fit between them moves the clock.
    """

    def __init__(self, ask: Callable[[], int]) -> None:
        self._ask = ask
        self._offset: int | None = None
        self._heard_at = 0
        self._last = 0

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC.

        Raises:
            Unavailable: the server has never said it, and does not answer.
        """
        if self._offset is None:
            self._ask_now()
        elif monotonic_ms() - self._heard_at > _TRUSTED_MS:
            self._heard_at = monotonic_ms()  # one asks for all, and not again at once if it is away
            with suppress(Unavailable):
                self._ask_now()
        now = monotonic_ms() + (self._offset or 0)
        if now < self._last < now + _STEP_BACK_MS:
            return self._last
        self._last = now
        return now

    def heard(self, server_ms: int, asked_at: int) -> None:
        """The server has just said its time; it was asked at that time of `monotonic_ms`."""
        self._heard_at = heard_at = monotonic_ms()
        least, most = server_ms - heard_at, server_ms - asked_at
        if self._offset is None:
            self._offset = (least + most) // 2
        self._offset = min(max(self._offset, least), most)

    def _ask_now(self) -> None:
        asked_at = monotonic_ms()
        self.heard(self._ask(), asked_at)


def monotonic_ms() -> int:
    """A clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000
