"""Ended instance trees: which of them may go, and taking them away with all that belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, Text, and_, exists, func, select

from trivium.store import journal as stored_journal
from trivium.store import partitions
from trivium.store.tables import definitions, instances, journal, metadata, value_uses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Table

    from trivium.store.cursors import Cursor
    from trivium.store.partitions import Month

OPEN_ONLY = frozenset({"tasks", "task_candidates", "task_drafts", "jobs", "subscriptions", "pages"})
"""Tables in which an ended tree has no rows."""
_LOCK = (
    "SELECT id FROM instances WHERE id IN ?? AND parent_id IS NULL AND ended_at IS NOT NULL"
    " AND state_page IS NULL ORDER BY id FOR UPDATE SKIP LOCKED"
)
_VALUES = "SELECT DISTINCT digest FROM value_uses WHERE root_id IN ??"
_LOCK_VALUES = "SELECT digest FROM large_values WHERE digest IN ?? ORDER BY digest FOR UPDATE"
_DELETE_VALUES = (
    "DELETE FROM large_values WHERE digest IN ?? AND NOT EXISTS"
    " (SELECT 1 FROM value_uses WHERE value_uses.digest = large_values.digest)"
)


class Tree(NamedTuple):
    """An ended tree, with the last entry of its journal."""

    root_id: str
    xact: int
    position: int


class Archived(NamedTuple):
    """A table that is archived: its columns with what is in them (text, number or data), and its key."""

    name: str
    columns: dict[str, str]
    keys: list[str]


class Amount(NamedTuple):
    """How much it is."""

    trees: int
    entries: int
    oldest: int | None


def tables_of_trees() -> Iterable[str]:
    """The tables in which an ended tree may have rows, instances and journal among them."""
    return [
        table.name
        for table in metadata.sorted_tables
        if "root_id" in table.c and table.name not in OPEN_ONLY
    ]


def ended_definitions(connection: Connection) -> Sequence[RowMapping]:
    """Definitions of which root instances have ended."""
    c = instances.c
    has_ended = exists().where(
        c.definition_id == definitions.c.id, c.parent_id.is_(None), c.ended_at.is_not(None)
    )
    columns = (definitions.c.id, definitions.c.key, definitions.c.version)
    statement = select(*columns).where(has_ended).order_by(definitions.c.id)
    return connection.execute(statement).mappings().all()


def ended(definition_id: str, before: int) -> list[ColumnElement[bool]]:
    """Which trees are of a definition and ended until then, for good."""
    c = instances.c
    return [
        c.definition_id == definition_id,
        c.parent_id.is_(None),
        c.ended_at.is_not(None),
        c.ended_at <= before,
        c.state_page.is_(None),
    ]


def amount(connection: Connection, definition_id: str, before: int) -> Amount:
    """How many trees of a definition ended until then, and their entries in the journal."""
    c = instances.c
    columns = (func.count(), func.coalesce(func.sum(c.journal_seq), 0), func.min(c.ended_at))
    trees, entries, oldest = connection.execute(
        select(*columns).where(*ended(definition_id, before))
    ).one()
    return Amount(trees, int(entries), oldest)


def ended_trees(
    connection: Connection, definition_id: str, before: int, after: tuple[int, str], limit: int
) -> tuple[list[Tree], tuple[int, str] | None]:
    """Trees of a definition that ended until then, the earliest first; and where the next ones begin.

    On SQLite the tree with the newest entry is left out: positions would be handed out again.
    """
    c, j = instances.c, journal.c
    ended_at, root_id = after
    further = (c.ended_at > ended_at) | ((c.ended_at == ended_at) & (c.id > root_id))
    statement = (
        select(c.id, func.coalesce(j.xact, 0), func.coalesce(j.position, 0), c.ended_at)
        .outerjoin(journal, (j.root_id == c.id) & (j.seq == c.journal_seq))
        .where(*ended(definition_id, before), further)
        .order_by(c.ended_at, c.id)
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    following = (rows[-1][3], rows[-1][0]) if len(rows) == limit else None
    is_reused = connection.dialect.name == "sqlite"
    newest = stored_journal.newest(connection) if is_reused else None
    return [Tree(*row[:3]) for row in rows if row[2] != newest], following


def is_all_over(connection: Connection, month: Month, ends: Mapping[str, int]) -> bool:
    """Whether of a month there are only trees that may go: they ended until the time for their definition."""
    c = instances.c
    started = [c.id >= month.first_id, c.id < month.following.first_id, c.parent_id.is_(None)]
    others = [~and_(*ended(*each)) for each in ends.items()]
    statement = select(exists().where(*started, *others))
    return not connection.execute(statement).scalar()


def known(connection: Connection, root_ids: Collection[str]) -> set[str]:
    """Which of these trees are there."""
    statement = select(instances.c.id).where(instances.c.id.in_(root_ids))
    return set(connection.execute(statement).scalars())


def entries_of(connection: Connection, root_ids: Collection[str]) -> Sequence[RowMapping]:
    """The journals of trees, each in its order."""
    c = journal.c
    statement = select(journal).where(c.root_id.in_(root_ids)).order_by(c.root_id, c.seq)
    return connection.execute(statement).mappings().all()


_LARGE = "large_values"


def archived() -> list[Archived]:
    """What of an ended tree is worth keeping elsewhere: all of its tables, and the large values."""
    return [_archived(metadata.tables[name]) for name in (*tables_of_trees(), _LARGE)]


def _archived(table: Table) -> Archived:
    keys = [column.name for column in table.primary_key]
    if table is journal:
        keys = ["root_id", "seq"]
    return Archived(table.name, {c.name: _content_of(c) for c in table.columns}, keys)


def _content_of(column: Column[Any]) -> str:
    if isinstance(column.type, LargeBinary):
        return "data"
    return "text" if isinstance(column.type, Text) else "number"


def rows_of(
    connection: Connection, table: Archived, root_ids: Collection[str]
) -> Sequence[tuple[Any, ...]]:
    """The rows of trees in a table, in the order of its columns."""
    found = metadata.tables[table.name]
    if table.name == _LARGE:
        used = select(value_uses.c.digest).where(value_uses.c.root_id.in_(root_ids))
        statement = select(found).where(found.c.digest.in_(used))
    else:
        statement = select(found).where(found.c.root_id.in_(root_ids))
    return [tuple(row) for row in connection.execute(statement)]


# -- within a write transaction


def lock(cursor: Cursor, root_ids: Sequence[str]) -> list[str]:
    """Which of these trees have ended for good, and nobody is at work on; they are locked."""
    cursor.execute(_LOCK, [list(root_ids)])
    return [row[0] for row in cursor.fetchall()]


def remove(cursor: Cursor, root_ids: Sequence[str], dropped: Collection[str] = ()) -> None:
    """Takes trees away that are locked, and the large values that only they refer to.

    Those that are `dropped` leave their rows in the tables that are partitioned: these go as a whole.
    """
    ids = list(root_ids)
    others = [root_id for root_id in ids if root_id not in dropped]
    cursor.execute(_VALUES, [ids])
    digests = [row[0] for row in cursor.fetchall()]
    for table in tables_of_trees():
        going = others if table in partitions.TABLES else ids
        if going:
            cursor.execute(f"DELETE FROM {table} WHERE root_id IN ??", [going])
    if digests:
        cursor.execute(_LOCK_VALUES, [digests])
        cursor.fetchall()
        cursor.execute(_DELETE_VALUES, [digests])
