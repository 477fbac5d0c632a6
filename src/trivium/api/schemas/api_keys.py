"""API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import AwareDatetime, BaseModel, Field

from trivium.api.schemas.grants import Permission
from trivium.api.schemas.shape import A_MOMENT, AN_ID, shown, taken

if TYPE_CHECKING:
    from trivium.identity.infos import ApiKeyInfo, NewApiKey

_KEY: dict[str, Any] = {
    "id": AN_ID,
    "tenant_id": "",
    "user_id": "robot",
    "name": "nightly import",
    "prefix": "tvm_1f0c93ab",
    "scopes": ["read", "start"],
    "created": A_MOMENT,
    "created_by": "admin",
    "expires": None,
    "last_used": None,
    "is_revoked": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key, of which only the beginning is known."""

    __pydantic_config__ = shown(**_KEY)

    id: str
    tenant_id: str
    user_id: str
    name: str
    prefix: str
    scopes: list[str] | None
    created: datetime
    created_by: str | None
    expires: datetime | None
    last_used: datetime | None
    is_revoked: bool

    @classmethod
    def of(cls, info: ApiKeyInfo) -> Self:
        return cls(**_key_members(info))


def _key_members(info: ApiKeyInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "tenant_id": info.tenant,
        "user_id": info.user,
        "name": info.name,
        "prefix": info.prefix,
        "scopes": None if info.scopes is None else list(info.scopes),
        "created": info.created_at,
        "created_by": info.created_by,
        "expires": info.expires_at,
        "last_used": info.last_used_at,
        "is_revoked": info.is_revoked,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeApiKey(ApiKey):
    """A new API key with `key`, which is shown only now."""

    __pydantic_config__ = shown(
        **_KEY, key="tvm_1f0c93ab_0s6lIjCqpZ2fYH1Fqf6P6q2Z0bDPb5b2vDq3zJgkXhk"
    )

    key: str

    @classmethod
    def made(cls, new: NewApiKey) -> Self:
        return cls(**_key_members(new.info), key=new.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeys:
    """API keys, the newest first."""

    __pydantic_config__ = shown(items=[_KEY])

    items: list[ApiKey]


class ApiKeyWish(BaseModel):
    """A key for a user; `scopes` limit what it may do to these permissions."""

    model_config = taken(user_id="robot", name="nightly import", scopes=["read", "start"])

    user_id: str = Field(min_length=1, max_length=200)
    name: str = Field(min_length=1, max_length=200)
    scopes: list[Permission] | None = None
    expires: AwareDatetime | None = None
