"""Counts and distributions of what one engine does."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

from trivium.engine.observing.observer import Observer
from trivium.engine.observing.outcome import kind_of, outcome_of
from trivium.kernel.commands import FailJob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.observing.observer import JobRun, Submitted

_Key = TypeVar("_Key")
_NS = 1_000_000_000
_MS = 1_000
SECONDS = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05),
    *(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0),
)
"""Upper bounds of classes of durations."""
SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
"""Upper bounds of classes of batch sizes."""


class Histogram:
    """How many values fell into each class, and their sum."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        """One more than bounds: the last class has none."""
        self.total = 0.0

    def add(self, value: float) -> None:
        """One more value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


class Tally(Observer):
    """Counts commands, batches, jobs and requests from when it is added to an engine.

    Whoever reads holds `lock`. A batch takes it once, so that counting costs about a microsecond a command.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.commands: dict[tuple[str, ...], int] = {}
        self.command_seconds: dict[str, Histogram] = {}
        self.wait_seconds = Histogram()
        self.batch_sizes = Histogram(SIZES)
        self.batch_seconds = Histogram()
        self.transactions_retried = 0
        self.batches_divided = 0
        self.jobs: dict[tuple[str, ...], int] = {}
        self.job_seconds: dict[str, Histogram] = {}
        self.job_lateness: dict[str, Histogram] = {}
        self.job_retries = 0
        self.job_exhausted = 0
        self.request_seconds: dict[tuple[str, ...], Histogram] = {}

    def decided(self, items: Sequence[Submitted], taken_ns: int) -> None:
        now = time.perf_counter_ns()
        with self.lock:
            self.batch_sizes.add(len(items))
            self.batch_seconds.add((now - taken_ns) / _NS)
            for item in items:
                self._count(item, taken_ns, now)

    def _count(self, item: Submitted, taken_ns: int, now: int) -> None:
        kind = kind_of(item)
        key = kind, outcome_of(item)
        self.commands[key] = self.commands.get(key, 0) + 1
        self.wait_seconds.add((taken_ns - item.submitted_ns) / _NS)
        _in(self.command_seconds, kind).add((now - item.submitted_ns) / _NS)
        if isinstance(item.command, FailJob) and item.error is None:
            if item.result:
                self.job_retries += 1
            else:
                self.job_exhausted += 1

    def retried(self) -> None:
        with self.lock:
            self.transactions_retried += 1

    def divided(self, items: Sequence[Submitted]) -> None:
        del items
        with self.lock:
            self.batches_divided += 1

    def job_ended(self, run: JobRun) -> None:
        key = run.kind, run.outcome
        with self.lock:
            self.jobs[key] = self.jobs.get(key, 0) + 1
            _in(self.job_seconds, run.kind).add((run.ended_ns - run.begun_ns) / _NS)
            _in(self.job_lateness, run.kind).add(run.late_ms / _MS)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        with self.lock:
            _in(self.request_seconds, (method, route, str(status))).add(seconds)


def _in(histograms: dict[_Key, Histogram], key: _Key) -> Histogram:
    found = histograms.get(key)
    if found is None:
        found = histograms[key] = Histogram()
    return found
