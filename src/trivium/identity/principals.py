"""From a token to somebody with rights; remembered until rights change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from trivium.errors import NotAuthenticated, NotPermitted
from trivium.identity.api_keys import MARK, scopes_of
from trivium.identity.principal import Principal, rights_of
from trivium.store import tables
from trivium.store.identity import people, rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from trivium.identity.api_keys import ApiKeys
    from trivium.identity.ledger import Ledger
    from trivium.identity.tokens import AccessTokens

_MINUTE_MS = 60_000


class _Remembered:
    """Principals of one revision: by user, session and API key (with when that runs out)."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self.users: dict[str, Principal] = {}
        self.sessions: dict[str, Principal] = {}
        self.keys: dict[str, tuple[Principal, int | None]] = {}


class Principals:
    """Who asks. What is known of somebody is good for one revision of the rights."""

    def __init__(self, ledger: Ledger, access: AccessTokens, api_keys: ApiKeys) -> None:
        self._ledger = ledger
        self._access = access
        self._api_keys = api_keys
        self._memory = _Remembered(-1)
        self._used: dict[str, int] = {}

    def of_token(self, token: str) -> Principal:
        """Who has this access token or API key.

        Raises:
            NotAuthenticated: it is not good, its session is over, or its user may not sign in.
        """
        if token.startswith(MARK):
            return self._of_key(token)
        claims = self._access.verified(token)
        return self._of_session(claims["sub"], claims["sid"])

    def again(self, principal: Principal, token: str) -> Principal:
        """Who had this token, with the rights as they are now; an access token may have run out since.

        Raises:
            NotAuthenticated: the session is over, the key is revoked, or the user may not sign in.
        """
        if principal.session is None:
            return self._of_key(token)
        return self._of_session(principal.user, principal.session)

    def revision(self) -> int:
        """Of which revision the rights are."""
        return self._ledger.revision()

    def _of_session(self, user: str, session: str) -> Principal:
        sessions = self._remembered().sessions
        found = sessions.get(session)
        if found is None:
            with self._ledger.reading() as connection:
                if not stored.is_open(connection, session, self._ledger.now()):
                    raise NotAuthenticated(
                        "Expected an open session, but it is over. Sign in again.",
                        code="identity/session-over",
                    )
            found = msgspec.structs.replace(self.of_user(user), session=session)
            sessions[session] = found
        return found

    def of_user(self, user: str) -> Principal:
        """A user with all rights, as they are now.

        Raises:
            NotAuthenticated: there is none, or they may not sign in.
        """
        users = self._remembered().users
        found = users.get(user)
        if found is None:
            with self._ledger.reading() as connection:
                row = rows.one(connection, tables.users, id=user)
                if row is None or row["state"] != "active":
                    raise NotAuthenticated(
                        f"Expected a user who may sign in, but {user!r} may not.",
                        code="identity/not-authenticated",
                    )
                found = _loaded(connection, row)
            users[user] = found
        return found

    def acting_for(self, service: Principal, user: str) -> Principal:
        """The user for whom a service account acts.

        Raises:
            NotPermitted: it may not act for others, or not for that one.
        """
        if user == service.user:
            return service
        is_granted = service.may("work", "operation", "acting-for-others")
        if service.kind != "service" or not is_granted:
            raise NotPermitted(
                "Expected no X-User, since the token says who it is. A service account with the grant"
                " `work` on the operation acting-for-others may name another.",
                code="identity/header-not-trusted",
            )
        try:
            found = self.of_user(user)
        except NotAuthenticated as error:
            raise _no_such(user) from error
        if found.tenant != service.tenant or (found.is_admin and not service.is_admin):
            raise _no_such(user)
        if service.scopes is not None:
            found = found.limited(service.scopes)
        return msgspec.structs.replace(found, must_change_password=False)

    def _of_key(self, token: str) -> Principal:
        keys = self._remembered().keys
        now = self._ledger.now()
        found = keys.get(token)
        if found is None or (found[1] is not None and found[1] <= now):
            row = self._api_keys.verified(token)
            principal = self.of_user(row["user_id"])
            scopes = scopes_of(row)
            if scopes is not None:
                principal = principal.limited(scopes)
            principal = msgspec.structs.replace(principal, must_change_password=False)
            found = keys[token] = (principal, row["expires_at"])
            self._used[token] = now
            self._api_keys.used(row["id"])
        elif now - self._used.get(token, 0) >= _MINUTE_MS:
            self._used[token] = now
            self._api_keys.used(self._api_keys.verified(token)["id"])
        return found[0]

    def is_remembered(self, token: str) -> bool:
        """Whether it can be told who it is without asking the database."""
        memory = self._memory
        is_fresh = self._ledger.is_fresh() and self._ledger.revision() == memory.revision
        return is_fresh and (
            token in memory.keys or self._access.known_session(token) in memory.sessions
        )

    def _remembered(self) -> _Remembered:
        """What is known as of now; what is read for an older revision goes into what is thrown away."""
        revision = self._ledger.revision()
        if revision != self._memory.revision:
            self._memory = _Remembered(revision)
        return self._memory


def _loaded(connection: Connection, row: RowMapping) -> Principal:
    of, user = row["tenant_id"], row["id"]
    groups = people.groups_of(connection, of, "user", user)
    roles = people.roles_of(connection, of, user, groups)
    found = people.grants_of(connection, of, user, groups, roles)
    return Principal(
        user=user,
        tenant=of,
        kind=row["kind"],
        name=row["name"],
        groups=frozenset(groups),
        roles=frozenset(roles),
        team=frozenset(people.team_of(connection, of, user)),
        rights=rights_of(
            roles, ((g["permission"], g["resource_kind"], g["resource_id"]) for g in found)
        ),
        must_change_password=bool(row["must_change_password"]),
        has_second_factor=row["totp_confirmed_at"] is not None,
        alone=of == "" and not people.has_tenants(connection),
    )


def _no_such(user: str) -> NotPermitted:
    return NotPermitted(
        f"Expected in X-User somebody to act for, but {user!r} is not.",
        code="identity/header-not-trusted",
    )
