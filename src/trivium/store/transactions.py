"""Write transactions for SQLAlchemy Core, beside those of the command processor."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trivium.store.database import Database

_LOCK = 0x1D_E17
"""The advisory lock of PostgreSQL under which these happen one after the other, over all nodes."""


@contextmanager
def transaction(database: Database) -> Iterator[Connection]:
    """A connection within one write transaction, committed at the end; there is one at a time.

    Raises:
        Unavailable: the database does not answer.
    """
    with database.exclusively(), database.translated(), database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # what was committed while it waited for the lock is to be seen
            connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                yield connection
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
