"""Taking away what was kept to answer a command, or a doubt about a commit, a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from trivium.store.tables import idempotency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from trivium.store.cursors import Cursor

_C = idempotency.c
IS_PROOF: ColumnElement[bool] = _C.result == b"null"
"""The row says no more than that its transaction was committed; no answer is that."""
IS_ANSWER: ColumnElement[bool] = ~IS_PROOF
_REMOVE = "DELETE FROM idempotency WHERE key IN ?? AND created_at < ?"


def written_between(
    connection: Connection, what: ColumnElement[bool], since: int, until: int, limit: int
) -> list[str]:
    """The keys of such rows of that time, the oldest first."""
    statement = select(_C.key).where(_C.created_at >= since, _C.created_at < until, what)
    return list(connection.execute(statement.order_by(_C.created_at).limit(limit)).scalars())


def remove(cursor: Cursor, keys: Sequence[str], until: int) -> None:
    """Takes these away; not what was written since under the same key."""
    cursor.execute(_REMOVE, (list(keys), until))
