"""The thread that does what is due, asleep until then."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from trivium.errors import Unavailable
from trivium.store import jobs
from trivium.store.cursors import cursor_of

if TYPE_CHECKING:
    from trivium.engine.clock import Clock
    from trivium.engine.infos import JobInfo
    from trivium.engine.jobs.due import DueJobs
    from trivium.engine.jobs.handlers import Handlers
    from trivium.engine.jobs.missing import MissingHandlers
    from trivium.store.database import Database

_log = logging.getLogger("trivium.engine")
SAFETY_MS = 1000
"""Other processes write the same database: it is looked at again after that at the latest."""
_SAFETY_SECONDS = SAFETY_MS / 1000
_HANDLERS_AT_ONCE = 8
_FOREVER = 1 << 62


class Scheduler:
    """Sleeps until the next due time, or until a commit says that there may be something earlier."""

    def __init__(  # what it watches and wakes
        self,
        database: Database,
        due: DueJobs,
        handlers: Handlers,
        clock: Clock,
        worker: str,
        missing: MissingHandlers,
    ) -> None:
        self._database = database
        self._due = due
        self._handlers = handlers
        self._clock = clock
        self._worker = worker
        self._missing = missing
        self._awake = threading.Event()
        self._stopping = False
        self._sleeps_until = _FOREVER
        self._pool = ThreadPoolExecutor(_HANDLERS_AT_ONCE, thread_name_prefix="trivium-handler")
        self._running = threading.Semaphore(_HANDLERS_AT_ONCE)
        self._thread = threading.Thread(target=self._run, name="trivium-scheduler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self, due_at: int = 0) -> None:
        """There is a job that is due then."""
        if due_at < self._sleeps_until:
            self._awake.set()

    def stop(self) -> None:
        """Finishes what runs, starts nothing new."""
        self._stopping = True
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=True)

    def _run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            self._sleeps_until = _FOREVER  # what comes from now on may have been overlooked
            try:
                self._due.do_all()
                self._hand_out()
                self._missing.report_soon()
                pause = self._pause()
            except Unavailable as error:
                _log.warning("the database does not answer: %s", error)
                pause = _SAFETY_SECONDS
            self._awake.wait(pause)

    def _hand_out(self) -> None:
        while not self._stopping and self._running.acquire(blocking=False):
            taken = self._handlers.take(self._worker, 1)
            if not taken:
                self._running.release()
                return
            self._pool.submit(self._handle, taken[0])

    def _handle(self, job: JobInfo) -> None:
        try:
            self._handlers.run(job)
        finally:
            self._running.release()
            self._awake.set()

    def _pause(self) -> float:
        """Seconds until something is due."""
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            cursor = cursor_of(connection)
            times = [jobs.next_due(cursor, now), jobs.next_work(cursor, self._handlers.topics, now)]
        nearest = min((t for t in times if t is not None), default=_FOREVER)
        self._sleeps_until = nearest
        return min(max(nearest - now, 10) / 1000, _SAFETY_SECONDS)
