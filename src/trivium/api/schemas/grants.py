"""Grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, ANOTHER_ID, Page, page_of, shown, taken

if TYPE_CHECKING:
    from trivium.identity.infos import GrantInfo

Permission = Literal["read", "start", "work", "assign", "operate", "administer"]
ResourceKind = Literal["definition", "case", "decision", "instance", "task", "operation"]
SubjectKind = Literal["user", "group", "role", "everybody"]

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
