"""Forgetting answers to idempotency keys and proofs of commits when nobody can ask for them any more."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from trivium.engine.journal.reader import written
from trivium.store import idempotency

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from trivium.engine.clock import Clock
    from trivium.store.database import Database

KEEP_ANSWERS_FOR = timedelta(days=7)
"""So long a caller that was away may send a command again under the same idempotency key."""
_EVERY = timedelta(minutes=10)
_AT_ONCE = 1_000
"""So many go in one transaction: a few milliseconds."""
_KEEP_PROOFS_FOR = timedelta(hours=2)
"""Who asks for a proof is a node whose connection broke in that commit. It tries 35 times to connect, none of
which takes longer than the two minutes after which a dead line is given up."""


class Forgetting:
    """The chore that keeps the table of answers from growing for ever."""

    def __init__(self, database: Database, clock: Clock, keep_answers_for: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._next_look = 0
        self._kinds = (
            _Kind(idempotency.IS_ANSWER, keep_answers_for),
            _Kind(idempotency.IS_PROOF, _KEEP_PROOFS_FOR),
        )

    def do_due(self) -> int:
        """Looks every ten minutes; so do other nodes."""
        now = self._clock.now_ms()
        if now < self._next_look:
            return 0
        gone = sum(self._forget(kind, now) for kind in self._kinds)
        self._next_look = now + _ms(_EVERY)
        return gone

    def next_due(self) -> int | None:
        """Never: nobody waits for it."""
        return None

    def _forget(self, kind: _Kind, now: int) -> int:
        done, until = 0, now - _ms(kind.kept_for)
        while True:
            with self._database.reading() as connection:
                keys = idempotency.written_between(
                    connection, kind.what, kind.gone_until, until, _AT_ONCE
                )
            if keys:
                written(self._database, partial(idempotency.remove, keys=keys, until=until))
            done += len(keys)
            if len(keys) < _AT_ONCE:
                kind.gone_until = max(until, kind.gone_until)
                return done


class _Kind:
    """Rows that are kept for the same time; what is older than `gone_until` is not looked through again."""

    def __init__(self, what: ColumnElement[bool], kept_for: timedelta) -> None:
        self.what = what
        self.kept_for = kept_for
        self.gone_until = 0


def _ms(duration: timedelta) -> int:
    return duration // timedelta(milliseconds=1)
