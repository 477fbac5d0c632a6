"""Versions of calendars, targets and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from trivium.store.tables import work_documents

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

_C = work_documents.c


def current(connection: Connection, kinds: Collection[str]) -> Sequence[RowMapping]:
    """The versions that hold now, of all tenants."""
    statement = select(work_documents).where(_C.kind.in_(kinds), _C.state == "current")
    return connection.execute(statement.order_by(_C.kind, _C.key)).mappings().all()


def has_current(connection: Connection, kinds: Collection[str]) -> bool:
    """Whether there is any."""
    statement = select(_C.id).where(_C.kind.in_(kinds), _C.state == "current").limit(1)
    return connection.execute(statement).first() is not None


def versions(connection: Connection, tenant: str, kind: str, key: str) -> Sequence[RowMapping]:
    """All versions of one, the newest first."""
    where = (_C.tenant_id == tenant, _C.kind == kind, _C.key == key)
    statement = select(work_documents).where(*where).order_by(_C.version.desc())
    return connection.execute(statement).mappings().all()


def by_ids(connection: Connection, ids: Collection[str]) -> Sequence[RowMapping]:
    """Versions by their ids."""
    statement = select(work_documents).where(_C.id.in_(ids))
    return connection.execute(statement).mappings().all()


def put(connection: Connection, row: Mapping[str, Any]) -> int:
    """Adds a version, which holds from now on; gives its number."""
    where = (_C.tenant_id == row["tenant_id"], _C.kind == row["kind"], _C.key == row["key"])
    last = connection.execute(select(func.max(_C.version)).where(*where)).scalar_one() or 0
    retire(connection, row["tenant_id"], row["kind"], row["key"], "old")
    connection.execute(insert(work_documents).values(**row, version=last + 1, state="current"))
    return int(last) + 1


def retire(connection: Connection, tenant: str, kind: str, key: str, state: str) -> bool:
    """The current version is current no more; whether there was one."""
    where = (_C.tenant_id == tenant, _C.kind == kind, _C.key == key, _C.state == "current")
    done = connection.execute(update(work_documents).where(*where).values(state=state))
    return done.rowcount > 0
