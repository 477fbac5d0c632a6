"""Forms that somebody has half filled in, and the content of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from trivium.store.tables import task_drafts, tasks, value_uses, values
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, RowMapping

    from trivium.store.cursors import Cursor

_LOCK_TASK = "SELECT root_id FROM tasks WHERE id = ? FOR NO KEY UPDATE"
_PUT = (
    "INSERT INTO task_drafts (task_id, user_id, root_id, content, updated_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (task_id, user_id)"
    " DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at"
)
_DELETE = "DELETE FROM task_drafts WHERE task_id = ? AND user_id = ?"
_SIZES = "SELECT digest, size_bytes FROM large_values WHERE digest IN ??"


def draft(connection: Connection, task_id: str, user: str) -> RowMapping | None:
    """What somebody has entered so far."""
    c = task_drafts.c
    statement = select(c.content, c.updated_at).where(c.task_id == task_id, c.user_id == user)
    return connection.execute(statement).mappings().one_or_none()


def put(cursor: Cursor, task_id: str, user: str, content: bytes, at: int) -> bool:
    """Keeps what somebody has entered; false if the task is not open."""
    cursor.execute(_LOCK_TASK, (task_id,))
    row = cursor.fetchone()
    if row is None:
        return False
    cursor.execute(_PUT, (task_id, user, row[0], content, at))
    return True


def delete(cursor: Cursor, task_id: str, user: str) -> None:
    """Forgets what somebody has entered."""
    cursor.execute(_DELETE, (task_id, user))


def root_of_task(connection: Connection, task_id: str, permission: str) -> str | None:
    """The tree of an open task on which who asks has a permission."""
    statement = select(tasks.c.root_id).where(tasks.c.id == task_id, *restricted(tasks, permission))
    return connection.execute(statement).scalar_one_or_none()


def sizes(cursor: Cursor, digests: Collection[str]) -> dict[str, int]:
    """The sizes in bytes of contents that are stored."""
    cursor.execute(_SIZES, [sorted(digests)])
    return dict(cursor.fetchall())


def content(connection: Connection, digest: str, root_id: str) -> bytes | None:
    """The content of a file that a tree refers to."""
    is_used = exists().where(value_uses.c.digest == digest, value_uses.c.root_id == root_id)
    statement = select(values.c.content).where(values.c.digest == digest, is_used)
    return connection.execute(statement).scalar_one_or_none()
