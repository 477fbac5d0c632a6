"""Health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from trivium.api.schemas.shape import A_MOMENT, shown

Status = Literal["healthy", "unhealthy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineHealth:
    """The engine; `scheduler` says whether this process does what is due."""

    type: str
    status: Status
    reason: str | None
    scheduler: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseHealth:
    """The database; `latency_ms` is what the least question takes, null while it does not answer."""

    type: str
    status: Status
    reason: str | None
    latency_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """What Trivium cannot work without."""

    database: DatabaseHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is open."""

    active_instances: int
    pending_tasks: int
    pending_jobs: int
    open_incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether everything works, and how much there is.

    `counts` are null while the database is away, and where one has to sign in. `sign_in` says
    `development` where anybody on the machine may do everything.
    """

    __pydantic_config__ = shown(
        status="healthy",
        timestamp=A_MOMENT,
        version="0.1.0",
        sign_in="required",
        engine={"type": "trivium", "status": "healthy", "reason": None, "scheduler": True},
        dependencies={
            "database": {
                "type": "sqlite",
                "status": "healthy",
                "reason": None,
                "latency_ms": 0.21,
            }
        },
        counts={
            "active_instances": 12,
            "pending_tasks": 7,
            "pending_jobs": 3,
            "open_incidents": 0,
        },
    )

    status: Status
    timestamp: datetime
    version: str
    sign_in: Literal["required", "development"]
    engine: EngineHealth
    dependencies: Dependencies
    counts: Counts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The answer to a probe; an unhealthy one has its reason."""

    __pydantic_config__ = shown(status="healthy", reason=None)

    status: Status
    reason: str | None
