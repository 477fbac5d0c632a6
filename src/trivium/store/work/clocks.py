"""The clocks of targets, what happened to them, and what holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from trivium.store.paging import page
from trivium.store.tables import (
    definitions,
    instances,
    sla_clocks,
    sla_events,
    sla_holds,
    tasks,
)
from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

    from trivium.store.paging import Paging

_C = sla_clocks.c
_E = sla_events.c
CHANGING = (
    *("target_id", "target_key", "calendar_id", "priority", "status", "target_ms", "elapsed_ms"),
    *("since", "state", "next_at", "due_at", "ended_at"),
)
_UPDATE = (
    update(sla_clocks)
    .where(_C.id == bindparam("of"))
    .values({name: bindparam(name) for name in CHANGING})
)


def open_in(connection: Connection, root_ids: Collection[str]) -> Sequence[RowMapping]:
    """The clocks of trees that have not ended."""
    statement = select(sla_clocks).where(_C.root_id.in_(root_ids), _C.ended_at.is_(None))
    return connection.execute(statement.order_by(_C.id)).mappings().all()


def due(connection: Connection, now: int, limit: int) -> Sequence[RowMapping]:
    """Clocks of which a moment has come."""
    statement = select(sla_clocks).where(_C.next_at <= now).order_by(_C.next_at, _C.id)
    return connection.execute(statement.limit(limit)).mappings().all()


def next_at(connection: Connection) -> int | None:
    """When the next moment comes."""
    found: int | None = connection.execute(select(func.min(_C.next_at))).scalar_one()
    return found


def has_open(connection: Connection) -> bool:
    """Whether any clock has not ended."""
    statement = select(_C.id).where(_C.ended_at.is_(None)).limit(1)
    return connection.execute(statement).first() is not None


def one(connection: Connection, clock_id: str, permission: str = "read") -> RowMapping | None:
    """A clock, for who asks."""
    statement = select(sla_clocks).where(_C.id == clock_id, *restricted(sla_clocks, permission))
    return connection.execute(statement).mappings().one_or_none()


def by_ids(connection: Connection, ids: Collection[str]) -> Sequence[RowMapping]:
    """Clocks by their ids, whoever asks."""
    return connection.execute(select(sla_clocks).where(_C.id.in_(ids))).mappings().all()


def roots_with(connection: Connection, tenant: str) -> list[str]:
    """The trees of a tenant that have clocks which still count."""
    where = (_C.tenant_id == tenant, _C.ended_at.is_(None))
    return list(connection.execute(select(_C.root_id).where(*where).distinct()).scalars())


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """New clocks."""
    if rows:
        connection.execute(insert(sla_clocks), list(rows))


def change(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Changes clocks: each row has the values of `CHANGING`, and the id as `of`."""
    if rows:
        connection.execute(_UPDATE, list(rows))


def conditions(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What a list is asked for: columns and their values; `is_open` is whether it still counts."""
    found: list[ColumnElement[bool]] = []
    for name, value in filters.items():
        if value is None:
            continue
        if name == "is_open":
            found.append(_C.ended_at.is_(None) if value else _C.ended_at.is_not(None))
        elif name == "due_before":
            found.append(_C.due_at < value)
        elif name == "kind":
            of_kind = select(definitions.c.id).where(definitions.c.kind == value)
            found.append(_C.instance_id.in_(_having(of_kind)))
        else:
            found.append(_C[name] == value)
    return found


def _having(definition_ids: Select[Any]) -> Select[Any]:
    """The instances of definitions."""
    return select(instances.c.id).where(instances.c.definition_id.in_(definition_ids))


def instances_of(connection: Connection, ids: Collection[str]) -> dict[str, RowMapping]:
    """When instances began and ended, and their business keys."""
    c = instances.c
    statement = select(c.id, c.business_key, c.started_at, c.ended_at).where(c.id.in_(ids))
    return {row["id"]: row for row in connection.execute(statement).mappings()}


def clock_page(
    connection: Connection, where: list[ColumnElement[bool]], paging: Paging
) -> Sequence[RowMapping]:
    """Clocks."""
    return page(connection, select(sla_clocks), sla_clocks, where, paging)


def ended_between(
    connection: Connection, start: int, end: int, where: list[ColumnElement[bool]]
) -> Sequence[RowMapping]:
    """What ended in a time and may be seen: what is needed for figures."""
    columns = (
        *(_C.target_key, _C.goal, _C.key, _C.element_id, _C.priority, _C.status),
        *(_C.elapsed_ms, _C.target_ms, _C.ended_at),
    )
    in_time = (_C.ended_at >= start, _C.ended_at < end)
    statement = select(*columns).where(*where, *in_time, *restricted(sla_clocks))
    return connection.execute(statement).mappings().all()


def open_by_status(
    connection: Connection, where: list[ColumnElement[bool]]
) -> Sequence[RowMapping]:
    """How many clocks that still count stand how."""
    columns = (_C.target_key, _C.goal, _C.key, _C.element_id, _C.priority, _C.status)
    still_open = (*where, _C.ended_at.is_(None), *restricted(sla_clocks))
    statement = select(*columns, func.count().label("count")).where(*still_open)
    return connection.execute(statement.group_by(*columns)).mappings().all()


# -- what happened


def note(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """What happened to clocks, in the order in which it did."""
    if rows:
        connection.execute(insert(sla_events), list(rows))


def events_of(connection: Connection, clock_id: str) -> Sequence[RowMapping]:
    """What happened to a clock."""
    statement = select(sla_events).where(_E.clock_id == clock_id).order_by(_E.position)
    return connection.execute(statement).mappings().all()


def open_steps(connection: Connection, now: int, limit: int) -> Sequence[RowMapping]:
    """Steps that are to be taken, and that no node is at."""
    statement = select(sla_events).where(_E.state == "open", _E.lease_until <= now)
    return connection.execute(statement.order_by(_E.position).limit(limit)).mappings().all()


def next_step_at(connection: Connection) -> int | None:
    """When the first of the steps that nodes are at may be tried by others."""
    statement = select(func.min(_E.lease_until)).where(_E.state == "open")
    found: int | None = connection.execute(statement).scalar_one()
    return found


def lease_step(connection: Connection, position: int, now: int, until: int) -> bool:
    """This node is at a step until then; whether nobody else was."""
    where = (_E.position == position, _E.state == "open", _E.lease_until <= now)
    statement = update(sla_events).where(*where).values(lease_until=until)
    return connection.execute(statement).rowcount > 0


def settle(connection: Connection, position: int, state: str, content: bytes) -> bool:
    """What came of a step; whether it was still open."""
    statement = update(sla_events).where(_E.position == position, _E.state == "open")
    return connection.execute(statement.values(state=state, content=content)).rowcount > 0


def reopen_steps(connection: Connection, root_ids: Collection[str]) -> int:
    """The conditions of steps that wait in these trees are to be looked at again; gives how many."""
    waits = _E.state == "waiting"
    if connection.execute(select(_E.position).where(waits).limit(1)).first() is None:
        return 0
    of_trees = select(_C.id).where(_C.root_id.in_(root_ids))
    statement = update(sla_events).where(waits, _E.clock_id.in_(of_trees))
    return connection.execute(statement.values(state="open", lease_until=0)).rowcount


def give_back_step(connection: Connection, position: int) -> None:
    """A step may be tried again at once."""
    statement = update(sla_events).where(_E.position == position, _E.state == "open")
    connection.execute(statement.values(lease_until=0))


def journal_end(connection: Connection, root_id: str) -> int:
    """The number of the newest entry in the journal of a tree."""
    statement = select(instances.c.journal_seq).where(instances.c.id == root_id)
    return int(connection.execute(statement).scalar_one_or_none() or 0)


def initiator(connection: Connection, root_id: str) -> str | None:
    """Who has started a tree."""
    statement = select(instances.c.started_by).where(instances.c.id == root_id)
    found: str | None = connection.execute(statement).scalar_one_or_none()
    return found


# -- elements that hold clocks


def holds_in(connection: Connection, root_ids: Collection[str]) -> Sequence[RowMapping]:
    """The open elements of trees for which clocks stand still."""
    statement = select(sla_holds).where(sla_holds.c.root_id.in_(root_ids))
    return connection.execute(statement).mappings().all()


def add_holds(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Elements were entered."""
    if rows:
        connection.execute(insert(sla_holds), list(rows))


def drop_holds(connection: Connection, keys: Collection[tuple[str, int]]) -> None:
    """Elements were left."""
    c = sla_holds.c
    for root_id, item in keys:
        connection.execute(
            delete(sla_holds).where(c.root_id == root_id, c.element_instance == item)
        )


def tasks_of(connection: Connection, ids: Collection[str]) -> Sequence[RowMapping]:
    """Open tasks by their ids."""
    return connection.execute(select(tasks).where(tasks.c.id.in_(ids))).mappings().all()
