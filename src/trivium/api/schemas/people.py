"""Users, groups, tenants, grants, API keys and the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field

from trivium.api.schemas.shape import (
    A_MOMENT,
    AN_ID,
    ANOTHER_ID,
    Page,
    page_of,
    shown,
    taken,
)

if TYPE_CHECKING:
    from trivium.identity.infos import (
        ApiKeyInfo,
        GrantInfo,
        GroupInfo,
        NewApiKey,
        RecordEntry,
        TenantInfo,
        UserInfo,
    )

Permission = Literal["read", "start", "work", "assign", "operate", "administer"]
ResourceKind = Literal["definition", "case", "decision", "instance", "task", "operation"]
SubjectKind = Literal["user", "group", "role", "everybody"]
State = Literal["active", "disabled"]
Kind = Literal["person", "service"]
_Name = Field(min_length=1, max_length=200)

_USER: dict[str, Any] = {
    "id": "mary",
    "tenant_id": "",
    "kind": "person",
    "name": "Mary Major",
    "email": "mary@example.com",
    "manager_id": "ada",
    "state": "active",
    "groups": ["accounting"],
    "roles": ["clerk"],
    "has_password": True,
    "must_change_password": False,
    "has_second_factor": False,
    "created": A_MOMENT,
    "last_sign_in": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or service account; groups and roles are those that it has directly."""

    __pydantic_config__ = shown(**_USER)

    id: str
    tenant_id: str
    kind: Kind
    name: str | None
    email: str | None
    manager_id: str | None
    state: State
    groups: list[str]
    roles: list[str]
    has_password: bool
    must_change_password: bool
    has_second_factor: bool
    created: datetime
    last_sign_in: datetime | None

    @classmethod
    def of(cls, info: UserInfo) -> Self:
        return cls(
            id=info.id,
            tenant_id=info.tenant,
            kind="service" if info.kind == "service" else "person",
            name=info.name,
            email=info.email,
            manager_id=info.manager,
            state="active" if info.state == "active" else "disabled",
            groups=list(info.groups),
            roles=list(info.roles),
            has_password=info.has_password,
            must_change_password=info.must_change_password,
            has_second_factor=info.has_second_factor,
            created=info.created_at,
            last_sign_in=info.last_sign_in_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPage(Page[User]):
    """Users of a tenant."""

    __pydantic_config__ = page_of(_USER)

    items: list[User]


class NewUser(BaseModel):
    """Somebody to add. Without a password they cannot sign in by one."""

    model_config = taken(
        id="mary",
        name="Mary Major",
        password="wxyz-abcd-efgh-jkmn",
        must_change_password=True,
        groups=["accounting"],
    )

    id: str = _Name
    kind: Kind = "person"
    tenant_id: str | None = Field(default=None, max_length=200)
    name: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=300)
    manager_id: str | None = Field(default=None, max_length=200)
    password: str | None = Field(default=None, max_length=1000)
    must_change_password: bool = False
    groups: list[str] = Field(default_factory=list, max_length=1000)
    roles: list[str] = Field(default_factory=list, max_length=1000)


class UserChanges(BaseModel):
    """The members that are given are changed; null takes a value away."""

    model_config = taken(name="Mary Minor", manager_id=None)

    name: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=300)
    manager_id: str | None = Field(default=None, max_length=200)

    def changes(self) -> dict[str, Any]:
        """Only what was given, under the names of identity."""
        given = self.model_dump(exclude_unset=True)
        return {"manager" if name == "manager_id" else name: given[name] for name in given}


class Names(BaseModel):
    """All that somebody is to have; what is not named is taken away."""

    model_config = taken(names=["accounting", "sales"])

    names: list[str] = Field(max_length=1000)


class UserPassword(BaseModel):
    """A password from an administrator."""

    model_config = taken(password="wxyz-abcd-efgh-jkmn", must_change_password=True)

    password: str = Field(min_length=1, max_length=1000)
    must_change_password: bool = True


class UserState(BaseModel):
    """Whether somebody may sign in."""

    model_config = taken(state="disabled")

    state: State


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

    id: str = _Name
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

    id: str = _Name
    name: str | None = Field(default=None, max_length=200)


_GRANT: dict[str, Any] = {
    "id": ANOTHER_ID,
    "tenant_id": "",
    "subject_kind": "group",
    "subject_id": "accounting",
    "permission": "work",
    "resource_kind": "definition",
    "resource_id": "invoice",
    "created": A_MOMENT,
    "created_by": "admin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Who may do what with which resource."""

    __pydantic_config__ = shown(**_GRANT)

    id: str
    tenant_id: str
    subject_kind: str
    subject_id: str
    permission: str
    resource_kind: str
    resource_id: str
    created: datetime
    created_by: str | None

    @classmethod
    def of(cls, info: GrantInfo) -> Self:
        return cls(
            id=info.id,
            tenant_id=info.tenant,
            subject_kind=info.subject_kind,
            subject_id=info.subject,
            permission=info.permission,
            resource_kind=info.resource_kind,
            resource_id=info.resource,
            created=info.created_at,
            created_by=info.created_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPage(Page[Grant]):
    """Grants of a tenant, the oldest first."""

    __pydantic_config__ = page_of(_GRANT)

    items: list[Grant]


class NewGrant(BaseModel):
    """Definitions, cases and decisions are named by their keys, instances and tasks by ids; `*` is all."""

    model_config = taken(
        subject_kind="group",
        subject_id="accounting",
        permission="work",
        resource_kind="definition",
        resource_id="invoice",
    )

    subject_kind: SubjectKind
    subject_id: str = Field(default="", max_length=200)
    permission: Permission
    resource_kind: ResourceKind
    resource_id: str = Field(min_length=1, max_length=500)
    tenant_id: str | None = Field(default=None, max_length=200)


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

    user_id: str = _Name
    name: str = _Name
    scopes: list[Permission] | None = None
    expires: AwareDatetime | None = None


_ENTRY: dict[str, Any] = {
    "position": 17,
    "tenant_id": "",
    "at": A_MOMENT,
    "actor": "admin",
    "action": "add",
    "target_kind": "user",
    "target_id": "mary",
    "content": {"name": "Mary Major"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRecordEntry:
    """A change of people or grants, or a sign-in."""

    __pydantic_config__ = shown(**_ENTRY)

    position: int
    tenant_id: str
    at: datetime
    actor: str | None
    action: str
    target_kind: str
    target_id: str
    content: dict[str, Any]

    @classmethod
    def of(cls, entry: RecordEntry) -> Self:
        return cls(
            position=entry.position,
            tenant_id=entry.tenant,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            target_kind=entry.target_kind,
            target_id=entry.target,
            content=entry.content,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRecord:
    """The record, the newest first; `next_before` asks for what came before."""

    __pydantic_config__ = shown(items=[_ENTRY], next_before=None)

    items: list[PeopleRecordEntry]
    next_before: int | None
