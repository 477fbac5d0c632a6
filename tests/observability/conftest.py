"""An engine that is watched, and what the watcher has seen."""

from __future__ import annotations

import pytest

from trivium.engine.observing import Observer
from trivium.testing import TestEngine


class Watching(Observer):
    """Writes down what it is told."""

    def __init__(self):
        self.batches = []
        self.runs = []
        self.retries = 0
        self.divisions = 0

    def decided(self, items, taken_ns):
        self.batches.append(list(items))
        assert all(item.submitted_ns <= taken_ns for item in items)

    def retried(self):
        self.retries += 1

    def divided(self, items):
        self.divisions += 1

    def job_ended(self, run):
        self.runs.append(run)

    @property
    def items(self):
        return [item for batch in self.batches for item in batch]

    def kinds(self):
        return [type(item.command).__name__ for item in self.items]


@pytest.fixture
def engine():
    with TestEngine() as found:
        yield found


@pytest.fixture
def watching(engine):
    watcher = Watching()
    engine.observe(watcher)
    return watcher
