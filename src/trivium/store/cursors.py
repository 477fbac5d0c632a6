"""One way to say SQL to both drivers.

Statements are written with `?` for a value, `??` for a list behind `IN`, and PostgreSQL's `FOR UPDATE`, which
SQLite does not need: its writer is alone.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from trivium.store.statements import Bulk

_LOCKS = re.compile(r"\s+FOR (NO KEY )?UPDATE( OF \w+)?( SKIP LOCKED)?")


class Cursor(Protocol):
    """What the store needs of a driver."""

    is_alone: bool
    """Whether nobody else can write while this transaction goes on."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """One statement."""

    def bulk(self, statement: Bulk, rows: Sequence[tuple[Any, ...]]) -> None:
        """One statement for many rows."""

    def fetchone(self) -> Any:
        """The next row of the last statement, or None."""

    def fetchall(self) -> list[Any]:
        """The rows of the last statement."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement has changed."""

    def lock(self, names: Sequence[str], *, shared: bool = False) -> None:
        """Waits until nobody else has these names locked, and has them until the transaction is over."""


@cache
def _for_sqlite(sql: str) -> str:
    return _LOCKS.sub("", sql).replace("IN ??", "IN (SELECT value FROM json_each(?))")


class SqliteCursor:
    """Over a cursor of `sqlite3`."""

    is_alone = True

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.fetchone = cursor.fetchone
        self.fetchall = cursor.fetchall

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        values = [json.dumps(each) if type(each) is list else each for each in parameters]
        self._cursor.execute(_for_sqlite(sql), values)

    def bulk(self, statement: Bulk, rows: Sequence[tuple[Any, ...]]) -> None:
        self._cursor.executemany(statement.sqlite, rows)

    @property
    def rowcount(self) -> int:
        found: int = self._cursor.rowcount
        return found

    def lock(self, names: Sequence[str], *, shared: bool = False) -> None:
        """Nothing to do: who writes is alone."""
        del names, shared


def cursor_of(connection: Connection) -> Cursor:
    """A cursor in the transaction of a SQLAlchemy connection."""
    make: Callable[[Any], Cursor] = connection.info[MAKE_CURSOR]
    return make(connection.connection.driver_connection)


MAKE_CURSOR = "trivium.cursor"
"""Under this name a connection knows how a cursor of ours is made of it."""
