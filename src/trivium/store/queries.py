"""Keyset-paged reads of what is open and what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, union

from trivium.kernel import codec
from trivium.store import inbox
from trivium.store.paging import Paging, page
from trivium.store.tables import (
    batches,
    definitions,
    evaluations,
    incident_notes,
    incidents,
    instances,
    jobs,
    journal,
    plan_items,
    subscriptions,
    task_candidates,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table


def count(connection: Connection, table: Table, conditions: list[ColumnElement[bool]]) -> int:
    """How many rows fit that may be seen."""
    statement = select(func.count()).select_from(table).where(*conditions, *restricted(table))
    return int(connection.execute(statement).scalar_one())


def task_conditions(
    *,
    instance_id: str | None = None,
    assignee: str | None = None,
    key: str | None = None,
    element_id: str | None = None,
    unassigned: bool = False,
) -> list[ColumnElement[bool]]:
    """The filters of the task list; an instance stands for its whole tree below its root.

    Whose they are, or may be, is said by ways (`inbox`).
    """
    c = tasks.c
    found: list[ColumnElement[bool]] = []
    if instance_id is not None:
        found.append(or_(c.instance_id == instance_id, c.root_id == instance_id))
    for column, value in ((c.assignee, assignee), (c.key, key), (c.element_id, element_id)):
        if value is not None:
            found.append(column == value)
    if unassigned:
        found.append(c.assignee.is_(None))
    return found


_TASKS = (
    select(
        tasks,
        instances.c.definition_id,
        instances.c.business_key,
        (instances.c.state == "suspended").label("suspended"),
        definitions.c.name.label("definition_name"),
        definitions.c.version.label("definition_version"),
    )
    .join(instances, instances.c.id == tasks.c.instance_id)
    .outerjoin(definitions, definitions.c.id == instances.c.definition_id)
)


def task_page(
    connection: Connection,
    conditions: list[ColumnElement[bool]],
    paging: Paging,
    ways: Sequence[inbox.Way] = (),
) -> Sequence[RowMapping]:
    """Open tasks, with the definition, business key and suspension of their instances; by ways, if given."""
    if ways:
        return inbox.page(connection, _TASKS, ways, conditions, paging)
    return page(connection, _TASKS, tasks, conditions, paging)


def count_tasks(
    connection: Connection,
    conditions: list[ColumnElement[bool]],
    ways: Sequence[inbox.Way] = (),
) -> int:
    """How many open tasks there are on such a list."""
    return (
        inbox.count(connection, ways, conditions) if ways else count(connection, tasks, conditions)
    )


def task(connection: Connection, task_id: str) -> RowMapping | None:
    """One open task."""
    statement = _TASKS.where(tasks.c.id == task_id, *restricted(tasks))
    return connection.execute(statement).mappings().one_or_none()


def candidates_of(
    connection: Connection, task_ids: Sequence[str]
) -> dict[str, dict[str, list[str]]]:
    """The candidates of tasks, by task and kind."""
    return _candidates(connection, task_candidates.c.task_id.in_(task_ids))


def task_states(connection: Connection, rows: Sequence[RowMapping]) -> dict[str, str]:
    """The states of those of these tasks whose listeners are waited for, by id: their jobs tell them."""
    tasks_of = {(row["root_id"], row["element_instance"]): row["id"] for row in rows}
    if not tasks_of:
        return {}
    statement = select(jobs.c.root_id, jobs.c.element_instance, jobs.c.payload).where(
        jobs.c.root_id.in_({root_id for root_id, _ in tasks_of}),
        jobs.c.element_instance.in_({item for _, item in tasks_of}),
        jobs.c.kind == "work",
        jobs.c.payload.is_not(None),
    )
    found = {}
    for root_id, item, payload in connection.execute(statement):
        task_id = tasks_of.get((root_id, item))
        state = codec.decode(payload).get("state")
        if task_id is not None and state is not None:
            found[task_id] = state
    return found


def candidates_in(connection: Connection, root_id: str) -> dict[str, dict[str, list[str]]]:
    """The candidates of all tasks of a tree, by task and kind."""
    return _candidates(connection, task_candidates.c.root_id == root_id)


def _candidates(
    connection: Connection, condition: ColumnElement[bool]
) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    statement = select(task_candidates).where(condition).order_by(task_candidates.c.name)
    for row in connection.execute(statement).mappings():
        found.setdefault(row["task_id"], {}).setdefault(row["kind"], []).append(row["name"])
    return found


def instance_conditions(  # noqa: PLR0913  # the filters of a list
    *,
    kind: str | None = None,
    state: str | None = None,
    key: str | None = None,
    business_key: str | None = None,
    definition_id: str | None = None,
    roots_only: bool = False,
    root_id: str | None = None,
) -> list[ColumnElement[bool]]:
    """The filters of the instance list."""
    c = instances.c
    pairs = (
        (c.state, state),
        (c.key, key),
        (c.business_key, business_key),
        (c.definition_id, definition_id),
        (c.root_id, root_id),
    )
    found = [column == value for column, value in pairs if value is not None]
    if kind is not None:
        of_kind = select(definitions.c.id).where(definitions.c.kind == kind)
        found.append(c.definition_id.in_(of_kind))
    if roots_only:
        found.append(c.parent_id.is_(None))
    return found


_INSTANCES = select(
    instances, definitions.c.name.label("definition_name"), definitions.c.version
).outerjoin(definitions, definitions.c.id == instances.c.definition_id)


def instance_page(
    connection: Connection, conditions: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Instances, with the names and versions of their definitions."""
    return page(connection, _INSTANCES, instances, conditions, paging)


def instance_ids(
    connection: Connection, conditions: list[ColumnElement[bool]], states: Collection[str]
) -> list[str]:
    """The ids of all instances in these states that may be operated on, the oldest first."""
    statement = select(instances.c.id).where(
        *conditions, instances.c.state.in_(states), *restricted(instances, "operate")
    )
    return list(connection.execute(statement.order_by(instances.c.id)).scalars())


def instance(connection: Connection, instance_id: str) -> RowMapping | None:
    """One instance, running or ended."""
    statement = _INSTANCES.where(instances.c.id == instance_id, *restricted(instances))
    return connection.execute(statement).mappings().one_or_none()


def operable(connection: Connection, instance_ids: Sequence[str]) -> set[str]:
    """Which of these instances may be operated on."""
    c = instances.c
    statement = select(c.id).where(c.id.in_(instance_ids), *restricted(instances, "operate"))
    return set(connection.execute(statement).scalars())


def job_conditions(
    *, instance_id: str | None, topic: str | None, kind: str | None
) -> list[ColumnElement[bool]]:
    """The filters of the job list; an instance stands for its whole tree below its root."""
    c = jobs.c
    pairs = ((c.topic, topic), (c.kind, kind))
    found = [column == value for column, value in pairs if value is not None]
    if instance_id is not None:
        found.append(or_(c.instance_id == instance_id, c.root_id == instance_id))
    return found


def job_page(
    connection: Connection, conditions: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Jobs of any kind."""
    return page(connection, select(jobs), jobs, conditions, paging)


def incident_conditions(  # noqa: PLR0913  # the filters of a list
    *,
    instance_id: str | None,
    kind: str | None,
    key: str | None,
    state: str | None,
    assignee: str | None,
    code: str | None = None,
    element_id: str | None = None,
) -> list[ColumnElement[bool]]:
    """The filters of the incident list; an instance stands for its whole tree below its root."""
    c = incidents.c
    pairs = (
        (c.state, state),
        (c.assignee, assignee),
        (c.code, code),
        (c.element_id, element_id),
    )
    found = [column == value for column, value in pairs if value is not None]
    if instance_id is not None:
        found.append(or_(c.instance_id == instance_id, c.root_id == instance_id))
    if kind is not None:
        found.append(c.type == kind)
    if key is not None:
        found.append(c.instance_id.in_(select(instances.c.id).where(instances.c.key == key)))
    return found


_INCIDENTS = select(incidents, instances.c.definition_id, instances.c.key).join(
    instances, instances.c.id == incidents.c.instance_id
)


def incident_page(
    connection: Connection, conditions: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Incidents, with the definitions of their instances."""
    return page(connection, _INCIDENTS, incidents, conditions, paging)


def incident_causes(
    connection: Connection, conditions: list[ColumnElement[bool]], limit: int
) -> Sequence[RowMapping]:
    """Incidents with the same code at the same element of a process: how many, and the newest of them."""
    c, of = incidents.c, instances.c
    grouped = (
        select(
            func.count().label("count"),
            func.count(c.instance_id.distinct()).label("instances"),
            func.min(c.created_at).label("first_at"),
            func.max(c.id).label("newest"),
        )
        .join(instances, of.id == c.instance_id)
        .where(*conditions, *restricted(incidents))
        .group_by(c.code, c.type, of.key, c.element_id)
        .subquery()
    )
    newest = _INCIDENTS.join(grouped, grouped.c.newest == c.id)
    statement = newest.add_columns(grouped.c.count, grouped.c.instances, grouped.c.first_at)
    statement = statement.order_by(grouped.c.count.desc(), c.id.desc()).limit(limit)
    return connection.execute(statement).mappings().all()


def incident(connection: Connection, incident_id: str) -> RowMapping | None:
    """One incident, open or over."""
    statement = _INCIDENTS.where(incidents.c.id == incident_id, *restricted(incidents))
    return connection.execute(statement).mappings().one_or_none()


def plan_item_conditions(
    case_id: str,
    *,
    element_id: str | None = None,
    state: str | None = None,
    kind: str | None = None,
) -> list[ColumnElement[bool]]:
    """The filters of the plan items of a case."""
    c = plan_items.c
    pairs = ((c.element_id, element_id), (c.state, state), (c.kind, kind))
    found = [column == value for column, value in pairs if value is not None]
    return [c.instance_id == case_id, *found]


def plan_item_page(
    connection: Connection, conditions: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Plan items."""
    return page(connection, select(plan_items), plan_items, conditions, paging)


def count_plan_items(connection: Connection, conditions: list[ColumnElement[bool]]) -> int:
    """How many plan items there are."""
    return count(connection, plan_items, conditions)


def plan_items_open(
    connection: Connection, conditions: list[ColumnElement[bool]], over: Collection[str]
) -> Sequence[RowMapping]:
    """Plan items that are not over, the oldest first."""
    c = plan_items.c
    statement = select(plan_items).where(*conditions, c.state.not_in(over), *restricted(plan_items))
    return connection.execute(statement.order_by(c.element_instance)).mappings().all()


def recoverable_incidents(
    connection: Connection, code: str, topics: Collection[str], limit: int
) -> list[str]:
    """Open incidents with this code on work of these topics."""
    statement = (
        select(incidents.c.id)
        .join(jobs, jobs.c.id == incidents.c.job_id)
        .where(incidents.c.state == "open", incidents.c.code == code, jobs.c.topic.in_(topics))
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def incident_notes_of(connection: Connection, incident_id: str) -> Sequence[RowMapping]:
    """What was said of an incident, the oldest first."""
    c = incident_notes.c
    statement = select(incident_notes).where(c.incident_id == incident_id).order_by(c.position)
    return connection.execute(statement).mappings().all()


def evaluation_page(connection: Connection, key: str, paging: Paging) -> Sequence[RowMapping]:
    """What a decision was asked."""
    return page(connection, select(evaluations), evaluations, [evaluations.c.key == key], paging)


def by_id(connection: Connection, table: Table, row_id: str) -> RowMapping | None:
    """One row, whoever asks."""
    return connection.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()


def jobs_of(connection: Connection, job_ids: Sequence[str]) -> Sequence[RowMapping]:
    """Those of these jobs that there are, for who asks."""
    statement = select(jobs).where(jobs.c.id.in_(job_ids), *restricted(jobs))
    return connection.execute(statement).mappings().all()


def journal_page(
    connection: Connection, root_id: str, after: int, limit: int
) -> Sequence[RowMapping]:
    """Journal entries of one tree, from the first."""
    c = journal.c
    statement = select(journal).where(c.root_id == root_id, c.seq > after).order_by(c.seq)
    return connection.execute(statement.limit(limit)).mappings().all()


def root_ends(connection: Connection, root_ids: Sequence[str]) -> dict[str, tuple[int, bytes]]:
    """Where the journals of trees ended, as their roots say."""
    c = instances.c
    statement = select(c.id, c.journal_seq, c.journal_hash).where(c.id.in_(root_ids))
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def still_open(table: Table) -> list[ColumnElement[bool]]:
    """Which rows of a table are still waited for: all, but of incidents."""
    return [incidents.c.state == "open"] if table is incidents else []


def open_elements(connection: Connection, definition_id: str) -> Sequence[RowMapping]:
    """How many tasks, jobs and incidents are open per element of a definition (`what`, `count`)."""
    found: list[RowMapping] = []
    for name, table in (("tasks", tasks), ("jobs", jobs), ("incidents", incidents)):
        statement = (
            select(table.c.element_id, func.count().label("count"), func.max(name).label("what"))
            .join(instances, instances.c.id == table.c.instance_id)
            .where(instances.c.definition_id == definition_id, *still_open(table))
            .group_by(table.c.element_id)
        )
        found.extend(connection.execute(statement).mappings().all())
    return found


def waiting_elements(connection: Connection, definition_id: str) -> dict[str, int]:
    """How many element instances wait for something on behalf of each element of a definition."""
    waits = union(
        *(
            select(table.c.element_id, table.c.root_id, table.c.element_instance)
            .join(instances, instances.c.id == table.c.instance_id)
            .where(instances.c.definition_id == definition_id, *still_open(table))
            for table in (tasks, jobs, subscriptions, incidents)
        )
    ).subquery()
    statement = select(waits.c.element_id, func.count()).group_by(waits.c.element_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


_BY_NAME = {
    "task": tasks,
    "job": jobs,
    "incident": incidents,
    "instance": instances,
    "batch": batches,
}


def ids_ending(connection: Connection, what: str, ending: str) -> list[str]:
    """Ids that end so, at most ten: for people who type them."""
    table = _BY_NAME[what]
    column = table.c.id
    statement = select(column).where(column.endswith(ending, autoescape=True), *restricted(table))
    return list(connection.execute(statement.limit(10)).scalars())


def open_counts(connection: Connection) -> dict[str, int]:
    """How many instances are active, and how many tasks, jobs and incidents are open."""
    active = instances.c.state.in_(("active", "suspended"))
    return {
        "active_instances": count(connection, instances, [active]),
        "open_tasks": count(connection, tasks, []),
        "open_jobs": count(connection, jobs, []),
        "open_incidents": count(connection, incidents, still_open(incidents)),
    }
