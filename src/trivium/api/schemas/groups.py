"""Groups and tenants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, Page, page_of, shown, taken

if TYPE_CHECKING:
    from trivium.identity.infos import GroupInfo, TenantInfo

_GROUP: dict[str, Any] = {
    "id": "accounting",
    "tenant_id": "",
    "name": "Accounting",
    "users": ["mary"],
    "groups": [],
    "roles": [],
    "created": A_MOMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group with the users and groups that are directly in it."""

    __pydantic_config__ = shown(**_GROUP)

    id: str
    tenant_id: str
    name: str | None
    users: list[str]
    groups: list[str]
    roles: list[str]
    created: datetime

    @classmethod
    def of(cls, info: GroupInfo) -> Self:
        return cls(
            id=info.id,
            tenant_id=info.tenant,
            name=info.name,
            users=list(info.users),
            groups=list(info.groups),
            roles=list(info.roles),
            created=info.created_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage(Page[Group]):
    """Groups of a tenant."""

    __pydantic_config__ = page_of(_GROUP)

    items: list[Group]


class NewGroup(BaseModel):
    """A group to add; its id is what models name as a candidate group."""

    model_config = taken(id="accounting", name="Accounting")

    id: str = Field(min_length=1, max_length=200)
    tenant_id: str | None = Field(default=None, max_length=200)
    name: str | None = Field(default=None, max_length=200)
    roles: list[str] = Field(default_factory=list, max_length=1000)


class GroupChanges(BaseModel):
    """What is given is changed."""

    model_config = taken(name="Accounts", roles=["clerk"])

    name: str | None = Field(default=None, max_length=200)
    roles: list[str] | None = Field(default=None, max_length=1000)


_TENANT: dict[str, Any] = {"id": "north", "name": "North Ltd", "created": A_MOMENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A tenant."""

    __pydantic_config__ = shown(**_TENANT)

    id: str
    name: str
    created: datetime

    @classmethod
    def of(cls, info: TenantInfo) -> Self:
        return cls(id=info.id, name=info.name, created=info.created_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenants:
    """All tenants but the one without a name."""

    __pydantic_config__ = shown(items=[_TENANT])

    items: list[Tenant]


class NewTenant(BaseModel):
    """A tenant to add."""

    model_config = taken(id="north", name="North Ltd")

    id: str = Field(min_length=1, max_length=200)
    name: str | None = Field(default=None, max_length=200)
