"""Signing in at an OpenID Connect provider: authorisation code flow with PKCE, state and nonce."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from trivium.errors import InvalidInput, NotAuthenticated, Unavailable
from trivium.identity.scope import unknown
from trivium.identity.sealing import digest
from trivium.kernel import codec
from trivium.store import tables
from trivium.store.identity import rows
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from trivium.identity.infos import Tokens
    from trivium.identity.ledger import Ledger
    from trivium.identity.sealing import Sealing
    from trivium.identity.settings import IdentitySettings, OidcProvider
    from trivium.identity.sign_in import SignIn
    from trivium.identity.users import Users

_KIND = "oidc"
_SECOND = 1000
_TIMEOUT_SECONDS = 10.0
_REMEMBERED_MS = 3_600_000
_LEEWAY_SECONDS = 60
_ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "RS384", "RS512", "PS384", "PS512", "Ed25519"]
_AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """Where to send the browser, and the state that must come back from the same browser."""

    url: str
    state: str
    lasts_seconds: int


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has come back from the provider."""

    tokens: Tokens
    return_to: str


class _Provider:
    """What a provider says of itself; asked for when it is needed, and again after an hour."""

    def __init__(self, settings: OidcProvider) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._said: tuple[dict[str, Any], KeySet, int] | None = None

    def said(self, now: int, *, anew: bool = False) -> tuple[dict[str, Any], KeySet]:
        with self._lock:
            if self._said is None or anew or now - self._said[2] >= _REMEMBERED_MS:
                issuer = self.settings.issuer.rstrip("/")
                found = _got(f"{issuer}/.well-known/openid-configuration")
                if found.get("issuer", "").rstrip("/") != issuer:
                    raise _refused("it says that it is another issuer")
                keys = KeySet.import_key_set(_got(found["jwks_uri"]))  # type: ignore[arg-type]  # checked there
                self._said = (found, keys, now)
            return self._said[0], self._said[1]


class Oidc:
    """The identity providers of an installation."""

    def __init__(
        self,
        ledger: Ledger,
        sealing: Sealing,
        sign_in: SignIn,
        users: Users,
        settings: IdentitySettings,
    ) -> None:
        self._ledger = ledger
        self._sealing = sealing
        self._sign_in = sign_in
        self._users = users
        self._settings = settings
        self._providers = {each.name: _Provider(each) for each in settings.providers}

    def begin(self, provider: str, redirect_uri: str, return_to: str = "/") -> Begun:
        """Begins; the provider will send the browser to `redirect_uri` with a code and the state.

        Raises:
            NotFound: there is no such provider. InvalidInput: `return_to` is no path of this site.
            Unavailable: the provider does not answer.
        """
        if not return_to.startswith("/") or return_to.startswith(("//", "/\\")):
            raise InvalidInput(
                f"Expected a path of this site to return to, but found {return_to!r}.",
                code="input/invalid",
            )
        found = self._provider(provider)
        said, _ = found.said(self._ledger.now())
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        with _client(found.settings, redirect_uri) as client:
            url, _ = client.create_authorization_url(
                _checked(said["authorization_endpoint"]),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
            )
        lasts = int(self._settings.challenge_for.total_seconds())
        content = [provider, nonce, verifier, redirect_uri, return_to]
        known = digest(state)
        with self._ledger.changing(None, revises=False) as change:
            row = {
                "digest": known,
                "kind": _KIND,
                "content": self._sealing.seal(codec.encode(content), _place(known)),
                "expires_at": change.now + lasts * _SECOND,
            }
            rows.add(change.connection, tables.challenges, row)
        return Begun(url=url, state=state, lasts_seconds=lasts)

    def finish(self, provider: str, state: str, code: str) -> Finished:
        """Somebody came back with a code: they are signed in as the user that they are here.

        Raises:
            NotAuthenticated: the provider does not vouch for them (`identity/provider-refused`), or they
                are nobody here (`identity/not-a-user-here`). Unavailable: it does not answer.
        """
        known = digest(state)
        with self._ledger.changing(None, revises=False) as change:
            row = stored.take_challenge(change.connection, known, change.now)
        if row is None or row["kind"] != _KIND:
            raise _refused("the sign-in was not begun here, or too long ago")
        begun = codec.decode(self._sealing.open(row["content"], _place(known)))
        begun_at, nonce, verifier, redirect_uri, return_to = begun
        if begun_at != provider:
            raise _refused("the sign-in was begun at another provider")
        found = self._provider(provider)
        said, _ = found.said(self._ledger.now())
        try:
            with _client(found.settings, redirect_uri) as client:
                token = client.fetch_token(
                    _checked(said["token_endpoint"]), code=code, code_verifier=verifier
                )
        except httpx2.HTTPError as error:
            raise _away(error) from error
        except (AuthlibBaseError, ValueError) as error:
            raise _refused("it does not take the code") from error
        claims = self._claims(found, str(token.get("id_token", "")), nonce)
        user = self._user(found.settings, claims)
        return Finished(tokens=self._sign_in.begin(user, f"oidc {provider}"), return_to=return_to)

    def _claims(self, provider: _Provider, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, checked as OpenID Connect Core 1.0, 3.1.3.7 says."""
        now = self._ledger.now()
        try:
            claims = jwt.decode(token, provider.said(now)[1], algorithms=_ALGORITHMS).claims
        except (JoseError, ValueError):
            keys = provider.said(now, anew=True)[1]  # it may have changed its keys
            try:
                claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
            except (JoseError, ValueError) as error:
                raise _refused("its ID token is not signed by it") from error
        settings = provider.settings
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        expires = claims.get("exp")
        is_good = (
            str(claims.get("iss", "")).rstrip("/") == settings.issuer.rstrip("/")
            and settings.client_id in audiences
            and (len(audiences) == 1 or claims.get("azp") == settings.client_id)
            and isinstance(expires, int)
            and (expires + _LEEWAY_SECONDS) * _SECOND > now
            and secrets.compare_digest(str(claims.get("nonce", "")), nonce)
            and bool(claims.get("sub"))
        )
        if not is_good:
            raise _refused("its ID token is for somebody else, or has run out")
        return claims

    def _user(self, settings: OidcProvider, claims: dict[str, Any]) -> RowMapping:
        """The user who is meant: linked before, made for it before, or made now."""
        key = {"provider": settings.name, "subject": str(claims["sub"])}
        with self._ledger.reading() as connection:
            linked = rows.one(connection, tables.external_identities, **key)
            name = (
                str(claims.get(settings.user_claim) or "") if linked is None else linked["user_id"]
            )
            row = rows.one(connection, tables.users, id=name)
        if row is None and linked is None and settings.makes_users and name:
            self._users.add(
                name,
                tenant=settings.tenant,
                name=_text(claims.get("name")),
                email=_text(claims.get("email")),
            )
            row = self._row(name)
        if row is None or row["state"] != "active" or row["tenant_id"] != settings.tenant:
            raise _nobody(settings.name)
        if linked is None:
            self._link(key, row)
        self._take_groups_over(settings, row, claims)
        return row

    def _row(self, user: str) -> RowMapping | None:
        with self._ledger.reading() as connection:
            return rows.one(connection, tables.users, id=user)

    def _link(self, key: dict[str, str], row: RowMapping) -> None:
        """From now on it is this user; one with a password of their own is not taken over by a name."""
        if row["password_hash"] is not None or row["kind"] != "person":
            raise _nobody(key["provider"])
        with self._ledger.changing(row["id"], revises=False) as change:
            if rows.every(
                change.connection,
                tables.external_identities,
                provider=key["provider"],
                user_id=row["id"],
            ):
                raise _nobody(key["provider"])
            link = {"user_id": row["id"], "created_at": change.now, "tenant_id": row["tenant_id"]}
            rows.add(change.connection, tables.external_identities, {**key, **link})
            change.record("link", "user", row["id"], tenant=row["tenant_id"], **key)

    def _take_groups_over(
        self, settings: OidcProvider, row: RowMapping, claims: dict[str, Any]
    ) -> None:
        if settings.groups_claim is None:
            return
        said = claims.get(settings.groups_claim)
        names = {str(each) for each in said} if isinstance(said, list) else set()
        of = row["tenant_id"]
        with self._ledger.reading() as connection:
            there = {each["id"] for each in rows.every(connection, tables.groups, tenant_id=of)}
        wanted = sorted(names & there)
        if list(self._users.get(row["id"]).groups) != wanted:
            self._users.set_groups(row["id"], wanted)

    def _provider(self, name: str) -> _Provider:
        found = self._providers.get(name)
        if found is None:
            raise unknown("provider", name)
        return found


def _client(settings: OidcProvider, redirect_uri: str) -> Any:
    return OAuth2Client(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scope=" ".join(settings.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        token_endpoint_auth_method="none"
        if settings.client_secret is None
        else "client_secret_basic",
        timeout=_TIMEOUT_SECONDS,
    )


def _got(url: str) -> dict[str, Any]:
    try:
        answer = httpx2.get(_checked(url), timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        found = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise _away(error) from error
    if not isinstance(found, dict):
        raise _refused("it does not describe itself")
    return found


def _checked(url: Any) -> str:
    """An address that secrets may be sent to: encrypted, but on this machine."""
    parts = urlsplit(str(url))
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _AT_HOME):
        return str(url)
    raise _refused("one of its addresses is not encrypted")


def _place(known: str) -> str:
    return f"challenges/content/{known}"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _refused(why: str) -> NotAuthenticated:
    return NotAuthenticated(
        f"Expected the identity provider to vouch for who signs in, but {why}. Begin again.",
        code="identity/provider-refused",
    )


def _away(error: Exception) -> Unavailable:
    return Unavailable(
        f"Expected the identity provider to answer, but: {type(error).__name__}. Try again.",
        code="identity/provider-unavailable",
    )


def _nobody(provider: str) -> NotAuthenticated:
    return NotAuthenticated(
        f"Expected somebody whom {provider} and this installation both know, but there is no such user"
        " here. Ask an administrator.",
        code="identity/not-a-user-here",
    )
