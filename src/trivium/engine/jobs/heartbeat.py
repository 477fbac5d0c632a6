"""Keeps the leases of what runs in this process, for as long as it runs."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from trivium.engine.jobs.operations import ExtendAll
from trivium.errors import TriviumError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.engine.infos import JobInfo
    from trivium.engine.processor import Processor

LEASE_MS = 15_000
"""After that a process that has died is noticed; one that lives prolongs its leases long before."""
_BEAT_SECONDS = LEASE_MS / 1000 / 4
_log = logging.getLogger("trivium.engine")


class Heartbeat:
    """A thread that beats while anything is held."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor
        self._held: dict[str, int] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @contextmanager
    def holding(self, job: JobInfo) -> Iterator[None]:
        """The job's lease does not run out within."""
        self._start()
        self._held[job.id] = job.lease
        try:
            yield
        finally:
            self._held.pop(job.id, None)

    def stop(self) -> None:
        """Nothing runs any more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="trivium-heartbeat", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(_BEAT_SECONDS):
            held = list(self._held.items())
            if held:
                try:
                    self._processor.submit(ExtendAll(held, LEASE_MS))
                except TriviumError as error:  # the leases may run out: results are refused then
                    _log.warning("leases could not be prolonged: %s", error)
