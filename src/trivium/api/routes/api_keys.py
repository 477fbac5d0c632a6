"""`/api/api-keys`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import MaybePrincipal, TheIdentity
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.users import TenantId
from trivium.api.schemas.api_keys import ApiKey, ApiKeys, ApiKeyWish, WholeApiKey

router = APIRouter(prefix="/api/api-keys", tags=["people"], route_class=ExactRoute)
_UNKNOWN = "404 identity/not-found"


@router.get(
    "",
    response_model=ApiKeys,
    responses=reads("403 identity/other-tenant"),
    operation_id="listApiKeys",
)
def list_api_keys(
    identity: TheIdentity,
    principal: MaybePrincipal,
    tenant_id: TenantId = None,
    user_id: Annotated[str | None, Query(max_length=200)] = None,
) -> Exact:
    """List API keys, the newest first."""
    found = identity.api_keys.query(principal, tenant=tenant_id, user=user_id)
    return Exact(ApiKeys(items=[ApiKey.of(info) for info in found]))


@router.post(
    "",
    status_code=201,
    response_model=WholeApiKey,
    responses=writes(_UNKNOWN, "422 identity/bad-name"),
    operation_id="addApiKey",
)
def add_api_key(identity: TheIdentity, principal: MaybePrincipal, body: ApiKeyWish) -> Exact:
    """Make an API key for a user; it is shown once."""
    new = identity.api_keys.add(
        body.user_id, body.name, by=principal, scopes=body.scopes, expires_at=body.expires
    )
    answer = Exact(WholeApiKey.made(new), status_code=201)
    answer.headers["cache-control"] = "no-store"
    return answer


@router.delete(
    "/{key_id}", status_code=204, responses=writes(_UNKNOWN), operation_id="revokeApiKey"
)
def revoke_api_key(identity: TheIdentity, principal: MaybePrincipal, key_id: str) -> None:
    """Revoke an API key, at once."""
    identity.api_keys.revoke(key_id, principal)
