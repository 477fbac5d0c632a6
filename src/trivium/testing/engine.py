"""An engine in memory whose time is moved by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Self

from trivium.engine import Engine
from trivium.engine.jobs.forgetting import KEEP_ANSWERS_FOR
from trivium.expressions import parse_schedule
from trivium.kernel.moments import from_ms, to_ms
from trivium.store.database import connect
from trivium.testing.clock import Clock


class TestEngine(Engine):
    """A real engine on a database in memory; nothing happens but what the test asks for."""

    __test__ = False  # pytest would take it for a test class

    def __init__(
        self,
        url: str = "sqlite://",
        clock: Clock | None = None,
        *,
        keep_history_for: timedelta | None = None,
        keep_answers_for: timedelta = KEEP_ANSWERS_FOR,
        archive_to: Path | None = None,
    ) -> None:
        self.test_clock = clock or Clock()
        database = connect(url)
        database.migrate()
        super().__init__(
            database,
            self.test_clock,
            scheduler=False,
            keep_history_for=keep_history_for,
            keep_answers_for=keep_answers_for,
            archive_to=archive_to,
        )

    def __enter__(self) -> Self:
        return self

    def advance(self, duration: str | timedelta) -> None:
        """Moves the clock on, from one due time to the next, and does all that is due on the way.

        `duration` is ISO 8601, such as `PT1H`.
        """
        end = _end(self.test_clock.now_ms(), duration)
        while True:
            self.run_until_idle()
            due = self.next_due()
            if due is None or due > end:
                break
            self.test_clock.set_ms(due)
        self.test_clock.set_ms(end)
        self.run_until_idle()


def _end(now: int, duration: str | timedelta) -> int:
    if isinstance(duration, timedelta):
        return now + duration // timedelta(milliseconds=1)
    end = parse_schedule(duration).first(from_ms(now))
    return now if end is None else to_ms(end)


def engine() -> TestEngine:
    """A new engine for a test: `with trivium.testing.engine() as engine: …`."""
    return TestEngine()
