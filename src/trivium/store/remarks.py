"""Comments and attachments of tasks and instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import exists, func, literal, or_, select, union_all

from trivium.store.paging import page
from trivium.store.statements import insert
from trivium.store.tables import (
    activities,
    attachment_pieces,
    attachments,
    comments,
    instances,
    sla_clocks,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from trivium.store.cursors import Cursor
    from trivium.store.paging import Paging

_PIECE = insert(attachment_pieces, "attachment_id", "piece", "root_id", "content")


class Subject(NamedTuple):
    """What a remark is about: an instance, or a task of it, running or over."""

    root_id: str
    instance_id: str
    task_id: str | None = None


# -- what it is about, for who asks


def instance(connection: Connection, instance_id: str) -> Subject | None:
    """An instance that may be seen."""
    c = instances.c
    statement = select(c.root_id).where(c.id == instance_id, *restricted(instances))
    root_id = connection.execute(statement).scalar_one_or_none()
    return None if root_id is None else Subject(root_id, instance_id)


def open_task(connection: Connection, task_id: str) -> Subject | None:
    """An open task that may be seen."""
    c = tasks.c
    statement = select(c.root_id, c.instance_id).where(c.id == task_id, *restricted(tasks))
    row = connection.execute(statement).one_or_none()
    return None if row is None else Subject(row[0], row[1], task_id)


def ended_task(connection: Connection, task_id: str, user: str | None) -> Subject | None:
    """A task of the history: for who may see its instance, and who had it or completed it."""
    c = activities.c
    seen = restricted(instances)
    if seen:
        of_instance = exists().where(instances.c.id == c.instance_id, *seen)
        seen = [or_(c.assignee == user, c.ended_by == user, of_instance)]
    statement = select(c.root_id, c.instance_id).where(c.task_id == task_id, *seen)
    row = connection.execute(statement).first()
    return None if row is None else Subject(row[0], row[1], task_id)


# -- queries


def of_subject(table: Table, subject: Subject) -> list[ColumnElement[bool]]:
    """The remarks on a task; those on an instance are also those on its tasks."""
    if subject.task_id is not None:
        return [table.c.task_id == subject.task_id]
    return [table.c.instance_id == subject.instance_id]


def remark_page(
    connection: Connection, table: Table, conditions: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Comments or attachments."""
    return page(connection, select(table), table, conditions, paging)


def remark(connection: Connection, table: Table, remark_id: str) -> RowMapping | None:
    """A comment or attachment that may be seen."""
    statement = select(table).where(table.c.id == remark_id, *restricted(table))
    return connection.execute(statement).mappings().one_or_none()


def piece(connection: Connection, attachment_id: str, number: int) -> bytes | None:
    """A piece of what was attached."""
    c = attachment_pieces.c
    statement = select(c.content).where(c.attachment_id == attachment_id, c.piece == number)
    return connection.execute(statement).scalar_one_or_none()


def besides(connection: Connection, task_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What else a row of the task list shows, by task.

    `comments`, `attachments` and `sub_tasks` are how many there are; `sla` is how the clock stands that is
    due first, `sla_due_at` when that is.
    """
    counts = [
        select(literal(what).label("what"), column.label("task_id"), func.count().label("n"))
        .where(column.in_(task_ids), *more)
        .group_by(column)
        for what, column, more in (
            ("comments", comments.c.task_id, [comments.c.deleted_at.is_(None)]),
            ("attachments", attachments.c.task_id, [attachments.c.deleted_at.is_(None)]),
            ("sub_tasks", tasks.alias("sub").c.parent_id, []),
        )
    ]
    found: dict[str, dict[str, Any]] = {task_id: {} for task_id in task_ids}
    if not found:
        return found
    for what, task_id, count in connection.execute(union_all(*counts)):
        found[task_id][what] = count
    c = sla_clocks.c
    clocks = (
        select(c.task_id, c.status, c.due_at)
        .where(c.task_id.in_(task_ids), c.ended_at.is_(None))
        .order_by(c.due_at.is_(None), c.due_at, c.id)
    )
    for task_id, status, due_at in connection.execute(clocks):
        found[task_id].setdefault("sla", status)
        found[task_id].setdefault("sla_due_at", due_at)
    return found


# -- within a write transaction


def place_of(cursor: Cursor, subject: Subject) -> int | None:
    """The element instance that stands for what is meant: that of an open task; None is the instance.

    Of what is over in a tree that is not, it is said of the whole tree.
    """
    if subject.task_id is not None:
        cursor.execute("SELECT element_instance FROM tasks WHERE id = ?", (subject.task_id,))
        row = cursor.fetchone()
        if row is not None:
            return int(row[0])
    cursor.execute("SELECT ended_at FROM instances WHERE id = ?", (subject.instance_id,))
    if cursor.fetchone()[0] is None:
        return None
    cursor.execute("SELECT element_instance FROM instances WHERE id = ?", (subject.root_id,))
    return int(cursor.fetchone()[0])


def find(cursor: Cursor, table: str, remark_id: str) -> Mapping[str, Any] | None:
    """A comment or attachment as it is now; None of what was deleted."""
    columns = ("root_id", "instance_id", "task_id", "author")
    cursor.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE id = ? AND deleted_at IS NULL",  # our own names
        (remark_id,),
    )
    row = cursor.fetchone()
    return None if row is None else dict(zip(columns, row, strict=True))


def add(cursor: Cursor, table: str, row: Mapping[str, Any]) -> None:
    """A new comment or attachment."""
    marks = ", ".join("?" * len(row))
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # our own names
        list(row.values()),
    )


def add_pieces(cursor: Cursor, rows: Sequence[tuple[str, int, str, bytes]]) -> None:
    """The pieces of what is attached: attachment, number, root, content."""
    if rows:
        cursor.bulk(_PIECE, rows)


def change(cursor: Cursor, table: str, remark_id: str, values: Mapping[str, Any]) -> None:
    """Changes a comment or attachment."""
    sets = ", ".join(f"{name} = ?" for name in values)
    cursor.execute(
        f"UPDATE {table} SET {sets} WHERE id = ?",  # our own names
        [*values.values(), remark_id],
    )


def drop_pieces(cursor: Cursor, attachment_id: str) -> None:
    """What was attached goes."""
    cursor.execute("DELETE FROM attachment_pieces WHERE attachment_id = ?", (attachment_id,))
