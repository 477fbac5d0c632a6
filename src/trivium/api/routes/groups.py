"""`/api/groups` and `/api/tenants`."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from trivium.api.dependencies import Cursor, Limit, MaybePrincipal, TheIdentity
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.users import TenantId
from trivium.api.schemas.groups import (
    Group,
    GroupChanges,
    GroupPage,
    NewGroup,
    NewTenant,
    Tenant,
    Tenants,
)

router = APIRouter(prefix="/api/groups", tags=["people"], route_class=ExactRoute)
tenants = APIRouter(prefix="/api/tenants", tags=["people"], route_class=ExactRoute)
_UNKNOWN = "404 identity/not-found"
_TENANT = "403 identity/other-tenant"
_TAKEN = "409 identity/name-taken"
_NAME = "422 identity/bad-name"
MemberKind = Literal["user", "group"]


@router.get(
    "",
    response_model=GroupPage,
    responses=reads(_TENANT, "422 input/cursor"),
    operation_id="listGroups",
)
def list_groups(
    identity: TheIdentity,
    principal: MaybePrincipal,
    tenant_id: TenantId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List the groups of a tenant."""
    page = identity.groups.query(principal, tenant=tenant_id, limit=limit, cursor=cursor)
    return Exact(GroupPage(items=[Group.of(info) for info in page], next_cursor=page.next_cursor))


@router.post(
    "",
    status_code=201,
    response_model=Group,
    responses=writes(_TENANT, _UNKNOWN, _TAKEN, _NAME),
    operation_id="addGroup",
)
def add_group(identity: TheIdentity, principal: MaybePrincipal, body: NewGroup) -> Exact:
    """Add a group."""
    info = identity.groups.add(
        body.id, by=principal, tenant=body.tenant_id, name=body.name, roles=body.roles
    )
    return Exact(Group.of(info), status_code=201)


@router.get(
    "/{group_id}",
    response_model=Group,
    responses=reads(_TENANT, _UNKNOWN),
    operation_id="getGroup",
)
def get_group(
    identity: TheIdentity, principal: MaybePrincipal, group_id: str, tenant_id: TenantId = None
) -> Exact:
    """Get a group with its members."""
    return Exact(Group.of(identity.groups.get(group_id, principal, tenant=tenant_id)))


@router.patch(
    "/{group_id}",
    response_model=Group,
    responses=writes(_TENANT, _UNKNOWN, _NAME),
    operation_id="changeGroup",
)
def change_group(
    identity: TheIdentity,
    principal: MaybePrincipal,
    group_id: str,
    body: GroupChanges,
    tenant_id: TenantId = None,
) -> Exact:
    """Change a group's name or roles."""
    info = identity.groups.change(
        group_id, by=principal, tenant=tenant_id, name=body.name, roles=body.roles
    )
    return Exact(Group.of(info))


@router.delete(
    "/{group_id}",
    status_code=204,
    responses=writes(_TENANT, _UNKNOWN),
    operation_id="removeGroup",
)
def remove_group(
    identity: TheIdentity, principal: MaybePrincipal, group_id: str, tenant_id: TenantId = None
) -> None:
    """Remove a group with its grants; its members stay."""
    identity.groups.remove(group_id, by=principal, tenant=tenant_id)


@router.put(
    "/{group_id}/members/{member_kind}/{member_id}",
    status_code=204,
    responses=writes(_TENANT, _UNKNOWN, "422 identity/circle"),
    operation_id="putMember",
)
def put_member(
    identity: TheIdentity,
    principal: MaybePrincipal,
    group_id: str,
    member_kind: MemberKind,
    member_id: str,
    tenant_id: TenantId = None,
) -> None:
    """Put a user or a group into a group."""
    identity.groups.put_member(group_id, member_kind, member_id, by=principal, tenant=tenant_id)


@router.delete(
    "/{group_id}/members/{member_kind}/{member_id}",
    status_code=204,
    responses=writes(_TENANT, _UNKNOWN),
    operation_id="takeMember",
)
def take_member(
    identity: TheIdentity,
    principal: MaybePrincipal,
    group_id: str,
    member_kind: MemberKind,
    member_id: str,
    tenant_id: TenantId = None,
) -> None:
    """Take a user or a group out of a group."""
    identity.groups.take_member(group_id, member_kind, member_id, by=principal, tenant=tenant_id)


@tenants.get("", response_model=Tenants, responses=reads(), operation_id="listTenants")
def list_tenants(identity: TheIdentity) -> Exact:
    """List the tenants."""
    return Exact(Tenants(items=[Tenant.of(info) for info in identity.tenants.query()]))


@tenants.post(
    "",
    status_code=201,
    response_model=Tenant,
    responses=writes(_TAKEN, _NAME),
    operation_id="addTenant",
)
def add_tenant(identity: TheIdentity, principal: MaybePrincipal, body: NewTenant) -> Exact:
    """Add a tenant."""
    return Exact(Tenant.of(identity.tenants.add(body.id, body.name, principal)), status_code=201)
