"""`/health`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from trivium import __version__
from trivium.api.dependencies import TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas.health import Counts, Dependencies, EngineHealth, Health, Probe, Status
from trivium.errors import Unavailable
from trivium.kernel.moments import from_ms

router = APIRouter(prefix="/health", tags=["health"], route_class=ExactRoute)
_HEALTHY, _UNHEALTHY = 200, 503


def _unhealthy(model: Any) -> dict[int | str, dict[str, Any]]:
    return answers() | {503: {"model": model, "description": "The database does not answer."}}


@router.get("", response_model=Health, responses=_unhealthy(Health), operation_id="getHealth")
def get_health(engine: TheEngine, request: Request) -> Exact:
    """Tell whether everything works, and how much is open."""
    is_development = request.app.state.is_development
    counts = _counts(engine)
    status: Status = "unhealthy" if counts is None else "healthy"
    health = Health(
        status=status,
        timestamp=from_ms(engine.clock.now_ms()),
        version=__version__,
        sign_in="development" if is_development else "required",
        engine=EngineHealth(type="trivium", status=status, scheduler=engine.has_scheduler),
        dependencies=Dependencies(database=status),
        counts=counts if is_development else None,
    )
    return Exact(health, status_code=_UNHEALTHY if counts is None else _HEALTHY)


def _counts(engine: TheEngine) -> Counts | None:
    try:
        found = engine.counts()
    except Unavailable:
        return None
    return Counts(
        active_instances=found["active_instances"],
        pending_tasks=found["open_tasks"],
        pending_jobs=found["open_jobs"],
        open_incidents=found["open_incidents"],
    )


@router.get("/live", response_model=Probe, responses=answers(), operation_id="getLiveness")
async def get_liveness() -> Exact:
    """Tell whether the process answers."""
    return Exact(Probe(status="healthy"))


@router.get(
    "/ready", response_model=Probe, responses=_unhealthy(Probe), operation_id="getReadiness"
)
def get_readiness(engine: TheEngine) -> Exact:
    """Tell whether work can be taken: the database answers."""
    try:
        engine.ping()
    except Unavailable:
        return Exact(Probe(status="unhealthy"), status_code=_UNHEALTHY)
    return Exact(Probe(status="healthy"))
