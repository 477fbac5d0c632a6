"""`/api/users`, and the record of what was changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import Cursor, Limit, MaybePrincipal, Sort, TheIdentity, column
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.users import (
    Kind,
    Names,
    NewUser,
    PeopleRecord,
    PeopleRecordEntry,
    User,
    UserChanges,
    UserPage,
    UserPassword,
    UserState,
)

router = APIRouter(prefix="/api/users", tags=["people"], route_class=ExactRoute)
record = APIRouter(prefix="/api/audit", tags=["people"], route_class=ExactRoute)
_UNKNOWN = "404 identity/not-found"
_LAST = "409 identity/last-admin"
_WEAK = "422 identity/weak-password"
_TENANT = "403 identity/other-tenant"
_SORTS = {
    "id": "id",
    "name": "name",
    "created": "created_at",
    "last_sign_in": "last_sign_in_at",
}
TenantId = Annotated[
    str | None,
    Query(description="Another tenant, for admins of the installation.", max_length=200),
]


@router.get(
    "",
    response_model=UserPage,
    responses=reads(_TENANT, "422 input/cursor", "422 input/sort"),
    operation_id="listUsers",
)
def list_users(  # query parameters
    identity: TheIdentity,
    principal: MaybePrincipal,
    tenant_id: TenantId = None,
    text: Annotated[str | None, Query(description="In the id or the name.", max_length=200)] = None,
    kind: Kind | None = None,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List the users of a tenant."""
    page = identity.users.query(
        principal,
        tenant=tenant_id,
        text=text,
        kind=kind,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
    )
    return Exact(UserPage(items=[User.of(info) for info in page], next_cursor=page.next_cursor))


@router.post(
    "",
    status_code=201,
    response_model=User,
    responses=writes(_TENANT, _UNKNOWN, "409 identity/name-taken", "422 identity/bad-name", _WEAK),
    operation_id="addUser",
)
def add_user(identity: TheIdentity, principal: MaybePrincipal, body: NewUser) -> Exact:
    """Add a person or a service account."""
    info = identity.users.add(
        body.id,
        by=principal,
        tenant=body.tenant_id,
        kind=body.kind,
        name=body.name,
        email=body.email,
        manager=body.manager_id,
        password=body.password,
        must_change_password=body.must_change_password,
        groups=body.groups,
        roles=body.roles,
    )
    return Exact(User.of(info), status_code=201)


@router.get("/{user_id}", response_model=User, responses=reads(_UNKNOWN), operation_id="getUser")
def get_user(identity: TheIdentity, principal: MaybePrincipal, user_id: str) -> Exact:
    """Get a user."""
    return Exact(User.of(identity.users.get(user_id, principal)))


@router.patch(
    "/{user_id}",
    response_model=User,
    responses=writes(_UNKNOWN, "422 identity/circle"),
    operation_id="changeUser",
)
def change_user(
    identity: TheIdentity, principal: MaybePrincipal, user_id: str, body: UserChanges
) -> Exact:
    """Change a user's name, email or manager."""
    return Exact(User.of(identity.users.change(user_id, body.changes(), principal)))


@router.delete(
    "/{user_id}", status_code=204, responses=writes(_UNKNOWN, _LAST), operation_id="removeUser"
)
def remove_user(identity: TheIdentity, principal: MaybePrincipal, user_id: str) -> None:
    """Remove a user with all rights; what they did stays under their name."""
    identity.users.remove(user_id, principal)


@router.put(
    "/{user_id}/groups",
    response_model=User,
    responses=writes(_UNKNOWN),
    operation_id="setUserGroups",
)
def set_groups(
    identity: TheIdentity, principal: MaybePrincipal, user_id: str, body: Names
) -> Exact:
    """Put a user into these groups, and out of all others."""
    return Exact(User.of(identity.users.set_groups(user_id, body.names, principal)))


@router.put(
    "/{user_id}/roles",
    response_model=User,
    responses=writes(_UNKNOWN, _LAST, "422 identity/bad-name"),
    operation_id="setUserRoles",
)
def set_roles(identity: TheIdentity, principal: MaybePrincipal, user_id: str, body: Names) -> Exact:
    """Give a user these roles, and no others."""
    return Exact(User.of(identity.users.set_roles(user_id, body.names, principal)))


@router.put(
    "/{user_id}/password",
    status_code=204,
    responses=writes(_UNKNOWN, "409 identity/no-person", _WEAK),
    operation_id="setUserPassword",
)
def set_password(
    identity: TheIdentity, principal: MaybePrincipal, user_id: str, body: UserPassword
) -> None:
    """Give a user a new password; all sessions end."""
    identity.users.set_password(
        user_id, body.password, principal, must_change=body.must_change_password
    )


@router.put(
    "/{user_id}/state",
    response_model=User,
    responses=writes(_UNKNOWN, _LAST),
    operation_id="setUserState",
)
def set_state(
    identity: TheIdentity, principal: MaybePrincipal, user_id: str, body: UserState
) -> Exact:
    """Let a user sign in, or no longer; then all sessions end."""
    return Exact(User.of(identity.users.set_state(user_id, body.state, principal)))


@router.post(
    "/{user_id}/unlock", status_code=204, responses=writes(_UNKNOWN), operation_id="unlockUser"
)
def unlock(identity: TheIdentity, principal: MaybePrincipal, user_id: str) -> None:
    """End the wait of a user after too many failures."""
    identity.users.unlock(user_id, principal)


@router.delete(
    "/{user_id}/mfa",
    status_code=204,
    responses=writes(_UNKNOWN),
    operation_id="takeSecondFactorAway",
)
def take_second_factor_away(identity: TheIdentity, principal: MaybePrincipal, user_id: str) -> None:
    """Take the second factor of a user away, who has lost it."""
    identity.second_factor.take_away(user_id, principal)


@record.get(
    "/people", response_model=PeopleRecord, responses=reads(), operation_id="getPeopleRecord"
)
def get_record(
    identity: TheIdentity,
    principal: MaybePrincipal,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    target_kind: Annotated[str | None, Query(max_length=200)] = None,
    target_id: Annotated[str | None, Query(max_length=500)] = None,
    actor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
) -> Exact:
    """Get the record of changes of people and grants, and of sign-ins, the newest first."""
    found = identity.record(
        principal,
        before=before,
        limit=limit,
        target_kind=target_kind,
        target=target_id,
        actor=actor,
    )
    items = [PeopleRecordEntry.of(entry) for entry in found[:limit]]
    more = items[-1].position if len(found) > limit else None
    return Exact(PeopleRecord(items=items, next_before=more))
