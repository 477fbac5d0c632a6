"""The history of activities, and what is counted of it by days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from trivium.store.statements import insert
from trivium.store.tables import activities, activity_days

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.cursors import Cursor

_COLUMNS = (
    *("root_id", "item", "number", "instance_id", "scope", "definition_id", "element_id", "type"),
    *("state", "started_at", "ended_at", "task_id", "assignee", "ended_by", "called_instance_id"),
    "incidents",
)
_CHANGING = (
    *("definition_id", "element_id", "state", "ended_at", "task_id", "assignee", "ended_by"),
    *("called_instance_id", "incidents"),
)
_COUNTS = ("started", "completed", "terminated", "incidents", "duration_ms", "durations")
_AT_ONCE = 5000


def _new(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in names)


_PUT = insert(
    activities, *_COLUMNS, conflict=f"ON CONFLICT (root_id, item) DO UPDATE SET {_new(_CHANGING)}"
)
_PUT_DAY = insert(
    activity_days,
    *("kept", "definition_id", "day", "element_id", "type", *_COUNTS),
    conflict=f"ON CONFLICT (kept, definition_id, day, element_id) DO UPDATE SET {_new(_COUNTS)}",
)
_BEGIN_WITH_KEPT = (
    f"INSERT INTO activity_days (kept, definition_id, day, element_id, type, {', '.join(_COUNTS)})"
    f" SELECT 0, definition_id, day, element_id, type, {', '.join(_COUNTS)} FROM activity_days"
    " WHERE kept = 1"
)


# -- within a write transaction


def put(cursor: Cursor, rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds activities, or changes them."""
    if rows:
        cursor.bulk(_PUT, rows)


def put_days(cursor: Cursor, rows: Sequence[tuple[Any, ...]]) -> None:
    """Sets what is counted for some days."""
    if rows:
        cursor.bulk(_PUT_DAY, rows)


def empty(cursor: Cursor) -> None:
    """Takes everything away that the journal can give again."""
    cursor.execute("DELETE FROM activities")
    cursor.execute("DELETE FROM activity_days WHERE kept = 0")
    cursor.execute(_BEGIN_WITH_KEPT)


# -- queries

_ROWS = select(*(activities.c[name] for name in _COLUMNS))


def known(
    connection: Connection, root_ids: Collection[str], items: Collection[int]
) -> list[RowMapping]:
    """Those with one of these numbers in one of these trees."""
    c = activities.c
    found: list[RowMapping] = []
    numbers = sorted(items)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        statement = _ROWS.where(c.root_id.in_(root_ids), c.item.in_(some))
        found.extend(connection.execute(statement).mappings())
    return found


def open_in(connection: Connection, root_ids: Collection[str]) -> list[RowMapping]:
    """All in these trees that have not ended."""
    c = activities.c
    statement = _ROWS.where(c.root_id.in_(root_ids), c.ended_at.is_(None))
    return list(connection.execute(statement).mappings())


def days(
    connection: Connection,
    definition_ids: Collection[str],
    on: Collection[int],
    element_ids: Collection[str],
    *,
    kept: bool,
) -> list[RowMapping]:
    """What is counted for these definitions, days and elements."""
    c = activity_days.c
    statement = select(activity_days).where(
        c.kept == int(kept),
        c.definition_id.in_(definition_ids),
        c.day.in_(on),
        c.element_id.in_(element_ids),
    )
    return list(connection.execute(statement).mappings())


def of_instance(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], after: int, limit: int
) -> list[RowMapping]:
    """Activities in the order in which they began, one more than asked for if there are more."""
    c = activities.c
    statement = _ROWS.where(*conditions, c.number > after).order_by(c.number).limit(limit + 1)
    return list(connection.execute(statement).mappings())


def conditions(
    *,
    instance_id: str | None,
    root_id: str | None,
    element_id: str | None,
    state: str | None,
) -> list[ColumnElement[bool]]:
    """The filters of the history of an instance, or a whole tree."""
    c = activities.c
    pairs = (
        (c.instance_id, instance_id),
        (c.root_id, root_id),
        (c.element_id, element_id),
        (c.state, state),
    )
    return [column == value for column, value in pairs if value is not None]


def of_definitions(
    connection: Connection, definition_ids: Collection[str], first: int | None, last: int | None
) -> list[RowMapping]:
    """What is counted for definitions from a day to a day, both included."""
    c = activity_days.c
    wanted = [c.kept == 0, c.definition_id.in_(definition_ids)]
    if first is not None:
        wanted.append(c.day >= first)
    if last is not None:
        wanted.append(c.day <= last)
    statement = select(activity_days).where(*wanted)
    statement = statement.order_by(c.day, c.definition_id, c.element_id)
    return list(connection.execute(statement).mappings())
