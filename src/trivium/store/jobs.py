"""Jobs: finding what is due, leasing work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.store import tables, topics
from trivium.store.cursors import cursor_of
from trivium.store.statements import update

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trivium.store.cursors import Cursor
    from trivium.store.database import Database

_IDLE = "suspended = 0 AND kind <> 'work'"
_DUE = (
    f"SELECT id, kind, due_at, root_id FROM jobs WHERE {_IDLE} AND due_at <= ? "  # our own words
    "ORDER BY due_at, id LIMIT ?"
)
_NEXT = f"SELECT MIN(due_at) FROM jobs WHERE {_IDLE} AND due_at > ?"
_FREE_TREES = (
    "SELECT j.id FROM instances i JOIN jobs j ON j.root_id = i.id "
    "WHERE j.id IN ?? FOR UPDATE OF i SKIP LOCKED"
)
_FREE_ALONE = "SELECT id FROM jobs WHERE id IN ?? AND root_id IS NULL FOR UPDATE SKIP LOCKED"
_OPEN = "kind = 'work' AND suspended = 0 AND retries > 0"
_IS_FREE = (
    f"SELECT 1 FROM jobs WHERE {_OPEN} AND topic = ? AND due_at <= ? AND lease_until <= ? LIMIT 1"
)
_NEXT_WORK = f"SELECT MIN(due_at) FROM jobs WHERE {_OPEN} AND topic = ? AND due_at > ?"
_READY = (
    f"SELECT priority, due_at, id, lease FROM jobs WHERE {_OPEN} AND topic = ? AND due_at <= ? "
    "AND lease_until <= ? ORDER BY priority DESC, due_at, id LIMIT ? FOR UPDATE SKIP LOCKED"
)
_READY_IN_TENANT = _READY.replace(
    "ORDER BY",
    "AND instance_id IN (SELECT i.id FROM instances i JOIN definitions d ON d.id = i.definition_id"
    " WHERE d.tenant_id = ?) ORDER BY",
)
_UNANSWERED = (
    f"SELECT id, topic FROM jobs WHERE {_OPEN} "
    "AND topic IN ?? AND due_at <= ? AND lease_until <= ? LIMIT ?"
)
_LEASE = update(tables.jobs, ("lease_owner", "lease_until", "lease"))
_EXTEND = update(tables.jobs, ("lease_until",), ("id", "lease"))


class Due(NamedTuple):
    """A job whose time has come."""

    id: str
    kind: str
    due_at: int
    root_id: str | None


class Ready(NamedTuple):
    """A job that was leased, with its fencing token."""

    id: str
    lease: int


def due(cursor: Cursor, now: int, limit: int) -> list[Due]:
    """Jobs that the engine does by itself and whose time has come, the earliest first."""
    cursor.execute(_DUE, (now, limit))
    return [Due(*row) for row in cursor.fetchall()]


def next_due(cursor: Cursor, now: int) -> int | None:
    """When the next of them is due after now."""
    cursor.execute(_NEXT, (now,))
    found: int | None = cursor.fetchone()[0]
    return found


def free(database: Database, ids: list[str]) -> set[str]:
    """Which of these jobs nobody is at work on just now: their trees (or they themselves) are not locked.

    On a connection for reading, whose locks are let go at once; in a snapshot what has changed since could
    not be asked for locks.
    """
    by_statement = database.engine.execution_options(isolation_level="READ COMMITTED")
    with database.translated(), by_statement.connect() as connection:
        found = cursor_of(connection).queries([(_FREE_TREES, [ids]), (_FREE_ALONE, [ids])])
    return {row[0] for rows in found for row in rows}


def has_free(cursor: Cursor, topics: Iterable[str], now: int) -> bool:
    """Whether there is work of these topics that nobody has."""
    for topic in topics:
        cursor.execute(_IS_FREE, (topic, now, now))
        if cursor.fetchone() is not None:
            return True
    return False


def next_work(cursor: Cursor, topics: Iterable[str], now: int) -> int | None:
    """When work of these topics is due next; what becomes free because its lease runs out is not foreseen."""
    found = []
    for topic in topics:
        cursor.execute(_NEXT_WORK, (topic, now))
        found.append(cursor.fetchone()[0])
    return min((at for at in found if at is not None), default=None)


def lease(  # noqa: PLR0913  # what a lease says
    cursor: Cursor,
    names: Sequence[str],
    owner: str,
    now: int,
    until: int,
    limit: int,
    *,
    tenant: str | None = None,
) -> list[Ready]:
    """Takes jobs of these topics that nobody has, the most important first, as many as their limits allow.

    They are of a tenant, or of all.
    """
    statement = _READY if tenant is None else _READY_IN_TENANT
    whose = () if tenant is None else (tenant,)
    limits = {topic.name: topic for topic in topics.limited(cursor, names)}
    free: list[tuple[int, int, str, int, str]] = []
    for name in names:
        may = topics.may_begin(cursor, limits[name], now) if name in limits else None
        most = limit if may is None else min(may, limit)
        if most > 0:
            cursor.execute(statement, (name, now, now, *whose, most))
            free.extend((-priority, *rest, name) for priority, *rest in cursor.fetchall())
    chosen = sorted(free)[:limit]
    if chosen:
        cursor.bulk(_LEASE, [(owner, until, token + 1, id_) for _, _, id_, token, _ in chosen])
    for name, topic in limits.items():
        count = sum(each[-1] == name for each in chosen)
        if count:
            topics.begun(cursor, topic, count, now)
    return [Ready(job_id, token + 1) for _, _, job_id, token, _ in chosen]


def unanswered(cursor: Cursor, topics: list[str], before: int, limit: int) -> list[tuple[str, str]]:
    """Work of these topics that nobody has, due before that time: ids and topics."""
    cursor.execute(_UNANSWERED, [topics, before, before, limit])
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


def extend(cursor: Cursor, job_id: str, token: int, until: int) -> bool:
    """Prolongs a lease that was not given back and that nobody has taken over; whether it was.

    One that ran out meanwhile is still its owner's: the server may have been away for that long.
    """
    cursor.execute(
        "UPDATE jobs SET lease_until = ? WHERE id = ? AND lease = ? AND lease_until > 0",
        (until, job_id, token),
    )
    return bool(cursor.rowcount)


def extend_all(cursor: Cursor, held: Iterable[tuple[str, int]], until: int) -> None:
    """Prolongs the leases of many jobs, by id and fencing token; those that were lost are passed over."""
    rows = [(until, job_id, token) for job_id, token in held]
    if rows:
        cursor.bulk(_EXTEND, rows)


def release(cursor: Cursor, job_id: str) -> None:
    """Ends a lease, whoever holds it."""
    cursor.execute(
        "UPDATE jobs SET lease_owner = NULL, lease_until = 0, lease = lease + 1 WHERE id = ?",
        (job_id,),
    )


def payload(
    cursor: Cursor, job_id: str
) -> tuple[str, str | None, str | None, int, bytes | None] | None:
    """Kind, topic, element, due time and payload of a job whose name is locked; None if it is gone."""
    cursor.execute(
        "SELECT kind, topic, element_id, due_at, payload FROM jobs WHERE id = ?", (job_id,)
    )
    found: tuple[str, str | None, str | None, int, bytes | None] | None = cursor.fetchone()
    return found


def delete(cursor: Cursor, job_id: str) -> None:
    """A job is done."""
    cursor.execute("DELETE FROM jobs WHERE id = ?", (job_id,))


def move(cursor: Cursor, job_id: str, due_at: int, content: bytes) -> None:
    """A job comes again."""
    cursor.execute(
        "UPDATE jobs SET due_at = ?, payload = ? WHERE id = ?", (due_at, content, job_id)
    )
