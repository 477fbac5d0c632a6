"""SQLite: a file, or memory; one writer at a time in this process, and between processes by its lock."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy.pool import StaticPool

from trivium.errors import InvalidInput, Unavailable
from trivium.store.cursors import MAKE_CURSOR, Cursor, SqliteCursor
from trivium.store.database import Database
from trivium.store.fail_points import reach
from trivium.store.tables import metadata
from trivium.store.visibility import began

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

_BUSY_SECONDS = 30
_ATTEMPTS = 5


class SqliteDatabase(Database):
    """A file of SQLite's in WAL mode, or a database in memory."""

    writers = 1

    def __init__(self, url: str, *, create: bool = True, synchronous: str = "NORMAL") -> None:
        super().__init__(url)
        self.in_memory = url in {"sqlite://", "sqlite:///:memory:"}
        self._synchronous = synchronous
        self.engine = self._connect(create=create)
        self._lock = threading.RLock()
        self._writer: Any = None
        self._writing: Cursor | None = None
        self._writing_thread = 0

    def _connect(self, *, create: bool) -> sqlalchemy.Engine:
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

    def _prepare(self, connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = (
            None  # transactions are begun by us: a deferred one loses updates
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA temp_store=MEMORY")
        record.info[MAKE_CURSOR] = lambda driver: SqliteCursor(driver.cursor())

    def migrate(self) -> None:
        if self.in_memory:
            metadata.create_all(self.engine)
        else:
            super().migrate()

    @contextmanager
    def _locked(self, connection: Connection) -> Iterator[None]:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        connection.exec_driver_sql("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.translated():
            if self.in_memory:
                with self._lock, self.engine.connect() as connection:
                    began(connection)
                    yield connection
                return
            with self.engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    began(connection)
                    yield connection
                finally:
                    connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        with self._lock, self.translated():
            if self._writer is None:
                self._writer = self.engine.raw_connection()
            driver = self._writer.cursor()
            driver.execute("BEGIN IMMEDIATE")
            self._writing = SqliteCursor(driver)
            self._writing_thread = threading.get_ident()
            try:
                reach("store.begun")
                yield self._writing
                reach("store.commit")
                driver.execute("COMMIT")
                reach("store.committed")
            except BaseException:
                if driver.connection.in_transaction:
                    driver.execute("ROLLBACK")
                raise
            finally:
                self._writing_thread = 0

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        alone = self._lock if self.in_memory else nullcontext()
        with alone, self.translated(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                began(connection, is_writing=True)
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")  # a commit that failed has left it open
                raise

    def current(self) -> Cursor | None:
        return self._writing if self._writing_thread == threading.get_ident() else None

    def await_recovery(self, attempt: int) -> bool:
        return attempt < _ATTEMPTS  # it has waited for the lock already

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def notify(self) -> None:
        """Nobody listens: other processes on the file look again by themselves."""

    def listen(self, callback: Callable[[], None]) -> None:
        """Nobody tells."""
        del callback

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, sqlalchemy.exc.OperationalError) as error:
            cause = getattr(error, "orig", None) or error
            raise Unavailable(
                f"Expected the database to answer, but it says: {cause}. Try again.",
                code="store/unavailable",
            ) from error

    def close(self) -> None:
        with self._lock:  # in memory all share one connection: who is at it comes to an end first
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            super().close()
