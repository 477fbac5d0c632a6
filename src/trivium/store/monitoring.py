"""Figures of what is open and of what was: counted, never read one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select, union_all

from trivium.store.tables import (
    activities,
    activity_days,
    definitions,
    incidents,
    instances,
    jobs,
    sla_clocks,
    subscriptions,
    task_candidates,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

_OPEN = ("active", "suspended")
_offers = task_candidates.alias("offers")
"""Under a name of its own: who may see a task is told by its candidates, too."""


def definitions_of(
    connection: Connection, kinds: Collection[str], key: str | None
) -> Sequence[RowMapping]:
    """The versions of processes or cases that may be seen."""
    c = definitions.c
    conditions = [c.kind.in_(kinds), *restricted(definitions)]
    if key is not None:
        conditions.append(c.key == key)
    statement = select(c.id, c.key, c.kind, c.version, c.name, c.latest).where(*conditions)
    return connection.execute(statement.order_by(c.key, c.version)).mappings().all()


def days(
    connection: Connection,
    definition_ids: Collection[str],
    first: int,
    last: int,
    types: Collection[str] | None = None,
) -> Sequence[RowMapping]:
    """What is counted from a day to a day, both included.

    With `types` of elements of these, and of those that were in trouble.
    """
    c = activity_days.c
    conditions = [c.kept == 0, c.definition_id.in_(definition_ids), c.day.between(first, last)]
    if types is not None:
        conditions.append(or_(c.type.in_(types), c.incidents > 0))
    return connection.execute(select(activity_days).where(*conditions)).mappings().all()


def open_activities(
    connection: Connection, definition_ids: Collection[str]
) -> Sequence[RowMapping]:
    """What is open at each element: how much, since when, and the sum of when each began."""
    c = activities.c
    statement = (
        select(
            *(c.definition_id, c.element_id, func.max(c.type).label("type")),
            func.count().label("count"),
            func.min(c.started_at).label("oldest"),
            func.sum(c.started_at).label("began"),
        )
        .where(c.ended_at.is_(None), c.definition_id.in_(definition_ids))
        .group_by(c.definition_id, c.element_id)
    )
    return connection.execute(statement).mappings().all()


def open_incidents(connection: Connection, definition_ids: Collection[str]) -> Sequence[RowMapping]:
    """How many incidents are open at each element."""
    i = instances.c
    statement = (
        select(i.definition_id, incidents.c.element_id, func.count().label("count"))
        .join(instances, i.id == incidents.c.instance_id)
        .where(incidents.c.state == "open", i.definition_id.in_(definition_ids))
        .group_by(i.definition_id, incidents.c.element_id)
    )
    return connection.execute(statement).mappings().all()


def open_instances(connection: Connection, kind: str | None = None) -> Sequence[RowMapping]:
    """How many instances of each definition are active, and how many suspended."""
    c = instances.c
    conditions = [c.state.in_(_OPEN), *restricted(instances)]
    if kind is not None:
        of_kind = select(definitions.c.id).where(definitions.c.kind == kind)
        conditions.append(c.definition_id.in_(of_kind))
    statement = select(c.definition_id, c.state, func.count().label("count")).where(*conditions)
    return connection.execute(statement.group_by(c.definition_id, c.state)).mappings().all()


def due_jobs(connection: Connection, now: int) -> dict[str, int]:
    """How many jobs should have been done by now, by kind."""
    c = jobs.c
    statement = (
        select(c.kind, func.count())
        .where(c.suspended == 0, c.due_at <= now, c.retries > 0, *restricted(jobs))
        .group_by(c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def count_open_incidents(connection: Connection, key: str | None) -> int:
    """How many incidents are open."""
    conditions = [incidents.c.state == "open", *restricted(incidents)]
    if key is not None:
        of_key = select(instances.c.id).where(instances.c.key == key)
        conditions.append(incidents.c.instance_id.in_(of_key))
    return int(connection.execute(select(func.count()).where(*conditions)).scalar_one())


# -- tasks


def _counts(now: int, soon: int) -> list[ColumnElement[int]]:
    c = tasks.c
    is_late = c.due_at < now
    return [
        func.count().label("open"),
        func.count(case((c.assignee.is_(None), 1))).label("unassigned"),
        func.count(case((is_late, 1))).label("overdue"),
        func.count(case((c.due_at.between(now, soon), 1))).label("due_soon"),
        func.min(c.created_at).label("oldest"),
    ]


def _of(key: str | None) -> list[ColumnElement[bool]]:
    return [*([] if key is None else [tasks.c.key == key]), *restricted(tasks)]


def open_tasks(connection: Connection, now: int, soon: int, key: str | None) -> RowMapping:
    """How many tasks are open: without anybody, late, due soon."""
    statement = select(*_counts(now, soon)).select_from(tasks).where(*_of(key))
    return connection.execute(statement).mappings().one()


def tasks_by_person(
    connection: Connection, now: int, soon: int, key: str | None, limit: int
) -> Sequence[RowMapping]:
    """The same by who has them, whoever has most first."""
    c = tasks.c
    statement = (
        select(c.assignee.label("name"), *_counts(now, soon))
        .where(c.assignee.is_not(None), *_of(key))
        .group_by(c.assignee)
        .order_by(func.count().desc(), c.assignee)
    )
    return connection.execute(statement.limit(limit)).mappings().all()


def tasks_by_group(
    connection: Connection, now: int, soon: int, key: str | None, limit: int
) -> Sequence[RowMapping]:
    """The same of those that nobody has, by the groups that may claim them."""
    c, offered = tasks.c, _offers.c
    statement = (
        select(offered.name.label("name"), *_counts(now, soon))
        .join_from(_offers, tasks, offered.task_id == c.id)
        .where(offered.kind == "group", c.assignee.is_(None), *_of(key))
        .group_by(offered.name)
        .order_by(func.count().desc(), offered.name)
    )
    return connection.execute(statement.limit(limit)).mappings().all()


# -- of some instances


def waiting_at(
    connection: Connection, instance_ids: Collection[str], root_ids: Collection[str]
) -> dict[str, set[str]]:
    """The elements at which instances of these trees wait, or wait for what they called."""
    if not instance_ids:
        return {}
    parts = [
        select(table.c.instance_id, table.c.element_id).where(table.c.instance_id.in_(instance_ids))
        for table in (tasks, jobs, subscriptions)
    ]
    troubled = incidents.c.state == "open"
    parts.append(
        select(incidents.c.instance_id, incidents.c.element_id).where(
            troubled, incidents.c.instance_id.in_(instance_ids)
        )
    )
    i = instances.c
    parts.append(
        select(i.parent_id, i.parent_element_id).where(
            i.root_id.in_(root_ids), i.parent_id.in_(instance_ids), i.state.in_(_OPEN)
        )
    )
    found: dict[str, set[str]] = {}
    for instance_id, element_id in connection.execute(union_all(*parts)):
        found.setdefault(instance_id, set()).add(element_id)
    return found


def troubles(connection: Connection, root_ids: Collection[str]) -> dict[str, int]:
    """How many incidents are open in trees."""
    return _counted(connection, incidents.c.root_id, root_ids, incidents.c.state == "open")


def late_tasks(connection: Connection, root_ids: Collection[str], now: int) -> dict[str, int]:
    """How many tasks of trees are late."""
    return _counted(connection, tasks.c.root_id, root_ids, tasks.c.due_at < now)


def tasks_in(connection: Connection, root_ids: Collection[str]) -> dict[str, int]:
    """How many tasks are open in trees."""
    return _counted(connection, tasks.c.root_id, root_ids)


def _counted(
    connection: Connection,
    root_id: ColumnElement[str],
    root_ids: Collection[str],
    *conditions: ColumnElement[bool],
) -> dict[str, int]:
    statement = select(root_id, func.count()).where(root_id.in_(root_ids), *conditions)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(root_id))}


def open_clocks(connection: Connection, root_ids: Collection[str]) -> Sequence[RowMapping]:
    """The clocks of targets that still count in trees: how they stand, and when they are due."""
    c = sla_clocks.c
    statement = select(c.root_id, c.status, c.due_at).where(
        c.root_id.in_(root_ids), c.ended_at.is_(None)
    )
    return connection.execute(statement).mappings().all()
