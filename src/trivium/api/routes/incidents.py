"""`/api/processes/incidents`."""

from __future__ import annotations

from fastapi import APIRouter

from trivium.api.dependencies import Actor, Cursor, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import Incident, IncidentPage
from trivium.api.variables import plain as plain_values

router = APIRouter(prefix="/api/processes/incidents", tags=["incidents"], route_class=ExactRoute)


@router.get("", response_model=IncidentPage, responses=answers(), operation_id="listIncidents")
def list_incidents(
    engine: TheEngine,
    instance_id: str | None = None,
    type: str | None = None,  # noqa: A002  # the name in the API
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List open incidents, the oldest first."""
    return Exact(engine.incidents.query(instance_id, kind=type, limit=limit, cursor=cursor))


@router.get(
    "/{incident_id}", response_model=Incident, responses=answers(404), operation_id="getIncident"
)
def get_incident(engine: TheEngine, incident_id: str) -> Exact:
    """One open incident."""
    return Exact(engine.incidents.get(incident_id))


@router.post(
    "/{incident_id}/retry",
    status_code=204,
    responses=answers(404, 409),
    operation_id="retryIncident",
)
def retry(engine: TheEngine, incident_id: str, body: requests.Variables, actor: Actor) -> None:
    """Try again what failed, with corrected variables if given."""
    engine.incidents.retry(incident_id, plain_values(body.variables), user=actor)
