"""The second factor: codes that change with time (RFC 6238), and recovery codes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pyotp

from trivium.errors import NotAuthenticated, WrongState
from trivium.identity.infos import Enrolment, Tokens
from trivium.identity.scope import actor, is_beyond, unknown
from trivium.identity.sealing import digest
from trivium.store import tables
from trivium.store.identity import rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from trivium.identity.attempts import Attempts
    from trivium.identity.ledger import Change, Ledger
    from trivium.identity.principal import Principal
    from trivium.identity.sealing import Sealing
    from trivium.identity.sign_in import SignIn

_SECOND = 1000
_STEP_SECONDS = 30
_TOLERATED_STEPS = (-1, 0, 1)
"""Clocks differ: the code before and the code after are good too, each once."""
_RECOVERY_CODES = 10


class SecondFactor:
    """Enrolling, verifying and taking away the second factor of a user."""

    def __init__(
        self, ledger: Ledger, sealing: Sealing, attempts: Attempts, sign_in: SignIn, issuer: str
    ) -> None:
        self._ledger = ledger
        self._sealing = sealing
        self._attempts = attempts
        self._sign_in = sign_in
        self._issuer = issuer

    def enrol(self, user: str) -> Enrolment:
        """A new secret; it counts once a code of it has confirmed that the authenticator has it.

        Raises:
            WrongState: there is a second factor already (`identity/has-second-factor`).
        """
        secret = pyotp.random_base32()
        with self._ledger.changing(user, revises=False) as change:
            row = self._row(change, user)
            if row["totp_confirmed_at"] is not None:
                raise WrongState(
                    "Expected no second factor yet, but there is one. Take it away first.",
                    code="identity/has-second-factor",
                )
            sealed = self._sealing.seal(secret.encode(), _place(user))
            rows.change(change.connection, tables.users, {"id": user}, totp_secret=sealed)
        uri = pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=self._issuer)
        return Enrolment(secret=secret, uri=uri)

    def confirm(self, user: str, code: str) -> list[str]:
        """From now on it is asked for; gives recovery codes, each good once, that are shown only now.

        Raises:
            NotAuthenticated: the code is wrong. WrongState: nothing was begun.
        """
        self._attempts.admit(user, None)
        recovery = [_recovery_code() for _ in range(_RECOVERY_CODES)]
        with self._ledger.changing(user) as change:
            row = self._row(change, user)
            if row["totp_secret"] is None or row["totp_confirmed_at"] is not None:
                raise WrongState(
                    "Expected a second factor that waits to be confirmed, but there is none. Enrol first.",
                    code="identity/no-second-factor",
                )
            is_right = self._use_code(change, row, code)
            if is_right:
                connection = change.connection
                values = {"totp_confirmed_at": change.now}
                rows.change(connection, tables.users, {"id": user}, **values)
                rows.remove(connection, tables.recovery_codes, user_id=user)
                for each in recovery:
                    known = {"user_id": user, "digest": digest(_plain(each))}
                    rows.add(
                        connection,
                        tables.recovery_codes,
                        known | {"tenant_id": row["tenant_id"]},
                    )
                change.record("second-factor", "user", user, tenant=row["tenant_id"], on=True)
        if not is_right:
            self._attempts.failed(user, None, "code")
            raise _wrong()
        return recovery

    def answer(self, challenge: str, code: str, *, address: str | None = None) -> Tokens:
        """The code that a challenge asks for: of the authenticator, or a recovery code.

        Raises:
            NotAuthenticated: it is wrong, or the challenge is over.
            LimitExceeded: it was tried too often.
        """
        row = self._sign_in.challenged(challenge)
        user = row["id"]
        self._attempts.admit(user, address)
        if not self._verify(user, code):
            self._attempts.failed(user, address, "code", row["tenant_id"])
            raise _wrong()
        return self._sign_in.answered(challenge, row)

    def _verify(self, user: str, code: str) -> bool:
        with self._ledger.changing(user, revises=False) as change:
            row = self._row(change, user)
            return self._use_code(change, row, code) or self._use_recovery(change, user, code)

    def _use_code(self, change: Change, row: RowMapping, code: str) -> bool:
        """Whether it is a code of about now that was not used before."""
        secret = self._sealing.open(row["totp_secret"], _place(row["id"])).decode()
        totp = pyotp.TOTP(secret)
        now = change.now // _SECOND // _STEP_SECONDS
        plain = _plain(code)
        fitting = [
            now + step
            for step in _TOLERATED_STEPS
            if secrets.compare_digest(
                totp.generate_otp(now + step).encode(), plain.encode(errors="replace")
            )
        ]
        return bool(fitting) and stored.use_step(change.connection, row["id"], fitting[0])

    @staticmethod
    def _use_recovery(change: Change, user: str, code: str) -> bool:
        used = stored.use_recovery(change.connection, user, digest(_plain(code)), change.now)
        if used:
            change.record("recovery-code-used", "user", user)
        return used

    def take_away(self, user: str, by: Principal | None = None) -> None:
        """The second factor is no longer asked for: by an administrator, for who has lost it.

        Raises:
            NotFound: there is no such user.
        """
        with self._ledger.changing(actor(by)) as change:
            row = self._row(change, user)
            if is_beyond(by, row["tenant_id"]):
                raise unknown("user", user)
            self._drop(change, row)

    def give_up(self, user: str, code: str) -> None:
        """The same by who has it, with a code.

        Raises:
            NotAuthenticated: the code is wrong. WrongState: there is none.
        """
        self._attempts.admit(user, None)
        with self._ledger.reading() as connection:
            row = rows.one(connection, tables.users, id=user)
        if row is None or row["totp_confirmed_at"] is None:
            raise WrongState(
                "Expected a second factor, but there is none.", code="identity/no-second-factor"
            )
        if not self._verify(user, code):
            self._attempts.failed(user, None, "code")
            raise _wrong()
        with self._ledger.changing(user) as change:
            self._drop(change, self._row(change, user))

    @staticmethod
    def _drop(change: Change, row: RowMapping) -> None:
        user = row["id"]
        values = {"totp_secret": None, "totp_confirmed_at": None}
        rows.change(change.connection, tables.users, {"id": user}, **values)
        rows.remove(change.connection, tables.recovery_codes, user_id=user)
        change.record("second-factor", "user", user, tenant=row["tenant_id"], on=False)

    @staticmethod
    def _row(change: Change, user: str) -> RowMapping:
        row = rows.one(change.connection, tables.users, id=user)
        if row is None:
            raise unknown("user", user)
        return row


def _place(user: str) -> str:
    return f"users/totp_secret/{user}"


def _recovery_code() -> str:
    text = secrets.token_hex(8)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _plain(code: str) -> str:
    return code.replace("-", "").replace(" ", "").lower()


def _wrong() -> NotAuthenticated:
    return NotAuthenticated(
        "Expected a code of the authenticator or a recovery code, but it is none that is good now.",
        code="identity/wrong-credentials",
    )
