"""`/api/processes/incidents`."""

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
from trivium.api.schemas.incidents import (
    TYPES,
    Cause,
    Causes,
    Incident,
    IncidentComment,
    IncidentDetails,
    IncidentHandover,
    IncidentPage,
    IncidentType,
    Resolution,
    Status,
)
from trivium.api.schemas.variables import Variables
from trivium.api.variables import given

router = APIRouter(prefix="/api/processes/incidents", tags=["incidents"], route_class=ExactRoute)
_UNKNOWN = "404 incident/not-found"
_OVER = "409 command/already-done"
_KINDS = {name: kind for kind, name in TYPES.items()}
_SORTS = {"created": "created_at", "code": "code", "activity_id": "element_id"}


@router.get(
    "",
    response_model=IncidentPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listIncidents",
)
def list_incidents(
    engine: TheEngine,
    process_instance_id: str | None = None,
    process_definition_key: str | None = None,
    incident_type: IncidentType | None = None,
    status: Status | Literal["all"] = "open",
    assignee: str | None = None,
    code: str | None = None,
    activity_id: str | None = None,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List incidents, the oldest first; open ones unless another status is asked for."""
    page = engine.incidents.query(
        process_instance_id,
        key=process_definition_key,
        kind=None if incident_type is None else _KINDS[incident_type],
        state=None if status == "all" else status,
        assignee=assignee,
        code=code,
        element=activity_id,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Incident.of(info) for info in page]
    return Exact(IncidentPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/causes", response_model=Causes, responses=reads(), operation_id="listIncidentCauses")
def list_causes(
    engine: TheEngine,
    process_definition_key: str | None = None,
    status: Status | Literal["all"] = "open",
    limit: Limit = 200,
) -> Exact:
    """Group incidents by code and element, the most frequent first, each with its newest incident."""
    found = engine.incidents.causes(
        key=process_definition_key, state=None if status == "all" else status, limit=limit
    )
    return Exact(Causes(items=[Cause.of(each) for each in found]))


@router.get(
    "/{incident_id}",
    response_model=IncidentDetails,
    responses=reads(_UNKNOWN),
    operation_id="getIncident",
)
def get_incident(engine: TheEngine, incident_id: str) -> Exact:
    """Get an incident, open or over, with all that was done about it."""
    history = engine.incidents.history(incident_id)
    return Exact(IncidentDetails.with_history(engine.incidents.get(incident_id), history))


@router.post(
    "/{incident_id}/retry",
    status_code=204,
    responses=writes(
        _UNKNOWN,
        _OVER,
        "409 instance/suspended",
        "422 variable/wrong-type",
    ),
    operation_id="retryIncident",
)
def retry(
    engine: TheEngine,
    incident_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: Variables = Variables(),  # noqa: B008  # nothing changes it
) -> None:
    """Retry what failed, with corrected variables if they are given."""
    engine.incidents.retry(
        incident_id, given(body.variables), user=actor, idempotency_key=idempotency_key
    )


@router.post(
    "/{incident_id}/resolve",
    status_code=204,
    responses=writes(
        _UNKNOWN,
        _OVER,
        "409 instance/suspended",
        "409 incident/not-manual",
        "409 incident/cannot-skip",
        "409 task/in-transition",
        "422 incident/flow-needed",
        "422 modification/unknown-element",
        "422 variable/wrong-type",
    ),
    operation_id="resolveIncident",
)
def resolve(
    engine: TheEngine,
    incident_id: str,
    body: Resolution,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """End an incident: by a retry, by hand, by skipping, modifying or aborting."""
    engine.incidents.resolve(
        incident_id,
        body.resolution_type,
        given(body.variables),
        message=body.resolution_message,
        flow=body.transition_id,
        instructions=[each.meant() for each in body.instructions],
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{incident_id}/comment",
    status_code=204,
    responses=writes(_UNKNOWN, _OVER),
    operation_id="commentIncident",
)
def comment(
    engine: TheEngine,
    incident_id: str,
    body: IncidentComment,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Say something of an open incident."""
    engine.incidents.comment(incident_id, body.message, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{incident_id}/assign",
    status_code=204,
    responses=writes(_UNKNOWN, _OVER),
    operation_id="assignIncident",
)
def assign(
    engine: TheEngine,
    incident_id: str,
    body: IncidentHandover,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Give an open incident to somebody who is to end it."""
    engine.incidents.assign(
        incident_id, body.to, body.message, user=actor, idempotency_key=idempotency_key
    )


@router.post(
    "/{incident_id}/escalate",
    status_code=204,
    responses=writes(_UNKNOWN, _OVER),
    operation_id="escalateIncident",
)
def escalate(
    engine: TheEngine,
    incident_id: str,
    body: IncidentHandover,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Take an open incident up to somebody."""
    engine.incidents.escalate(
        incident_id, body.to, body.message, user=actor, idempotency_key=idempotency_key
    )
