"""Statements over one connection to PostgreSQL, sent without waiting for the answers of those before.

It speaks to libpq itself: everything is prepared once and goes in binary, and a statement costs a few
microseconds here, where a cursor of the driver costs forty.
"""

from __future__ import annotations

import select
from itertools import count
from struct import Struct
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import Transformer

from trivium.store.arrays import BigintArray, ByteaArray, TextArray, array

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg.pq.abc import PGresult

_OIDS: dict[type, int] = {
    int: 20,
    str: 25,
    bytes: 17,
    type(None): 0,
    TextArray: 1009,
    BigintArray: 1016,
    ByteaArray: 1001,
}
_BINARY = int(pq.Format.BINARY)
_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED, pq.ExecStatus.BAD_RESPONSE)


def _as_it_is(value: Any) -> Any:
    return value


_ENCODERS: dict[type, Callable[[Any], bytes | None]] = {
    int: Struct("!q").pack,
    str: str.encode,
    bytes: _as_it_is,
    type(None): _as_it_is,
    TextArray: _as_it_is,
    BigintArray: _as_it_is,
    ByteaArray: _as_it_is,
}


class Line:
    """One connection in pipeline mode, from `begin` to `end`.

    Standard: libpq, 34.5 "Pipeline Mode". An error shows where an answer is asked for, or at the end.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._libpq = connection.pgconn
        self._libpq.nonblocking = 1
        self._rows = Transformer(connection)
        self._poll = select.poll()
        self._names: dict[tuple[str, tuple[type, ...]], bytes] = {}
        self._fresh: list[tuple[str, tuple[type, ...]]] = []
        self._numbers = count()
        self._sent = self._heard = 0
        self._is_synchronised = False
        self._keeps = 0
        self._kept: PGresult | None = None
        self._last: PGresult | None = None
        self._next_row = 0

    def begin(self) -> None:
        """From here on nothing is waited for but what is asked for."""
        self._poll = select.poll()
        self._poll.register(self._libpq.socket, select.POLLIN)
        self._libpq.enter_pipeline_mode()
        self._fresh.clear()
        self._sent = self._heard = 0
        self._is_synchronised = False
        self._keeps, self._kept, self._last = 0, None, None

    def send(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """A statement with `$1`, …; lists go as arrays."""
        values = [array(each) if type(each) is list else each for each in parameters]
        kinds = tuple(map(type, values))
        name = self._names.get((sql, kinds))
        if name is None:
            name = self._prepare(sql, kinds)
        encoded = [_ENCODERS[kind](value) for kind, value in zip(kinds, values, strict=True)]
        self._libpq.send_query_prepared(name, encoded, [_BINARY] * len(encoded), _BINARY)
        self._sent += 1

    def _prepare(self, sql: str, kinds: tuple[type, ...]) -> bytes:
        name = b"trivium_%d" % next(self._numbers)
        self._libpq.send_prepare(name, sql.encode(), [_OIDS[kind] for kind in kinds])
        self._sent += 1
        self._names[sql, kinds] = name
        self._fresh.append((sql, kinds))
        return name

    def catch_up(self) -> None:
        """Waits for the answers of all that was sent.

        Raises:
            psycopg.Error: that of the first statement that failed.
        """
        self._hear_until(self._sent)

    def _hear_until(self, number: int) -> None:
        if self._heard < number:
            self._libpq.send_flush_request()
        while self._heard < number:
            result = self._answer()
            if result is None:
                raise psycopg.OperationalError("the connection is lost")
            if result.status in _FAILED:
                raise errors.error_from_result(result)
            self._answer()  # what ends the answers to this statement
            self._heard += 1
            self._last, self._next_row = result, 0
            if self._heard == self._keeps:
                self._kept = result

    def _answer(self) -> PGresult | None:
        while self._libpq.is_busy():
            self._wait()
        return self._libpq.get_result()

    def _wait(self) -> None:
        """For the server to say something; what is still to be sent is sent meanwhile."""
        is_sent = self._libpq.flush() == 0
        wanted = select.POLLIN if is_sent else select.POLLIN | select.POLLOUT
        self._poll.modify(self._libpq.socket, wanted)
        events = self._poll.poll()
        if any(found & ~select.POLLOUT for _, found in events):
            self._libpq.consume_input()

    def keep_answer(self) -> None:
        """The answer to the last statement is wanted later, when others have come after it."""
        self._keeps = self._sent

    def kept(self) -> Any:
        """The row that was kept."""
        self._hear_until(self._keeps)
        self._rows.set_pgresult(self._kept)
        return self._rows.load_rows(0, 1, tuple)[0]

    def one(self) -> Any:
        """The next row of the last statement, or None."""
        self.catch_up()
        if self._last is None or self._next_row >= self._last.ntuples:
            return None
        self._rows.set_pgresult(self._last)
        row = self._next_row
        self._next_row += 1
        return self._rows.load_rows(row, row + 1, tuple)[0]

    def all(self) -> list[Any]:
        """The rows of the last statement."""
        self.catch_up()
        return self._loaded()

    def _loaded(self) -> list[Any]:
        if self._last is None:
            return []
        self._rows.set_pgresult(self._last)
        return list(self._rows.load_rows(self._next_row, self._last.ntuples, tuple))

    def rows_of_each(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        """The rows of several queries that were sent together."""
        ends = []
        for sql, parameters in asked:
            self.send(sql, parameters)
            ends.append(self._sent)
        found = []
        for end in ends:
            self._hear_until(end)
            found.append(self._loaded())
        return found

    @property
    def changed(self) -> int:
        """How many rows the last statement has changed."""
        self.catch_up()
        return 0 if self._last is None else self._last.command_tuples or 0

    def end(self) -> None:
        """Waits for everything that was sent, and leaves pipeline mode.

        Raises:
            psycopg.Error: that of the first statement that failed.
        """
        self._synchronise()
        self.catch_up()
        self._until_synchronised()

    def give_up(self) -> None:
        """Forgets what was sent and not answered, and rolls back.

        Raises:
            psycopg.Error: the connection is broken.
        """
        for each in self._fresh:
            self._names.pop(each, None)
        if not self._is_synchronised:
            self._synchronise()
        self._until_synchronised()
        self._libpq.exec_(b"ROLLBACK")

    def _synchronise(self) -> None:
        self._libpq.pipeline_sync()
        self._is_synchronised = True

    def _until_synchronised(self) -> None:
        while True:
            result = self._answer()
            if self._libpq.status != pq.ConnStatus.OK:
                raise psycopg.OperationalError("the connection is lost")
            if result is not None and result.status == pq.ExecStatus.PIPELINE_SYNC:
                break
        self._libpq.exit_pipeline_mode()
