"""Jobs, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment, text


def list_jobs(
    *,
    process_instance_id: str | None = None,
    topic: str | None = None,
    kind: Literal["work", "timer", "async", "retry", "command", "start-timer", "batch"]
    | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.JobPage, shapes.Job]:
    """List jobs of any kind, the oldest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listJobs",
        method="GET",
        path="/api/processes/jobs",
        answer=shapes.JobPage,
        query=given(
            process_instance_id=process_instance_id,
            topic=topic,
            kind=kind,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def list_topics() -> Call[shapes.Topics]:
    """List the topics of work, with their limits."""
    return Call(
        operation="listTopics",
        method="GET",
        path="/api/processes/jobs/topics",
        answer=shapes.Topics,
    )


def limit_topic(
    topic: str, *, at_once: int | None = None, per_minute: int | None = None
) -> Call[None]:
    """Limit how much of a topic's work is given out, over all nodes and workers."""
    return Call(
        operation="limitTopic",
        method="PUT",
        path=f"/api/processes/jobs/topics/{segment(topic)}/limits",
        body=given(at_once=at_once, per_minute=per_minute),
    )


def activate_jobs(
    *,
    topics: Sequence[str],
    worker: str,
    limit: int = 1,
    lease_for: timedelta | None = None,
    wait_for: timedelta | None = None,
    plain: bool = True,
) -> Call[shapes.ActivatedJobs]:
    """Lease work of some topics, and wait for it if there is none."""
    return Call(
        operation="activateJobs",
        method="POST",
        path="/api/processes/jobs/activate",
        answer=shapes.ActivatedJobs,
        query=given(plain=plain),
        body=given(
            topics=topics,
            worker=worker,
            limit=limit,
            lease_for=text(lease_for),
            wait_for=text(wait_for),
        ),
        waits_for=wait_for,
    )


def complete_job(
    job_id: str,
    *,
    lease: int | None = None,
    variables: Mapping[str, Any] | None = None,
    local_variables: Mapping[str, Any] | None = None,
    answer: shapes.Answer | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Complete a job: its work is done.

    Refusals: `job/not-found`, `job/lease-lost`, `job/not-work`, `instance/suspended`, `variable/wrong-
    type`, `job/no-task-listener`, `task/cannot-be-denied`, `task/denied-and-corrected`, `task/unknown-
    field`, `task/wrong-correction`.
    """
    return Call(
        operation="completeJob",
        method="POST",
        path=f"/api/processes/jobs/{segment(job_id)}/complete",
        body=given(
            lease=lease, variables=variables, local_variables=local_variables, answer=answer
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def fail_job(
    job_id: str,
    *,
    error_message: str,
    lease: int | None = None,
    retries: int | None = None,
    retry_in: timedelta | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.RetriesLeft]:
    """Fail a job: its work did not succeed; without retries left an incident is open.

    Refusals: `job/not-found`, `job/lease-lost`, `job/not-work`, `instance/suspended`.
    """
    return Call(
        operation="failJob",
        method="POST",
        path=f"/api/processes/jobs/{segment(job_id)}/fail",
        answer=shapes.RetriesLeft,
        body=given(
            error_message=error_message, lease=lease, retries=retries, retry_in=text(retry_in)
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def throw_job_error(
    job_id: str,
    *,
    error_code: str,
    error_message: str | None = None,
    escalation: bool = False,
    lease: int | None = None,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """End a job in a BPMN error or escalation that the model catches.

    Refusals: `job/not-found`, `job/lease-lost`, `job/not-work`, `instance/suspended`, `task/in-
    transition`, `variable/wrong-type`.
    """
    return Call(
        operation="throwJobError",
        method="POST",
        path=f"/api/processes/jobs/{segment(job_id)}/error",
        body=given(
            error_code=error_code,
            error_message=error_message,
            escalation=escalation,
            lease=lease,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def extend_job(
    job_id: str, *, lease: int, lease_for: timedelta, idempotency_key: str | None = None
) -> Call[None]:
    """Extend a lease that nobody else has taken.

    Refusals: `job/not-found`, `job/lease-lost`.
    """
    return Call(
        operation="extendJob",
        method="POST",
        path=f"/api/processes/jobs/{segment(job_id)}/extend",
        body=given(lease=lease, lease_for=text(lease_for)),
        takes_key=True,
        idempotency_key=idempotency_key,
    )
