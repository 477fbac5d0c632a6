"""Signing in with a password, refreshing, signing out."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.engine.moments import instant
from trivium.errors import NotAuthenticated
from trivium.identity.infos import Challenge, SessionInfo, Tokens
from trivium.identity.scope import actor, is_beyond, unknown
from trivium.identity.sealing import digest
from trivium.store import tables
from trivium.store.identity import rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from trivium.identity.attempts import Attempts
    from trivium.identity.ledger import Change, Ledger
    from trivium.identity.passwords import Passwords
    from trivium.identity.principal import Principal
    from trivium.identity.settings import IdentitySettings
    from trivium.identity.tokens import AccessTokens

_SECOND = 1000
_MFA = "second-factor"


class SignIn:
    """Sessions: how they begin, go on and end."""

    def __init__(
        self,
        ledger: Ledger,
        passwords: Passwords,
        attempts: Attempts,
        access: AccessTokens,
        settings: IdentitySettings,
    ) -> None:
        self._ledger = ledger
        self._passwords = passwords
        self._attempts = attempts
        self._access = access
        self._settings = settings

    def with_password(
        self, user: str, password: str, *, address: str | None = None
    ) -> Tokens | Challenge:
        """Signs in; who has a second factor is asked for it.

        An unknown user, a wrong password and a user who may not sign in look the same and take as long.

        Raises:
            NotAuthenticated: it is not so (`identity/wrong-credentials`).
            LimitExceeded: it was tried too often (`identity/too-many-attempts`).
        """
        self._attempts.admit(user, address)
        with self._ledger.reading() as connection:
            row = rows.one(connection, tables.users, id=user)
        is_right, new_hash = self._passwords.verify(
            password, None if row is None else row["password_hash"]
        )
        if row is None or not is_right or row["state"] != "active":
            tenant = "" if row is None else row["tenant_id"]
            self._attempts.failed(user, address, "password", tenant)
            raise _wrong()
        if new_hash is not None:
            with self._ledger.changing(user, revises=False) as change:
                rows.change(change.connection, tables.users, {"id": user}, password_hash=new_hash)
        if row["totp_confirmed_at"] is not None:
            return self._challenge(user, row["tenant_id"])
        self._attempts.succeeded(user)
        return self.begin(row, "password")

    def _challenge(self, user: str, tenant: str) -> Challenge:
        token = secrets.token_urlsafe(32)
        lasts = int(self._settings.challenge_for.total_seconds())
        with self._ledger.changing(user, revises=False) as change:
            row = {
                "digest": digest(token),
                "tenant_id": tenant,
                "kind": _MFA,
                "user_id": user,
                "content": b"",
                "expires_at": change.now + lasts * _SECOND,
            }
            rows.add(change.connection, tables.challenges, row)
        return Challenge(challenge=token, expires_in_seconds=lasts)

    def challenged(self, challenge: str) -> RowMapping:
        """The user who is asked for a second factor.

        Raises:
            NotAuthenticated: nobody is, or no longer.
        """
        with self._ledger.reading() as connection:
            found = rows.one(connection, tables.challenges, digest=digest(challenge))
            is_open = found is not None and found["expires_at"] > self._ledger.now()
            row = (
                rows.one(connection, tables.users, id=found["user_id"])
                if found is not None and is_open and found["kind"] == _MFA
                else None
            )
        if row is None or row["state"] != "active":
            raise _wrong()
        return row

    def answered(self, challenge: str, row: RowMapping) -> Tokens:
        """The second factor was right.

        Raises:
            NotAuthenticated: it has been answered already.
        """
        with self._ledger.changing(row["id"], revises=False) as change:
            if stored.take_challenge(change.connection, digest(challenge), change.now) is None:
                raise _wrong()
        self._attempts.succeeded(row["id"])
        return self.begin(row, "password and second factor")

    def begin(self, row: RowMapping, method: str) -> Tokens:
        """A new session of a user who has proved to be one."""
        with self._ledger.changing(row["id"], revises=False) as change:
            stored.clean(change.connection, change.now)
            session = self._ledger.new_id()
            lasts = int(self._settings.session_for.total_seconds()) * _SECOND
            session_row = {
                "id": session,
                "tenant_id": row["tenant_id"],
                "user_id": row["id"],
                "method": method,
                "created_at": change.now,
                "expires_at": change.now + lasts,
            }
            rows.add(change.connection, tables.sessions, session_row)
            seen = {"last_sign_in_at": change.now}
            rows.change(change.connection, tables.users, {"id": row["id"]}, **seen)
            change.record("sign-in", "user", row["id"], tenant=row["tenant_id"], method=method)
            refresh = self._new_refresh(change, session, row["tenant_id"])
        return self._tokens(row, session, refresh)

    def _new_refresh(self, change: Change, session: str, tenant: str) -> str:
        token = secrets.token_urlsafe(32)
        lasts = int(self._settings.refresh_for.total_seconds()) * _SECOND
        row = {
            "digest": digest(token),
            "tenant_id": tenant,
            "session_id": session,
            "issued_at": change.now,
            "expires_at": change.now + lasts,
        }
        rows.add(change.connection, tables.refresh_tokens, row)
        return token

    def _tokens(self, row: RowMapping, session: str, refresh: str) -> Tokens:
        return Tokens(
            access_token=self._access.issue(row["id"], row["tenant_id"], session),
            expires_in_seconds=int(self._settings.access_for.total_seconds()),
            refresh_token=refresh,
            refresh_expires_in_seconds=int(self._settings.refresh_for.total_seconds()),
            user=row["id"],
            must_change_password=bool(row["must_change_password"]),
        )

    def refresh(self, token: str) -> Tokens:
        """A new pair of tokens; the old refresh token is used up.

        One that comes a second time was stolen, by one of the two who had it: the session ends for both.

        Raises:
            NotAuthenticated: it is unknown, used, or has run out (`identity/bad-token`).
        """
        known = digest(token)
        with self._ledger.changing(None, revises=False) as change:
            connection = change.connection
            row = rows.one(connection, tables.refresh_tokens, digest=known)
            if row is None or row["expires_at"] <= change.now:
                raise _bad_refresh()
            session = row["session_id"]
            is_open = stored.is_open(connection, session, change.now)
            is_first = stored.use_refresh(connection, known, change.now)
            user = self._user_of(change, session)
            if is_open and is_first and user is not None:
                new = self._new_refresh(change, session, user["tenant_id"])
            elif not is_first:
                self._stolen(change, session, row["tenant_id"])
        if not is_open or not is_first or user is None:
            raise _bad_refresh()
        return self._tokens(user, session, new)

    @staticmethod
    def _user_of(change: Change, session: str) -> RowMapping | None:
        found = rows.one(change.connection, tables.sessions, id=session)
        if found is None:
            return None
        change.actor = found["user_id"]
        return rows.one(change.connection, tables.users, id=found["user_id"])

    @staticmethod
    def _stolen(change: Change, session: str, tenant: str) -> None:
        if stored.revoke(change.connection, change.now, "reuse", session=session):
            change.record("refresh-token-reused", "session", session, tenant=tenant)
            change.revises = True

    def sign_out(self, token: str) -> None:
        """Ends the session of a refresh token; a token that is not good ends nothing, and is no error."""
        with self._ledger.changing(None) as change:
            row = rows.one(change.connection, tables.refresh_tokens, digest=digest(token))
            if row is None:
                change.revises = False
                return
            self._user_of(change, row["session_id"])
            self._end(change, row["session_id"], row["tenant_id"])

    @staticmethod
    def _end(change: Change, session: str, tenant: str) -> None:
        if stored.revoke(change.connection, change.now, "sign-out", session=session):
            change.record("sign-out", "session", session, tenant=tenant)

    def sessions(self, user: str) -> list[SessionInfo]:
        """The open sessions of a user, the newest first."""
        with self._ledger.reading() as connection:
            found = stored.sessions_of(connection, user, self._ledger.now())
        return [
            SessionInfo(
                id=row["id"],
                method=row["method"],
                created_at=instant(row["created_at"]),
                expires_at=instant(row["expires_at"]),
            )
            for row in found
        ]

    def end_session(self, session: str, by: Principal | None = None) -> None:
        """Ends one session, one's own or as an administrator.

        Raises:
            NotFound: there is none of this id.
        """
        with self._ledger.changing(actor(by)) as change:
            row = rows.one(change.connection, tables.sessions, id=session)
            is_own = row is not None and by is not None and row["user_id"] == by.user
            is_foreign = row is None or is_beyond(by, row["tenant_id"])
            if row is None or is_foreign or not (is_own or by is None or by.is_admin):
                raise unknown("session", session)
            self._end(change, session, row["tenant_id"])

    def change_own_password(self, user: str, old: str, new: str, *, address: str | None) -> Tokens:
        """A new password by who knows the old one; all other sessions end, and a new one begins.

        Raises:
            NotAuthenticated: the old one is wrong. InvalidInput: the new one is weak, or the same.
        """
        self._attempts.admit(user, address)
        with self._ledger.reading() as connection:
            row = rows.one(connection, tables.users, id=user)
        if row is None or not self._passwords.verify(old, row["password_hash"])[0]:
            self._attempts.failed(user, address, "password")
            raise _wrong()
        self._passwords.refuse_weak(new, user)
        hashed = self._passwords.hash(new)
        with self._ledger.changing(user) as change:
            values = {"password_hash": hashed, "must_change_password": 0}
            rows.change(change.connection, tables.users, {"id": user}, **values)
            stored.revoke(change.connection, change.now, "password", session=None, user=user)
            change.record("password", "user", user, tenant=row["tenant_id"])
        with self._ledger.reading() as connection:
            row = rows.one(connection, tables.users, id=user)
        if row is None:
            raise _wrong()
        return self.begin(row, "password")


def _wrong() -> NotAuthenticated:
    return NotAuthenticated(
        "Expected the name, password and second factor of somebody who may sign in, but they are not.",
        code="identity/wrong-credentials",
    )


def _bad_refresh() -> NotAuthenticated:
    return NotAuthenticated(
        "Expected a refresh token that is good, but it is unknown, was used, or has run out. Sign in again.",
        code="identity/bad-token",
    )
