"""Access tokens, and the keys that sign them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from trivium.errors import NotAuthenticated
from trivium.kernel import codec
from trivium.store import tables
from trivium.store.identity import rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from joserfc.jwk import GuestProtocol

    from trivium.identity.ledger import Ledger
    from trivium.identity.sealing import Sealing
    from trivium.identity.settings import IdentitySettings

_ALGORITHM = "Ed25519"
_SECOND = 1000
_REMEMBERED = 10_000
_LONGEST = 4096
_LOOK_AGAIN_MS = 1_000


class KeyRing:
    """The signing keys of all nodes: one signs, those before it verify until their tokens have run out."""

    def __init__(self, ledger: Ledger, sealing: Sealing, settings: IdentitySettings) -> None:
        self._ledger = ledger
        self._sealing = sealing
        self._settings = settings
        self._lock = threading.Lock()
        self._keys: dict[str, OKPKey] = {}
        self._newest = ("", 0)
        self._read_at = -_LOOK_AGAIN_MS

    def signing(self) -> tuple[str, OKPKey]:
        """The key that signs now; a new one is made when the old one's time is over."""
        with self._lock:
            longest = self._settings.sign_keys_for.total_seconds() * _SECOND
            if self._ledger.now() - self._newest[1] >= longest or not self._keys:
                self._read()
            if self._ledger.now() - self._newest[1] >= longest or not self._keys:
                self._make()
            return self._newest[0], self._keys[self._newest[0]]

    def verifying(self, kid: str) -> OKPKey | None:
        """The key of this id, if it may still verify."""
        found = self._keys.get(kid)
        if found is not None:
            return found
        with self._lock:
            if self._ledger.now() - self._read_at >= _LOOK_AGAIN_MS:  # another node has made one
                self._read()
            return self._keys.get(kid)

    def public(self) -> dict[str, Any]:
        """All keys that verify, as a JSON Web Key Set (RFC 7517)."""
        self.signing()
        return {
            "keys": [
                {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": _ALGORITHM}
                for kid, key in self._keys.items()
            ]
        }

    def rotate(self) -> str:
        """Makes a new key at once; gives its id. Tokens of the old one stay good until they run out."""
        with self._lock:
            return self._make()

    def _read(self) -> None:
        now = self._ledger.now()
        self._read_at = now
        oldest = now - int(self._settings.access_for.total_seconds() * _SECOND)
        with self._ledger.reading() as connection:
            found = stored.keys_in_use(connection, oldest)
        self._keys = {row["id"]: self._opened(row["id"], row["content"]) for row in found}
        usable = [row for row in found if row["retired_at"] is None]
        self._newest = (usable[0]["id"], usable[0]["created_at"]) if usable else ("", 0)

    def _opened(self, kid: str, content: bytes) -> OKPKey:
        return OKPKey.import_key(codec.decode(self._sealing.open(content, _place(kid))))

    def _make(self) -> str:
        kid = self._ledger.new_id()
        key = OKPKey.generate_key("Ed25519")
        content = self._sealing.seal(codec.encode(key.as_dict(private=True)), _place(kid))
        with self._ledger.changing(None, revises=False) as change:
            rows.change(
                change.connection,
                tables.signing_keys,
                {"retired_at": None},
                retired_at=change.now,
            )
            row = {"id": kid, "content": content, "created_at": change.now}
            rows.add(change.connection, tables.signing_keys, row)
            change.record("add", "signing-key", kid)
        self._read()
        return kid


def _place(kid: str) -> str:
    return f"signing_keys/content/{kid}"


class AccessTokens:
    """Short signed tokens (RFC 7519); a node that has verified one knows it until it runs out."""

    def __init__(self, ledger: Ledger, ring: KeyRing, settings: IdentitySettings) -> None:
        self._ledger = ledger
        self._ring = ring
        self._settings = settings
        self._known: dict[str, dict[str, Any]] = {}

    def issue(self, user: str, tenant: str, session: str) -> str:
        """A token for one session of a user."""
        kid, key = self._ring.signing()
        now = self._ledger.now() // _SECOND
        claims = {
            "iss": self._settings.issuer,
            "aud": self._settings.issuer,
            "sub": user,
            "tid": tenant,
            "sid": session,
            "iat": now,
            "exp": now + int(self._settings.access_for.total_seconds()),
        }
        return jwt.encode({"alg": _ALGORITHM, "kid": kid}, claims, key, algorithms=[_ALGORITHM])

    def verified(self, token: str) -> dict[str, Any]:
        """The claims of a token that is good.

        Raises:
            NotAuthenticated: it is not ours, was changed, or has run out.
        """
        claims = self._known.get(token)
        if claims is None:
            claims = self._read(token)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[token] = claims
        if claims["exp"] * _SECOND <= self._ledger.now():
            self._known.pop(token, None)
            raise NotAuthenticated(
                "Expected an access token that is good, but it has run out. Refresh it.",
                code="identity/token-expired",
            )
        return claims

    def known_session(self, token: str) -> str | None:
        """The session of a token that was verified before."""
        claims = self._known.get(token)
        return None if claims is None else str(claims["sid"])

    def _read(self, token: str) -> dict[str, Any]:
        try:
            if len(token) > _LONGEST:
                raise _bad()
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError) as error:
            raise _bad() from error
        issuer = self._settings.issuer
        is_ours = claims.get("iss") == issuer and claims.get("aud") == issuer
        has_all = all(isinstance(claims.get(name), str) for name in ("sub", "tid", "sid"))
        if not is_ours or not has_all or not isinstance(claims.get("exp"), int):
            raise _bad()
        return claims

    def _key(self, token: GuestProtocol) -> OKPKey:
        kid = token.headers().get("kid")
        found = self._ring.verifying(kid) if isinstance(kid, str) else None
        if found is None:
            raise _bad()
        return found


def _bad() -> NotAuthenticated:
    return NotAuthenticated(
        "Expected an access token of this installation, but it is none.",
        code="identity/bad-token",
    )
