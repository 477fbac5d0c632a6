"""Batches: their instances, and how far they have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from trivium.store.paging import page
from trivium.store.statements import insert, update
from trivium.store.tables import batch_items, batches
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.cursors import Cursor
    from trivium.store.paging import Paging

_JOB = (
    "INSERT INTO jobs (id, root_id, kind, topic, due_at, priority, retries) "
    "VALUES (?, NULL, 'batch', ?, ?, 0, 1)"
)
_INSERT_ITEMS = insert(batch_items, "batch_id", "number", "instance_id")
_UPDATE_ITEMS = update(batch_items, ("state", "code", "message"), ("batch_id", "number"))


class Item(NamedTuple):
    """One instance of a batch."""

    number: int
    instance_id: str


# -- within a write transaction


def create(cursor: Cursor, row: Mapping[str, Any], instance_ids: Sequence[str]) -> None:
    """A running batch over these instances."""
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    cursor.execute(
        f"INSERT INTO batches ({names}) VALUES ({marks})", tuple(row.values())
    )  # our names
    rows = [(row["id"], number, each) for number, each in enumerate(instance_ids)]
    if rows:
        cursor.bulk(_INSERT_ITEMS, rows)


def schedule(cursor: Cursor, batch_id: str, now: int) -> None:
    """The engine is to work on it; the job has its id."""
    cursor.execute(_JOB, (batch_id, batch_id, now))


def unschedule(cursor: Cursor, batch_id: str) -> None:
    """Nobody is to work on it."""
    cursor.execute("DELETE FROM jobs WHERE id = ? AND kind = 'batch'", (batch_id,))


def state(cursor: Cursor, batch_id: str) -> str | None:
    """In which state it is; None if there is no such batch."""
    cursor.execute("SELECT state FROM batches WHERE id = ? FOR UPDATE", (batch_id,))
    found = cursor.fetchone()
    return None if found is None else str(found[0])


def change_state(cursor: Cursor, batch_id: str, new: str, finished_at: int | None) -> None:
    """Changes its state."""
    cursor.execute(
        "UPDATE batches SET state = ?, finished_at = ? WHERE id = ?", (new, finished_at, batch_id)
    )


def is_open(cursor: Cursor, batch_id: str, number: int) -> bool:
    """Whether an item is still to be done."""
    cursor.execute(
        "SELECT 1 FROM batch_items WHERE batch_id = ? AND number = ? AND state = 'open'",
        (batch_id, number),
    )
    return cursor.fetchone() is not None


def has_open(cursor: Cursor, batch_id: str) -> bool:
    """Whether any item is still to be done."""
    cursor.execute(
        "SELECT 1 FROM batch_items WHERE batch_id = ? AND state = 'open' LIMIT 1", (batch_id,)
    )
    return cursor.fetchone() is not None


def mark(
    cursor: Cursor, batch_id: str, outcomes: Iterable[tuple[int, str, str | None, str | None]]
) -> None:
    """What became of items: number, state, code and message; the batch counts them."""
    found = list(outcomes)
    if found:
        rows = [(new, code, text, batch_id, number) for number, new, code, text in found]
        cursor.bulk(_UPDATE_ITEMS, rows)
    failed = sum(new == "failed" for _, new, _, _ in found)
    cursor.execute(
        "UPDATE batches SET done = done + ?, failed = failed + ? WHERE id = ?",
        (len(found) - failed, failed, batch_id),
    )


def reopen_failed(cursor: Cursor, batch_id: str) -> int:
    """What has failed is to be done again; how many that are."""
    cursor.execute(
        "UPDATE batch_items SET state = 'open', code = NULL, message = NULL "
        "WHERE batch_id = ? AND state = 'failed'",
        (batch_id,),
    )
    count: int = cursor.rowcount
    cursor.execute("UPDATE batches SET failed = 0 WHERE id = ?", (batch_id,))
    return count


# -- queries


def one(connection: Connection, batch_id: str) -> RowMapping | None:
    """One batch."""
    statement = select(batches).where(batches.c.id == batch_id, *restricted(batches))
    return connection.execute(statement).mappings().one_or_none()


def conditions(*, state: str | None, kind: str | None) -> list[ColumnElement[bool]]:
    """The filters of the list."""
    pairs = ((batches.c.state, state), (batches.c.kind, kind))
    return [column == value for column, value in pairs if value is not None]


def batch_page(
    connection: Connection, filters: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Batches."""
    return page(connection, select(batches), batches, filters, paging)


def items(
    connection: Connection, batch_id: str, state: str | None, after: int, limit: int
) -> Sequence[RowMapping]:
    """Items of a batch by their numbers, one more than asked for if there are more."""
    c = batch_items.c
    statement = select(batch_items).where(c.batch_id == batch_id, c.number > after)
    if state is not None:
        statement = statement.where(c.state == state)
    return connection.execute(statement.order_by(c.number).limit(limit + 1)).mappings().all()


def next_items(connection: Connection, batch_id: str, limit: int) -> list[Item]:
    """What is to be done next."""
    c = batch_items.c
    statement = (
        select(c.number, c.instance_id)
        .where(c.batch_id == batch_id, c.state == "open")
        .order_by(c.number)
        .limit(limit)
    )
    return [Item(*row) for row in connection.execute(statement)]


def reasons(connection: Connection, batch_id: str) -> Sequence[RowMapping]:
    """Why items have failed: each code with how often, and the message of one."""
    c = batch_items.c
    statement = (
        select(c.code, func.count().label("count"), func.min(c.message).label("message"))
        .where(c.batch_id == batch_id, c.state == "failed")
        .group_by(c.code)
        .order_by(func.count().desc(), c.code)
    )
    return connection.execute(statement).mappings().all()
