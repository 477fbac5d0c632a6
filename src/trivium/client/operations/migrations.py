"""Migrations, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trivium.client import shapes
from trivium.client.call import Call, given


def plan_migration(
    *,
    source_definition_id: str,
    target_definition_id: str,
    activities: Mapping[str, str | None] | None = None,
) -> Call[shapes.PlanAnswer]:
    """Plan a migration between two versions, and say what is wrong with it; nothing is done.

    Refusals: `definition/not-found`, `case/not-a-process`.
    """
    return Call(
        operation="planMigration",
        method="POST",
        path="/api/processes/migrations/plan",
        answer=shapes.PlanAnswer,
        body=given(
            source_definition_id=source_definition_id,
            target_definition_id=target_definition_id,
            activities=activities,
        ),
    )


def migrate_instances(
    *,
    source_definition_id: str,
    target_definition_id: str,
    process_instance_ids: Sequence[str],
    activities: Mapping[str, str | None] | None = None,
    update_triggers: bool = False,
) -> Call[shapes.MigrationReport]:
    """Move instances to another version, each by itself; tried out, only the first is told.

    Refusals: `definition/not-found`, `case/not-a-process`.
    """
    return Call(
        operation="migrateInstances",
        method="POST",
        path="/api/processes/migrations",
        answer=shapes.MigrationReport,
        body=given(
            source_definition_id=source_definition_id,
            target_definition_id=target_definition_id,
            activities=activities,
            process_instance_ids=process_instance_ids,
            update_triggers=update_triggers,
        ),
    )
