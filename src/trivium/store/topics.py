"""Topics of work: who asks for them, and how much of each is given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from trivium.store import tables
from trivium.store.statements import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.store.cursors import Cursor

JOB = 60_000
"""What one job costs of a topic's tokens, of which `per_minute` come in each millisecond."""
_ASKED = insert(
    tables.topics,
    *("name", "asked_at"),
    conflict="ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at",
)
_LIMIT = insert(
    tables.topics,
    *("name", "at_once", "per_minute", "tokens", "refilled_at"),
    conflict="ON CONFLICT (name) DO UPDATE SET at_once = excluded.at_once,"
    " per_minute = excluded.per_minute, tokens = excluded.tokens,"
    " refilled_at = excluded.refilled_at",
)
_LIMITED = (
    "SELECT name, at_once, per_minute, tokens, refilled_at FROM topics WHERE name IN ??"
    " AND (at_once IS NOT NULL OR per_minute IS NOT NULL) ORDER BY name FOR UPDATE"
)
_RUNNING = "SELECT COUNT(*) FROM jobs WHERE topic = ? AND lease_until > ?"


class Limited(NamedTuple):
    """A topic of which not everything is given out at once."""

    name: str
    at_once: int | None
    per_minute: int | None
    tokens: int
    refilled_at: int


def ask(cursor: Cursor, names: Iterable[str], now: int) -> None:
    """Somebody does work of these topics."""
    cursor.bulk(_ASKED, [(name, now) for name in sorted(names)])


def asked_since(connection: Connection, since: int) -> set[str]:
    """Topics whose work somebody does."""
    c = tables.topics.c
    return set(connection.execute(select(c.name).where(c.asked_at >= since)).scalars())


def limit(cursor: Cursor, name: str, at_once: int | None, per_minute: int | None, now: int) -> None:
    """How much of a topic's work may run at once, and be begun in a minute."""
    cursor.bulk(_LIMIT, [(name, at_once, per_minute, _most(per_minute), now)])


def limited(cursor: Cursor, names: Sequence[str]) -> list[Limited]:
    """Those of these topics that have limits, locked for this transaction."""
    cursor.execute(_LIMITED, [list(names)])
    return [Limited(*row) for row in cursor.fetchall()]


def may_begin(cursor: Cursor, topic: Limited, now: int) -> int | None:
    """How many jobs of a topic may be given out now; None if any number may."""
    found: list[int] = []
    if topic.at_once is not None:
        cursor.execute(_RUNNING, (topic.name, now))
        found.append(max(topic.at_once - int(cursor.fetchone()[0]), 0))
    if topic.per_minute is not None:
        found.append(_tokens(topic, now) // JOB)
    return min(found, default=None)


def begun(cursor: Cursor, topic: Limited, count: int, now: int) -> None:
    """So many jobs of it were given out."""
    cursor.execute(
        "UPDATE topics SET tokens = ?, refilled_at = ? WHERE name = ?",
        (_tokens(topic, now) - count * JOB, now, topic.name),
    )


def _tokens(topic: Limited, now: int) -> int:
    per_minute = topic.per_minute or 0
    come = max(now - topic.refilled_at, 0) * per_minute
    return min(topic.tokens + come, _most(per_minute))


def _most(per_minute: int | None) -> int:
    """A second's worth may be given out at once, and always one."""
    return max((per_minute or 0) * 1000, JOB)


def all_topics(connection: Connection) -> Sequence[RowMapping]:
    """All topics that somebody has asked for or limited."""
    statement = select(tables.topics).order_by(tables.topics.c.name)
    return connection.execute(statement).mappings().all()
