"""Doing what is due."""

from __future__ import annotations

import logging
import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from trivium.engine.jobs.operations import CarryOut, FireStartTimer
from trivium.errors import Refused, TriviumError, Unavailable
from trivium.kernel import commands
from trivium.store import jobs
from trivium.store.cursors import cursor_of
from trivium.store.database import Contention
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from trivium.engine.batches.worker import BatchWorker
    from trivium.engine.clock import Clock
    from trivium.engine.observing.runs import Runs
    from trivium.engine.processor import Processor
    from trivium.store.database import Database
    from trivium.store.jobs import Due
    from trivium.store.origins import Belonging

_FEWEST, _MOST = 8, 64
"""So many are done in one transaction: more as long as that is quick, for others wait meanwhile."""
_LONG_SECONDS = 0.02
_LOOK_AHEAD = 16
"""So many times more are looked at than are done at once, that several nodes take different ones."""
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
        self._batches = batches
        self._runs = runs
        self._broken: dict[str, int] = {}  # jobs that broke down, and when they are tried again
        self._database = database
        self._processor = processor
        self._clock = clock
        self._at_once = _FEWEST

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
            reach("due.found")
            pieces = [job for job in fresh if job.kind == "batch"]
            taken = self._some_of([job for job in fresh if job.kind != "batch"])
            belongings = self._runs.belongings([*pieces, *taken])
            for job in pieces:
                self._do_piece(job, belongings.get(job.id))
                stuck.add(job.id)
            self._do(taken, belongings, stuck)
            done += len(pieces) + len(taken)

    def next_due(self) -> int | None:
        """When the next one is due after now, in milliseconds; None if none is planned."""
        with self._database.reading() as connection:
            return jobs.next_due(cursor_of(connection), self._clock.now_ms())

    def _due(self, now: int) -> list[Due]:
        ahead = 1 if self._database.writers == 1 else _LOOK_AHEAD
        with self._database.reading() as connection:
            return jobs.due(cursor_of(connection), now, _MOST * ahead)

    def _some_of(self, due: list[Due]) -> list[Due]:
        """What is done at once: other nodes see the same list, and choose others of it."""
        if self._database.writers == 1:
            return due[: self._at_once]
        free = self._free(due) if due else set()
        open_to_us = [job for job in due if job.id in free] or due
        if len(open_to_us) <= self._at_once:
            return open_to_us
        chosen = random.sample(open_to_us, self._at_once)
        return sorted(chosen, key=lambda job: (job.due_at, job.id))

    def _free(self, due: list[Due]) -> set[str]:
        try:
            with self._database.writing() as cursor:
                return jobs.free(cursor, [job.id for job in due])
        except (Contention, Unavailable):  # to look is no more than courtesy
            return set()

    def _do(self, taken: list[Due], belongings: dict[str, Belonging], stuck: set[str]) -> None:
        """Does them together, and notes what cannot be done now."""
        begun = time.perf_counter()
        with ExitStack() as stack:
            prepared = []
            for job in taken:
                run = stack.enter_context(self._runs.run(job, belongings.get(job.id)))
                prepared.append((job, run, self._processor.prepare(_operation(job))))
            self._processor.carry_out([pending for _, _, pending in prepared])
            for job, run, pending in prepared:
                run.outcome = self._outcome(job, pending.error)
                if run.outcome != "done":
                    stuck.add(job.id)
        if len(taken) == self._at_once:
            is_quick = time.perf_counter() - begun < _LONG_SECONDS
            self._at_once = min(max(self._at_once * 2 if is_quick else 1, _FEWEST), _MOST)

    def _do_piece(self, job: Due, of: Belonging | None) -> None:
        with self._runs.run(job, of) as run:
            error: Exception | None = None
            try:
                self._batches.do_piece(job.id)
            except Exception as found:  # noqa: BLE001  # the job runner's edge
                error = found
            run.outcome = self._outcome(job, error)

    def _outcome(self, job: Due, error: BaseException | None) -> str:
        """What became of a job; one that is broken does not stop the others.

        Another node may have been faster, or its instance be suspended: then it is refused.
        """
        if error is None:
            return "done"
        if isinstance(error, Refused):
            return "refused"
        if isinstance(error, TriviumError) or not isinstance(error, Exception):
            raise error
        _log.error("job %s failed, and is left alone for a minute", job.id, exc_info=error)
        self._broken[job.id] = self._clock.now_ms() + _PAUSE_MS
        return "failed"


def _operation(job: Due) -> Any:
    if job.kind == "command":
        return CarryOut(job.id)
    if job.kind == "start-timer":
        return FireStartTimer(job.id)
    return commands.RunJob(job_id=job.id)
