"""`/health`."""

from __future__ import annotations

from fastapi import APIRouter

from trivium import __version__
from trivium.api.dependencies import TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers

router = APIRouter(prefix="/health", tags=["health"], route_class=ExactRoute)


@router.get("", responses=answers(), operation_id="getHealth")
def get_health(engine: TheEngine) -> Exact:
    """Whether the engine and its database work, and how much there is."""
    counts = engine.counts()
    return Exact({"status": "up", "version": __version__, "database": "up", "counts": counts})


@router.get("/live", operation_id="getLiveness", responses=answers())
def get_liveness() -> Exact:
    """Whether the process answers."""
    return Exact({"status": "up"})


@router.get("/ready", operation_id="getReadiness", responses=answers())
def get_readiness(engine: TheEngine) -> Exact:
    """Whether work can be taken: the database answers."""
    engine.counts()
    return Exact({"status": "up"})
