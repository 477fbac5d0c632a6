"""Batches, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from typing import Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def create_batch(
    body: shapes.TerminateMany
    | shapes.SuspendMany
    | shapes.SetVariablesOfMany
    | shapes.ModifyMany
    | shapes.MigrateMany
    | shapes.ResolveIncidentsOfMany
    | shapes.RestartMany
    | shapes.CorrelateMany,
    *,
    idempotency_key: str | None = None,
) -> Call[shapes.Batch]:
    """Do one thing to many instances; it is worked off in the background.

    Refusals: `definition/not-found`, `variable/wrong-type`.
    """
    return Call(
        operation="createBatch",
        method="POST",
        path="/api/processes/batches",
        answer=shapes.Batch,
        body=body,
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_batches(
    *,
    status: Literal["running", "paused", "completed", "cancelled"] | None = None,
    type: Literal[
        "terminate",
        "suspend",
        "resume",
        "setVariables",
        "modify",
        "migrate",
        "resolveIncidents",
        "restart",
        "correlate",
    ]
    | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.BatchPage, shapes.Batch]:
    """List batches, the newest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listBatches",
        method="GET",
        path="/api/processes/batches",
        answer=shapes.BatchPage,
        query=given(status=status, type=type, sort=sort, limit=limit, cursor=cursor, count=count),
    )


def get_batch(batch_id: str) -> Call[shapes.BatchDetails]:
    """Say how far a batch is, and why some instances could not be done.

    Refusals: `batch/not-found`.
    """
    return Call(
        operation="getBatch",
        method="GET",
        path=f"/api/processes/batches/{segment(batch_id)}",
        answer=shapes.BatchDetails,
    )


def list_batch_instances(
    batch_id: str,
    *,
    status: Literal["open", "done", "failed"] | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.BatchedInstancePage, shapes.BatchedInstance]:
    """List the instances of a batch with what became of each.

    Refusals: `batch/not-found`, `input/cursor`.
    """
    return Listing(
        operation="listBatchInstances",
        method="GET",
        path=f"/api/processes/batches/{segment(batch_id)}/instances",
        answer=shapes.BatchedInstancePage,
        query=given(status=status, limit=limit, cursor=cursor),
    )


def pause_batch(batch_id: str) -> Call[None]:
    """Do nothing more until it is resumed.

    Refusals: `batch/not-found`, `batch/wrong-state`.
    """
    return Call(
        operation="pauseBatch",
        method="POST",
        path=f"/api/processes/batches/{segment(batch_id)}/pause",
    )


def resume_batch(batch_id: str) -> Call[None]:
    """Go on with a paused batch.

    Refusals: `batch/not-found`, `batch/wrong-state`.
    """
    return Call(
        operation="resumeBatch",
        method="POST",
        path=f"/api/processes/batches/{segment(batch_id)}/resume",
    )


def cancel_batch(batch_id: str) -> Call[None]:
    """Do nothing more; what is done stays.

    Refusals: `batch/not-found`, `batch/wrong-state`.
    """
    return Call(
        operation="cancelBatch",
        method="POST",
        path=f"/api/processes/batches/{segment(batch_id)}/cancel",
    )


def retry_batch(batch_id: str) -> Call[None]:
    """Try again what has failed.

    Refusals: `batch/not-found`.
    """
    return Call(
        operation="retryBatch",
        method="POST",
        path=f"/api/processes/batches/{segment(batch_id)}/retry",
    )
