"""What a batch of commands needs to know before it is decided: one query a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_IN = "(SELECT value FROM json_each(?))"
_TARGETS = {
    table: f"SELECT id, root_id, element_instance FROM {table} WHERE id IN {_IN}"  # our own names
    for table in ("tasks", "subscriptions", "incidents", "instances")
} | {"jobs": f"SELECT id, root_id, element_instance, lease, kind FROM jobs WHERE id IN {_IN}"}
_ROOTS = f"SELECT id, state_page, journal_seq, journal_hash FROM instances WHERE id IN {_IN}"
_PAGES = f"SELECT page, content FROM pages WHERE root_id = ? AND page IN {_IN}"
_ALL_PAGES = "SELECT page, content FROM pages WHERE root_id = ?"
_VALUE = "SELECT content FROM large_values WHERE digest = ?"
_ANSWERS = f"SELECT key, result FROM idempotency WHERE key IN {_IN}"


class Target(NamedTuple):
    """Where a row's element instance lives."""

    root_id: str
    element_instance: int
    lease: int = 0
    kind: str = ""


class Root(NamedTuple):
    """The stored root of an instance tree; no page once it has ended."""

    page: bytes | None
    seq: int
    digest: bytes


def targets(cursor: Any, table: str, ids: Iterable[str]) -> dict[str, Target]:
    """The targets of rows by id; those that do not exist are left out."""
    cursor.execute(_TARGETS[table], (json.dumps(list(ids)),))
    return {row[0]: Target(*row[1:]) for row in cursor.fetchall()}


def roots(cursor: Any, ids: Iterable[str]) -> dict[str, Root]:
    """The roots of trees by id."""
    cursor.execute(_ROOTS, (json.dumps(list(ids)),))
    return {row[0]: Root(row[1], row[2], row[3] or b"") for row in cursor.fetchall()}


def pages(cursor: Any, root_id: str, numbers: Iterable[int]) -> dict[int, bytes]:
    """Some pages of a tree."""
    cursor.execute(_PAGES, (root_id, json.dumps(list(numbers))))
    return dict(cursor.fetchall())


def all_pages(cursor: Any, root_id: str) -> dict[int, bytes]:
    """All pages of a tree but the first."""
    cursor.execute(_ALL_PAGES, (root_id,))
    return dict(cursor.fetchall())


def value(cursor: Any, digest: str) -> bytes:
    """The JSON of a large value."""
    cursor.execute(_VALUE, (digest,))
    found: bytes = cursor.fetchone()[0]
    return found


def answers(cursor: Any, keys: Iterable[str]) -> dict[str, bytes]:
    """What was answered before under these idempotency keys."""
    cursor.execute(_ANSWERS, (json.dumps(list(keys)),))
    return dict(cursor.fetchall())
