"""Tasks: how many somebody has, is offered, and has completed; the one of an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from trivium.store.tables import activities, tasks
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from trivium.store.cursors import Cursor


def task_of(cursor: Cursor, instance_id: str) -> str:
    """The task of an instance that is one task."""
    cursor.execute("SELECT id FROM tasks WHERE instance_id = ?", (instance_id,))
    return str(cursor.fetchone()[0])


def counts_of(
    connection: Connection,
    mine: list[ColumnElement[bool]],
    offered: list[ColumnElement[bool]],
    user: str,
    now: int,
) -> dict[str, int]:
    """Counts in one query: `pending`, `in_progress`, `overdue` and `completed`."""
    seen = restricted(tasks)
    late = tasks.c.due_at < now
    had = activities.c
    done = [had.ended_by == user, had.task_id.is_not(None), had.state == "completed"]
    counted = {
        "pending": _count(*offered, *seen),
        "in_progress": _count(*mine, *seen),
        "overdue": _count(*mine, late, *seen) + _count(*offered, late, *seen),
        "completed": select(func.count()).select_from(activities).where(*done).scalar_subquery(),
    }
    row = connection.execute(select(*counted.values())).one()
    return dict(zip(counted, row, strict=True))


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(tasks).where(*conditions).scalar_subquery()
