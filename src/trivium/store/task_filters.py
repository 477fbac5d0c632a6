"""Saved filters of the task list, and the conditions of SQL that they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select

from trivium.store.statements import insert
from trivium.store.tables import (
    definitions,
    filter_groups,
    instances,
    sla_clocks,
    task_candidates,
    task_filters,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.cursors import Cursor

MOST_COUNTED = 10_000
"""Further than that nobody counts."""
_T = tasks.c


class Test(NamedTuple):
    """A field, an operator and the value that it is compared with."""

    field: str
    operator: str
    value: Any


class Field(NamedTuple):
    """A field that can be asked for: what it is compared as, and the condition that this comes to."""

    kind: str
    sql: Callable[[str, Any], ColumnElement[bool]]


def condition(tests: Sequence[Test], *, match_any: bool) -> list[ColumnElement[bool]]:
    """Which tasks are like that."""
    found = [FIELDS[test.field].sql(test.operator, test.value) for test in tests]
    if not match_any or not found:
        return found
    return [or_(*found)]


def _plain(column: Any) -> Callable[[str, Any], ColumnElement[bool]]:
    return lambda operator, value: _compared(column, operator, value)


def _compared(column: Any, operator: str, value: Any) -> ColumnElement[bool]:
    """A column and a value; a list stands for any of its members, and what is not there is no value."""
    if operator == "contains":
        lowered: ColumnElement[bool] = func.lower(column).contains(value.lower(), autoescape=True)
        return lowered
    found: Mapping[str, Callable[[], Any]] = {
        "is": lambda: column.in_(value) if isinstance(value, list) else column == value,
        "in": lambda: column.in_(value),
        "is-not": lambda: or_(
            column.is_(None),
            column.not_in(value) if isinstance(value, list) else column != value,
        ),
        "is-set": lambda: column.is_not(None),
        "is-not-set": lambda: column.is_(None),
        "above": lambda: column > value,
        "after": lambda: column > value,
        "from": lambda: column >= value,
        "below": lambda: column < value,
        "before": lambda: column < value,
        "to": lambda: column <= value,
    }
    made: ColumnElement[bool] = found[operator]()
    return made


def _of_instance(column: Any) -> Callable[[str, Any], ColumnElement[bool]]:
    def made(operator: str, value: Any) -> ColumnElement[bool]:
        within = select(instances.c.id).where(_compared(column, operator, value))
        return _T.instance_id.in_(within)

    return made


def _of_definition(column: Any) -> Callable[[str, Any], ColumnElement[bool]]:
    def made(operator: str, value: Any) -> ColumnElement[bool]:
        wanted = select(definitions.c.id).where(_compared(column, operator, value))
        within = select(instances.c.id).where(instances.c.definition_id.in_(wanted))
        return _T.instance_id.in_(within)

    return made


def _is_suspended(operator: str, value: Any) -> ColumnElement[bool]:
    del operator
    suspended = select(instances.c.id).where(instances.c.state == "suspended")
    found: ColumnElement[bool] = _T.instance_id.in_(suspended)
    return found if value else ~found


def _candidate(kind: str) -> Callable[[str, Any], ColumnElement[bool]]:
    def made(operator: str, value: Any) -> ColumnElement[bool]:
        c = task_candidates.c
        of_task = and_(c.task_id == _T.id, c.kind == kind)
        if operator in {"is-set", "is-not-set"}:
            found: ColumnElement[bool] = exists().where(of_task)
        else:
            names = value if isinstance(value, list) else [value]
            found = exists().where(of_task, c.name.in_(names))
        return ~found if operator in {"is-not", "is-not-set"} else found

    return made


def _clock(operator: str, value: Any) -> ColumnElement[bool]:
    c = sla_clocks.c
    of_task = and_(c.task_id == _T.id, c.ended_at.is_(None))
    if operator in {"is-set", "is-not-set"}:
        found: ColumnElement[bool] = exists().where(of_task)
    else:
        statuses = value if isinstance(value, list) else [value]
        found = exists().where(of_task, c.status.in_(statuses))
    return ~found if operator in {"is-not", "is-not-set"} else found


FIELDS: Mapping[str, Field] = {
    "name": Field("text", _plain(_T.name)),
    "description": Field("text", _plain(_T.description)),
    "assignee": Field("text", _plain(_T.assignee)),
    "owner": Field("text", _plain(_T.owner)),
    "delegation_state": Field("text", _plain(_T.delegation)),
    "priority": Field("number", _plain(_T.priority)),
    "created": Field("time", _plain(_T.created_at)),
    "due": Field("time", _plain(_T.due_at)),
    "follow_up": Field("time", _plain(_T.follow_up_at)),
    "task_definition_key": Field("text", _plain(_T.element_id)),
    "process_definition_key": Field("text", _plain(_T.key)),
    "process_definition_id": Field("text", _of_instance(instances.c.definition_id)),
    "process_definition_name": Field("text", _of_definition(definitions.c.name)),
    "process_instance_id": Field("text", _plain(_T.instance_id)),
    "root_instance_id": Field("text", _plain(_T.root_id)),
    "business_key": Field("text", _of_instance(instances.c.business_key)),
    "parent_task_id": Field("text", _plain(_T.parent_id)),
    "candidate_user": Field("names", _candidate("user")),
    "candidate_group": Field("names", _candidate("group")),
    "sla_status": Field("names", _clock),
    "suspended": Field("flag", _is_suspended),
}
"""By the names that the task list has for them."""


# -- queries


def counts(
    connection: Connection, filters: Mapping[str, list[ColumnElement[bool]]]
) -> dict[str, int]:
    """How many tasks that may be seen each filter has, up to `MOST_COUNTED`, in one query."""
    if not filters:
        return {}
    seen = restricted(tasks)
    columns = [
        select(func.count())
        .select_from(select(_T.id).where(*where, *seen).limit(MOST_COUNTED).subquery())
        .scalar_subquery()
        for where in filters.values()
    ]
    row = connection.execute(select(*columns)).one()
    return dict(zip(filters, row, strict=True))


_GROUPS = select(filter_groups.c.filter_id, filter_groups.c.group_id)


def listed(connection: Connection) -> Sequence[RowMapping]:
    """The filters that may be used, by name."""
    c = task_filters.c
    statement = select(task_filters).where(*restricted(task_filters)).order_by(c.name, c.id)
    return connection.execute(statement).mappings().all()


def one(connection: Connection, filter_id: str, permission: str = "read") -> RowMapping | None:
    """A filter, for who may use it, or with `work` change it."""
    seen = restricted(task_filters, permission)
    statement = select(task_filters).where(task_filters.c.id == filter_id, *seen)
    return connection.execute(statement).mappings().one_or_none()


def groups_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """With whom filters are shared."""
    found: dict[str, list[str]] = {filter_id: [] for filter_id in ids}
    c = filter_groups.c
    statement = _GROUPS.where(c.filter_id.in_(ids)).order_by(c.group_id)
    for filter_id, group in connection.execute(statement):
        found[filter_id].append(group)
    return found


def count_of(connection: Connection, owner: str) -> int:
    """How many filters somebody has."""
    c = task_filters.c
    statement = select(func.count()).select_from(task_filters).where(c.owner == owner)
    return int(connection.execute(statement).scalar_one())


# -- within a write transaction

_SHARE = insert(filter_groups, "filter_id", "group_id")


def put(cursor: Cursor, row: Mapping[str, Any], groups: Sequence[str]) -> None:
    """Adds a filter or changes it, and with whom it is shared."""
    names = ("name", "content", "updated_at")
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    marks = ", ".join("?" * len(row))
    cursor.execute(
        f"INSERT INTO task_filters ({', '.join(row)}) VALUES ({marks})"  # our own names
        f" ON CONFLICT (id) DO UPDATE SET {changes}",
        list(row.values()),
    )
    cursor.execute("DELETE FROM filter_groups WHERE filter_id = ?", (row["id"],))
    if groups:
        cursor.bulk(_SHARE, [(row["id"], group) for group in groups])


def remove(cursor: Cursor, filter_id: str) -> None:
    """Takes a filter away."""
    cursor.execute("DELETE FROM filter_groups WHERE filter_id = ?", (filter_id,))
    cursor.execute("DELETE FROM task_filters WHERE id = ?", (filter_id,))
