"""API keys of service accounts and people."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.engine.moments import instant, instant_or_none
from trivium.errors import InvalidInput, NotAuthenticated
from trivium.identity.infos import ApiKeyInfo, NewApiKey
from trivium.identity.permissions import PERMISSIONS
from trivium.identity.scope import actor, checked_name, is_beyond, tenant_for, unknown
from trivium.identity.sealing import digest
from trivium.kernel.moments import to_ms
from trivium.store import tables
from trivium.store.identity import rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping

    from trivium.identity.ledger import Ledger
    from trivium.identity.principal import Principal

MARK = "tvm_"
_MINUTE = 60_000


class ApiKeys:
    """Keys that programs sign in with; only their hash and beginning are kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(  # what a key is for
        self,
        user: str,
        name: str,
        *,
        by: Principal | None = None,
        scopes: Iterable[str] | None = None,
        expires_at: datetime | None = None,
    ) -> NewApiKey:
        """Makes a key for a user; `scopes` limit what it may do to these permissions.

        Raises:
            NotFound: there is no such user. InvalidInput: there is no such permission.
        """
        checked_name("key", name)
        chosen = None if scopes is None else tuple(dict.fromkeys(scopes))
        strange = sorted(set(chosen or ()) - set(PERMISSIONS))
        if strange:
            raise InvalidInput(
                f"Expected scopes of {', '.join(PERMISSIONS)}, but found {', '.join(strange)}.",
                code="input/invalid",
            )
        prefix = MARK + secrets.token_hex(4)
        key = f"{prefix}_{secrets.token_urlsafe(32)}"
        new_id = self._ledger.new_id()
        with self._ledger.changing(actor(by)) as change:
            owner = rows.one(change.connection, tables.users, id=user)
            if owner is None or is_beyond(by, owner["tenant_id"]):
                raise unknown("user", user)
            row = {
                "id": new_id,
                "tenant_id": owner["tenant_id"],
                "user_id": user,
                "name": name,
                "prefix": prefix,
                "digest": digest(key),
                "scopes": None if chosen is None else ",".join(chosen),
                "created_at": change.now,
                "created_by": change.actor,
                "expires_at": None if expires_at is None else to_ms(expires_at),
            }
            rows.add(change.connection, tables.api_keys, row)
            told = {"user": user, "name": name, "prefix": prefix, "scopes": chosen}
            change.record("add", "api-key", new_id, tenant=owner["tenant_id"], **told)
        info = next(
            each for each in self.query(by, user=user, tenant=row["tenant_id"]) if each.id == new_id
        )
        return NewApiKey(info=info, key=key)

    def query(
        self,
        by: Principal | None = None,
        *,
        tenant: str | None = None,
        user: str | None = None,
    ) -> list[ApiKeyInfo]:
        """The keys of a tenant or of one user, the newest first."""
        of = tenant_for(by, tenant)
        with self._ledger.reading() as connection:
            return [_info(row) for row in stored.api_keys_of(connection, of, user)]

    def revoke(self, key: str, by: Principal | None = None) -> None:
        """Makes a key useless, at once.

        Raises:
            NotFound: there is none of this id.
        """
        with self._ledger.changing(actor(by)) as change:
            row = rows.one(change.connection, tables.api_keys, id=key)
            if row is None or is_beyond(by, row["tenant_id"]):
                raise unknown("api-key", key)
            if row["revoked_at"] is None:
                rows.change(change.connection, tables.api_keys, {"id": key}, revoked_at=change.now)
            change.record("revoke", "api-key", key, tenant=row["tenant_id"])

    def verified(self, key: str) -> RowMapping:
        """The row of a key that is good.

        Raises:
            NotAuthenticated: it is not.
        """
        now = self._ledger.now()
        with self._ledger.reading() as connection:
            row = stored.api_key_by_digest(connection, digest(key))
        is_good = (
            row is not None
            and row["revoked_at"] is None
            and row["user_state"] == "active"
            and (row["expires_at"] is None or row["expires_at"] > now)
        )
        if row is None or not is_good:
            raise NotAuthenticated(
                "Expected an API key that is good, but it is unknown, revoked or has run out.",
                code="identity/bad-token",
            )
        return row

    def used(self, key: str) -> None:
        """Writes down that a key is in use, once a minute."""
        with self._ledger.changing(None, revises=False) as change:
            stored.touch(change.connection, key, change.now, change.now - _MINUTE)


def scopes_of(row: RowMapping) -> tuple[str, ...] | None:
    """The permissions that a key is limited to."""
    text = row["scopes"]
    return None if text is None else tuple(each for each in text.split(",") if each)


def _info(row: RowMapping) -> ApiKeyInfo:
    return ApiKeyInfo(
        id=row["id"],
        tenant=row["tenant_id"],
        user=row["user_id"],
        name=row["name"],
        prefix=row["prefix"],
        scopes=scopes_of(row),
        created_at=instant(row["created_at"]),
        created_by=row["created_by"],
        expires_at=instant_or_none(row["expires_at"]),
        last_used_at=instant_or_none(row["last_used_at"]),
        is_revoked=row["revoked_at"] is not None,
    )
