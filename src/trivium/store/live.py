"""What live feeds look up: the instances that events are of, and what trees went through before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from trivium.store.tables import definitions, instances, journal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

_AT_ONCE = 200


def instances_of(connection: Connection, instance_ids: Collection[str]) -> list[RowMapping]:
    """Instances with the kind, key and tenant of their definitions, whoever asks."""
    i, d = instances.c, definitions.c
    found: list[RowMapping] = []
    for ids in _parts(sorted(instance_ids)):
        statement = (
            select(
                *(i.id, i.root_id, i.definition_id, i.business_key, i.started_by),
                *(d.kind, d.key, d.tenant_id),
            )
            .join(definitions, d.id == i.definition_id)
            .where(i.id.in_(ids))
        )
        found.extend(connection.execute(statement).mappings())
    return found


def before(connection: Connection, first: Mapping[str, int]) -> list[RowMapping]:
    """The entries of trees before those with these numbers, each tree's in their order."""
    c = journal.c
    found: list[RowMapping] = []
    for root_ids in _parts(sorted(first)):
        earlier = (and_(c.root_id == root_id, c.seq < first[root_id]) for root_id in root_ids)
        statement = select(c.root_id, c.seq, c.entry).where(or_(*earlier))
        found.extend(connection.execute(statement.order_by(c.root_id, c.seq)).mappings())
    return found


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
