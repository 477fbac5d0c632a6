"""Signing in, and what people do about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, shown, taken

if TYPE_CHECKING:
    from trivium.identity import Principal
    from trivium.identity.infos import Challenge, Enrolment, SessionInfo
    from trivium.identity.infos import Tokens as TokensInfo

_TOKENS: dict[str, Any] = {
    "access_token": "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiSldUIn0…",
    "token_type": "Bearer",
    "expires_in": 600,
    "refresh_token": "0s6lIjCqpZ2fYH1Fqf6P6q2Z0bDPb5b2vDq3zJgkXhk",
    "refresh_expires_in": 1209600,
    "user_id": "mary",
    "must_change_password": False,
}


class Credentials(BaseModel):
    """Who one is. With `cookie` the refresh token comes as a cookie that pages cannot read."""

    model_config = taken(username="mary", password="correct horse battery", cookie=False)

    username: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)
    cookie: bool = False


class SecondFactorAnswer(BaseModel):
    """The code that a challenge asks for, or a recovery code."""

    model_config = taken(challenge="rD3sYdV0yJ4", code="492039", cookie=False)

    challenge: str = Field(min_length=1, max_length=200)
    code: str = Field(min_length=1, max_length=50)
    cookie: bool = False


class RefreshToken(BaseModel):
    """The refresh token; without it the cookie is taken."""

    model_config = taken(refresh_token="0s6lIjCqpZ2fYH1Fqf6P6q2Z0bDPb5b2vDq3zJgkXhk")

    refresh_token: str | None = Field(default=None, max_length=200)


class NewPassword(BaseModel):
    """One's old password and a new one."""

    model_config = taken(old_password="wxyz-abcd-efgh-jkmn", new_password="correct horse battery")

    old_password: str = Field(min_length=1, max_length=1000)
    new_password: str = Field(min_length=1, max_length=1000)
    cookie: bool = False


class Code(BaseModel):
    """A code of the authenticator."""

    model_config = taken(code="492039")

    code: str = Field(min_length=1, max_length=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Somebody has signed in. The access token goes into `Authorization: Bearer …`.

    The refresh token is null if it went into a cookie. With `must_change_password` nothing but that is
    allowed.
    """

    __pydantic_config__ = shown(**_TOKENS)

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None
    refresh_expires_in: int
    user_id: str
    must_change_password: bool

    @classmethod
    def of(cls, info: TokensInfo, *, in_cookie: bool) -> Self:
        return cls(
            access_token=info.access_token,
            token_type="Bearer",
            expires_in=info.expires_in_seconds,
            refresh_token=None if in_cookie else info.refresh_token,
            refresh_expires_in=info.refresh_expires_in_seconds,
            user_id=info.user,
            must_change_password=info.must_change_password,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorChallenge:
    """The password was right; send the code with this challenge."""

    __pydantic_config__ = shown(challenge="rD3sYdV0yJ4", expires_in=600)

    challenge: str
    expires_in: int

    @classmethod
    def of(cls, info: Challenge) -> Self:
        return cls(challenge=info.challenge, expires_in=info.expires_in_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A permission on resources of a kind; `*` among them stands for all."""

    permission: str
    resource_kind: str
    resources: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Who one is, and what one may do; in development mode without a token: everything."""

    __pydantic_config__ = shown(
        user_id="mary",
        name="Mary Major",
        tenant_id="",
        kind="person",
        groups=["accounting"],
        roles=["clerk"],
        team=["tom"],
        rights=[{"permission": "work", "resource_kind": "definition", "resources": ["invoice"]}],
        is_admin=False,
        must_change_password=False,
        has_second_factor=True,
        development=False,
    )

    user_id: str | None
    name: str | None
    tenant_id: str
    kind: str
    groups: list[str]
    roles: list[str]
    team: list[str]
    rights: list[Right]
    is_admin: bool
    must_change_password: bool
    has_second_factor: bool
    development: bool

    @classmethod
    def of(cls, principal: Principal, *, development: bool) -> Self:
        return cls(
            user_id=principal.user,
            name=principal.name,
            tenant_id=principal.tenant,
            kind=principal.kind,
            groups=sorted(principal.groups),
            roles=sorted(principal.roles),
            team=sorted(principal.team),
            rights=[
                Right(permission=permission, resource_kind=kind, resources=sorted(resources))
                for (kind, permission), resources in sorted(principal.rights.items())
            ],
            is_admin=principal.is_admin,
            must_change_password=principal.must_change_password,
            has_second_factor=principal.has_second_factor,
            development=development,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that is not over."""

    __pydantic_config__ = shown(
        id=AN_ID, method="password", created=A_MOMENT, expires=A_MOMENT, is_this=True
    )

    id: str
    method: str
    created: datetime
    expires: datetime
    is_this: bool

    @classmethod
    def of(cls, info: SessionInfo, this: str | None) -> Self:
        return cls(
            id=info.id,
            method=info.method,
            created=info.created_at,
            expires=info.expires_at,
            is_this=info.id == this,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Open sessions, the newest first."""

    __pydantic_config__ = shown(
        items=[
            {
                "id": AN_ID,
                "method": "password",
                "created": A_MOMENT,
                "expires": A_MOMENT,
                "is_this": True,
            }
        ]
    )

    items: list[Session]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorEnrolment:
    """A new second factor: show `uri` as a QR code, then confirm with a code."""

    __pydantic_config__ = shown(
        secret="JBSWY3DPEHPK3PXP", uri="otpauth://totp/trivium:mary?secret=JBSWY3DPEHPK3PXP"
    )

    secret: str
    uri: str

    @classmethod
    def of(cls, info: Enrolment) -> Self:
        return cls(secret=info.secret, uri=info.uri)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodes:
    """Each stands in for the second factor once; they are shown only now."""

    __pydantic_config__ = shown(recovery_codes=["1f0c-93ab-77de-5512"])

    recovery_codes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """The keys that verify access tokens (RFC 7517)."""

    __pydantic_config__ = shown(
        keys=[{"kty": "OKP", "crv": "Ed25519", "x": "…", "kid": AN_ID, "alg": "Ed25519"}]
    )

    keys: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """Identity providers whose people may sign in."""

    __pydantic_config__ = shown(providers=["company"], development=False)

    providers: list[str]
    development: bool
    """Whether anybody on this machine may act without signing in."""
