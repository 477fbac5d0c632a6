"""Doing what is due."""

from __future__ import annotations

import logging
import random
from functools import partial
from typing import TYPE_CHECKING, Any

from trivium.engine.jobs.operations import RunDue
from trivium.errors import Refused, TriviumError
from trivium.store import jobs
from trivium.store.cursors import cursor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.batches.worker import BatchWorker
    from trivium.engine.clock import Clock
    from trivium.engine.processor import Processor
    from trivium.store.database import Database
    from trivium.store.jobs import Due

_AT_ONCE = 64
_LOOK_AHEAD = 16
"""So many times more are looked at than are done at once, that several nodes take different ones."""
_PAUSE_MS = 60_000
_log = logging.getLogger("trivium.engine")
_TIMERS = frozenset({"timer", "start-timer"})


class DueJobs:
    """Finds and does the jobs that the engine does by itself."""

    def __init__(
        self, database: Database, processor: Processor, clock: Clock, batches: BatchWorker
    ) -> None:
        self._batches = batches
        self._broken: dict[str, int] = {}  # jobs that broke down, and when they are tried again
        self._database = database
        self._processor = processor
        self._clock = clock

    def do_all(self, *, timers: bool = True) -> int:
        """Does everything that is due now, what comes of it included; gives how many jobs it were.

        Of each batch it does one piece, so that everything else has its turn.
        """
        done = 0
        stuck: set[str] = set()
        while True:
            now = self._clock.now_ms()
            fresh = [
                job
                for job in self._due(now)
                if job.id not in stuck
                and (timers or job.kind not in _TIMERS)
                and self._broken.get(job.id, 0) <= now
            ]
            if not fresh:
                return done
            pieces = [job for job in fresh if job.kind == "batch"]
            stuck.update(job.id for job in pieces)
            done += len(pieces)
            for job in pieces:
                self._attempt(job, partial(self._batches.do_piece, job.id))
            taken = self._some_of([job for job in fresh if job.kind != "batch"])
            if taken:
                done += self._do(taken, stuck)

    def next_due(self) -> int | None:
        """When the next one is due after now, in milliseconds; None if none is planned."""
        with self._database.reading() as connection:
            return jobs.next_due(cursor_of(connection), self._clock.now_ms())

    def _due(self, now: int) -> list[Due]:
        limit = _AT_ONCE if self._database.writers == 1 else _AT_ONCE * _LOOK_AHEAD
        with self._database.reading() as connection:
            return jobs.due(cursor_of(connection), now, limit)

    def _some_of(self, due: list[Due]) -> list[Due]:
        """What is done at once: other nodes see the same list, and choose others of it."""
        if len(due) <= _AT_ONCE:
            return due
        return sorted(random.sample(due, _AT_ONCE), key=lambda job: (job.due_at, job.id))

    def _do(self, taken: list[Due], stuck: set[str]) -> int:
        """Does them in one transaction; gives how many were tried, and notes what cannot be done now."""
        try:
            done, refused = self._processor.submit(RunDue(taken))
            if (
                not done and not refused
            ):  # all of them are somebody else's: see what is left by them
                done, refused = self._processor.submit(RunDue(taken, only_free=False))
        except TriviumError:
            raise
        except Exception:  # noqa: BLE001  # the job runner's edge: the one that breaks it is found
            _log.exception("%s due jobs failed together; each is done by itself", len(taken))
            return sum(self._alone(job, stuck) for job in taken)
        stuck.update(refused)
        return len(done) + len(refused)

    def _alone(self, job: Due, stuck: set[str]) -> int:
        if not self._attempt(job, partial(self._processor.submit, RunDue([job], only_free=False))):
            stuck.add(job.id)
        return 1

    def _attempt(self, job: Due, run: Callable[[], Any]) -> bool:
        """Whether it could be done; one broken job does not stop the others."""
        try:
            run()
        except Refused:
            return False
        except TriviumError:
            raise
        except Exception:  # noqa: BLE001  # the job runner's edge
            _log.exception("job %s failed, and is left alone for a minute", job.id)
            self._broken[job.id] = self._clock.now_ms() + _PAUSE_MS
            return False
        return True
