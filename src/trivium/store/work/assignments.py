"""What rules of assignment decided, and people's profiles and absences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from trivium.store.paging import page
from trivium.store.tables import (
    absences,
    assignments,
    instances,
    task_candidates,
    tasks,
    work_profiles,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.store.paging import Paging

_C = assignments.c


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Tasks for which somebody is to be found."""
    if rows:
        connection.execute(insert(assignments), list(rows))


def waiting(connection: Connection, state: str, limit: int) -> Sequence[RowMapping]:
    """Those in a state, with what is known of their tasks; these may be over."""
    columns = (
        *(tasks.c.root_id, tasks.c.assignee, tasks.c.priority),
        *(tasks.c.id.label("open_id"), instances.c.started_by),
    )
    statement = (
        select(assignments, *columns)
        .outerjoin(tasks, tasks.c.id == _C.task_id)
        .outerjoin(instances, instances.c.id == tasks.c.root_id)
        .where(_C.state == state)
        .order_by(_C.id)
        .limit(limit)
    )
    return connection.execute(statement).mappings().all()


def decide(connection: Connection, assignment_id: str, old: str, values: Mapping[str, Any]) -> bool:
    """What has become of one that was in the state `old`; whether it still was."""
    where = (_C.id == assignment_id, _C.state == old)
    return connection.execute(update(assignments).where(*where).values(**values)).rowcount > 0


def ask_again(connection: Connection, limit: int) -> int:
    """Tasks for which nobody was found are to be tried again; gives how many.

    First those that were not tried for the longest time, so that hopeless ones do not hold up the others.
    """
    longest = select(_C.id).where(_C.state == "nobody").order_by(_C.decided_at, _C.id).limit(limit)
    ids = list(connection.execute(longest).scalars())
    if ids:
        connection.execute(update(assignments).where(_C.id.in_(ids)).values(state="open"))
    return len(ids)


def last_chosen(connection: Connection, rule_key: str, tenant: str) -> dict[str, int]:
    """When a rule chose each user last."""
    statement = (
        select(_C.user_id, func.max(_C.decided_at))
        .where(_C.rule_key == rule_key, _C.tenant_id == tenant, _C.user_id.is_not(None))
        .group_by(_C.user_id)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def loads(connection: Connection) -> dict[str, int]:
    """How many open tasks each user has: names are those of the whole installation."""
    c = tasks.c
    statement = select(c.assignee, func.count()).where(c.assignee.is_not(None)).group_by(c.assignee)
    return {row[0]: row[1] for row in connection.execute(statement)}


def candidates(
    connection: Connection, task_ids: Collection[str]
) -> dict[str, dict[str, list[str]]]:
    """The candidates of tasks, by task and kind."""
    c = task_candidates.c
    found: dict[str, dict[str, list[str]]] = {}
    statement = select(task_candidates).where(c.task_id.in_(task_ids)).order_by(c.name)
    for row in connection.execute(statement).mappings():
        found.setdefault(row["task_id"], {}).setdefault(row["kind"], []).append(row["name"])
    return found


def assignment_page(
    connection: Connection, filters: Mapping[str, Any], paging: Paging
) -> Sequence[RowMapping]:
    """What was decided."""
    where = [_C[name] == value for name, value in filters.items() if value is not None]
    return page(connection, select(assignments), assignments, where, paging)


# -- people


def profiles(connection: Connection, tenant: str) -> Sequence[RowMapping]:
    """What is known of people."""
    statement = select(work_profiles).where(work_profiles.c.tenant_id == tenant)
    return connection.execute(statement.order_by(work_profiles.c.user_id)).mappings().all()


def put_profile(connection: Connection, tenant: str, user: str, content: bytes) -> None:
    """What is known of somebody from now on."""
    c = work_profiles.c
    values = {"tenant_id": tenant, "content": content}
    done = connection.execute(update(work_profiles).where(c.user_id == user).values(**values))
    if done.rowcount == 0:
        connection.execute(insert(work_profiles).values(user_id=user, **values))


def absences_after(
    connection: Connection, tenant: str, now: int, user: str | None = None
) -> Sequence[RowMapping]:
    """Absences that are not over, of one or of all."""
    c = absences.c
    where = [c.tenant_id == tenant, c.end_at > now]
    if user is not None:
        where.append(c.user_id == user)
    statement = select(absences).where(*where).order_by(c.start_at, c.id)
    return connection.execute(statement).mappings().all()


def add_absence(connection: Connection, row: Mapping[str, Any]) -> None:
    """Somebody will be away."""
    connection.execute(insert(absences).values(**row))


def drop_absence(connection: Connection, tenant: str, absence_id: str) -> bool:
    """An absence is called off; whether it was there."""
    c = absences.c
    statement = delete(absences).where(c.id == absence_id, c.tenant_id == tenant)
    return connection.execute(statement).rowcount > 0
