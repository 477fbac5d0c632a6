"""`/api/processes/jobs`: what external workers do."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter

from trivium.api.dependencies import Actor, Cursor, IdempotencyKey, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import JobPage
from trivium.api.variables import plain as plain_values

router = APIRouter(prefix="/api/processes/jobs", tags=["jobs"], route_class=ExactRoute)


@router.get("", response_model=JobPage, responses=answers(), operation_id="listJobs")
def list_jobs(  # query parameters
    engine: TheEngine,
    instance_id: str | None = None,
    topic: str | None = None,
    kind: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List jobs, without variables."""
    return Exact(engine.jobs.query(instance_id, topic=topic, kind=kind, limit=limit, cursor=cursor))


@router.post("/activate", responses=answers(), operation_id="activateJobs")
def activate(engine: TheEngine, body: requests.Activate) -> Exact:
    """Lease work; waits for it if asked to."""
    taken = engine.jobs.activate(
        body.topics,
        body.worker,
        limit=body.limit,
        lease_for=timedelta(milliseconds=body.lease_for_ms),
        wait_for=timedelta(milliseconds=body.wait_for_ms),
    )
    return Exact({"jobs": taken})


@router.post(
    "/{job_id}/complete",
    status_code=204,
    responses=answers(404, 409),
    operation_id="completeJob",
)
def complete(
    engine: TheEngine,
    job_id: str,
    body: requests.JobCompleted,
    actor: Actor,
    idempotency_key: IdempotencyKey = None,
) -> None:
    """The work is done."""
    engine.jobs.complete(
        job_id,
        plain_values(body.variables),
        local_variables=plain_values(body.local_variables),
        lease=body.lease,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post("/{job_id}/fail", responses=answers(404, 409), operation_id="failJob")
def fail(engine: TheEngine, job_id: str, body: requests.JobFailed, actor: Actor) -> Exact:
    """The work did not succeed; answers the retries that are left."""
    pause = None if body.retry_in_ms is None else timedelta(milliseconds=body.retry_in_ms)
    left = engine.jobs.fail(
        job_id, body.message, retries=body.retries, retry_in=pause, lease=body.lease, user=actor
    )
    return Exact({"retries": left})


@router.post(
    "/{job_id}/error", status_code=204, responses=answers(404, 409), operation_id="throwJobError"
)
def error(engine: TheEngine, job_id: str, body: requests.JobError, actor: Actor) -> None:
    """The work ended in a BPMN error."""
    engine.jobs.error(
        job_id,
        body.code,
        body.message,
        plain_values(body.variables),
        lease=body.lease,
        user=actor,
    )


@router.post(
    "/{job_id}/extend", status_code=204, responses=answers(404, 409), operation_id="extendJob"
)
def extend(engine: TheEngine, job_id: str, body: requests.JobExtended) -> None:
    """Keep a job for longer."""
    engine.jobs.extend(job_id, body.lease, timedelta(milliseconds=body.lease_for_ms))
