"""What is in the database, measured when somebody asks."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from trivium.engine.observing import catalogue
from trivium.store import measures
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from trivium.engine.clock import Clock
    from trivium.engine.observing.catalogue import Metric
    from trivium.store.database import Database

_FRESH_SECONDS = 1.0
_SHARE = 20
"""So many times as long as it took to ask, an answer is good: asking is a twentieth of the time at most."""
_SECOND_MS = 1000


class Sample(NamedTuple):
    """One value of a metric, with the values of its labels."""

    metric: Metric
    value: float
    labels: tuple[str, ...] = ()


class Source(NamedTuple):
    """Something that can be measured in the database."""

    metrics: tuple[Metric, ...]
    read: Callable[[Connection, int], Iterable[Sample]]
    """Given a connection and the time in milliseconds since 1970; it must be cheap."""


class Measures:
    """`engine.measures`: jobs, incidents and instances as numbers, and what else is registered."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sources: tuple[Source, ...] = (Source(catalogue.STATE, _state),)
        self._asking = threading.Lock()
        self._known: list[Sample] = []
        self._good_until = 0.0

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All that can be measured."""
        return tuple(metric for source in self._sources for metric in source.metrics)

    def register(self, source: Source) -> None:
        """From now on this is measured, too."""
        self._sources = (*self._sources, source)
        self._good_until = 0.0

    @as_engine()
    def read(self) -> Sequence[Sample]:
        """All values, at most a second old unless the database is slow.

        Raises:
            Unavailable: the database does not answer.
        """
        with self._asking:
            begun = time.monotonic()
            if begun >= self._good_until:
                self._known = list(self._ask())
                took = time.monotonic() - begun
                self._good_until = begun + max(_FRESH_SECONDS, took * _SHARE)
            return self._known

    def _ask(self) -> Iterator[Sample]:
        with self._database.reading() as connection:
            for source in self._sources:
                yield from source.read(connection, self._clock.now_ms())


def _state(connection: Connection, now: int) -> Iterator[Sample]:
    leased = 0
    for kind, waiting in measures.waiting_jobs(connection, now).items():
        age = 0 if waiting.oldest_due_at is None else now - waiting.oldest_due_at
        yield Sample(catalogue.JOBS_DUE, waiting.due, (kind,))
        yield Sample(catalogue.JOBS_OLDEST, age / _SECOND_MS, (kind,))
        leased += waiting.leased
    yield Sample(catalogue.JOBS_LEASED, leased)
    for type_, count in measures.open_incidents(connection).items():
        yield Sample(catalogue.INCIDENTS_OPEN, count, (type_,))
    yield Sample(catalogue.INSTANCES_ACTIVE, measures.active_instances(connection))
