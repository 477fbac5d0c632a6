"""The people of `identity` as `work` sees them; read once for each revision of rights and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.identity.permissions import ALL
from trivium.identity.principal import rights_of
from trivium.store.identity import members, record
from trivium.work.people import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, RowMapping


class Users:
    """Fills `Organisation` with users, their groups, roles and managers."""

    def __init__(self) -> None:
        self._revision = -1
        self._people: dict[str, Mapping[str, Person]] = {}
        self._grants: dict[str, Sequence[RowMapping]] = {}

    def people(self, connection: Connection, tenant: str) -> Mapping[str, Person]:
        self._look(connection)
        found = self._people.get(tenant)
        if found is None:
            found = self._people[tenant] = _people(connection, tenant)
        return found

    def operators(self, connection: Connection, tenant: str, kind: str, key: str) -> set[str]:
        people = self.people(connection, tenant)
        grants = self._grants.get(tenant)
        if grants is None:
            grants = self._grants[tenant] = members.grants(connection, tenant)
        return {
            person.id
            for person in people.values()
            if person.is_active and _operates(person, grants, kind, key)
        }

    def _look(self, connection: Connection) -> None:
        revision = record.revision(connection)
        if revision != self._revision:
            self._revision, self._people, self._grants = revision, {}, {}


def _people(connection: Connection, tenant: str) -> dict[str, Person]:
    direct: dict[tuple[str, str], set[str]] = {}
    for row in members.memberships(connection, tenant):
        member = (row["member_kind"], row["member_id"])
        direct.setdefault(member, set()).add(row["group_id"])
    roles: dict[tuple[str, str], set[str]] = {}
    for row in members.roles(connection, tenant):
        subject = (row["subject_kind"], row["subject_id"])
        roles.setdefault(subject, set()).add(row["role"])
    found = {}
    for row in members.users(connection, tenant):
        user = row["id"]
        groups = _around(("user", user), direct)
        own = roles.get(("user", user), set())
        of_groups = (roles.get(("group", group), set()) for group in groups)
        found[user] = Person(
            id=user,
            groups=frozenset(groups),
            roles=frozenset(own.union(*of_groups)),
            email=row["email"],
            manager=row["manager_id"],
            is_active=row["state"] == "active",
        )
    return found


def _around(member: tuple[str, str], direct: Mapping[tuple[str, str], set[str]]) -> set[str]:
    """The groups that a member is in, and those that these are in."""
    found: set[str] = set()
    open_ = [member]
    while open_:
        for group in direct.get(open_.pop(), ()):
            if group not in found:
                found.add(group)
                open_.append(("group", group))
    return found


def _operates(person: Person, grants: Sequence[RowMapping], kind: str, key: str) -> bool:
    subjects = {("user", person.id), ("everybody", "")}
    subjects |= {("group", group) for group in person.groups}
    subjects |= {("role", role) for role in person.roles}
    own = (
        (row["permission"], row["resource_kind"], row["resource_id"])
        for row in grants
        if (row["subject_kind"], row["subject_id"]) in subjects
    )
    found = rights_of(person.roles, own).get((kind, "operate"), frozenset())
    return key in found or ALL in found
