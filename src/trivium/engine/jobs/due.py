"""Doing what is due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from trivium.engine.jobs.operations import CarryOut, FireStartTimer
from trivium.errors import Refused, TriviumError
from trivium.kernel import commands
from trivium.store import jobs

if TYPE_CHECKING:
    from trivium.engine.batches.worker import BatchWorker
    from trivium.engine.clock import Clock
    from trivium.engine.observing.runs import Runs
    from trivium.engine.processor import Processor
    from trivium.store.database import Database
    from trivium.store.jobs import Due
    from trivium.store.origins import Belonging

_AT_ONCE = 200
_PAUSE_MS = 60_000
_log = logging.getLogger("trivium.engine")
_TIMERS = frozenset({"timer", "start-timer"})


class DueJobs:
    """Finds and does the jobs that the engine does by itself."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        clock: Clock,
        batches: BatchWorker,
        runs: Runs,
    ) -> None:
        self._runs = runs
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
            fresh = [
                job
                for job in self._due()
                if job.id not in stuck
                and (timers or job.kind not in _TIMERS)
                and self._broken.get(job.id, 0) <= self._clock.now_ms()
            ]
            if not fresh:
                return done
            belongings = self._runs.belongings(fresh)
            for job in fresh:
                if not self._do(job, belongings.get(job.id)) or job.kind == "batch":
                    stuck.add(job.id)
                done += 1

    def next_due(self) -> int | None:
        """When the next one is due after now, in milliseconds; None if none is planned."""
        with self._database.reading() as connection:
            return jobs.next_due(connection.connection.cursor(), self._clock.now_ms())

    def _due(self) -> list[Due]:
        with self._database.reading() as connection:
            cursor = connection.connection.cursor()
            return jobs.due(cursor, self._clock.now_ms(), _AT_ONCE)

    def _do(self, job: Due, of: Belonging | None) -> bool:
        """Whether it could be done; another node may have been faster, or its instance be suspended."""
        try:
            with self._runs.run(job, of):
                if job.kind == "batch":
                    self._batches.do_piece(job.id)
                else:
                    self._processor.submit(_operation(job))
        except Refused:
            return False
        except TriviumError:
            raise
        except Exception:  # noqa: BLE001  # the job runner's edge: one broken job does not stop the others
            _log.exception("job %s failed, and is left alone for a minute", job.id)
            self._broken[job.id] = self._clock.now_ms() + _PAUSE_MS
            return False
        return True


def _operation(job: Due) -> Any:
    if job.kind == "command":
        return CarryOut(job.id)
    if job.kind == "start-timer":
        return FireStartTimer(job.id)
    return commands.RunJob(job_id=job.id)
