"""What is read of the journal, and of trees, for targets and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from trivium.store.tables import definitions, instances, journal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, RowMapping


WORK = "work"
"""The reader of the journal that keeps clocks and finds assignees."""


def tenants(connection: Connection, root_ids: Collection[str]) -> dict[str, str]:
    """Whose the definitions of these roots are; without those that are gone."""
    statement = (
        select(instances.c.id, definitions.c.tenant_id)
        .join(definitions, definitions.c.id == instances.c.definition_id)
        .where(instances.c.id.in_(root_ids))
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


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
