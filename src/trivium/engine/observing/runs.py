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
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.engine.clock import Clock
    from trivium.engine.infos import JobInfo
    from trivium.engine.observing.observer import Observers
    from trivium.store.database import Database
    from trivium.store.jobs import Due
    from trivium.store.origins import Belonging


class Runs:
    """Wraps what does a job. While nobody observes, it asks the database for nothing."""

    def __init__(self, database: Database, clock: Clock, observers: Observers) -> None:
        self._database = database
        self._clock = clock
        self._observers = observers

    @as_engine()
    def belongings(self, jobs: Sequence[Due]) -> dict[str, Belonging]:
        """Where jobs come from and belong, by id; one query for all, and none while nobody observes."""
        if not self._observers or not jobs:
            return {}
        with self._database.reading() as connection:
            return origins.belongings(connection, [job.id for job in jobs])

    @contextmanager
    def run(self, job: Due, of: Belonging | None) -> Iterator[JobRun]:
        """Around a job that the engine does by itself; who does it sets the outcome.

        Several may be open at once, one within the other: those that share a transaction.
        """
        origin = None if of is None else read(of.payload)
        run = JobRun(job.id, job.kind, self._late_ms(job.due_at), origin)
        run.instance_id = None if of is None else of.instance_id
        if not self._observers:
            yield run
            return
        with self._told(run):
            yield run

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
