"""`/api/processes/tasks`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import Actor, Count, Cursor, IdempotencyKey, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import Task, TaskPage
from trivium.api.variables import plain as plain_values
from trivium.errors import InvalidInput

router = APIRouter(prefix="/api/processes/tasks", tags=["tasks"], route_class=ExactRoute)


@router.get("", response_model=TaskPage, responses=answers(), operation_id="listTasks")
def list_tasks(  # query parameters
    engine: TheEngine,
    instance_id: str | None = None,
    assignee: str | None = None,
    candidate_user: str | None = None,
    candidate_group: Annotated[list[str] | None, Query()] = None,
    key: str | None = None,
    element_id: str | None = None,
    *,
    unassigned: bool = False,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List open tasks, the oldest first."""
    return Exact(
        engine.tasks.query(
            instance_id,
            assignee=assignee,
            candidate_user=candidate_user,
            candidate_groups=candidate_group or (),
            key=key,
            element=element_id,
            unassigned=unassigned,
            limit=limit,
            cursor=cursor,
            with_total=count,
        )
    )


@router.get("/{task_id}", response_model=Task, responses=answers(404), operation_id="getTask")
def get_task(engine: TheEngine, task_id: str) -> Exact:
    """One open task."""
    return Exact(engine.tasks.get(task_id))


@router.get("/{task_id}/form", responses=answers(404), operation_id="getTaskForm")
def get_form(engine: TheEngine, task_id: str) -> Exact:
    """The form of a task; null without one."""
    return Exact({"form": engine.tasks.form(task_id)})


@router.post(
    "/{task_id}/complete",
    status_code=204,
    responses=answers(404, 409),
    operation_id="completeTask",
)
def complete(
    engine: TheEngine,
    task_id: str,
    body: requests.Variables,
    actor: Actor,
    idempotency_key: IdempotencyKey = None,
) -> None:
    """Complete a task with variables."""
    variables = plain_values(body.variables)
    engine.tasks.complete(task_id, variables, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/claim", status_code=204, responses=answers(404, 409), operation_id="claimTask"
)
def claim(engine: TheEngine, task_id: str, body: requests.User, actor: Actor) -> None:
    """Make a task your own; who was first has it."""
    engine.tasks.claim(task_id, _named(body.user or actor))


@router.post(
    "/{task_id}/unclaim", status_code=204, responses=answers(404, 409), operation_id="unclaimTask"
)
def unclaim(engine: TheEngine, task_id: str, actor: Actor) -> None:
    """Give a task back to its candidates."""
    engine.tasks.unclaim(task_id, user=actor)


@router.post(
    "/{task_id}/assign", status_code=204, responses=answers(404, 409), operation_id="assignTask"
)
def assign(engine: TheEngine, task_id: str, body: requests.User, actor: Actor) -> None:
    """Give a task to somebody, whoever had it."""
    engine.tasks.assign(task_id, _named(body.user), user=actor)


@router.post(
    "/{task_id}/delegate",
    status_code=204,
    responses=answers(404, 409),
    operation_id="delegateTask",
)
def delegate(engine: TheEngine, task_id: str, body: requests.User, actor: Actor) -> None:
    """Have somebody else work on a task; its owner keeps it."""
    engine.tasks.delegate(task_id, _named(body.user), user=actor)


@router.post(
    "/{task_id}/resolve", status_code=204, responses=answers(404, 409), operation_id="resolveTask"
)
def resolve(engine: TheEngine, task_id: str, body: requests.Variables, actor: Actor) -> None:
    """Give a delegated task back to its owner."""
    engine.tasks.resolve(task_id, plain_values(body.variables), user=actor)


def _named(user: str | None) -> str:
    if not user:
        raise InvalidInput(
            "Expected a user in the body or in X-User, but found none.", code="task/user-missing"
        )
    return user
