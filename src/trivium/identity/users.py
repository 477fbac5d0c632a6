"""Users and service accounts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import asked, paged
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import Conflict, InvalidInput, WrongState
from trivium.identity.infos import UserInfo
from trivium.identity.permissions import ADMIN
from trivium.identity.scope import actor, checked_name, is_beyond, tenant_for, unknown
from trivium.store import tables
from trivium.store.identity import people, rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.infos import Page
    from trivium.identity.ledger import Change, Ledger
    from trivium.identity.passwords import Passwords
    from trivium.identity.principal import Principal

SORTABLE = {name: name for name in ("id", "name", "created_at", "last_sign_in_at")}
_CHANGEABLE = frozenset({"name", "email", "manager"})
_STATES = ("active", "disabled")
_KINDS = ("person", "service")


class Users:
    """Who may sign in. `by` is who does it; None is the machine's administrator, and a program."""

    def __init__(self, ledger: Ledger, passwords: Passwords) -> None:
        self._ledger = ledger
        self._passwords = passwords

    def add(  # noqa: PLR0913  # what is known of somebody
        self,
        user: str,
        *,
        by: Principal | None = None,
        tenant: str | None = None,
        kind: str = "person",
        name: str | None = None,
        email: str | None = None,
        manager: str | None = None,
        password: str | None = None,
        must_change_password: bool = False,
        groups: Iterable[str] = (),
        roles: Iterable[str] = (),
    ) -> UserInfo:
        """Adds somebody; user names are those of the whole installation.

        Raises:
            Conflict: the name is taken. InvalidInput: the password is weak, or a name is none.
        """
        checked_name("user", user)
        if kind not in _KINDS:
            raise InvalidInput(
                f"Expected a kind of {', '.join(_KINDS)}, but found {kind!r}.", code="input/invalid"
            )
        of = tenant_for(by, tenant)
        hashed = self._hashed(password, user)
        with self._ledger.changing(actor(by)) as change:
            self._refuse_taken(change, user, of)
            row = {
                "id": user,
                "tenant_id": of,
                "kind": kind,
                "name": name,
                "email": email,
                "manager_id": manager and _known(change.connection, manager, of)["id"],
                "state": "active",
                "password_hash": hashed,
                "must_change_password": int(must_change_password),
                "created_at": change.now,
            }
            rows.add(change.connection, tables.users, row)
            told = {"kind": kind, "name": name, "email": email, "manager": manager}
            change.record("add", "user", user, tenant=of, **told)
            self._put_groups(change, user, of, groups)
            self._put_roles(change, user, of, roles)
        return self.get(user)

    @staticmethod
    def _refuse_taken(change: Change, user: str, tenant: str) -> None:
        if rows.one(change.connection, tables.users, id=user) is not None:
            raise Conflict(
                f"Expected a new user name, but {user!r} is taken.", code="identity/name-taken"
            )
        if tenant and rows.one(change.connection, tables.tenants, id=tenant) is None:
            raise unknown("tenant", tenant)

    def _hashed(self, password: str | None, user: str) -> str | None:
        if password is None:
            return None
        self._passwords.refuse_weak(password, user)
        return self._passwords.hash(password)

    def get(self, user: str, by: Principal | None = None) -> UserInfo:
        """One user.

        Raises:
            NotFound: there is none of this name.
        """
        with self._ledger.reading() as connection:
            row = self._row(connection, user, by)
            return _infos(connection, row["tenant_id"], [row])[0]

    @staticmethod
    def _row(connection: Connection, user: str, by: Principal | None) -> RowMapping:
        row = rows.one(connection, tables.users, id=user)
        if row is None or is_beyond(by, row["tenant_id"]):
            raise unknown("user", user)
        return row

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        by: Principal | None = None,
        *,
        tenant: str | None = None,
        text: str | None = None,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
    ) -> Page[UserInfo]:
        """Users of a tenant, by their names unless another `sort` is asked for."""
        of = tenant_for(by, tenant)
        paging = asked(limit, cursor, sort, SORTABLE)
        with self._ledger.reading() as connection:
            found = people.user_page(connection, of, paging, text, kind)
            infos = {info.id: info for info in _infos(connection, of, found)}
        return paged(found, paging, lambda row: infos[row["id"]])

    def change(self, user: str, changes: dict[str, Any], by: Principal | None = None) -> UserInfo:
        """Changes name, email or manager.

        Raises:
            InvalidInput: a manager would be below themselves.
        """
        unknown_fields = sorted(set(changes) - _CHANGEABLE)
        if unknown_fields:
            raise InvalidInput(
                f"Expected changes of {', '.join(sorted(_CHANGEABLE))}, but found"
                f" {', '.join(unknown_fields)}.",
                code="input/invalid",
            )
        with self._ledger.changing(actor(by)) as change:
            row = self._row(change.connection, user, by)
            values = dict(changes)
            if "manager" in values:
                values["manager_id"] = self._manager(change.connection, row, values.pop("manager"))
            if values:
                rows.change(change.connection, tables.users, {"id": user}, **values)
            change.record("change", "user", user, tenant=row["tenant_id"], **changes)
        return self.get(user)

    @staticmethod
    def _manager(connection: Connection, row: RowMapping, manager: str | None) -> str | None:
        if manager is None:
            return None
        _known(connection, manager, row["tenant_id"])
        if row["id"] in {manager, *people.managers_of(connection, manager)}:
            raise InvalidInput(
                f"Expected a manager above {row['id']!r}, but {manager!r} is not.",
                code="identity/circle",
            )
        return manager

    def set_state(self, user: str, state: str, by: Principal | None = None) -> UserInfo:
        """Lets somebody in or out: `active` or `disabled`, which ends all sessions.

        Raises:
            Conflict: nobody would be left who may administer.
        """
        if state not in _STATES:
            raise InvalidInput(
                f"Expected a state of {', '.join(_STATES)}, but found {state!r}.",
                code="input/invalid",
            )
        with self._ledger.changing(actor(by)) as change, self._with_admin_left(change):
            row = self._row(change.connection, user, by)
            rows.change(change.connection, tables.users, {"id": user}, state=state)
            if state != "active":
                stored.revoke(change.connection, change.now, "disabled", session=None, user=user)
            change.record(state, "user", user, tenant=row["tenant_id"])
        return self.get(user)

    def unlock(self, user: str, by: Principal | None = None) -> None:
        """Ends the wait after too many failures."""
        with self._ledger.changing(actor(by), revises=False) as change:
            row = self._row(change.connection, user, by)
            for name in ("failed", "wait"):
                stored.forget_counter(change.connection, f"{name}:{user}")
            change.record("unlock", "user", user, tenant=row["tenant_id"])

    def set_password(
        self,
        user: str,
        password: str,
        by: Principal | None = None,
        *,
        must_change: bool = False,
    ) -> None:
        """Gives somebody a new password, and ends their sessions.

        Raises:
            InvalidInput: it is weak. WrongState: it is a service account.
        """
        hashed = self._hashed(password, user)
        with self._ledger.changing(actor(by)) as change:
            row = self._row(change.connection, user, by)
            if row["kind"] == "service":
                raise WrongState(
                    f"Expected a person, but {user!r} is a service account. It signs in with API keys.",
                    code="identity/no-person",
                )
            values = {"password_hash": hashed, "must_change_password": int(must_change)}
            rows.change(change.connection, tables.users, {"id": user}, **values)
            stored.revoke(change.connection, change.now, "password", session=None, user=user)
            change.record("password", "user", user, tenant=row["tenant_id"])

    def set_groups(self, user: str, groups: Iterable[str], by: Principal | None = None) -> UserInfo:
        """Has somebody be in these groups, and in no others.

        Raises:
            NotFound: there is no such group.
        """
        with self._ledger.changing(actor(by)) as change:
            row = self._row(change.connection, user, by)
            of = row["tenant_id"]
            where = {"tenant_id": of, "member_kind": "user", "member_id": user}
            rows.remove(change.connection, tables.memberships, **where)
            self._put_groups(change, user, of, groups)
        return self.get(user)

    @staticmethod
    def _put_groups(change: Change, user: str, tenant: str, groups: Iterable[str]) -> None:
        names = list(dict.fromkeys(groups))
        for group in names:
            if rows.one(change.connection, tables.groups, tenant_id=tenant, id=group) is None:
                raise unknown("group", group)
            key = {"tenant_id": tenant, "member_kind": "user", "member_id": user, "group_id": group}
            rows.put(change.connection, tables.memberships, key)
        change.record("groups", "user", user, tenant=tenant, groups=names)

    def set_roles(self, user: str, roles: Iterable[str], by: Principal | None = None) -> UserInfo:
        """Gives somebody these roles of their own, and no others.

        Raises:
            Conflict: nobody would be left who may administer.
        """
        with self._ledger.changing(actor(by)) as change, self._with_admin_left(change):
            row = self._row(change.connection, user, by)
            of = row["tenant_id"]
            where = {"tenant_id": of, "subject_kind": "user", "subject_id": user}
            rows.remove(change.connection, tables.roles, **where)
            self._put_roles(change, user, of, roles)
        return self.get(user)

    @staticmethod
    def _put_roles(change: Change, user: str, tenant: str, roles: Iterable[str]) -> None:
        names = [checked_name("role", role) for role in dict.fromkeys(roles)]
        for role in names:
            key = {"tenant_id": tenant, "subject_kind": "user", "subject_id": user, "role": role}
            rows.put(change.connection, tables.roles, key)
        change.record("roles", "user", user, tenant=tenant, roles=names)

    def remove(self, user: str, by: Principal | None = None) -> None:
        """Takes a user away with all rights; what they did stays under their name.

        Raises:
            Conflict: nobody would be left who may administer.
        """
        with self._ledger.changing(actor(by)) as change, self._with_admin_left(change):
            row = self._row(change.connection, user, by)
            connection, of = change.connection, row["tenant_id"]
            people.forget_subject(connection, of, "user", user)
            rows.change(connection, tables.users, {"manager_id": user}, manager_id=None)
            stored.revoke(connection, change.now, "removed", session=None, user=user)
            for table in (tables.api_keys, tables.recovery_codes, tables.external_identities):
                rows.remove(connection, table, user_id=user)
            rows.remove(connection, tables.users, id=user)
            change.record("remove", "user", user, tenant=of)

    @contextmanager
    def _with_admin_left(self, change: Change) -> Iterator[None]:
        """Has somebody be left who may administer the installation, if there was somebody before."""
        before = people.admins(change.connection, "")
        yield
        if before and not people.admins(change.connection, ""):
            raise Conflict(
                f"Expected an active user with the role {ADMIN} to be left, but this is the last one.",
                code="identity/last-admin",
            )


def _known(connection: Connection, user: str, tenant: str) -> RowMapping:
    row = rows.one(connection, tables.users, id=user, tenant_id=tenant)
    if row is None:
        raise unknown("user", user)
    return row


def _infos(connection: Connection, tenant: str, found: Iterable[RowMapping]) -> list[UserInfo]:
    found = list(found)
    ids = [row["id"] for row in found]
    groups = people.direct_groups(connection, tenant, ids)
    roles = people.own_roles(connection, tenant, "user", ids)
    return [_info(row, groups.get(row["id"], ()), roles.get(row["id"], ())) for row in found]


def _info(row: RowMapping, groups: Iterable[str], roles: Iterable[str]) -> UserInfo:
    return UserInfo(
        id=row["id"],
        tenant=row["tenant_id"],
        kind=row["kind"],
        name=row["name"],
        email=row["email"],
        manager=row["manager_id"],
        state=row["state"],
        groups=tuple(groups),
        roles=tuple(roles),
        has_password=row["password_hash"] is not None,
        must_change_password=bool(row["must_change_password"]),
        has_second_factor=row["totp_confirmed_at"] is not None,
        created_at=instant(row["created_at"]),
        last_sign_in_at=instant_or_none(row["last_sign_in_at"]),
    )
