"""Write transactions for SQLAlchemy Core, beside those of the command processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from trivium.store.database import Database


def transaction(database: Database) -> AbstractContextManager[Connection]:
    """A connection within one write transaction, committed at the end.

    Raises:
        Contention: it is to be tried again. Unavailable: the database does not answer.
    """
    return database.transaction()
