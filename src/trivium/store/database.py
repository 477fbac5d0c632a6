"""The connection to a database: dialects, transactions, migrations."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy.pool import StaticPool

from trivium.errors import InvalidInput, Unavailable
from trivium.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"
_NEWEST = max(path.name.partition("_")[0] for path in _MIGRATIONS.glob("versions/[0-9]*.py"))
"""The revision that the tables are of: the files are named by theirs."""
_BUSY_SECONDS = 30


class Database:
    """One database: many readers, and one writer at a time in this process."""

    def __init__(self, url: str, *, create: bool = True, synchronous: str = "NORMAL") -> None:
        self.url = url
        self.in_memory = url in {"sqlite://", "sqlite:///:memory:"}
        self._synchronous = synchronous
        self.engine = self._connect(create=create)
        self._memory_lock = threading.RLock()
        self._writer: Any = None
        self._writing_thread = 0

    def _connect(self, *, create: bool) -> sqlalchemy.Engine:
        if not self.url.startswith("sqlite:"):
            raise InvalidInput(
                f"Expected a database URL like sqlite:///work.db, but found {self.url!r}.",
                code="store/unknown-database",
            )
        path = sqlalchemy.make_url(self.url).database
        if not self.in_memory and path:
            if not create and not Path(path).exists():
                raise InvalidInput(
                    f"Expected a database at {path}, but there is none. Deploy something first, or"
                    " name another one with --database.",
                    code="store/no-database",
                )
            Path(path).resolve().parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"poolclass": StaticPool} if self.in_memory else {}
        engine = sqlalchemy.create_engine(
            self.url,
            connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
            **options,
        )
        sqlalchemy.event.listen(engine, "connect", self._prepare)
        return engine

    def _prepare(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = (
            None  # transactions are begun by us: a deferred one loses updates
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA temp_store=MEMORY")

    def migrate(self) -> None:
        """Brings the schema to the newest version; a new database gets it whole."""
        if self.in_memory:
            metadata.create_all(self.engine)
            return
        with self.translated(), self.engine.connect() as connection:
            if self._revision(connection) == _NEWEST:
                return
            from trivium.store.migrating import upgrade  # noqa: PLC0415  # most starts can save it

            connection.exec_driver_sql("BEGIN IMMEDIATE")
            upgrade(connection, _MIGRATIONS)
            connection.exec_driver_sql("COMMIT")

    @staticmethod
    def _revision(connection: Connection) -> str | None:
        """Which revision the schema is of; None in a new database."""
        if not sqlalchemy.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        return found.scalar_one_or_none()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries; what they see together is one moment of the database."""
        with self.translated():
            if self.in_memory:
                with self._memory_lock, self.engine.connect() as connection:
                    yield connection
                return
            with self.engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    yield connection
                finally:
                    connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A cursor of the driver within one write transaction, committed at the end.

        For one thread at a time: the command processor's leader.
        """
        with self._memory_lock, self.translated():
            cursor = self._writing_cursor()
            cursor.execute("BEGIN IMMEDIATE")
            self._writing_thread = threading.get_ident()
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                if cursor.connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise
            finally:
                self._writing_thread = 0

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Alone with a database in memory, which has one connection for all; else at once."""
        if not self.in_memory:
            yield
            return
        with self._memory_lock:
            yield

    def cursor(self) -> Any:
        """A cursor of the driver: that of the write transaction at work, if this thread is in one."""
        if self._writing_thread == threading.get_ident():
            return self._writing_cursor()
        return _OneRead(self)

    def _writing_cursor(self) -> Any:
        if self._writer is None:
            self._writer = self.engine.raw_connection()
        return self._writer.cursor()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """The driver's troubles as ours."""
        try:
            yield
        except (sqlite3.OperationalError, sqlalchemy.exc.OperationalError) as error:
            raise Unavailable(
                f"Expected the database to answer, but it says: {_cause(error)}. Try again.",
                code="store/unavailable",
            ) from error

    def close(self) -> None:
        """Gives back all connections."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.engine.dispose()


def _cause(error: Exception) -> str:
    original = getattr(error, "orig", None)
    return str(original or error)


class _OneRead:
    """A cursor for a single query outside of any transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: list[Any] = []

    def execute(self, sql: str, parameters: Any = ()) -> None:
        with self._database.reading() as connection:
            cursor = connection.connection.cursor()
            cursor.execute(sql, parameters)
            self._rows = list(cursor.fetchall())

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Any]:
        return self._rows
