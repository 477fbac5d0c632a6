"""`/api/processes/batches`."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Sort,
    TheEngine,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.batches import (
    KINDS,
    Batch,
    BatchDetails,
    BatchedInstance,
    BatchedInstancePage,
    BatchPage,
    BatchReason,
    BatchState,
    BatchType,
    Order,
)

router = APIRouter(prefix="/api/processes/batches", tags=["batches"], route_class=ExactRoute)
_UNKNOWN = "404 batch/not-found"
_STATE = "409 batch/wrong-state"
_SORTS = {"created": "created_at", "type": "kind", "status": "state", "total": "total"}


@router.post(
    "",
    status_code=202,
    response_model=Batch,
    responses=writes("404 definition/not-found", "422 variable/wrong-type"),
    operation_id="createBatch",
)
def create(engine: TheEngine, body: Order, actor: Actor, idempotency_key: IdempotencyKey) -> Exact:
    """Do one thing to many instances; it is worked off in the background."""
    info = body.make(engine, user=actor, idempotency_key=idempotency_key)
    place = {"location": f"{router.prefix}/{info.id}"}
    return Exact(Batch.of(info), status_code=202, headers=place)


@router.get(
    "",
    response_model=BatchPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listBatches",
)
def list_batches(
    engine: TheEngine,
    status: BatchState | None = None,
    type: BatchType | None = None,  # noqa: A002  # the parameter's name
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List batches, the newest first."""
    page = engine.batches.query(
        state=status,
        kind=None if type is None else KINDS[type],
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Batch.of(info) for info in page]
    return Exact(BatchPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{batch_id}",
    response_model=BatchDetails,
    responses=reads(_UNKNOWN),
    operation_id="getBatch",
)
def get_batch(engine: TheEngine, batch_id: str) -> Exact:
    """Say how far a batch is, and why some instances could not be done."""
    info = engine.batches.get(batch_id)
    reasons = [BatchReason.of(each) for each in engine.batches.reasons(batch_id)]
    return Exact(BatchDetails(batch=Batch.of(info), reasons=reasons))


@router.get(
    "/{batch_id}/instances",
    response_model=BatchedInstancePage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="listBatchInstances",
)
def list_instances(
    engine: TheEngine,
    batch_id: str,
    status: Literal["open", "done", "failed"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List the instances of a batch with what became of each."""
    engine.batches.get(batch_id)
    page = engine.batches.items(batch_id, state=status, limit=limit, cursor=cursor)
    items = [BatchedInstance.of(item) for item in page]
    return Exact(BatchedInstancePage(items=items, next_cursor=page.next_cursor))


@router.post(
    "/{batch_id}/pause",
    status_code=204,
    responses=writes(_UNKNOWN, _STATE),
    operation_id="pauseBatch",
)
def pause(engine: TheEngine, batch_id: str, actor: Actor) -> None:
    """Do nothing more until it is resumed."""
    engine.batches.pause(batch_id, user=actor)


@router.post(
    "/{batch_id}/resume",
    status_code=204,
    responses=writes(_UNKNOWN, _STATE),
    operation_id="resumeBatch",
)
def resume(engine: TheEngine, batch_id: str, actor: Actor) -> None:
    """Go on with a paused batch."""
    engine.batches.go_on(batch_id, user=actor)


@router.post(
    "/{batch_id}/cancel",
    status_code=204,
    responses=writes(_UNKNOWN, _STATE),
    operation_id="cancelBatch",
)
def cancel(engine: TheEngine, batch_id: str, actor: Actor) -> None:
    """Do nothing more; what is done stays."""
    engine.batches.cancel(batch_id, user=actor)


@router.post(
    "/{batch_id}/retry",
    status_code=204,
    responses=writes(_UNKNOWN),
    operation_id="retryBatch",
)
def retry(engine: TheEngine, batch_id: str, actor: Actor) -> None:
    """Try again what has failed."""
    engine.batches.retry_failed(batch_id, user=actor)
