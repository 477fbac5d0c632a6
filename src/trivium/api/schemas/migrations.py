"""Moving instances to another version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import AN_ID, ANOTHER_ID, shown, taken

if TYPE_CHECKING:
    from trivium.engine.areas.migrations import Migrated, MigrationPlan

_PROBLEM: dict[str, Any] = {
    "code": "migration/not-mapped",
    "activity_id": "approve",
    "message": "Expected the active element approve to be mapped, but it is not.",
    "remedy": "Map it, or move its token away first.",
}
_PLAN: dict[str, Any] = {
    "source_definition_id": AN_ID,
    "target_definition_id": ANOTHER_ID,
    "activities": {"prepare": "prepare"},
    "left_out": ["approve"],
    "problems": [],
}


class Plan(BaseModel):
    """Two versions: what has the same id, kind and place is mapped; `activities` adds, null takes out."""

    model_config = taken(
        source_definition_id=AN_ID,
        target_definition_id=ANOTHER_ID,
        activities={"approve": "decide"},
    )

    source_definition_id: str
    target_definition_id: str
    activities: dict[str, str | None] = Field(default_factory=dict)


class Migrate(Plan):
    """A plan and the instances to move; with `update_triggers` timers and subscriptions are set anew."""

    model_config = taken(
        source_definition_id=AN_ID,
        target_definition_id=ANOTHER_ID,
        process_instance_ids=[AN_ID],
    )

    process_instance_ids: list[str] = Field(min_length=1, max_length=1000)
    update_triggers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationProblem:
    """Why an activity cannot be migrated."""

    __pydantic_config__ = shown(**_PROBLEM)

    code: str
    activity_id: str
    message: str
    remedy: str

    @classmethod
    def of(cls, problem: dict[str, Any]) -> Self:
        return cls(
            code=problem["code"],
            activity_id=problem["element_id"],
            message=problem["message"],
            remedy=problem["remedy"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswer:
    """Which activity becomes which; an instance that is active at one that is left out cannot be migrated."""

    __pydantic_config__ = shown(**_PLAN)

    source_definition_id: str
    target_definition_id: str
    activities: dict[str, str]
    left_out: list[str]
    problems: list[MigrationProblem]

    @classmethod
    def of(cls, plan: MigrationPlan) -> Self:
        return cls(
            source_definition_id=plan.source,
            target_definition_id=plan.target,
            activities=plan.elements,
            left_out=list(plan.left_out),
            problems=[MigrationProblem.of(each) for each in plan.problems],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MigratedInstance:
    """What became of one instance."""

    __pydantic_config__ = shown(
        process_instance_id=AN_ID, migrated=False, message=_PROBLEM["message"], problems=[_PROBLEM]
    )

    process_instance_id: str
    migrated: bool
    message: str | None
    problems: list[MigrationProblem]

    @classmethod
    def of(cls, found: Migrated) -> Self:
        return cls(
            process_instance_id=found.instance_id,
            migrated=found.is_migrated,
            message=found.message,
            problems=[MigrationProblem.of(each) for each in found.problems],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """What became of each instance; one that cannot be moved does not hold up the others."""

    __pydantic_config__ = shown(
        instances=[
            {"process_instance_id": AN_ID, "migrated": True, "message": None, "problems": []}
        ]
    )

    instances: list[MigratedInstance]
