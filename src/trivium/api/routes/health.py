"""`/health`."""

from __future__ import annotations

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request

from trivium import __version__
from trivium.api.dependencies import TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.readiness import Readiness, State
from trivium.api.schemas.health import (
    Counts,
    DatabaseHealth,
    Dependencies,
    EngineHealth,
    Health,
    Probe,
    Status,
)
from trivium.engine import Engine
from trivium.errors import Unavailable
from trivium.kernel.moments import from_ms

router = APIRouter(prefix="/health", tags=["health"], route_class=ExactRoute)
_HEALTHY, _UNHEALTHY = 200, 503


async def _readiness(request: Request) -> Readiness:
    found: Readiness = request.app.state.readiness
    return found


TheReadiness = Annotated[Readiness, Depends(_readiness)]


def _unhealthy(model: Any, why: str) -> dict[int | str, dict[str, Any]]:
    return answers() | {_UNHEALTHY: {"model": model, "description": f"{why} `reason` says more."}}


@router.get(
    "",
    response_model=Health,
    responses=_unhealthy(Health, "Something does not work."),
    operation_id="getHealth",
)
async def get_health(engine: TheEngine, readiness: TheReadiness, request: Request) -> Exact:
    """Tell whether everything works, and how much is open."""
    is_development = request.app.state.is_development
    database, own = await readiness.database(), readiness.engine()
    counts = await to_thread.run_sync(_counts, engine) if database.is_well else None
    is_well = database.is_well and own.is_well and counts is not None
    health = Health(
        status=_status(is_well),
        timestamp=from_ms(engine.clock.now_ms()),
        version=__version__,
        sign_in="development" if is_development else "required",
        engine=EngineHealth(
            type="trivium",
            status=_status(own.is_well),
            reason=own.reason,
            scheduler=engine.has_scheduler,
        ),
        dependencies=Dependencies(
            database=DatabaseHealth(
                type=engine.database_kind,
                status=_status(database.is_well),
                reason=database.reason,
                latency_ms=database.latency_ms,
            )
        ),
        counts=counts if is_development else None,
    )
    return Exact(health, status_code=_HEALTHY if is_well else _UNHEALTHY)


def _status(is_well: bool) -> Status:  # noqa: FBT001  # it is the point
    return "healthy" if is_well else "unhealthy"


def _counts(engine: Engine) -> Counts | None:
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


@router.get(
    "/live",
    response_model=Probe,
    responses=_unhealthy(Probe, "The process should be restarted."),
    operation_id="getLiveness",
)
async def get_liveness(readiness: TheReadiness) -> Exact:
    """Tell whether the process works; the database does not matter."""
    return _probe(readiness.process())


@router.get(
    "/ready",
    response_model=Probe,
    responses=_unhealthy(Probe, "No work should be sent."),
    operation_id="getReadiness",
)
async def get_readiness(readiness: TheReadiness) -> Exact:
    """Tell whether work can be taken: the database answers, and the server is not about to end."""
    own = readiness.engine()
    return _probe(await readiness.database() if own.is_well else own)


def _probe(state: State) -> Exact:
    shown = Probe(status=_status(state.is_well), reason=state.reason)
    return Exact(shown, status_code=_HEALTHY if state.is_well else _UNHEALTHY)
