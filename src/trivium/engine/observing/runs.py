"""Attempts at jobs, told to the observers, with what caused them around."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trivium.engine.observing.observer import JobRun
from trivium.engine.observing.origin import Origin, caused_by, read
from trivium.errors import Refused
from trivium.kernel.moments import to_ms
from trivium.store import origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.engine.clock import Clock
    from trivium.engine.infos import JobInfo
    from trivium.engine.observing.observer import Observers
    from trivium.store.database import Database
    from trivium.store.jobs import Due


class Runs:
    """Wraps what does a job. While nobody observes, it asks the database for nothing."""

    def __init__(self, database: Database, clock: Clock, observers: Observers) -> None:
        self._database = database
        self._clock = clock
        self._observers = observers

    def origins_of(self, job_ids: Sequence[str]) -> dict[str, Origin | None]:
        """Where jobs come from, by id, as far as that is known; one query for all."""
        if not self._observers:
            return {}
        with self._database.reading() as connection:
            found = origins.payloads(connection, job_ids)
        return {job_id: read(payload) for job_id, payload in found.items()}

    @contextmanager
    def run(self, job: Due, origin: Origin | None) -> Iterator[None]:
        """Around a job that the engine does by itself."""
        if not self._observers:
            yield
            return
        run = JobRun(job.id, job.kind, self._late_ms(job.due_at), origin)
        with self._told(run):
            yield
            run.outcome = "done"

    @contextmanager
    def work(self, job: JobInfo) -> Iterator[JobRun]:
        """Around the work of a handler; who does it sets the outcome."""
        origin = None
        if job.correlation_id is not None:
            origin = Origin(job.correlation_id, job.traceparent)
        run = JobRun(job.id, "work", self._late_ms(to_ms(job.due_at)), origin)
        run.topic = job.topic
        run.instance_id = job.instance_id
        with self._told(run):
            yield run

    @contextmanager
    def _told(self, run: JobRun) -> Iterator[None]:
        run.begun_ns = time.perf_counter_ns()
        self._observers.job_begun(run)
        try:
            with caused_by(run.origin):
                yield
        except Refused:
            run.outcome = "refused"
            raise
        finally:
            run.ended_ns = time.perf_counter_ns()
            self._observers.job_ended(run)

    def _late_ms(self, due_at: int) -> int:
        return max(0, self._clock.now_ms() - due_at)
