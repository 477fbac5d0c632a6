"""Grants: who may do what with which resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.areas.paging import asked, paged
from trivium.engine.moments import instant
from trivium.errors import Conflict, InvalidInput
from trivium.identity import permissions
from trivium.identity.infos import GrantInfo
from trivium.identity.scope import actor, is_beyond, tenant_for, unknown
from trivium.store import tables
from trivium.store.identity import people, rows

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from trivium.engine.infos import Page
    from trivium.identity.ledger import Ledger
    from trivium.identity.principal import Principal

_NOBODY_IN_PARTICULAR = "everybody"


class Grants:
    """Nothing is allowed that was not granted, by a role or here."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(  # noqa: PLR0913  # what a grant says
        self,
        permission: str,
        resource_kind: str,
        resource: str,
        *,
        subject_kind: str,
        subject: str = "",
        by: Principal | None = None,
        tenant: str | None = None,
    ) -> GrantInfo:
        """Lets a user, a group, a role or everybody do something with a resource, or all (`*`) of a kind.

        Raises:
            InvalidInput: it cannot be granted. NotFound: there is no such user or group.
            Conflict: it was granted already.
        """
        permissions.checked(permission, resource_kind, resource)
        of = tenant_for(by, tenant)
        whose = "" if subject_kind == _NOBODY_IN_PARTICULAR else subject
        new_id = self._ledger.new_id()
        with self._ledger.changing(actor(by)) as change:
            _refuse_unknown(change.connection, of, subject_kind, whose)
            what = {
                "tenant_id": of,
                "subject_kind": subject_kind,
                "subject_id": whose,
                "permission": permission,
                "resource_kind": resource_kind,
                "resource_id": resource,
            }
            if rows.one(change.connection, tables.grants, **what) is not None:
                raise Conflict("Expected a new grant, but it is there.", code="grant/is-there")
            row = {**what, "id": new_id, "created_at": change.now, "created_by": change.actor}
            rows.add(change.connection, tables.grants, row)
            told = {name: value for name, value in what.items() if name != "tenant_id"}
            change.record("add", "grant", new_id, tenant=of, **told)
        return self.get(new_id)

    def get(self, grant: str, by: Principal | None = None) -> GrantInfo:
        """One grant.

        Raises:
            NotFound: there is none of this id.
        """
        with self._ledger.reading() as connection:
            return _info(_row(connection, grant, by))

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        by: Principal | None = None,
        *,
        tenant: str | None = None,
        subject_kind: str | None = None,
        subject: str | None = None,
        resource_kind: str | None = None,
        resource: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[GrantInfo]:
        """Grants of a tenant, the oldest first."""
        of = tenant_for(by, tenant)
        paging = asked(limit, cursor, None, {})
        filters = {
            "subject_kind": subject_kind,
            "subject_id": subject,
            "resource_kind": resource_kind,
            "resource_id": resource,
        }
        with self._ledger.reading() as connection:
            found = people.grant_page(connection, of, paging, filters)
        return paged(found, paging, _info)

    def remove(self, grant: str, by: Principal | None = None) -> None:
        """Takes it back.

        Raises:
            NotFound: there is none of this id.
        """
        with self._ledger.changing(actor(by)) as change:
            row = _row(change.connection, grant, by)
            rows.remove(change.connection, tables.grants, id=grant)
            told = {name: row[name] for name in ("subject_kind", "subject_id", "permission")}
            told |= {"resource_kind": row["resource_kind"], "resource_id": row["resource_id"]}
            change.record("remove", "grant", grant, tenant=row["tenant_id"], **told)


def _row(connection: Connection, grant: str, by: Principal | None) -> RowMapping:
    row = rows.one(connection, tables.grants, id=grant)
    if row is None or is_beyond(by, row["tenant_id"]):
        raise unknown("grant", grant)
    return row


def _refuse_unknown(connection: Connection, tenant: str, kind: str, subject: str) -> None:
    if kind not in permissions.SUBJECTS:
        raise InvalidInput(
            f"Expected a subject of {', '.join(permissions.SUBJECTS)}, but found {kind!r}.",
            code="grant/unknown",
        )
    table = {"user": tables.users, "group": tables.groups}.get(kind)
    if table is not None and rows.one(connection, table, tenant_id=tenant, id=subject) is None:
        raise unknown(kind, subject)
    if kind == "role" and not subject:
        raise InvalidInput("Expected the name of a role, but found none.", code="grant/unknown")


def _info(row: RowMapping) -> GrantInfo:
    return GrantInfo(
        id=row["id"],
        tenant=row["tenant_id"],
        subject_kind=row["subject_kind"],
        subject=row["subject_id"],
        permission=row["permission"],
        resource_kind=row["resource_kind"],
        resource=row["resource_id"],
        created_at=instant(row["created_at"]),
        created_by=row["created_by"],
    )
