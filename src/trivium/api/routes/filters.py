"""`/api/filters`: saved filters of the task list."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import Actor, IdempotencyKey, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.filters import NewFilter, TaskFilter, TaskFilters

router = APIRouter(prefix="/api/filters", tags=["tasks"], route_class=ExactRoute)
_UNKNOWN = "404 filter/not-found"
_INVALID = "422 filter/invalid"
_NOT_YOURS = "403 identity/not-permitted"


@router.get("", response_model=TaskFilters, responses=reads(), operation_id="listFilters")
def list_filters(
    engine: TheEngine,
    actor: Actor,
    *,
    counts: Annotated[bool, Query(description="Also how many tasks each has.")] = False,
) -> Exact:
    """List the filters that you may use: your own, and those shared with you."""
    found = engine.filters.query(counts=counts, user=actor)
    return Exact(TaskFilters(items=[TaskFilter.of(info) for info in found]))


@router.post(
    "",
    status_code=201,
    response_model=TaskFilter,
    responses=writes(_NOT_YOURS, _INVALID, "422 task/user-missing", "413 filter/too-many"),
    operation_id="addFilter",
)
def add_filter(
    engine: TheEngine, body: NewFilter, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Save a filter of your own, and share it if you like."""
    info = engine.filters.add(
        body.name,
        body.content(),
        groups=body.groups,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(TaskFilter.of(info), status_code=201)


@router.get(
    "/{filter_id}",
    response_model=TaskFilter,
    responses=reads(_UNKNOWN),
    operation_id="getFilter",
)
def get_filter(engine: TheEngine, filter_id: str) -> Exact:
    """Get a filter."""
    return Exact(TaskFilter.of(engine.filters.get(filter_id)))


@router.put(
    "/{filter_id}",
    response_model=TaskFilter,
    responses=writes(_UNKNOWN, _NOT_YOURS, _INVALID),
    operation_id="putFilter",
)
def put_filter(
    engine: TheEngine,
    filter_id: str,
    body: NewFilter,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Replace a filter of your own."""
    info = engine.filters.change(
        filter_id,
        body.name,
        body.content(),
        groups=body.groups,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(TaskFilter.of(info))


@router.delete(
    "/{filter_id}",
    status_code=204,
    responses=writes(_UNKNOWN, _NOT_YOURS),
    operation_id="deleteFilter",
)
def delete_filter(
    engine: TheEngine, filter_id: str, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Delete a filter of your own."""
    engine.filters.remove(filter_id, user=actor, idempotency_key=idempotency_key)
