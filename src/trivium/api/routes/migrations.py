"""`/api/processes/migrations`."""

from __future__ import annotations

from fastapi import APIRouter

from trivium.api.dependencies import Actor, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import writes
from trivium.api.schemas.migrations import (
    Migrate,
    MigratedInstance,
    MigrationReport,
    Plan,
    PlanAnswer,
)
from trivium.engine.areas.migrations import MigrationPlan

router = APIRouter(prefix="/api/processes/migrations", tags=["migrations"], route_class=ExactRoute)
_UNKNOWN = "404 definition/not-found"


@router.post(
    "/plan",
    response_model=PlanAnswer,
    responses=writes(_UNKNOWN, "409 case/not-a-process"),
    operation_id="planMigration",
)
def plan(engine: TheEngine, body: Plan) -> Exact:
    """Plan a migration between two versions, and say what is wrong with it; nothing is done."""
    return Exact(PlanAnswer.of(_planned(engine, body)))


@router.post(
    "",
    response_model=MigrationReport,
    responses=writes(_UNKNOWN, "409 case/not-a-process"),
    operation_id="migrateInstances",
)
def migrate(engine: TheEngine, body: Migrate, actor: Actor) -> Exact:
    """Move instances to another version, each by itself; tried out, only the first is told."""
    found = engine.migrations.migrate_all(
        _planned(engine, body),
        body.process_instance_ids,
        update_triggers=body.update_triggers,
        user=actor,
    )
    return Exact(MigrationReport(instances=[MigratedInstance.of(each) for each in found]))


def _planned(engine: TheEngine, body: Plan) -> MigrationPlan:
    return engine.migrations.plan(
        body.source_definition_id, body.target_definition_id, body.activities
    )
