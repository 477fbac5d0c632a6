"""Human tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic import AwareDatetime, BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables, VariablesAnswer
from trivium.api.variables import divided, presented
from trivium.kernel.rows import DEFAULT_PRIORITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine import Engine
    from trivium.engine.infos import TaskInfo, TaskOutcome

TaskStatus = Literal[
    "created",
    "assigned",
    "delegated",
    "creating",
    "assigning",
    "updating",
    "completing",
    "canceling",
]

_TASK: dict[str, Any] = {
    "id": ANOTHER_ID,
    "name": "Approve the invoice",
    "description": None,
    "process_instance_id": AN_ID,
    "root_instance_id": AN_ID,
    "process_definition_id": AN_ID,
    "process_definition_key": "invoice",
    "task_definition_key": "approve",
    "assignee": None,
    "owner": None,
    "delegation_state": None,
    "created": A_MOMENT,
    "due": None,
    "follow_up": None,
    "priority": 50,
    "status": "created",
    "suspension_state": "active",
    "form_key": None,
    "candidate_users": [],
    "candidate_groups": ["accounting"],
    "parent_task_id": None,
    "process_definition_name": "Invoice",
    "process_definition_version": 3,
    "business_key": "2026-4711",
    "sla_status": "on-track",
    "sla_due": A_MOMENT,
    "comment_count": 2,
    "attachment_count": 1,
    "sub_task_count": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An open task; `suspension_state` is that of its instance.

    `sla_status` is how its clock stands that is due first; `variables` are those of `?variables=`.
    """

    __pydantic_config__ = shown(**_TASK, variables=None)

    id: str
    name: str | None
    description: str | None
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    task_definition_key: str
    assignee: str | None
    owner: str | None
    delegation_state: str | None
    created: datetime
    due: datetime | None
    follow_up: datetime | None
    priority: int
    status: TaskStatus
    suspension_state: Literal["active", "suspended"]
    form_key: str | None
    candidate_users: list[str]
    candidate_groups: list[str]
    parent_task_id: str | None
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    sla_status: str | None
    sla_due: datetime | None
    comment_count: int
    attachment_count: int
    sub_task_count: int
    variables: VariablesAnswer | None = None

    @classmethod
    def of(cls, info: TaskInfo, *, plain: bool = False) -> Self:
        found = info.variables
        variables = None if found is None else presented(found, plain=plain, large={})
        return cls(**_members(info), variables=variables)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage(Page[Task]):
    """Open tasks."""

    __pydantic_config__ = page_of(_TASK)

    items: list[Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDetails(Task):
    """A task with the variables that it sees; of large ones only the size."""

    __pydantic_config__ = shown(
        **_TASK, variables={"amount": {"value": 1250, "type": "Integer", "value_info": None}}
    )

    variables: VariablesAnswer

    @classmethod
    def read(cls, engine: Engine, task_id: str, *, plain: bool) -> Self:
        """Reads a task; of large variables only the size."""
        info = engine.tasks.get(task_id)
        small, large = divided(engine.tasks.variable_sizes(task_id))
        variables = engine.tasks.variables(task_id, small)
        return cls(**_members(info), variables=presented(variables, plain=plain, large=large))


def _members(info: TaskInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "name": info.name,
        "description": info.description,
        "process_instance_id": info.instance_id,
        "root_instance_id": info.root_id,
        "process_definition_id": info.definition_id,
        "process_definition_key": info.key,
        "task_definition_key": info.element_id,
        "assignee": info.assignee,
        "owner": info.owner,
        "delegation_state": info.delegation,
        "created": info.created_at,
        "due": info.due_at,
        "follow_up": info.follow_up_at,
        "priority": info.priority,
        "status": _status(info),
        "suspension_state": "suspended" if info.is_suspended else "active",
        "form_key": info.form.get("key") if isinstance(info.form, dict) else None,
        "candidate_users": list(info.candidate_users),
        "candidate_groups": list(info.candidate_groups),
        "parent_task_id": info.parent_id,
        "process_definition_name": info.definition_name,
        "process_definition_version": info.definition_version,
        "business_key": info.business_key,
        "sla_status": info.sla,
        "sla_due": info.sla_due_at,
        "comment_count": info.comments,
        "attachment_count": info.attachments,
        "sub_task_count": info.sub_tasks,
    }


def _status(info: TaskInfo) -> TaskStatus:
    """That of the task, or what it is about to go through while its listeners are waited for."""
    if info.state != "created":
        return cast("TaskStatus", info.state)
    if info.delegation == "pending":
        return "delegated"
    return "created" if info.assignee is None else "assigned"


class TaskUser(BaseModel):
    """Whom it concerns; for claiming, who you are if `X-User` does not say it."""

    model_config = taken(user_id="mary")

    user_id: str | None = None


class TaskChanges(BaseModel):
    """The members that are given are changed; null takes a value away."""

    model_config = taken(priority=80, due="2026-12-24T12:00:00Z")

    name: str | None = None
    description: str | None = None
    owner: str | None = None
    due: AwareDatetime | None = None
    follow_up: AwareDatetime | None = None
    priority: int = Field(default=DEFAULT_PRIORITY, ge=0, le=2**31)
    candidate_users: list[str] = Field(default_factory=list)
    candidate_groups: list[str] = Field(default_factory=list)

    def changes(self) -> dict[str, Any]:
        """Only what was given, under the engine's names."""
        names = {"due": "due_at", "follow_up": "follow_up_at"}
        given = self.model_dump(exclude_unset=True)
        return {names.get(name, name): value for name, value in given.items()}


class WantedTask(BaseModel):
    """A task that no model has; with `parent_task_id` it is a part of that one.

    Its owner is who makes it, unless another is named; if it is nobody's and offered to nobody, it is theirs.
    """

    model_config = taken(name="Call the supplier", assignee="mary", due="2026-12-24T12:00:00Z")

    name: str = Field(min_length=1, max_length=500)
    description: str | None = Field(default=None, max_length=20_000)
    parent_task_id: str | None = None
    assignee: str | None = Field(default=None, max_length=200)
    owner: str | None = Field(default=None, max_length=200)
    candidate_users: list[str] = Field(default_factory=list, max_length=200)
    candidate_groups: list[str] = Field(default_factory=list, max_length=200)
    due: AwareDatetime | None = None
    follow_up: AwareDatetime | None = None
    priority: int = Field(default=50, ge=0, le=2**31)
    business_key: str | None = Field(default=None, max_length=500)
    variables: GivenVariables = Field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Those of the task that were given, under the engine's names."""
        names = {"due": "due_at", "follow_up": "follow_up_at"}
        others = {"name", "parent_task_id", "business_key", "variables"}
        given = self.model_dump(exclude_unset=True, exclude=others)
        return {names.get(name, name): value for name, value in given.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTask:
    """The task that was made, and its instance."""

    __pydantic_config__ = shown(id=ANOTHER_ID, process_instance_id=AN_ID)

    id: str
    process_instance_id: str


class ManyTasks(BaseModel):
    """One thing to do to many tasks: those named, or those of a filter, at most 1,000.

    `user_id` is who gets them (`assign`, `claim`), `variables` are what they are completed with,
    `priority` is what `update` gives them.
    """

    model_config = taken(action="claim", task_ids=[ANOTHER_ID])

    action: Literal["claim", "unclaim", "assign", "complete", "update"]
    task_ids: list[str] = Field(default_factory=list, max_length=1000)
    filter_id: str | None = None
    user_id: str | None = None
    variables: GivenVariables = Field(default_factory=dict)
    priority: int | None = Field(default=None, ge=0, le=2**31)
    reason: str | None = Field(default=None, max_length=2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReport:
    """What came of one task; `code` and `detail` say why it was refused."""

    __pydantic_config__ = shown(
        task_id=ANOTHER_ID, done=False, code="task/claimed-by-another", detail="…"
    )

    task_id: str
    done: bool
    code: str | None
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyTasksReport:
    """What came of each, in the order in which they were named."""

    __pydantic_config__ = shown(
        done=1,
        refused=0,
        results=[{"task_id": ANOTHER_ID, "done": True, "code": None, "detail": None}],
    )

    done: int
    refused: int
    results: list[TaskReport]

    @classmethod
    def of(cls, outcomes: Sequence[TaskOutcome]) -> Self:
        done = sum(each.is_done for each in outcomes)
        results = [
            TaskReport(task_id=each.task_id, done=each.is_done, code=each.code, detail=each.message)
            for each in outcomes
        ]
        return cls(done=done, refused=len(results) - done, results=results)


class TaskError(BaseModel):
    """The work ended in a BPMN error, or with `escalation` in an escalation, that the model catches."""

    model_config = taken(error_code="not-an-invoice", error_message="This is an advertisement.")

    error_code: str
    error_message: str | None = None
    escalation: bool = False
    variables: GivenVariables = Field(default_factory=dict)
