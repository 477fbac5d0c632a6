"""The keys of all that was deployed, by tenant: few, seldom new, and asked for by every list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from trivium.store.tables import definitions

if TYPE_CHECKING:
    from sqlalchemy import Connection

Keys = Mapping[str, frozenset[str]]
"""By kind of definition."""
_NONE: Keys = MappingProxyType({})


class KnownKeys:
    """What this process knows of the keys in its database; read again when somebody says that it is old.

    `number` counts how often that was.
    """

    def __init__(self) -> None:
        self.number = 0
        self._wanted = 1
        self._read = 0
        self._by_tenant: Mapping[str, Keys] = {}

    def forget(self) -> None:
        """A key is new, or may be."""
        self._wanted += 1

    def refresh(self, connection: Connection) -> None:
        """Reads them, unless they are known."""
        wanted = self._wanted
        if self._read == wanted:
            return
        found = _read(connection)
        if found != self._by_tenant:
            self._by_tenant = found
            self.number += 1
        self._read = wanted

    def of(self, tenant: str) -> Keys:
        """The keys of a tenant."""
        return self._by_tenant.get(tenant, _NONE)


def _read(connection: Connection) -> dict[str, Keys]:
    c = definitions.c
    found: defaultdict[str, defaultdict[str, set[str]]]
    found = defaultdict(lambda: defaultdict(set))
    statement = select(c.tenant_id, c.kind, c.key).where(c.latest == 1)
    for tenant, kind, key in connection.execute(statement):
        found[tenant][kind].add(key)
    return {
        tenant: {kind: frozenset(keys) for kind, keys in kinds.items()}
        for tenant, kinds in found.items()
    }
