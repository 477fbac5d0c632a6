"""How much waits: counted so that it costs little, however much it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, literal, select, union_all

from trivium.store.tables import incidents, instances, jobs

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

AUTOMATIC = ("timer", "async", "retry", "command", "start-timer", "batch")
"""Jobs that the engine does by itself."""
LARGEST = 10_000
"""Nothing is counted further than this, but what has an index to itself."""


class Waiting(NamedTuple):
    """Jobs of a kind whose time has come."""

    due: int
    oldest_due_at: int | None
    leased: int = 0


def waiting_jobs(connection: Connection, now: int) -> dict[str, Waiting]:
    """Jobs that are due, by kind, and for work also how many of them somebody has."""
    found = {
        kind: Waiting(count, oldest)
        for kind, count, oldest in connection.execute(
            union_all(*(_automatic(kind, now) for kind in AUTOMATIC))
        )
    }
    return {**found, "work": _work(connection, now)}


def _automatic(kind: str, now: int) -> Select[str, int, int | None]:
    c = jobs.c
    due = select(c.due_at).where(c.kind == kind, c.suspended == 0, c.due_at <= now)
    first = due.order_by(c.due_at).limit(LARGEST).subquery()
    return select(literal(kind), func.count(), func.min(first.c.due_at)).select_from(first)


def _work(connection: Connection, now: int) -> Waiting:
    c = jobs.c
    due = select(c.due_at, c.lease_until).where(
        c.kind == "work", c.suspended == 0, c.due_at <= now, c.retries > 0
    )
    first = due.order_by(c.due_at).limit(LARGEST).subquery()
    is_free = first.c.lease_until <= now
    counted = select(
        func.count().filter(is_free),
        func.min(first.c.due_at).filter(is_free),
        func.count().filter(~is_free),
    ).select_from(first)
    return Waiting(*connection.execute(counted).one())


def open_incidents(connection: Connection) -> dict[str, int]:
    """Open incidents by type."""
    c = incidents.c
    statement = select(c.type, func.count()).where(c.state == "open").group_by(c.type)
    return {row[0]: row[1] for row in connection.execute(statement)}


def active_instances(connection: Connection) -> int:
    """Instances that have not ended."""
    is_active = instances.c.state.in_(("active", "suspended"))
    return connection.execute(select(func.count()).where(is_active)).scalar_one()
