"""Jobs: finding what is due, leasing work."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

_AUTOMATIC = "('timer', 'async', 'retry', 'command', 'start-timer', 'batch')"
_DUE = (
    "SELECT id, kind, due_at FROM jobs "
    f"WHERE kind IN {_AUTOMATIC} AND suspended = 0 AND due_at <= ? "  # our own names
    "ORDER BY due_at, id LIMIT ?"
)
_NEXT = f"SELECT MIN(due_at) FROM jobs WHERE kind IN {_AUTOMATIC} AND suspended = 0 AND due_at > ?"
_NEXT_WORK = (
    "SELECT MIN(MAX(due_at, lease_until)) FROM jobs WHERE kind = 'work' AND suspended = 0 "
    "AND retries > 0 AND topic IN (SELECT value FROM json_each(?))"
)
_READY = (
    "SELECT id, lease FROM jobs WHERE kind = 'work' AND suspended = 0 AND retries > 0 "
    "AND topic IN (SELECT value FROM json_each(?)) AND due_at <= ? AND lease_until <= ? "
    "ORDER BY priority DESC, due_at, id LIMIT ?"
)
_UNANSWERED = (
    "SELECT id, topic FROM jobs WHERE kind = 'work' AND suspended = 0 AND retries > 0 "
    "AND topic IN (SELECT value FROM json_each(?)) AND due_at <= ? AND lease_until <= ? LIMIT ?"
)
_LEASE = "UPDATE jobs SET lease_owner = ?, lease_until = ?, lease = lease + 1 WHERE id = ?"


class Due(NamedTuple):
    """A job whose time has come."""

    id: str
    kind: str
    due_at: int


class Ready(NamedTuple):
    """A job that was leased, with its fencing token."""

    id: str
    lease: int


def due(cursor: Any, now: int, limit: int) -> list[Due]:
    """Jobs that the engine does by itself and whose time has come, the earliest first."""
    cursor.execute(_DUE, (now, limit))
    return [Due(*row) for row in cursor.fetchall()]


def next_due(cursor: Any, now: int) -> int | None:
    """When the next of them is due after now."""
    cursor.execute(_NEXT, (now,))
    found: int | None = cursor.fetchone()[0]
    return found


def next_work(cursor: Any, topics: list[str]) -> int | None:
    """When work of these topics is (or was) next free to be taken."""
    cursor.execute(_NEXT_WORK, (json.dumps(topics),))
    found: int | None = cursor.fetchone()[0]
    return found


def lease(  # what a lease says
    cursor: Any, topics: list[str], owner: str, now: int, until: int, limit: int
) -> list[Ready]:
    """Takes jobs that nobody has, the most important first."""
    cursor.execute(_READY, (json.dumps(topics), now, now, limit))
    found = [Ready(job_id, token + 1) for job_id, token in cursor.fetchall()]
    cursor.executemany(_LEASE, [(owner, until, job.id) for job in found])
    return found


def unanswered(cursor: Any, topics: list[str], before: int, limit: int) -> list[tuple[str, str]]:
    """Work of these topics that nobody has, due before that time: ids and topics."""
    cursor.execute(_UNANSWERED, (json.dumps(topics), before, before, limit))
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


def extend(cursor: Any, job_id: str, token: int, until: int) -> bool:
    """Prolongs a lease that was not given back and that nobody has taken over; whether it was.

    One that ran out meanwhile is still its owner's: the server may have been away for that long.
    """
    cursor.execute(
        "UPDATE jobs SET lease_until = ? WHERE id = ? AND lease = ? AND lease_until > 0",
        (until, job_id, token),
    )
    return bool(cursor.rowcount)


def release(cursor: Any, job_id: str) -> None:
    """Ends a lease, whoever holds it."""
    cursor.execute(
        "UPDATE jobs SET lease_owner = NULL, lease_until = 0, lease = lease + 1 WHERE id = ?",
        (job_id,),
    )


def payload(
    cursor: Any, job_id: str
) -> tuple[str, str | None, str | None, int, bytes | None] | None:
    """Kind, topic, element, due time and payload of a job; None if it is gone."""
    cursor.execute(
        "SELECT kind, topic, element_id, due_at, payload FROM jobs WHERE id = ?", (job_id,)
    )
    found: tuple[str, str | None, str | None, int, bytes | None] | None = cursor.fetchone()
    return found


def delete(cursor: Any, job_id: str) -> None:
    """A job is done."""
    cursor.execute("DELETE FROM jobs WHERE id = ?", (job_id,))


def move(cursor: Any, job_id: str, due_at: int, content: bytes) -> None:
    """A job comes again."""
    cursor.execute(
        "UPDATE jobs SET due_at = ?, payload = ? WHERE id = ?", (due_at, content, job_id)
    )
