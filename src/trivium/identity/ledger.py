"""Changes to people and grants: each in a transaction that also records it."""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from trivium.kernel import codec
from trivium.kernel.ids import IdSource
from trivium.store.identity import record
from trivium.store.transactions import transaction
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.store.known_keys import KnownKeys


class Change:
    """A write transaction, and what is recorded of it."""

    def __init__(self, connection: Connection, now: int, actor: str | None) -> None:
        self.connection = connection
        self.now = now
        self.actor = actor
        self.revises = False

    def record(
        self, action: str, kind: str, target: str, /, *, tenant: str = "", **content: Any
    ) -> None:
        """Somebody did this to that; `content` must hold no secret."""
        row = {
            "tenant_id": tenant,
            "at": self.now,
            "actor": self.actor,
            "action": action,
            "target_kind": kind,
            "target_id": target,
            "content": codec.encode(content),
        }
        record.add(self.connection, row)


class Ledger:
    """The database as identity sees it: reading, changing, and the revision of who may do what."""

    def __init__(self, database: Database, clock: Clock, remember_seconds: float) -> None:
        self._database = database
        self._remember_seconds = remember_seconds
        self._known: tuple[int, float] | None = None
        self._changes = 0
        self._lock = threading.Lock()
        self.clock = clock

    def now(self) -> int:
        """Now, in milliseconds since 1970."""
        return self.clock.now_ms()

    @property
    def known_keys(self) -> KnownKeys:
        """The keys of all that was deployed."""
        return self._database.known_keys

    def new_id(self) -> str:
        """A new identifier."""
        return IdSource(self.now(), secrets.randbits(61)).next()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries; who asks is looked at here, and not by the database."""
        with as_engine(), self._database.reading() as connection:
            yield connection

    @contextmanager
    def changing(self, actor: str | None, *, revises: bool = True) -> Iterator[Change]:
        """A transaction by somebody; with `revises` what nodes remember of rights is void afterwards."""
        with transaction(self._database) as connection:
            record.one_at_a_time(connection)
            change = Change(connection, self.now(), actor)
            change.revises = revises
            yield change
            if change.revises:
                record.revise(connection)
        if change.revises:
            self._changes += 1
            self._known = None

    def is_fresh(self) -> bool:
        """Whether the revision is known without asking the database."""
        known = self._known
        return known is not None and known[1] > time.monotonic()

    def revision(self) -> int:
        """Of which revision the rights are: own changes show at once, those of other nodes soon."""
        known = self._known
        now = time.monotonic()
        if known is not None and known[1] > now:
            return known[0]
        with self._lock:
            changes = self._changes
            with self.reading() as connection:
                number = record.revision(connection)
            if changes == self._changes:  # else it may be of before a change of ours
                self._known = (number, now + self._remember_seconds)
        return number
