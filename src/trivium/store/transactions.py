"""Write transactions for SQLAlchemy Core, beside those of the command processor."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trivium.store.database import Database


@contextmanager
def transaction(database: Database) -> Iterator[Connection]:
    """A connection within one write transaction, committed at the end.

    Raises:
        Unavailable: the database does not answer.
    """
    with database.exclusively(), database.translated(), database.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
