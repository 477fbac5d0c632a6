"""Where the time comes from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from trivium.store.database import Database


class Clock(Protocol):
    """Tells the time in milliseconds since 1970-01-01 UTC."""

    def now_ms(self) -> int:
        """Now."""


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


class DatabaseClock:
    """The clock of the machine that the database is on: nodes whose own ones differ agree about it."""

    def __init__(self, database: Database) -> None:
        self.now_ms = database.now_ms
