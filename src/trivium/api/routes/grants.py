"""`/api/grants`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import Cursor, Limit, MaybePrincipal, TheIdentity
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.users import TenantId
from trivium.api.schemas.grants import Grant, GrantPage, NewGrant, ResourceKind, SubjectKind

router = APIRouter(prefix="/api/grants", tags=["people"], route_class=ExactRoute)
_TENANT = "403 identity/other-tenant"
_UNKNOWN = "404 identity/not-found"


@router.get(
    "",
    response_model=GrantPage,
    responses=reads(_TENANT, "422 input/cursor"),
    operation_id="listGrants",
)
def list_grants(  # query parameters
    identity: TheIdentity,
    principal: MaybePrincipal,
    tenant_id: TenantId = None,
    subject_kind: SubjectKind | None = None,
    subject_id: Annotated[str | None, Query(max_length=200)] = None,
    resource_kind: ResourceKind | None = None,
    resource_id: Annotated[str | None, Query(max_length=500)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List grants, the oldest first."""
    page = identity.grants.query(
        principal,
        tenant=tenant_id,
        subject_kind=subject_kind,
        subject=subject_id,
        resource_kind=resource_kind,
        resource=resource_id,
        limit=limit,
        cursor=cursor,
    )
    return Exact(GrantPage(items=[Grant.of(info) for info in page], next_cursor=page.next_cursor))


@router.post(
    "",
    status_code=201,
    response_model=Grant,
    responses=writes(_TENANT, _UNKNOWN, "409 grant/is-there", "422 grant/unknown"),
    operation_id="addGrant",
)
def add_grant(identity: TheIdentity, principal: MaybePrincipal, body: NewGrant) -> Exact:
    """Grant somebody something."""
    info = identity.grants.add(
        body.permission,
        body.resource_kind,
        body.resource_id,
        subject_kind=body.subject_kind,
        subject=body.subject_id,
        by=principal,
        tenant=body.tenant_id,
    )
    return Exact(Grant.of(info), status_code=201)


@router.delete(
    "/{grant_id}", status_code=204, responses=writes(_UNKNOWN), operation_id="removeGrant"
)
def remove_grant(identity: TheIdentity, principal: MaybePrincipal, grant_id: str) -> None:
    """Take a grant back."""
    identity.grants.remove(grant_id, principal)
