"""`/api/processes/incidents`."""

from __future__ import annotations

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
from trivium.api.schemas.incidents import Incident, IncidentPage
from trivium.api.schemas.variables import Variables
from trivium.api.variables import given

router = APIRouter(prefix="/api/processes/incidents", tags=["incidents"], route_class=ExactRoute)
_UNKNOWN = "404 incident/not-found"
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
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List open incidents, the oldest first."""
    page = engine.incidents.query(
        process_instance_id,
        key=process_definition_key,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Incident.of(info) for info in page]
    return Exact(IncidentPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{incident_id}",
    response_model=Incident,
    responses=reads(_UNKNOWN),
    operation_id="getIncident",
)
def get_incident(engine: TheEngine, incident_id: str) -> Exact:
    """Get an open incident."""
    return Exact(Incident.of(engine.incidents.get(incident_id)))


@router.post(
    "/{incident_id}/retry",
    status_code=204,
    responses=writes(
        _UNKNOWN,
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
