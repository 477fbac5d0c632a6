"""Where it is known who there is: an organisation fills the protocol, profiles and absences are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from trivium.kernel import codec
from trivium.store.work import assignments as stored
from trivium.work.people import Absence, People, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


class Organisation(Protocol):
    """Who there is, and who belongs where. Skills, capacity and absences are kept by `work`."""

    def people(self, connection: Connection, tenant: str) -> Mapping[str, Person]:
        """The people of a tenant with their groups (all, however deep), roles and managers."""

    def operators(self, connection: Connection, tenant: str, kind: str, key: str) -> set[str]:
        """Who may operate what runs of a definition: its incidents are told to them."""


class Profiles:
    """Has no people of its own: groups and managers are those of the profiles."""

    def people(self, connection: Connection, tenant: str) -> Mapping[str, Person]:
        del connection, tenant
        return {}

    def operators(self, connection: Connection, tenant: str, kind: str, key: str) -> set[str]:
        del connection, tenant, kind, key
        return set()


class Directory:
    """The people of an organisation with what `work` knows of them."""

    def __init__(self, organisation: Organisation | None = None) -> None:
        self._organisation = Profiles() if organisation is None else organisation
        self.is_of_users = organisation is not None
        """Whether it is known who there is: then nobody else is told anything."""

    def operators(self, connection: Connection, tenant: str, kind: str, key: str) -> set[str]:
        """Who may operate what runs of a definition."""
        return self._organisation.operators(connection, tenant, kind, key)

    def people(self, connection: Connection, tenant: str, now: int) -> People:
        """All people of a tenant, as they are now."""
        known = dict(self._organisation.people(connection, tenant))
        for row in stored.profiles(connection, tenant):
            user = row["user_id"]
            profile: dict[str, Any] = codec.decode(row["content"])
            person = known.get(user) or Person(
                id=user,
                groups=frozenset(profile.get("groups", ())),
                manager=profile.get("manager"),
            )
            known[user] = msgspec.structs.replace(
                person,
                skills=profile.get("skills", {}),
                capacity=profile.get("capacity"),
                substitute=profile.get("substitute"),
            )
        for row in stored.absences_after(connection, tenant, now):
            user = row["user_id"]
            absence = Absence(row["start_at"], row["end_at"], row["substitute"])
            person = known.get(user) or Person(id=user)
            known[user] = msgspec.structs.replace(person, absences=(*person.absences, absence))
        return People(known)
