"""Groups and tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.areas.paging import asked, paged
from trivium.engine.moments import instant
from trivium.errors import Conflict, InvalidInput
from trivium.identity.infos import GroupInfo, TenantInfo
from trivium.identity.scope import actor, checked_name, tenant_for, unknown
from trivium.store import tables
from trivium.store.identity import people, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.infos import Page
    from trivium.identity.ledger import Change, Ledger
    from trivium.identity.principal import Principal


class Groups:
    """Groups of a tenant; their ids are what models name as candidate groups."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(  # what is known of a group
        self,
        group: str,
        *,
        by: Principal | None = None,
        tenant: str | None = None,
        name: str | None = None,
        roles: Iterable[str] = (),
    ) -> GroupInfo:
        """Adds a group.

        Raises:
            Conflict: the name is taken.
        """
        checked_name("group", group)
        of = tenant_for(by, tenant)
        with self._ledger.changing(actor(by)) as change:
            if rows.one(change.connection, tables.groups, tenant_id=of, id=group) is not None:
                raise Conflict(
                    f"Expected a new group, but {group!r} is there.", code="identity/name-taken"
                )
            if of and rows.one(change.connection, tables.tenants, id=of) is None:
                raise unknown("tenant", of)
            row = {"tenant_id": of, "id": group, "name": name, "created_at": change.now}
            rows.add(change.connection, tables.groups, row)
            change.record("add", "group", group, tenant=of, name=name)
            _put_roles(change, group, of, roles)
        return self.get(group, by, tenant=of)

    def get(
        self, group: str, by: Principal | None = None, *, tenant: str | None = None
    ) -> GroupInfo:
        """One group with who is directly in it.

        Raises:
            NotFound: there is none of this name.
        """
        of = tenant_for(by, tenant)
        with self._ledger.reading() as connection:
            return _info(connection, _row(connection, group, of))

    def query(
        self,
        by: Principal | None = None,
        *,
        tenant: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[GroupInfo]:
        """Groups of a tenant, by their names."""
        of = tenant_for(by, tenant)
        paging = asked(limit, cursor, None, {})
        with self._ledger.reading() as connection:
            found = people.group_page(connection, of, paging)
            infos = {row["id"]: _info(connection, row) for row in found}
        return paged(found, paging, lambda row: infos[row["id"]])

    def change(  # what can be changed
        self,
        group: str,
        *,
        by: Principal | None = None,
        tenant: str | None = None,
        name: str | None = None,
        roles: Iterable[str] | None = None,
    ) -> GroupInfo:
        """Changes the name or the roles; what is None stays."""
        of = tenant_for(by, tenant)
        with self._ledger.changing(actor(by)) as change:
            _row(change.connection, group, of)
            where = {"tenant_id": of, "id": group}
            if name is not None:
                rows.change(change.connection, tables.groups, where, name=name)
                change.record("change", "group", group, tenant=of, name=name)
            if roles is not None:
                whose = {"tenant_id": of, "subject_kind": "group", "subject_id": group}
                rows.remove(change.connection, tables.roles, **whose)
                _put_roles(change, group, of, roles)
        return self.get(group, by, tenant=of)

    def put_member(
        self,
        group: str,
        kind: str,
        member: str,
        *,
        by: Principal | None = None,
        tenant: str | None = None,
    ) -> None:
        """Puts a user or a group into a group.

        Raises:
            NotFound: one of them does not exist. InvalidInput: a group would be within itself.
        """
        of = tenant_for(by, tenant)
        with self._ledger.changing(actor(by)) as change:
            connection = change.connection
            _row(connection, group, of)
            _refuse_stranger(connection, kind, member, of)
            if kind == "group":
                around = people.groups_of(connection, of, "group", group)
                if member == group or member in around:
                    raise InvalidInput(
                        f"Expected a group outside of {group!r}, but {member!r} would be within itself.",
                        code="identity/circle",
                    )
            rows.put(connection, tables.memberships, _key(of, kind, member, group))
            change.record("put-in", "group", group, tenant=of, kind=kind, member=member)

    def take_member(
        self,
        group: str,
        kind: str,
        member: str,
        *,
        by: Principal | None = None,
        tenant: str | None = None,
    ) -> None:
        """Takes a user or a group out of a group.

        Raises:
            NotFound: it is not in it.
        """
        of = tenant_for(by, tenant)
        with self._ledger.changing(actor(by)) as change:
            taken = rows.remove(
                change.connection, tables.memberships, **_key(of, kind, member, group)
            )
            if not taken:
                raise unknown("member", member)
            change.record("take-out", "group", group, tenant=of, kind=kind, member=member)

    def users_in(self, group: str, *, tenant: str = "") -> set[str]:
        """Everybody in a group, and in the groups in it, however deep."""
        with self._ledger.reading() as connection:
            return people.users_in(connection, tenant, group)

    def remove(self, group: str, *, by: Principal | None = None, tenant: str | None = None) -> None:
        """Takes a group away with its grants; its members stay."""
        of = tenant_for(by, tenant)
        with self._ledger.changing(actor(by)) as change:
            _row(change.connection, group, of)
            people.forget_subject(change.connection, of, "group", group)
            rows.remove(change.connection, tables.groups, tenant_id=of, id=group)
            change.record("remove", "group", group, tenant=of)


class Tenants:
    """Tenants: who is of one sees nothing of another."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, tenant: str, name: str | None = None, by: Principal | None = None) -> TenantInfo:
        """Adds a tenant.

        Raises:
            Conflict: the name is taken.
        """
        checked_name("tenant", tenant)
        with self._ledger.changing(actor(by)) as change:
            if rows.one(change.connection, tables.tenants, id=tenant) is not None:
                raise Conflict(
                    f"Expected a new tenant, but {tenant!r} is there.", code="identity/name-taken"
                )
            row = {"id": tenant, "name": name or tenant, "created_at": change.now}
            rows.add(change.connection, tables.tenants, row)
            change.record("add", "tenant", tenant, tenant=tenant, name=name)
        return TenantInfo(id=tenant, name=name or tenant, created_at=instant(change.now))

    def query(self) -> list[TenantInfo]:
        """All tenants but the one without a name."""
        with self._ledger.reading() as connection:
            found = rows.every(connection, tables.tenants)
        infos = [
            TenantInfo(id=row["id"], name=row["name"], created_at=instant(row["created_at"]))
            for row in found
        ]
        return sorted(infos, key=lambda info: info.id)


def _row(connection: Connection, group: str, tenant: str) -> RowMapping:
    row = rows.one(connection, tables.groups, tenant_id=tenant, id=group)
    if row is None:
        raise unknown("group", group)
    return row


def _refuse_stranger(connection: Connection, kind: str, member: str, tenant: str) -> None:
    tables_by_kind = {"user": tables.users, "group": tables.groups}
    if kind not in tables_by_kind:
        raise InvalidInput(
            f"Expected a user or a group as a member, but found {kind!r}.", code="input/invalid"
        )
    if rows.one(connection, tables_by_kind[kind], tenant_id=tenant, id=member) is None:
        raise unknown(kind, member)


def _key(tenant: str, kind: str, member: str, group: str) -> dict[str, str]:
    return {"tenant_id": tenant, "member_kind": kind, "member_id": member, "group_id": group}


def _put_roles(change: Change, group: str, tenant: str, roles: Iterable[str]) -> None:
    names = [checked_name("role", role) for role in dict.fromkeys(roles)]
    for role in names:
        key = {"tenant_id": tenant, "subject_kind": "group", "subject_id": group, "role": role}
        rows.put(change.connection, tables.roles, key)
    change.record("roles", "group", group, tenant=tenant, roles=names)


def _info(connection: Connection, row: RowMapping) -> GroupInfo:
    of, group = row["tenant_id"], row["id"]
    found = people.members(connection, of, group)
    return GroupInfo(
        id=group,
        tenant=of,
        name=row["name"],
        users=tuple(each["member_id"] for each in found if each["member_kind"] == "user"),
        groups=tuple(each["member_id"] for each in found if each["member_kind"] == "group"),
        roles=tuple(people.own_roles(connection, of, "group", [group]).get(group, ())),
        created_at=instant(row["created_at"]),
    )
