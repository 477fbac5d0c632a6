"""The connection to a database, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy

from trivium.errors import InvalidInput, Unavailable
from trivium.store.cursors import cursor_of
from trivium.store.known_keys import KnownKeys
from trivium.store.visibility import as_engine, began

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from trivium.store.cursors import Cursor

_MIGRATIONS = Path(__file__).parent / "migrations"
_NEWEST = max(path.name.partition("_")[0] for path in _MIGRATIONS.glob("versions/[0-9]*.py"))
"""The revision that the tables are of: the files are named by theirs."""


class Contention(Unavailable):
    """Somebody else was faster; the same again, from the beginning, may succeed at once."""

    code = "store/contention"


class Database(ABC):
    """One database: any number of readers, and `writers` write transactions at once."""

    engine: sqlalchemy.Engine
    writers: int
    in_memory = False

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = sqlalchemy.make_url(url).render_as_string(hide_password=True)
        """The URL as one may show it."""
        self.known_keys = KnownKeys()

    @abstractmethod
    def writing(self) -> AbstractContextManager[Cursor]:
        """A cursor within one write transaction, committed at the end.

        Raises:
            Contention: it is to be tried again. Unavailable: the database does not answer.
        """

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Connection]:
        """A connection within one write transaction, committed at the end, for SQLAlchemy Core.

        Raises:
            Contention: it is to be tried again. Unavailable: the database does not answer.
        """

    @abstractmethod
    def current(self) -> Cursor | None:
        """The cursor of the write transaction that this thread is in."""

    @abstractmethod
    def translated(self) -> AbstractContextManager[None]:
        """The driver's troubles as ours."""

    @abstractmethod
    def await_recovery(self, attempt: int) -> bool:
        """Waits for a database that does not answer to come back; false when it is time to give up."""

    @abstractmethod
    def _locked(self, connection: Connection) -> AbstractContextManager[None]:
        """A transaction in which no other node migrates."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries; what they see together is one moment of the database.

        It shows whoever asks only what they may see, as far as the database knows (`row_security`).
        """
        with self.translated(), self.engine.connect() as connection:
            began(connection)
            yield connection

    def cursor(self) -> Cursor:
        """A cursor for single queries: that of the write transaction, if this thread is in one."""
        return self.current() or _OneRead(self)

    def migrate(self) -> None:
        """Brings the schema to the newest version; a new database gets it whole."""
        with self.translated(), self.engine.connect() as connection:
            if _revision(connection) == _NEWEST:
                return
            connection.rollback()
            from trivium.store.migrating import upgrade  # noqa: PLC0415  # most starts can save it

            with self._locked(connection):
                upgrade(connection, _MIGRATIONS)

    @abstractmethod
    def now_ms(self) -> int:
        """The time, in milliseconds since 1970-01-01 UTC, about which all nodes on this database agree."""

    @abstractmethod
    def notify(self) -> None:
        """Tells the other nodes on this database that there is work; they learn it soon."""

    @abstractmethod
    def listen(self, callback: Callable[[], None]) -> None:
        """Has `callback` called, in a thread of its own, whenever another node has told so."""

    def close(self) -> None:
        """Gives back all connections."""
        self.engine.dispose()


def connect(url: str, *, create: bool = True, synchronous: str = "NORMAL") -> Database:
    """The database at a URL such as `sqlite:///work.db` or `postgresql://user@host/name`.

    Raises:
        InvalidInput: it is no such URL, or there is no such file and `create` is false.
    """
    if url.startswith("sqlite:"):
        from trivium.store.sqlite import SqliteDatabase  # noqa: PLC0415  # one of the two is needed

        return SqliteDatabase(url, create=create, synchronous=synchronous)
    if url.startswith(("postgresql:", "postgres:")):
        try:
            from trivium.store.postgresql import PostgresDatabase  # noqa: PLC0415  # it is an extra
        except ImportError as error:
            raise InvalidInput(
                f"Expected the driver for PostgreSQL, but there is none: {error}. Install"
                " trivium[postgresql].",
                code="store/no-driver",
            ) from error
        return PostgresDatabase(url)
    raise InvalidInput(
        "Expected a database URL like sqlite:///work.db or postgresql://user@host/name, but found"
        f" {url!r}.",
        code="store/unknown-database",
    )


def _revision(connection: Connection) -> str | None:
    """Which revision the schema is of; None in a new database."""
    if not sqlalchemy.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return found.scalar_one_or_none()


class _OneRead:
    """A cursor for single queries outside of any transaction."""

    rowcount = 0
    is_alone = False

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: list[Any] = []

    def execute(self, sql: str, parameters: Any = ()) -> None:
        with as_engine(), self._database.reading() as connection:
            cursor = cursor_of(connection)
            cursor.execute(sql, parameters)
            self._rows = list(cursor.fetchall())

    def queries(self, asked: Any) -> list[list[Any]]:
        found = []
        for sql, parameters in asked:
            self.execute(sql, parameters)
            found.append(self._rows)
        return found

    def bulk(self, statement: Any, rows: Any) -> None:
        raise TypeError(statement, rows)  # it only reads

    def lock(self, names: Any, *, shared: bool = False) -> None:
        raise TypeError(names, shared)  # it is in no transaction

    def prove_by(self, sql: str, parameters: Any) -> None:
        raise TypeError(sql, parameters)  # there is nothing to prove

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Any]:
        return self._rows
