"""Tasks in the shapes of the workflow execution engine's document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables, VariablesAnswer
from trivium.api.variables import presented

if TYPE_CHECKING:
    from trivium.engine.infos import TaskInfo, TaskStats

Status = Literal["pending", "in_progress"]
Level = Literal["low", "medium", "high", "critical"]
_LEVELS: tuple[tuple[int, Level], ...] = ((90, "critical"), (70, "high"), (30, "medium"))
_TASK: dict[str, Any] = {
    "id": ANOTHER_ID,
    "process_instance_id": AN_ID,
    "atom_id": "approve",
    "name": "Approve the invoice",
    "assigned_to": "mary",
    "status": "in_progress",
    "created": A_MOMENT,
    "due_date": A_MOMENT,
    "is_overdue": False,
    "priority": "high",
    "data": {"amount": 1250},
}


def level_of(priority: int) -> Level:
    """A priority as people say it: critical from 90, high from 70, medium from 30."""
    return next((level for least, level in _LEVELS if priority >= least), "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskInstance:
    """An open task; `atom_id` is its element, `data` the variables that it sees, but for large ones."""

    __pydantic_config__ = shown(**_TASK)

    id: str
    process_instance_id: str
    atom_id: str
    name: str | None
    assigned_to: str | None
    status: Status
    created: datetime
    due_date: datetime | None
    is_overdue: bool
    priority: Level
    data: VariablesAnswer

    @classmethod
    def of(cls, info: TaskInfo, now: datetime) -> Self:
        return cls(
            id=info.id,
            process_instance_id=info.instance_id,
            atom_id=info.element_id,
            name=info.name,
            assigned_to=info.assignee,
            status="pending" if info.assignee is None else "in_progress",
            created=info.created_at,
            due_date=info.due_at,
            is_overdue=info.due_at is not None and info.due_at < now,
            priority=level_of(info.priority),
            data=presented(info.variables or {}, plain=True),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox(Page[TaskInstance]):
    """Tasks that somebody has or may claim."""

    __pydantic_config__ = page_of(_TASK)

    items: list[TaskInstance]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """Tasks of somebody: `pending` may be started, `in_progress` were, `overdue` are of both."""

    __pydantic_config__ = shown(user_id="mary", pending=4, in_progress=2, overdue=1, completed=120)

    user_id: str
    pending: int
    in_progress: int
    overdue: int
    completed: int

    @classmethod
    def of(cls, user: str, stats: TaskStats) -> Self:
        return cls(
            user_id=user,
            pending=stats.pending,
            in_progress=stats.in_progress,
            overdue=stats.overdue,
            completed=stats.completed,
        )


class TaskResult(BaseModel):
    """What came of the work, as variables."""

    model_config = taken(result={"approved": True})

    result: GivenVariables = Field(default_factory=dict)


class Reassignment(BaseModel):
    """Who gets it, and why."""

    model_config = taken(new_assignee="joe", reason="Mary is on leave.")

    new_assignee: str = Field(min_length=1, max_length=200)
    reason: str | None = Field(default=None, max_length=2_000)


class Escalation(BaseModel):
    """Why it goes up."""

    model_config = taken(reason="The customer waits since Monday.")

    reason: str | None = Field(default=None, max_length=2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """Who has it now."""

    __pydantic_config__ = shown(task_id=ANOTHER_ID, assigned_to="chief")

    task_id: str
    assigned_to: str
