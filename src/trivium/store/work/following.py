"""Reading the journal to the end, once: how far a reader has come is kept with what it made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, or_, select, update

from trivium.kernel import codec
from trivium.store.tables import definitions, instances, journal, work_cursors

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, RowMapping, Select


WORK = "work"
"""The reader that keeps clocks and finds assignees."""


class Place(NamedTuple):
    """How far a reader has come; `missing` are positions before it that were not there yet, and since when.

    Transactions of several nodes are committed in another order than they took their positions. What was
    rolled back stays missing for ever, and is given up after a while. Within one tree the order is kept.
    """

    position: int
    missing: dict[int, int]


def locked(connection: Connection, name: str) -> Place:
    """Where a reader is; nobody else goes on reading for it until the transaction is over."""
    return _place(
        connection, select(work_cursors).where(work_cursors.c.name == name).with_for_update()
    )


def place(connection: Connection, name: str) -> Place:
    """Where a reader is, for a look."""
    return _place(connection, select(work_cursors).where(work_cursors.c.name == name))


def _place(connection: Connection, statement: Select[Any]) -> Place:
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        return Place(0, {})
    missing = codec.decode(row["content"]) if row["content"] else []
    return Place(row["position"], dict(missing))


def keep(connection: Connection, name: str, at: Place) -> None:
    """Where a reader is from now on."""
    content = codec.encode(sorted(at.missing.items())) if at.missing else None
    values = {"position": at.position, "content": content}
    changed = connection.execute(
        update(work_cursors).where(work_cursors.c.name == name).values(values)
    )
    if changed.rowcount == 0:
        connection.execute(insert(work_cursors).values(name=name, **values))


def newest(connection: Connection) -> int:
    """The position of the newest journal entry."""
    return connection.execute(select(func.max(journal.c.position))).scalar_one() or 0


def entries(connection: Connection, after: Place, limit: int) -> Sequence[RowMapping]:
    """The entries after a place, and those that were missing before it and are there now.

    Their tenant is that of the definition of the root.
    """
    c = journal.c
    later = c.position > after.position
    wanted = or_(later, c.position.in_(list(after.missing))) if after.missing else later
    tenant = func.coalesce(definitions.c.tenant_id, c.tenant_id).label("tenant_id")
    columns = (c.position, tenant, c.root_id, c.seq, c.at, c.actor, c.entry)
    statement = (
        select(*columns)
        .outerjoin(instances, instances.c.id == c.root_id)
        .outerjoin(definitions, definitions.c.id == instances.c.definition_id)
        .where(wanted)
        .order_by(c.position)
        .limit(limit)
    )
    return connection.execute(statement).mappings().all()


def advanced(after: Place, positions: Collection[int], now: int, patience_ms: int) -> Place:
    """The place after these positions were read."""
    read = set(positions)
    missing = {
        at: since
        for at, since in after.missing.items()
        if at not in read and since > now - patience_ms
    }
    last = max(read, default=after.position)
    if after.position:
        gaps = (at for at in range(after.position + 1, last) if at not in read)
        missing.update(dict.fromkeys(gaps, now))
    return Place(max(last, after.position), missing)


def history(connection: Connection, root_id: str) -> list[bytes]:
    """All entries of one tree, the oldest first."""
    c = journal.c
    statement = select(c.entry).where(c.root_id == root_id).order_by(c.seq)
    return list(connection.execute(statement).scalars())


def trees(connection: Connection, root_ids: Collection[str]) -> Sequence[RowMapping]:
    """The instances of trees: id, root, key, and the number of each in its tree."""
    c = instances.c
    columns = (c.id, c.root_id, c.key, c.element_instance, c.started_by)
    statement = select(*columns).where(c.root_id.in_(root_ids))
    return connection.execute(statement).mappings().all()
