"""Jobs: what external workers take and give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables, VariablesAnswer
from trivium.api.variables import presented
from trivium.engine import ListenerAnswer

if TYPE_CHECKING:
    from trivium.engine.infos import JobInfo, TopicInfo

_JOB: dict[str, Any] = {
    "id": ANOTHER_ID,
    "kind": "work",
    "topic": "charge-card",
    "process_instance_id": AN_ID,
    "root_instance_id": AN_ID,
    "activity_id": "charge",
    "due": A_MOMENT,
    "priority": 0,
    "retries": 3,
    "error_message": None,
    "lease": 1,
    "lease_owner": "worker-1",
    "lease_until": A_MOMENT,
    "headers": {},
    "correlation_id": "order-7",
    "traceparent": None,
}
_ACTIVATED: dict[str, Any] = {
    **_JOB,
    "variables": {"amount": {"value": 1250, "type": "Integer", "value_info": None}},
}
_TOPIC: dict[str, Any] = {
    "name": "charge-card",
    "asked_at": A_MOMENT,
    "at_once": 5,
    "per_minute": 600,
}
_LARGEST = 2**63 - 1
Lease = Annotated[
    int | None,
    Field(
        ge=0,
        le=_LARGEST,
        description="The fencing token that came with the job; without one nothing is checked.",
    ),
]
LeaseTime = Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(days=365))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work for a worker (`kind` work), or what Trivium does by itself: timer, async, retry, command.

    `correlation_id` is that of the request that caused it; a worker sends it on as `X-Correlation-Id`, and
    may link a span of its own to `traceparent`, that of the command which made the job.
    """

    __pydantic_config__ = shown(**_JOB)

    id: str
    kind: str
    topic: str | None
    process_instance_id: str | None
    root_instance_id: str | None
    activity_id: str | None
    due: datetime
    priority: int
    retries: int
    error_message: str | None
    lease: int
    lease_owner: str | None
    lease_until: datetime | None
    headers: dict[str, str]
    correlation_id: str | None
    traceparent: str | None

    @classmethod
    def of(cls, info: JobInfo) -> Self:
        return cls(**_members(info))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage(Page[Job]):
    """Jobs."""

    __pydantic_config__ = page_of(_JOB)

    items: list[Job]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivatedJob(Job):
    """Work that was leased, with the variables that its element sees."""

    __pydantic_config__ = shown(**_ACTIVATED)

    variables: VariablesAnswer

    @classmethod
    def read(cls, info: JobInfo, *, plain: bool) -> Self:
        """The job of a worker."""
        return cls(**_members(info), variables=presented(info.variables, plain=plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivatedJobs:
    """What was leased; nothing if there was no work within the time to wait."""

    __pydantic_config__ = shown(jobs=[_ACTIVATED])

    jobs: list[ActivatedJob]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of work: when a worker last asked for it, and how much of it is given out."""

    __pydantic_config__ = shown(**_TOPIC)

    name: str
    asked_at: datetime | None
    at_once: int | None
    per_minute: int | None

    @classmethod
    def of(cls, info: TopicInfo) -> Self:
        return cls(
            name=info.name,
            asked_at=info.asked_at,
            at_once=info.at_once,
            per_minute=info.per_minute,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """All topics that were asked for or have limits."""

    __pydantic_config__ = shown(topics=[_TOPIC])

    topics: list[Topic]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriesLeft:
    """How often the job is tried again; at 0 an incident is open."""

    __pydantic_config__ = shown(retries=2)

    retries: int


def _members(info: JobInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "kind": info.kind,
        "topic": info.topic,
        "process_instance_id": info.instance_id,
        "root_instance_id": info.root_id,
        "activity_id": info.element_id,
        "due": info.due_at,
        "priority": info.priority,
        "retries": info.retries,
        "error_message": info.error,
        "lease": info.lease,
        "lease_owner": info.lease_owner,
        "lease_until": info.lease_until,
        "headers": info.headers,
        "correlation_id": info.correlation_id,
        "traceparent": info.traceparent,
    }


class Activate(BaseModel):
    """What a worker asks for; with `wait_for` the answer comes when there is work, or after that time."""

    model_config = taken(
        topics=["charge-card"], worker="worker-1", limit=5, lease_for="PT30S", wait_for="PT20S"
    )

    topics: list[str] = Field(min_length=1, max_length=100)
    worker: str = Field(min_length=1, max_length=200)
    limit: int = Field(default=1, ge=1, le=1000)
    lease_for: LeaseTime = timedelta(seconds=30)
    wait_for: timedelta = Field(default=timedelta(0), ge=timedelta(0), le=timedelta(minutes=1))


class Answer(BaseModel):
    """What a listener of a user task says of the change that waits for it.

    `denied` takes the change back (what is being assigned, updated or completed). `corrections` are other
    values for `assignee`, `dueDate`, `followUpDate`, `candidateUsers`, `candidateGroups`, `priority`.
    """

    model_config = taken(denied=False, corrections={"assignee": "mary", "priority": 80})

    denied: bool = False
    denied_reason: str | None = None
    corrections: dict[str, str | int | list[str] | None] = Field(default_factory=dict)

    def given(self) -> ListenerAnswer:
        """For the engine."""
        return ListenerAnswer(
            denied=self.denied, denied_reason=self.denied_reason, corrections=self.corrections
        )


class JobResult(BaseModel):
    """The result of a job; `local_variables` stay at the element and its output mappings."""

    model_config = taken(lease=1, variables={"receipt": "R-1"})

    lease: Lease = None
    variables: GivenVariables = Field(default_factory=dict)
    local_variables: GivenVariables = Field(default_factory=dict)
    answer: Answer | None = None


class JobFailure(BaseModel):
    """The work did not succeed; without `retries` and `retry_in` the model says how to go on."""

    model_config = taken(lease=1, error_message="gateway timeout", retries=2, retry_in="PT5S")

    error_message: str
    lease: Lease = None
    retries: int | None = Field(default=None, ge=0, le=2**31)
    retry_in: timedelta | None = Field(default=None, ge=timedelta(0), le=timedelta(days=36500))


class JobError(BaseModel):
    """The work ended in a BPMN error, or with `escalation` in an escalation, that the model catches."""

    model_config = taken(lease=1, error_code="payment-declined", error_message="card expired")

    error_code: str
    error_message: str | None = None
    escalation: bool = False
    lease: Lease = None
    variables: GivenVariables = Field(default_factory=dict)


class TopicLimits(BaseModel):
    """How much of a topic may run at once, and be begun in a minute, over all nodes; null is any number."""

    model_config = taken(at_once=5, per_minute=600)

    at_once: int | None = Field(default=None, ge=1, le=1_000_000)
    per_minute: int | None = Field(default=None, ge=1, le=100_000_000)


class LeaseExtension(BaseModel):
    """A longer lease, counted from now."""

    model_config = taken(lease=1, lease_for="PT1M")

    lease: int = Field(ge=0, le=_LARGEST)
    lease_for: LeaseTime
