"""Somebody who has signed in, with everything that they may do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from trivium.identity.permissions import ADMIN, ALL, IMPLIED, ROLES
from trivium.store.known_keys import KnownKeys

if TYPE_CHECKING:
    from collections.abc import Iterable

_NONE: frozenset[str] = frozenset()


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """A user or service account of one tenant, as of one revision.

    `rights` gives the resources by kind and permission; `*` among them stands for all. `team` is everybody
    below them in the hierarchy.
    """

    user: str
    tenant: str = ""
    kind: str = "person"
    name: str | None = None
    groups: frozenset[str] = _NONE
    roles: frozenset[str] = _NONE
    team: frozenset[str] = _NONE
    rights: dict[tuple[str, str], frozenset[str]] = {}
    must_change_password: bool = False
    has_second_factor: bool = False
    scopes: frozenset[str] | None = None
    """The permissions that an API key is limited to."""
    alone: bool = True
    """Whether there is no tenant beside this one."""
    session: str | None = None
    """The session whose token this is; none with an API key."""

    known_keys: KnownKeys = msgspec.field(default_factory=KnownKeys)
    """The keys that there are, of which grants let them see some."""
    conditions: dict[tuple[str, str], tuple[int, Any]] = msgspec.field(default_factory=dict)
    """The conditions of queries, as far as they were asked for, and of which keys they are."""

    @property
    def is_admin(self) -> bool:
        """Whether they may do everything in their tenant."""
        return ADMIN in self.roles

    @property
    def is_over_all(self) -> bool:
        """Whether they run the installation: an admin of no tenant sees and does everything in all."""
        return self.tenant == "" and self.is_admin

    def resources(self, kind: str, permission: str) -> frozenset[str]:
        """The resources of a kind that they have this permission on."""
        return self.rights.get((kind, permission), _NONE)

    def may(self, permission: str, kind: str, resource: str) -> bool:
        """Whether it was granted on one resource."""
        found = self.rights.get((kind, permission), _NONE)
        return resource in found or ALL in found

    @staticmethod
    def may_any(granted: frozenset[str], resources: Iterable[str]) -> bool:
        """Whether any of these resources is among those that were granted."""
        return ALL in granted or not granted.isdisjoint(resources)

    def limited(self, scopes: Iterable[str]) -> Principal:
        """The same with no more than these permissions; without the role of an admin."""
        allowed = frozenset(scopes)
        rights = {key: found for key, found in self.rights.items() if key[1] in allowed}
        roles = self.roles if "administer" in allowed else self.roles - {ADMIN}
        return msgspec.structs.replace(
            self, rights=rights, roles=roles, scopes=allowed, conditions={}
        )


def rights_of(
    roles: Iterable[str], grants: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str], frozenset[str]]:
    """All that built-in roles and grants (permission, kind, resource) come to, with what is implied."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    given = [(permission, kind, ALL) for role in roles for permission, kind in ROLES.get(role, ())]
    given += grants
    for permission, kind, resource in given:
        for each in (permission, *IMPLIED[permission]):
            found[kind, each].add(resource)
    return {key: frozenset(resources) for key, resources in found.items()}
