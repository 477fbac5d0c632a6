"""The record of changes, and the revision of who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from trivium.store.identity import rows
from trivium.store.tables import identity_audit, identity_revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

_ROW = 1
_LOCK = 0x1D_E17
"""The advisory lock of PostgreSQL under which changes happen one after the other, over all nodes."""


def one_at_a_time(connection: Connection) -> None:
    """Waits for whoever changes people now, and sees what they did; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """One entry of the record."""
    rows.add(connection, identity_audit, row)


def entries(
    connection: Connection, tenant: str | None, before: int | None, limit: int, **where: str | None
) -> Sequence[RowMapping]:
    """Entries, the newest first, one more than asked for if there are more; None are all tenants."""
    c = identity_audit.c
    statement = select(identity_audit).order_by(c.position.desc()).limit(limit + 1)
    if tenant is not None:
        statement = statement.where(c.tenant_id == tenant)
    if before is not None:
        statement = statement.where(c.position < before)
    for name, value in where.items():
        if value is not None:
            statement = statement.where(c[name] == value)
    return connection.execute(statement).mappings().all()


def revision(connection: Connection) -> int:
    """How often it was changed who may do what."""
    found = connection.execute(select(identity_revision.c.number)).scalar_one_or_none()
    return 0 if found is None else int(found)


def revise(connection: Connection) -> None:
    """It has changed once more."""
    c = identity_revision.c
    changed = connection.execute(
        update(identity_revision).where(c.id == _ROW).values(number=c.number + 1)
    )
    if not changed.rowcount:
        rows.put(connection, identity_revision, {"id": _ROW}, number=1)
