"""People, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from trivium.client import shapes
from trivium.client.call import Call, Listing, changed, given, segment, text


def list_users(
    *,
    tenant_id: str | None = None,
    text: str | None = None,
    kind: Literal["person", "service"] | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.UserPage, shapes.User]:
    """List the users of a tenant.

    Refusals: `identity/other-tenant`, `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listUsers",
        method="GET",
        path="/api/users",
        answer=shapes.UserPage,
        query=given(
            tenant_id=tenant_id, text=text, kind=kind, sort=sort, limit=limit, cursor=cursor
        ),
    )


def add_user(
    *,
    id: str,
    kind: Literal["person", "service"] = "person",
    tenant_id: str | None = None,
    name: str | None = None,
    email: str | None = None,
    manager_id: str | None = None,
    password: str | None = None,
    must_change_password: bool = False,
    groups: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
) -> Call[shapes.User]:
    """Add a person or a service account.

    Refusals: `identity/other-tenant`, `identity/not-found`, `identity/name-taken`, `identity/bad-name`,
    `identity/weak-password`.
    """
    return Call(
        operation="addUser",
        method="POST",
        path="/api/users",
        answer=shapes.User,
        body=given(
            id=id,
            kind=kind,
            tenant_id=tenant_id,
            name=name,
            email=email,
            manager_id=manager_id,
            password=password,
            must_change_password=must_change_password,
            groups=groups,
            roles=roles,
        ),
    )


def get_user(user_id: str) -> Call[shapes.User]:
    """Get a user.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="getUser", method="GET", path=f"/api/users/{segment(user_id)}", answer=shapes.User
    )


def change_user(
    user_id: str,
    *,
    name: str | UnsetType | None = UNSET,
    email: str | UnsetType | None = UNSET,
    manager_id: str | UnsetType | None = UNSET,
) -> Call[shapes.User]:
    """Change a user's name, email or manager.

    Refusals: `identity/not-found`, `identity/circle`.
    """
    return Call(
        operation="changeUser",
        method="PATCH",
        path=f"/api/users/{segment(user_id)}",
        answer=shapes.User,
        body=changed(name=name, email=email, manager_id=manager_id),
    )


def remove_user(user_id: str) -> Call[None]:
    """Remove a user with all rights; what they did stays under their name.

    Refusals: `identity/not-found`, `identity/last-admin`.
    """
    return Call(operation="removeUser", method="DELETE", path=f"/api/users/{segment(user_id)}")


def set_user_groups(user_id: str, *, names: Sequence[str]) -> Call[shapes.User]:
    """Put a user into these groups, and out of all others.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="setUserGroups",
        method="PUT",
        path=f"/api/users/{segment(user_id)}/groups",
        answer=shapes.User,
        body=given(names=names),
    )


def set_user_roles(user_id: str, *, names: Sequence[str]) -> Call[shapes.User]:
    """Give a user these roles, and no others.

    Refusals: `identity/not-found`, `identity/last-admin`, `identity/bad-name`.
    """
    return Call(
        operation="setUserRoles",
        method="PUT",
        path=f"/api/users/{segment(user_id)}/roles",
        answer=shapes.User,
        body=given(names=names),
    )


def set_user_password(
    user_id: str, *, password: str, must_change_password: bool = True
) -> Call[None]:
    """Give a user a new password; all sessions end.

    Refusals: `identity/not-found`, `identity/no-person`, `identity/weak-password`.
    """
    return Call(
        operation="setUserPassword",
        method="PUT",
        path=f"/api/users/{segment(user_id)}/password",
        body=given(password=password, must_change_password=must_change_password),
    )


def set_user_state(user_id: str, *, state: Literal["active", "disabled"]) -> Call[shapes.User]:
    """Let a user sign in, or no longer; then all sessions end.

    Refusals: `identity/not-found`, `identity/last-admin`.
    """
    return Call(
        operation="setUserState",
        method="PUT",
        path=f"/api/users/{segment(user_id)}/state",
        answer=shapes.User,
        body=given(state=state),
    )


def unlock_user(user_id: str) -> Call[None]:
    """End the wait of a user after too many failures.

    Refusals: `identity/not-found`.
    """
    return Call(operation="unlockUser", method="POST", path=f"/api/users/{segment(user_id)}/unlock")


def take_second_factor_away(user_id: str) -> Call[None]:
    """Take the second factor of a user away, who has lost it.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="takeSecondFactorAway", method="DELETE", path=f"/api/users/{segment(user_id)}/mfa"
    )


def list_groups(
    *, tenant_id: str | None = None, limit: int = 50, cursor: str | None = None
) -> Listing[shapes.GroupPage, shapes.Group]:
    """List the groups of a tenant.

    Refusals: `identity/other-tenant`, `input/cursor`.
    """
    return Listing(
        operation="listGroups",
        method="GET",
        path="/api/groups",
        answer=shapes.GroupPage,
        query=given(tenant_id=tenant_id, limit=limit, cursor=cursor),
    )


def add_group(
    *,
    id: str,
    tenant_id: str | None = None,
    name: str | None = None,
    roles: Sequence[str] | None = None,
) -> Call[shapes.Group]:
    """Add a group.

    Refusals: `identity/other-tenant`, `identity/not-found`, `identity/name-taken`, `identity/bad-name`.
    """
    return Call(
        operation="addGroup",
        method="POST",
        path="/api/groups",
        answer=shapes.Group,
        body=given(id=id, tenant_id=tenant_id, name=name, roles=roles),
    )


def get_group(group_id: str, *, tenant_id: str | None = None) -> Call[shapes.Group]:
    """Get a group with its members.

    Refusals: `identity/other-tenant`, `identity/not-found`.
    """
    return Call(
        operation="getGroup",
        method="GET",
        path=f"/api/groups/{segment(group_id)}",
        answer=shapes.Group,
        query=given(tenant_id=tenant_id),
    )


def change_group(
    group_id: str,
    *,
    name: str | UnsetType | None = UNSET,
    roles: Sequence[str] | UnsetType | None = UNSET,
    tenant_id: str | UnsetType | None = UNSET,
) -> Call[shapes.Group]:
    """Change a group's name or roles.

    Refusals: `identity/other-tenant`, `identity/not-found`, `identity/bad-name`.
    """
    return Call(
        operation="changeGroup",
        method="PATCH",
        path=f"/api/groups/{segment(group_id)}",
        answer=shapes.Group,
        query=given(tenant_id=tenant_id),
        body=changed(name=name, roles=roles),
    )


def remove_group(group_id: str, *, tenant_id: str | None = None) -> Call[None]:
    """Remove a group with its grants; its members stay.

    Refusals: `identity/other-tenant`, `identity/not-found`.
    """
    return Call(
        operation="removeGroup",
        method="DELETE",
        path=f"/api/groups/{segment(group_id)}",
        query=given(tenant_id=tenant_id),
    )


def put_member(
    group_id: str,
    member_kind: Literal["user", "group"],
    member_id: str,
    *,
    tenant_id: str | None = None,
) -> Call[None]:
    """Put a user or a group into a group.

    Refusals: `identity/other-tenant`, `identity/not-found`, `identity/circle`.
    """
    return Call(
        operation="putMember",
        method="PUT",
        path=f"/api/groups/{segment(group_id)}/members/{segment(member_kind)}/{segment(member_id)}",
        query=given(tenant_id=tenant_id),
    )


def take_member(
    group_id: str,
    member_kind: Literal["user", "group"],
    member_id: str,
    *,
    tenant_id: str | None = None,
) -> Call[None]:
    """Take a user or a group out of a group.

    Refusals: `identity/other-tenant`, `identity/not-found`.
    """
    return Call(
        operation="takeMember",
        method="DELETE",
        path=f"/api/groups/{segment(group_id)}/members/{segment(member_kind)}/{segment(member_id)}",
        query=given(tenant_id=tenant_id),
    )


def list_grants(
    *,
    tenant_id: str | None = None,
    subject_kind: Literal["user", "group", "role", "everybody"] | None = None,
    subject_id: str | None = None,
    resource_kind: Literal["definition", "case", "decision", "instance", "task", "operation"]
    | None = None,
    resource_id: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.GrantPage, shapes.Grant]:
    """List grants, the oldest first.

    Refusals: `identity/other-tenant`, `input/cursor`.
    """
    return Listing(
        operation="listGrants",
        method="GET",
        path="/api/grants",
        answer=shapes.GrantPage,
        query=given(
            tenant_id=tenant_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            resource_kind=resource_kind,
            resource_id=resource_id,
            limit=limit,
            cursor=cursor,
        ),
    )


def add_grant(
    *,
    subject_kind: Literal["user", "group", "role", "everybody"],
    permission: Literal["read", "start", "work", "assign", "operate", "administer"],
    resource_kind: Literal["definition", "case", "decision", "instance", "task", "operation"],
    resource_id: str,
    subject_id: str = "",
    tenant_id: str | None = None,
) -> Call[shapes.Grant]:
    """Grant somebody something.

    Refusals: `identity/other-tenant`, `identity/not-found`, `grant/is-there`, `grant/unknown`.
    """
    return Call(
        operation="addGrant",
        method="POST",
        path="/api/grants",
        answer=shapes.Grant,
        body=given(
            subject_kind=subject_kind,
            subject_id=subject_id,
            permission=permission,
            resource_kind=resource_kind,
            resource_id=resource_id,
            tenant_id=tenant_id,
        ),
    )


def remove_grant(grant_id: str) -> Call[None]:
    """Take a grant back.

    Refusals: `identity/not-found`.
    """
    return Call(operation="removeGrant", method="DELETE", path=f"/api/grants/{segment(grant_id)}")


def list_api_keys(
    *, tenant_id: str | None = None, user_id: str | None = None
) -> Call[shapes.ApiKeys]:
    """List API keys, the newest first.

    Refusals: `identity/other-tenant`.
    """
    return Call(
        operation="listApiKeys",
        method="GET",
        path="/api/api-keys",
        answer=shapes.ApiKeys,
        query=given(tenant_id=tenant_id, user_id=user_id),
    )


def add_api_key(
    *,
    user_id: str,
    name: str,
    scopes: Sequence[Literal["read", "start", "work", "assign", "operate", "administer"]]
    | None = None,
    expires: datetime | None = None,
) -> Call[shapes.WholeApiKey]:
    """Make an API key for a user; it is shown once.

    Refusals: `identity/not-found`, `identity/bad-name`.
    """
    return Call(
        operation="addApiKey",
        method="POST",
        path="/api/api-keys",
        answer=shapes.WholeApiKey,
        body=given(user_id=user_id, name=name, scopes=scopes, expires=text(expires)),
    )


def revoke_api_key(key_id: str) -> Call[None]:
    """Revoke an API key, at once.

    Refusals: `identity/not-found`.
    """
    return Call(operation="revokeApiKey", method="DELETE", path=f"/api/api-keys/{segment(key_id)}")


def list_tenants() -> Call[shapes.Tenants]:
    """List the tenants."""
    return Call(operation="listTenants", method="GET", path="/api/tenants", answer=shapes.Tenants)


def add_tenant(*, id: str, name: str | None = None) -> Call[shapes.Tenant]:
    """Add a tenant.

    Refusals: `identity/name-taken`, `identity/bad-name`.
    """
    return Call(
        operation="addTenant",
        method="POST",
        path="/api/tenants",
        answer=shapes.Tenant,
        body=given(id=id, name=name),
    )


def get_people_record(
    *,
    before: int | None = None,
    target_kind: str | None = None,
    target_id: str | None = None,
    actor: str | None = None,
    limit: int = 50,
) -> Call[shapes.PeopleRecord]:
    """Get the record of changes of people and grants, and of sign-ins, the newest first."""
    return Call(
        operation="getPeopleRecord",
        method="GET",
        path="/api/audit/people",
        answer=shapes.PeopleRecord,
        query=given(
            before=before, target_kind=target_kind, target_id=target_id, actor=actor, limit=limit
        ),
    )
