"""`/api/processes/jobs`: what external workers do."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Plain,
    Sort,
    TheEngine,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.polling import Polling
from trivium.api.problems import reads, writes
from trivium.api.schemas.jobs import (
    Activate,
    ActivatedJob,
    ActivatedJobs,
    Job,
    JobError,
    JobFailure,
    JobPage,
    JobResult,
    LeaseExtension,
    RetriesLeft,
    Topic,
    TopicLimits,
    Topics,
)
from trivium.api.variables import given

router = APIRouter(prefix="/api/processes/jobs", tags=["jobs"], route_class=ExactRoute)
_CHANGED = (
    "404 job/not-found",
    "409 job/lease-lost",
    "409 job/not-work",
    "409 instance/suspended",
)
_GIVEN = "422 variable/wrong-type"
_ANSWERED = (
    "422 job/no-task-listener",
    "422 task/cannot-be-denied",
    "422 task/denied-and-corrected",
    "422 task/unknown-field",
    "422 task/wrong-correction",
)
_SORTS = {"due": "due_at", "priority": "priority", "retries": "retries", "topic": "topic"}


@router.get(
    "",
    response_model=JobPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listJobs",
)
def list_jobs(  # query parameters
    engine: TheEngine,
    process_instance_id: str | None = None,
    topic: str | None = None,
    kind: Literal["work", "timer", "async", "retry", "command", "start-timer", "batch"]
    | None = None,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List jobs of any kind, the oldest first."""
    page = engine.jobs.query(
        process_instance_id,
        topic=topic,
        kind=kind,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Job.of(info) for info in page]
    return Exact(JobPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/topics", response_model=Topics, responses=reads(), operation_id="listTopics")
def list_topics(engine: TheEngine) -> Exact:
    """List the topics of work, with their limits."""
    return Exact(Topics(topics=[Topic.of(info) for info in engine.jobs.topics()]))


@router.put(
    "/topics/{topic}/limits", status_code=204, responses=writes(), operation_id="limitTopic"
)
def limit_topic(engine: TheEngine, topic: str, body: TopicLimits) -> None:
    """Limit how much of a topic's work is given out, over all nodes and workers."""
    engine.jobs.limit(topic, at_once=body.at_once, per_minute=body.per_minute)


@router.post(
    "/activate",
    response_model=ActivatedJobs,
    responses=writes(),
    operation_id="activateJobs",
)
async def activate(request: Request, body: Activate, *, plain: Plain = False) -> Exact:
    """Lease work of some topics, and wait for it if there is none."""
    polling: Polling = request.app.state.polling
    taken = await polling.activate(body, request)
    return Exact(ActivatedJobs(jobs=[ActivatedJob.read(info, plain=plain) for info in taken]))


@router.post(
    "/{job_id}/complete",
    status_code=204,
    responses=writes(*_CHANGED, _GIVEN, *_ANSWERED),
    operation_id="completeJob",
)
def complete(
    engine: TheEngine,
    job_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: JobResult = JobResult(),  # noqa: B008  # nothing changes it
) -> None:
    """Complete a job: its work is done."""
    engine.jobs.complete(
        job_id,
        given(body.variables),
        local_variables=given(body.local_variables),
        answer=None if body.answer is None else body.answer.given(),
        lease=body.lease,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{job_id}/fail",
    response_model=RetriesLeft,
    responses=writes(*_CHANGED),
    operation_id="failJob",
)
def fail(
    engine: TheEngine,
    job_id: str,
    body: JobFailure,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Fail a job: its work did not succeed; without retries left an incident is open."""
    left = engine.jobs.fail(
        job_id,
        body.error_message,
        retries=body.retries,
        retry_in=body.retry_in,
        lease=body.lease,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(RetriesLeft(retries=left))


@router.post(
    "/{job_id}/error",
    status_code=204,
    responses=writes(*_CHANGED, _GIVEN, "409 task/in-transition"),
    operation_id="throwJobError",
)
def error(
    engine: TheEngine,
    job_id: str,
    body: JobError,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """End a job in a BPMN error or escalation that the model catches."""
    engine.jobs.error(
        job_id,
        body.error_code,
        body.error_message,
        given(body.variables),
        escalation=body.escalation,
        lease=body.lease,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{job_id}/extend",
    status_code=204,
    responses=writes("404 job/not-found", "409 job/lease-lost"),
    operation_id="extendJob",
)
def extend(
    engine: TheEngine, job_id: str, body: LeaseExtension, idempotency_key: IdempotencyKey
) -> None:
    """Extend a lease that nobody else has taken."""
    engine.jobs.extend(job_id, body.lease, body.lease_for, idempotency_key=idempotency_key)
