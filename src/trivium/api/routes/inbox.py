"""`/api/tasks`: the inbox of the workflow execution engine's document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import (
    Actor,
    Cursor,
    IdempotencyKey,
    Limit,
    Oneself,
    TheEngine,
    TheWork,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.inbox import (
    Escalated,
    Escalation,
    Inbox,
    InboxCounts,
    Reassignment,
    Status,
    TaskInstance,
    TaskResult,
)
from trivium.api.variables import given
from trivium.engine.acting import acting
from trivium.engine.moments import instant

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=ExactRoute)
UserId = Annotated[
    str | None, Query(description="Whose; yours without it.", min_length=1, max_length=200)
]
Groups = Annotated[
    list[str] | None, Query(description="And of these groups; yours without it, where you sign in.")
]
_CHANGED = ("404 task/not-found", "409 instance/suspended", "409 task/in-transition")
_UNKNOWN_USER = "401 identity/not-authenticated"


def _groups(named: list[str] | None) -> tuple[str, ...]:
    who = acting()
    return tuple(named) if named is not None else () if who is None else who.groups


@router.get(
    "/inbox",
    response_model=Inbox,
    responses=reads("422 input/cursor", _UNKNOWN_USER),
    operation_id="getInbox",
)
def get_inbox(  # query parameters
    engine: TheEngine,
    oneself: Oneself,
    user_id: UserId = None,
    status: Status | None = None,
    candidate_group: Groups = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List the open tasks of somebody, the oldest first: `pending` ones nobody has started."""
    user = user_id or oneself
    page = engine.tasks.query(
        assignee=user if status == "in_progress" else None,
        user=None if status == "in_progress" else user,
        unassigned=status == "pending",
        candidate_groups=() if status == "in_progress" else _groups(candidate_group),
        variables=None,
        limit=limit,
        cursor=cursor,
    )
    now = instant(engine.clock.now_ms())
    items = [TaskInstance.of(info, now) for info in page]
    return Exact(Inbox(items=items, next_cursor=page.next_cursor))


@router.get(
    "/stats",
    response_model=InboxCounts,
    responses=reads(_UNKNOWN_USER),
    operation_id="getTaskStats",
)
def get_stats(engine: TheEngine, oneself: Oneself, candidate_group: Groups = None) -> Exact:
    """Count your tasks: to be started, started, overdue, and completed as far as the history goes."""
    stats = engine.tasks.stats(oneself, _groups(candidate_group))
    return Exact(InboxCounts.of(oneself, stats))


@router.post(
    "/{task_id}/start",
    status_code=204,
    responses=writes(*_CHANGED, "409 task/claimed-by-another", _UNKNOWN_USER),
    operation_id="startTask",
)
def start(
    engine: TheEngine, task_id: str, oneself: Oneself, idempotency_key: IdempotencyKey
) -> None:
    """Start a task: it is yours alone; who comes first has it."""
    engine.tasks.claim(task_id, oneself, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/complete",
    status_code=204,
    responses=writes(
        *_CHANGED,
        "422 variable/wrong-type",
        "409 task/delegation-pending",
        "409 task/sub-tasks-open",
    ),
    operation_id="finishTask",
)
def complete(
    engine: TheEngine,
    task_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: TaskResult = TaskResult(),  # noqa: B008  # nothing changes it
) -> None:
    """Complete a task with its result; the process has gone as far as it can when the answer comes."""
    engine.tasks.complete(task_id, given(body.result), user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/reassign",
    status_code=204,
    responses=writes(*_CHANGED),
    operation_id="reassignTask",
)
def reassign(
    engine: TheEngine,
    task_id: str,
    body: Reassignment,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Give a task to somebody else, whoever had it; the history has the reason."""
    engine.tasks.assign(
        task_id,
        body.new_assignee,
        reason=body.reason,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{task_id}/escalate",
    response_model=Escalated,
    responses=writes(*_CHANGED, "409 task/nobody-above"),
    operation_id="escalateTask",
)
def escalate(
    work: TheWork,
    task_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: Escalation = Escalation(),  # noqa: B008  # nothing changes it
) -> Exact:
    """Give a task to the manager of who has it, as something that matters more."""
    to = work.escalations.escalate(
        task_id, reason=body.reason, user=actor, idempotency_key=idempotency_key
    )
    return Exact(Escalated(task_id=task_id, assigned_to=to))
