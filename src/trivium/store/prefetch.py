"""What a batch of commands needs to know before it is decided: one query a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trivium.store.cursors import Cursor

_TARGETS = {
    table: f"SELECT id, root_id, element_instance FROM {table} WHERE id IN ??"  # our own names
    for table in ("tasks", "subscriptions", "incidents", "instances")
} | {"jobs": "SELECT id, root_id, element_instance, lease, kind, due_at FROM jobs WHERE id IN ??"}
_ROOTS = "SELECT id, state_page, journal_seq, journal_hash FROM instances WHERE id IN"
_LOCK = "ORDER BY id FOR UPDATE"
_PAGES = "SELECT page, content FROM pages WHERE root_id = ? AND page IN ??"
_PAGES_OF = "SELECT root_id, page, content FROM pages WHERE root_id IN ?? AND page IN ??"
_ALL_PAGES = "SELECT page, content FROM pages WHERE root_id = ?"
_VALUE = "SELECT content FROM large_values WHERE digest = ?"
_ANSWERS = "SELECT key, result FROM idempotency WHERE key IN ??"


class Target(NamedTuple):
    """Where a row's element instance lives."""

    root_id: str
    element_instance: int
    lease: int = 0
    kind: str = ""
    due_at: int = 0


class Root(NamedTuple):
    """The stored root of an instance tree; no page once it has ended."""

    page: bytes | None
    seq: int
    digest: bytes


class Found(NamedTuple):
    """Rows that commands are about, and the roots of their trees, which are locked for this transaction."""

    targets: dict[str, Target]
    roots: dict[str, Root]


def find(cursor: Cursor, wanted: Mapping[str, list[str]]) -> Found:
    """Rows by table and id; those that do not exist are left out.

    First the roots are locked, in one order, then the rows are read: nobody can take one of them away any
    more.
    """
    roots_of = " UNION ALL ".join(f"SELECT root_id FROM {table} WHERE id IN ??" for table in wanted)
    locked, *rows = cursor.queries(
        [
            (f"{_ROOTS} ({roots_of}) {_LOCK}", list(wanted.values())),
            *((_TARGETS[table], [ids]) for table, ids in wanted.items()),
        ]
    )
    found = _roots(locked)
    targets = {row[0]: Target(*row[1:]) for part in rows for row in part}
    return Found(targets, found)


def lock(cursor: Cursor, root_ids: Iterable[str]) -> dict[str, Root]:
    """The roots of trees by id, locked for this transaction."""
    cursor.execute(f"{_ROOTS} ?? {_LOCK}", [list(root_ids)])
    return _roots(cursor.fetchall())


def root(cursor: Cursor, root_id: str) -> Root | None:
    """The root of a tree as it was when it was last committed."""
    cursor.execute(f"{_ROOTS} ??", [[root_id]])
    return _roots(cursor.fetchall()).get(root_id)


def _roots(rows: list[Any]) -> dict[str, Root]:
    return {row[0]: Root(row[1], row[2], row[3] or b"") for row in rows}


def pages(cursor: Cursor, root_id: str, numbers: Iterable[int]) -> dict[int, bytes]:
    """Some pages of a tree."""
    wanted = list(numbers)
    if not wanted:
        return {}
    cursor.execute(_PAGES, (root_id, wanted))
    return dict(cursor.fetchall())


def all_pages(cursor: Cursor, root_id: str) -> dict[int, bytes]:
    """All pages of a tree but the first."""
    cursor.execute(_ALL_PAGES, (root_id,))
    return dict(cursor.fetchall())


def state_pages(cursor: Cursor, root_ids: Iterable[str]) -> dict[str, bytes]:
    """The first pages of those of these trees that have not ended."""
    cursor.execute(
        "SELECT id, state_page FROM instances WHERE id IN ?? AND state_page IS NOT NULL",
        [list(root_ids)],
    )
    return dict(cursor.fetchall())


def pages_of(cursor: Cursor, wanted: Mapping[str, Iterable[int]]) -> dict[str, dict[int, bytes]]:
    """Some pages of many trees, and perhaps others that have the same numbers."""
    numbers = {number for each in wanted.values() for number in each}
    cursor.execute(_PAGES_OF, (list(wanted), list(numbers)))
    found: dict[str, dict[int, bytes]] = {}
    for root_id, number, content in cursor.fetchall():
        if number in wanted[root_id]:
            found.setdefault(root_id, {})[number] = content
    return found


def value(cursor: Cursor, digest: str) -> bytes:
    """The JSON of a large value."""
    cursor.execute(_VALUE, (digest,))
    found: bytes = cursor.fetchone()[0]
    return found


def answers(cursor: Cursor, keys: Iterable[str]) -> dict[str, bytes]:
    """What was answered before under these idempotency keys."""
    cursor.execute(_ANSWERS, [list(keys)])
    return dict(cursor.fetchall())


def definition_id(cursor: Cursor, instance_id: str) -> str:
    """What an instance, running or over, is of."""
    cursor.execute("SELECT definition_id FROM instances WHERE id = ?", (instance_id,))
    return str(cursor.fetchone()[0])
