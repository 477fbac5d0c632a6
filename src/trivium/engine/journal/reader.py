"""Reading the journal under a name, on one node at a time."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from trivium.errors import Conflict, Unavailable
from trivium.store import journal, readers
from trivium.store.database import Contention
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.clock import Clock
    from trivium.store.cursors import Cursor
    from trivium.store.database import Database
    from trivium.store.readers import Lease

_AT_ONCE = 1000
_LONG_SECONDS = 2.0
_LEASE_MS = 10_000
_ATTEMPTS = 20


class Consumer(Protocol):
    """What is done with the entries that are read."""

    def prepare(self, connection: Connection, rows: Sequence[RowMapping]) -> Any:
        """Makes of some entries what it needs; it may look things up, and changes nothing."""

    def deliver(self, prepared: Any) -> None:
        """Does what is done outside of the database: at least once."""

    def write(self, cursor: Cursor, prepared: Any) -> None:
        """Writes rows in the transaction that also says how far it has come: exactly once."""


class Reader:
    """One reader on this node; it has a lease while it reads, so that no other node does."""

    def __init__(
        self, database: Database, clock: Clock, owner: str, name: str, consumer: Consumer
    ) -> None:
        self.name = name
        self.consumer = consumer
        self._database = database
        self._clock = clock
        self._owner = owner
        self._lease: Lease | None = None
        self._at_once = _AT_ONCE
        self._alone = threading.RLock()

    def step(self) -> int | None:
        """Takes the next entries; how many, or None if another node reads."""
        with self._alone:
            try:
                return self._step()
            except BaseException:
                self._lease = None  # what was committed is read again
                raise

    def catch_up(self) -> int | None:
        """Takes all that there are; how many, or None if another node reads."""
        done = 0
        while count := self.step():
            done += count
        return done if count is not None else None

    def give_back(self) -> None:
        """Lets another node read at once."""
        with self._alone:
            lease, self._lease = self._lease, None
            if lease is not None:
                with suppress(Unavailable):  # then it runs out
                    self.write(lambda cursor: readers.release(cursor, self.name, lease.token))

    def restart(self, prepare: Callable[[Cursor], None]) -> None:
        """Begins anew, after `prepare`, in one transaction; a node that reads is interrupted."""
        with self._alone:
            self._lease = self._take(self._clock.now_ms(), by_force=True)
            self._move(journal.Place(), prepare)

    @as_engine()
    def _step(self) -> int | None:
        lease = self._held()
        if lease is None:
            return None
        with self._database.reading() as connection:
            rows, place = journal.read(connection, lease.place, self._at_once)
            prepared = self.consumer.prepare(connection, rows) if rows else None
        if rows:
            began = time.monotonic()
            self.consumer.deliver(prepared)
            self._move(place, lambda cursor: self.consumer.write(cursor, prepared))
            self._adapt(time.monotonic() - began)
        return len(rows)

    def _adapt(self, took_seconds: float) -> None:
        """Slow consumers get fewer entries at once, so that the lease does not run out meanwhile."""
        if took_seconds > _LONG_SECONDS:
            self._at_once = max(self._at_once // 4, 1)
        else:
            self._at_once = min(self._at_once * 2, _AT_ONCE)

    def _held(self) -> Lease | None:
        """The lease, which lasts for at least half its time still."""
        now = self._clock.now_ms()
        if self._lease is None or self._lease.until - now < _LEASE_MS // 2:
            self._lease = self._take(now) if self._is_free(now) else None
        return self._lease

    @as_engine()
    def _is_free(self, now: int) -> bool:
        """Looked up without a lock: mostly another node has it."""
        with self._database.reading() as connection:
            row = readers.one(connection, self.name)
        return row is None or row["lease_until"] <= now or row["lease_owner"] == self._owner

    def _take(self, now: int, *, by_force: bool = False) -> Lease | None:
        until = now + _LEASE_MS

        def taken(cursor: Cursor) -> Lease | None:
            return readers.take(cursor, self.name, self._owner, now, until, by_force=by_force)

        found: Lease | None = self.write(taken)
        return found

    def _move(self, place: journal.Place, write: Callable[[Cursor], None]) -> None:
        lease = self._lease
        assert lease is not None  # noqa: S101  # it was taken
        now = self._clock.now_ms()
        until = now + _LEASE_MS

        def moved(cursor: Cursor) -> None:
            if not readers.move(cursor, self.name, lease, place, now, until):
                raise lease_lost(self.name)
            write(cursor)

        self.write(moved)
        self._lease = lease._replace(place=place, until=until)

    def write(self, work: Callable[[Cursor], Any]) -> Any:
        """Does something in a write transaction, again if others were faster."""
        return written(self._database, work)


def lease_lost(name: str) -> Conflict:
    """Another node goes on."""
    return Conflict(
        f"Expected to hold the lease of {name!r}, but another node has it. It goes on there.",
        code="journal/lease-lost",
    )


def written(database: Database, work: Callable[[Cursor], Any], attempts: int = _ATTEMPTS) -> Any:
    """What `work` gives in a write transaction, which is tried again if others were faster.

    Raises:
        Unavailable: the database does not answer.
    """
    for attempt in range(attempts):
        try:
            with database.writing() as cursor:
                return work(cursor)
        except Contention:
            if attempt == attempts - 1:
                raise
    raise AssertionError  # it raises before
