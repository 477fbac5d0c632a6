"""Users, and the record of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, Page, page_of, shown, taken

if TYPE_CHECKING:
    from trivium.identity.infos import RecordEntry, UserInfo

State = Literal["active", "disabled"]
Kind = Literal["person", "service"]

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

    id: str = Field(min_length=1, max_length=200)
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
