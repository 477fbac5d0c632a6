"""What people were told, how they want to hear of it, and reminders of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from trivium.store import tables
from trivium.store.paging import page
from trivium.store.tables import (
    definitions,
    instances,
    notification_deliveries,
    notification_items,
    notification_preferences,
    notifications,
    sla_clocks,
    sla_events,
    task_reminders,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from trivium.store.paging import Paging

_C = notifications.c
_R = task_reminders.c
_SHOWN = 1


def add_new(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Adds those of which the user was not told yet; gives their ids."""
    if not rows:
        return []
    statement = put_if_absent(connection, notifications).returning(_C.id)
    return list(connection.execute(statement, list(rows)).scalars())


def put_if_absent(connection: Connection, table: Table) -> Any:
    """An insert that passes over rows whose key is there."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def notification_page(
    connection: Connection, user: str, where: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """What a user is shown."""
    own = [_C.user_id == user, _C.is_shown == _SHOWN, *where]
    return page(connection, select(notifications), notifications, own, paging)


def conditions(kind: str | None, *, is_unread: bool | None) -> list[ColumnElement[bool]]:
    """What a list is asked for."""
    found: list[ColumnElement[bool]] = []
    if kind is not None:
        found.append(_C.kind == kind)
    if is_unread is not None:
        found.append(_C.read_at.is_(None) if is_unread else _C.read_at.is_not(None))
    return found


def count_unread(connection: Connection, user: str) -> int:
    """How much a user has not read."""
    where = (_C.user_id == user, _C.is_shown == _SHOWN, _C.read_at.is_(None))
    statement = select(func.count()).select_from(notifications)
    return int(connection.execute(statement.where(*where, *_restricted())).scalar_one())


def one(connection: Connection, user: str, notification_id: str) -> RowMapping | None:
    """A notification of a user."""
    where = (_C.id == notification_id, _C.user_id == user, *_restricted())
    return connection.execute(select(notifications).where(*where)).mappings().one_or_none()


def mark_read(connection: Connection, user: str, now: int, notification_id: str | None) -> int:
    """One or all of a user's are read; gives how many that were not before."""
    where = [_C.user_id == user, _C.is_shown == _SHOWN, _C.read_at.is_(None), *_restricted()]
    if notification_id is not None:
        where.append(_C.id == notification_id)
    return connection.execute(update(notifications).where(*where).values(read_at=now)).rowcount


def _restricted() -> list[ColumnElement[bool]]:
    return restricted(notifications)


def forget_before(connection: Connection, before: int, limit: int) -> int:
    """Takes old ones away, but none that is still on its way to somebody; gives how many."""
    items, deliveries = notification_items.c, notification_deliveries.c
    underway = (
        select(items.notification_id)
        .join(notification_deliveries, deliveries.id == items.delivery_id)
        .where(items.notification_id == _C.id, deliveries.state == "waiting")
    )
    old = select(_C.id).where(_C.created_at < before, ~underway.exists()).limit(limit)
    ids = list(connection.execute(old).scalars())
    if ids:
        connection.execute(delete(notification_items).where(items.notification_id.in_(ids)))
        connection.execute(delete(notifications).where(_C.id.in_(ids)))
    ended = select(deliveries.id).where(deliveries.ended_at < before).limit(limit)
    over = list(connection.execute(ended).scalars())
    if over:
        connection.execute(delete(notification_items).where(items.delivery_id.in_(over)))
        connection.execute(delete(notification_deliveries).where(deliveries.id.in_(over)))
    return len(ids) + len(over)


# -- preferences


def preferences(connection: Connection, users: Collection[str]) -> dict[str, bytes]:
    """How users want to hear; of some nothing is known."""
    c = notification_preferences.c
    statement = select(c.user_id, c.content).where(c.user_id.in_(users))
    return {row[0]: row[1] for row in connection.execute(statement)}


def put_preferences(
    connection: Connection, tenant: str, user: str, content: bytes, now: int
) -> None:
    """How a user wants to hear from now on."""
    c = notification_preferences.c
    values = {"tenant_id": tenant, "content": content, "changed_at": now}
    done = connection.execute(
        update(notification_preferences).where(c.user_id == user).values(**values)
    )
    if done.rowcount == 0:
        connection.execute(insert(notification_preferences).values(user_id=user, **values))


# -- reminders


def remind(
    connection: Connection, task_ids: Collection[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """When is told of these tasks from now on."""
    connection.execute(delete(task_reminders).where(_R.task_id.in_(task_ids)))
    if rows:
        connection.execute(insert(task_reminders), list(rows))


def due_reminders(connection: Connection, now: int, limit: int) -> Sequence[RowMapping]:
    """Reminders whose time has come, with what is known of their tasks, which may be over."""
    columns = (tasks.c.id.label("open_id"), tasks.c.due_at.label("due_now"))
    statement = (
        select(task_reminders, *columns)
        .outerjoin(tasks, tasks.c.id == _R.task_id)
        .where(_R.at <= now)
        .order_by(_R.at, _R.task_id)
        .limit(limit)
    )
    return connection.execute(statement).mappings().all()


def next_reminder(connection: Connection) -> int | None:
    """When the next one comes."""
    found: int | None = connection.execute(select(func.min(_R.at))).scalar_one()
    return found


def drop_reminders(connection: Connection, keys: Collection[tuple[str, str]]) -> None:
    """These were told."""
    for task_id, kind in keys:
        connection.execute(delete(task_reminders).where(_R.task_id == task_id, _R.kind == kind))


# -- what news are about


def incidents(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """Incidents with the kind and key of their definitions."""
    i = tables.incidents.c
    if not ids:
        return {}
    columns = (i.id, i.instance_id, i.element_id, i.code, instances.c.key, definitions.c.kind)
    statement = (
        select(*columns)
        .join(instances, instances.c.id == i.instance_id)
        .join(definitions, definitions.c.id == instances.c.definition_id)
        .where(i.id.in_(ids))
    )
    return {row["id"]: row for row in connection.execute(statement).mappings()}


def instances_of(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """Instances by their ids."""
    if not ids:
        return {}
    statement = select(instances.c.id, instances.c.key).where(instances.c.id.in_(ids))
    return {row["id"]: row for row in connection.execute(statement).mappings()}


def clock_events(
    connection: Connection, after: int, kinds: Collection[str], limit: int
) -> Sequence[RowMapping]:
    """What happened to clocks after a position, with the clocks."""
    e, c = sla_events.c, sla_clocks.c
    columns = (c.target_key, c.instance_id, c.key, c.element_id, c.task_id, c.due_at)
    statement = (
        select(e.position, e.tenant_id, e.at, e.kind, *columns, instances.c.started_by)
        .join(sla_clocks, c.id == e.clock_id)
        .outerjoin(instances, instances.c.id == c.instance_id)
        .where(e.position > after, e.kind.in_(kinds))
        .order_by(e.position)
        .limit(limit)
    )
    return connection.execute(statement).mappings().all()


def newest_clock_event(connection: Connection) -> int:
    """The position of the newest."""
    return connection.execute(select(func.max(sla_events.c.position))).scalar_one() or 0
