"""PostgreSQL: several write transactions at once, and any number of nodes beside this one."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from queue import LifoQueue
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy
from psycopg import errors
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import BytesBinaryDumper, StrBinaryDumper

from trivium.errors import InvalidInput, Unavailable
from trivium.store.arrays import ENCODERS, array, register
from trivium.store.cursors import MAKE_CURSOR, Cursor
from trivium.store.database import Contention, Database
from trivium.store.fail_points import hold, reach
from trivium.store.line import Line
from trivium.store.notices import Notices
from trivium.store.server_time import ServerTime, monotonic_ms
from trivium.store.visibility import began

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from trivium.store.statements import Bulk

_WRITERS = 2
"""While one waits for its commit, the other decides; more only make smaller batches."""
_PATIENCE_SECONDS = 30.0
_PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0)
_LOCK = "SELECT pg_advisory_xact_lock(k) FROM unnest(?::bigint[]) AS k"
_LOCK_SHARED = _LOCK.replace("xact_lock", "xact_lock_shared")
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
_BEGUN = f"SELECT pg_current_xact_id()::text, {_NOW}"
_PUT_PROOF = f"INSERT INTO idempotency (key, result, created_at) VALUES (?, ?, {_NOW})"
_IS_PROOF = "SELECT 1 FROM idempotency WHERE key = ?"
_SESSION = {
    "transaction_timeout": "60s",  # since PostgreSQL 17
    "tcp_keepalives_idle": "10s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
}
"""A node that stands still or vanishes in a transaction keeps others from what it has locked only so long."""
_SET_UNLESS_SET = (
    "SELECT set_config(name, value, false) FROM pg_settings"
    " JOIN unnest(%s::text[], %s::text[]) AS wish(name, value) USING (name) WHERE source = 'default'"
)
_MIGRATION_KEY = 7_239_481_001


@cache
def _in_own_words(sql: str) -> str:
    numbers = iter(range(1, 100))
    return re.sub(r"\?", lambda _: f"${next(numbers)}", sql.replace("IN ??", "= ANY(?)"))


class PostgresCursor:
    """Over a cursor of psycopg with the server's own placeholders; for connections that read."""

    is_alone = False

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._cursor = psycopg.RawCursor(connection)
        self.fetchone = self._cursor.fetchone
        self.fetchall = self._cursor.fetchall

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._cursor.execute(_in_own_words(sql), _binary(parameters))

    def queries(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        found = []
        for sql, parameters in asked:
            self.execute(sql, parameters)
            found.append(self.fetchall())
        return found

    def bulk(self, statement: Bulk, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._cursor.execute(statement.postgresql, _columns(statement, rows))

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def lock(self, names: Sequence[str], *, shared: bool = False) -> None:
        """Advisory locks by the hash of the names, always in one order."""
        if names:
            self.execute(_LOCK_SHARED if shared else _LOCK, [_keys(names)])

    def prove_by(self, sql: str, parameters: Sequence[Any]) -> None:
        """Nothing to do: it does not commit."""
        del sql, parameters


class PipelinedCursor:
    """A write transaction over a line: what is sent does not wait for the answers of what came before."""

    is_alone = False

    def __init__(self, line: Line) -> None:
        self._line = line
        self._has_written = False
        self.proof: tuple[str, Sequence[Any]] | None = None
        self.fetchone = line.one
        self.fetchall = line.all

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._has_written = self._has_written or not sql.startswith("SELECT")
        self._line.send(_in_own_words(sql), parameters)

    def queries(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        return self._line.rows_of_each([(_in_own_words(sql), values) for sql, values in asked])

    def bulk(self, statement: Bulk, rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        self._has_written = True
        self._line.send(statement.postgresql, _columns(statement, rows))

    @property
    def rowcount(self) -> int:
        return self._line.changed

    def lock(self, names: Sequence[str], *, shared: bool = False) -> None:
        """Advisory locks by the hash of the names, always in one order."""
        if names:
            self.execute(_LOCK_SHARED if shared else _LOCK, [_keys(names)])
            self._line.catch_up()

    def prove_by(self, sql: str, parameters: Sequence[Any]) -> None:
        self.proof = (sql, parameters)

    def leave_proof(self) -> None:
        """What has written nothing that tells it from others writes a row for it."""
        if self._has_written and self.proof is None:
            key = f"transaction {secrets.token_hex(16)}"
            self.execute(_PUT_PROOF, (key, b"null"))
            self.prove_by(_IS_PROOF, (key,))


def _columns(statement: Bulk, rows: Sequence[tuple[Any, ...]]) -> list[bytes]:
    columns = zip(statement.types, zip(*rows, strict=True), strict=True)
    return [ENCODERS[kind](column) for kind, column in columns]


def _binary(parameters: Sequence[Any]) -> list[Any]:
    return [array(each) if type(each) is list else each for each in parameters]


def _keys(names: Sequence[str]) -> list[int]:
    digests = {hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names}
    return sorted(int.from_bytes(each, signed=True) for each in digests)


class _Writer:
    """A connection for write transactions, made when it is needed, and again when it has broken."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._connection: psycopg.Connection[Any] | None = None
        self._line: Line | None = None

    def line(self) -> Line:
        """Over the connection."""
        connection = self.connection()
        if self._line is None:
            self._line = Line(connection)
        return self._line

    def connection(self) -> psycopg.Connection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._conninfo, autocommit=True)
            _adapt(self._connection)
            self._connection.execute("SET plan_cache_mode = force_generic_plan")
            wishes = (list(_SESSION), list(_SESSION.values()))
            self._connection.execute(_SET_UNLESS_SET, wishes)
            self._line = None
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class PostgresDatabase(Database):
    """A database of a PostgreSQL server, which other nodes use as well."""

    writers = _WRITERS

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._conninfo = "postgresql:" + url.partition(":")[2]
        self.engine = sqlalchemy.create_engine(
            "postgresql+psycopg:" + url.partition(":")[2],
            isolation_level="REPEATABLE READ",
            pool_size=8,
            max_overflow=24,
            pool_pre_ping=True,
        )
        sqlalchemy.event.listen(self.engine, "connect", _prepare)
        self._free: LifoQueue[_Writer] = LifoQueue()
        self._all = [_Writer(self._conninfo) for _ in range(_WRITERS)]
        for writer in self._all:
            self._free.put(writer)
        self._here = threading.local()
        self._notices = Notices(self._conninfo)
        self._time = ServerTime(self._ask_time)

    @contextmanager
    def _locked(self, connection: Connection) -> Iterator[None]:
        with connection.begin():
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_KEY})")
            yield

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        writer = self._free.get()
        try:
            with self.translated():
                yield from self._transaction(writer)
        finally:
            self._here.cursor = None
            self._free.put(writer)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        engine = self.engine.execution_options(isolation_level="READ COMMITTED")
        with self.translated(), engine.connect() as connection, connection.begin():
            began(connection, is_writing=True)
            yield connection

    def _transaction(self, writer: _Writer) -> Iterator[Cursor]:
        line, connection = writer.line(), writer.connection()
        number: str | None = None
        cursor: PipelinedCursor | None = None
        try:
            line.begin()
            asked_at = monotonic_ms()
            line.send("BEGIN")
            line.send(_BEGUN)
            line.keep_answer()
            cursor = self._here.cursor = PipelinedCursor(line)
            hold(connection.fileno())
            reach("store.begun")
            yield cursor
            cursor.leave_proof()
            number, now = line.kept()
            self._time.heard(now, asked_at)
            reach("store.commit")
            line.send("COMMIT")
            line.end()
            reach("store.committed")
        except BaseException as error:
            try:
                line.give_up()
            except psycopg.Error:
                connection.close()
            lost = connection.closed and isinstance(error, psycopg.Error)
            if number is None or cursor is None or not lost:
                raise
            if not self._was_committed(writer, number, cursor.proof):
                raise

    def _was_committed(
        self, writer: _Writer, number: str, proof: tuple[str, Sequence[Any]] | None
    ) -> bool:
        """What became of a transaction whose connection broke before the answer came.

        A server that crashes forgets the numbers of transactions that it had not committed, and gives them
        out again. So the number tells only when the transaction is over; what it has written tells the rest.
        """
        attempt = 0
        while True:
            try:
                connection = writer.connection()
                if not _is_over(connection, number):
                    time.sleep(
                        _PAUSES[0]
                    )  # its old connection is about to be noticed by the server
                elif proof is None:
                    return True  # it changed nothing
                else:
                    cursor = PostgresCursor(connection)
                    cursor.execute(*proof)
                    return cursor.fetchone() is not None
            except psycopg.OperationalError as error:
                if not self.await_recovery(attempt):
                    raise Unavailable(
                        "Expected the database to say whether a transaction was committed, but it"
                        f" does not answer: {error}. Look, or send the command again with the same"
                        " idempotency key.",
                        code="store/unknown-outcome",
                    ) from error
            attempt += 1

    def current(self) -> Cursor | None:
        found: Cursor | None = getattr(self._here, "cursor", None)
        return found

    def await_recovery(self, attempt: int) -> bool:
        pauses = [*_PAUSES, *[_PAUSES[-1]] * int(_PATIENCE_SECONDS)]
        if attempt >= len(pauses):
            return False
        time.sleep(pauses[attempt])  # nothing tells that a server is back but asking it
        return True

    def now_ms(self) -> int:
        return self._time.now_ms()

    def _ask_time(self) -> int:
        with self.reading() as connection:
            return int(connection.exec_driver_sql(f"SELECT {_NOW}").scalar_one())

    def notify(self) -> None:
        self._notices.send()

    def listen(self, callback: Callable[[], None]) -> None:
        self._notices.listen(callback)

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except (psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
            cause = getattr(error, "orig", None) or error
            raise _translation(cause) from error

    def close(self) -> None:
        self._notices.close()
        for writer in self._all:
            writer.close()
        super().close()


def _is_over(connection: psycopg.Connection[Any], number: str) -> bool:
    try:
        found = connection.execute("SELECT pg_xact_status(%s::text::xid8)", (number,)).fetchone()
    except errors.InvalidParameterValue:  # it is in the future: the server has forgotten it
        return True
    return found is None or found[0] != "in progress"


_CONTENTION = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
    errors.UniqueViolation,
)


_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.TransactionTimeout,
)


def _translation(cause: BaseException) -> Exception:
    text = str(cause).strip().partition("\n")[0]
    if isinstance(cause, _CONTENTION):
        return Contention(f"Expected to be alone with some rows, but: {text}. Try again.")
    if isinstance(cause, _AWAY):
        return Unavailable(
            f"Expected the database to answer, but it says: {text}. Try again.",
            code="store/unavailable",
        )
    if isinstance(cause, psycopg.DataError):
        return InvalidInput(
            f"Expected what the database can keep, but it says: {text}.", code="store/unstorable"
        )
    return cause if isinstance(cause, Exception) else RuntimeError(text)


def _adapt(connection: psycopg.Connection[Any]) -> None:
    """Values go as what the columns are, in binary: one prepared statement serves all."""
    for kind, dumper in (
        (int, Int8BinaryDumper),
        (str, StrBinaryDumper),
        (bytes, BytesBinaryDumper),
    ):
        connection.adapters.register_dumper(kind, dumper)
    register(connection.adapters)


def _prepare(connection: psycopg.Connection[Any], record: Any) -> None:
    register(connection.adapters)
    record.info[MAKE_CURSOR] = PostgresCursor
