"""Incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.modifications import Instruction
from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables

if TYPE_CHECKING:
    from trivium.engine.infos import IncidentAction, IncidentCause, IncidentInfo

IncidentType = Literal[
    "failedJob", "failedExternalTask", "unhandledBpmnError", "conditionError", "failedInstruction"
]

TYPES: dict[str, IncidentType] = {
    "failed-job": "failedJob",
    "failed-external-task": "failedExternalTask",
    "unhandled-bpmn-error": "unhandledBpmnError",
    "condition-error": "conditionError",
    "failed-instruction": "failedInstruction",
}
Status = Literal["open", "resolved", "deleted"]
ResolutionType = Literal["manual", "automatic", "retry", "skip", "modify", "abort"]

_EXAMPLE: dict[str, Any] = {
    "id": ANOTHER_ID,
    "process_instance_id": AN_ID,
    "root_instance_id": AN_ID,
    "process_definition_id": ANOTHER_ID,
    "process_definition_key": "invoice",
    "incident_type": "conditionError",
    "incident_message": "Expected a condition after `decide` to be true, but none of 2 is.",
    "code": "bpmn/no-flow-taken",
    "activity_id": "decide",
    "configuration": None,
    "created": A_MOMENT,
    "status": "open",
    "assignee": "ada",
    "escalated_to": None,
    "resolution": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolution:
    """Who ended an incident, and how."""

    resolution_type: ResolutionType
    resolution_message: str | None
    resolved_by: str | None
    resolved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Trouble on an element; `configuration` is the id of the job that failed, if one did.

    It is `deleted` when the element was ended from outside.
    """

    __pydantic_config__ = shown(**_EXAMPLE)

    id: str
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    incident_type: IncidentType
    incident_message: str
    code: str
    activity_id: str
    configuration: str | None
    created: datetime
    status: Status
    assignee: str | None
    escalated_to: str | None
    resolution: IncidentResolution | None

    @classmethod
    def of(cls, info: IncidentInfo) -> Self:
        return cls(**_fields(info))


def _fields(info: IncidentInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "process_instance_id": info.instance_id,
        "root_instance_id": info.root_id,
        "process_definition_id": info.definition_id,
        "process_definition_key": info.key,
        "incident_type": TYPES[info.type],
        "incident_message": info.message,
        "code": info.code,
        "activity_id": info.element_id,
        "configuration": info.job_id,
        "created": info.created_at,
        "status": info.state,
        "assignee": info.assignee,
        "escalated_to": info.escalated_to,
        "resolution": _resolution(info),
    }


def _resolution(info: IncidentInfo) -> IncidentResolution | None:
    if info.state != "resolved":
        return None
    return IncidentResolution(
        resolution_type=info.resolution,  # type: ignore[arg-type]  # one of the six
        resolution_message=info.resolution_message,
        resolved_by=info.resolved_by,
        resolved_at=info.resolved_at,  # type: ignore[arg-type]  # it is resolved
    )


_CAUSE: dict[str, Any] = {
    "code": "bpmn/no-flow-taken",
    "incident_type": "conditionError",
    "process_definition_key": "invoice",
    "activity_id": "decide",
    "count": 3,
    "instances": 3,
    "first": A_MOMENT,
    "newest": _EXAMPLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Incidents with the same code at the same element: how many, in how many instances, the newest."""

    __pydantic_config__ = shown(**_CAUSE)

    code: str
    incident_type: IncidentType
    process_definition_key: str
    activity_id: str
    count: int
    instances: int
    first: datetime
    newest: Incident

    @classmethod
    def of(cls, cause: IncidentCause) -> Self:
        newest = Incident.of(cause.newest)
        return cls(
            code=newest.code,
            incident_type=newest.incident_type,
            process_definition_key=newest.process_definition_key,
            activity_id=newest.activity_id,
            count=cause.count,
            instances=cause.instances,
            first=cause.first_at,
            newest=newest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """What incidents have in common, the most frequent first."""

    __pydantic_config__ = shown(items=[_CAUSE])

    items: list[Cause]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentHistory:
    """One thing that was done about an incident; `to` is who it was assigned or escalated to."""

    timestamp: datetime
    action: Literal["created", "resolved", "deleted", "escalated", "assigned", "commented"]
    message: str | None
    user: str | None
    to: str | None

    @classmethod
    def of(cls, action: IncidentAction) -> Self:
        return cls(
            timestamp=action.at,
            action=action.action,  # type: ignore[arg-type]  # one of them
            message=action.message,
            user=action.user,
            to=action.to,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetails(Incident):
    """An incident with all that was done about it."""

    __pydantic_config__ = shown(
        **_EXAMPLE,
        history=[
            {
                "timestamp": A_MOMENT,
                "action": "created",
                "message": _EXAMPLE["incident_message"],
                "user": None,
                "to": None,
            }
        ],
    )

    history: list[IncidentHistory]

    @classmethod
    def with_history(cls, info: IncidentInfo, history: list[IncidentAction]) -> Self:
        return cls(**_fields(info), history=[IncidentHistory.of(each) for each in history])


class Resolution(BaseModel):
    """How to end an incident.

    `retry` tries again, `manual` goes on with `variables` as the results of work done by hand, `skip` leaves
    the element out (by `transition_id` where there is a choice), `modify` cancels it and puts tokens where
    `instructions` say, `abort` terminates the instance; `automatic` is a retry by a program.
    """

    model_config = taken(
        resolution_type="skip", resolution_message="not needed", transition_id="flow_2"
    )

    resolution_type: ResolutionType
    resolution_message: str | None = Field(default=None, max_length=2000)
    transition_id: str | None = None
    instructions: list[Instruction] = Field(default_factory=list, max_length=1000)
    variables: GivenVariables = Field(default_factory=dict)


class IncidentComment(BaseModel):
    """Something said of an incident."""

    model_config = taken(message="The supplier's system is down until noon.")

    message: str = Field(min_length=1, max_length=2000)


class IncidentHandover(BaseModel):
    """Who is to look at an incident from now on: a user or group."""

    model_config = taken(to="operations", message="Needs an answer by noon.")

    to: str = Field(min_length=1, max_length=255)
    message: str | None = Field(default=None, max_length=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage(Page[Incident]):
    """Incidents."""

    __pydantic_config__ = page_of(_EXAMPLE)

    items: list[Incident]
