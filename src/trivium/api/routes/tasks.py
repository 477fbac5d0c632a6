"""`/api/processes/tasks`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Plain,
    Sort,
    TheEngine,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.forms import CHECKED
from trivium.api.schemas.tasks import (
    MadeTask,
    ManyTasks,
    ManyTasksReport,
    Task,
    TaskChanges,
    TaskDetails,
    TaskError,
    TaskPage,
    TaskUser,
    WantedTask,
)
from trivium.api.schemas.variables import Variables
from trivium.api.variables import given
from trivium.errors import InvalidInput

router = APIRouter(prefix="/api/processes/tasks", tags=["tasks"], route_class=ExactRoute)
Shown = Annotated[
    str | None,
    Query(
        description="Names of variables, with commas between them, that each task is to come with as it sees"
        " them; large ones are left out.",
        max_length=1000,
    ),
]
_UNKNOWN = "404 task/not-found"
_CHANGED = (
    _UNKNOWN,
    "409 instance/suspended",
    "409 task/in-transition",
)
_GIVEN = "422 variable/wrong-type"
_NAMED = "422 task/user-missing"
_SORTS = {
    "created": "created_at",
    "due": "due_at",
    "follow_up": "follow_up_at",
    "priority": "priority",
    "name": "name",
    "assignee": "assignee",
    "process_definition_key": "key",
}


@router.get(
    "",
    response_model=TaskPage,
    responses=reads("422 input/cursor", "422 input/sort", "404 filter/not-found"),
    operation_id="listTasks",
)
def list_tasks(  # query parameters
    engine: TheEngine,
    actor: Actor,
    process_instance_id: Annotated[
        str | None, Query(description="And of those that it called.")
    ] = None,
    process_definition_key: str | None = None,
    task_definition_key: Annotated[str | None, Query(description="The element's id.")] = None,
    assignee: str | None = None,
    user: Annotated[
        str | None,
        Query(description="Those that the user has, or may claim alone or in a candidate_group."),
    ] = None,
    candidate_user: str | None = None,
    candidate_group: Annotated[list[str] | None, Query(description="Any of these.")] = None,
    *,
    unassigned: Annotated[bool, Query(description="Only those that nobody has.")] = False,
    filter: Annotated[str | None, Query(description="Those of this saved filter.")] = None,  # noqa: A002  # its name
    parent_task_id: Annotated[str | None, Query(description="Parts of this task.")] = None,
    variables: Shown = None,
    plain: Plain = False,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List open tasks, the oldest first."""
    page = engine.tasks.query(
        process_instance_id,
        key=process_definition_key,
        element=task_definition_key,
        assignee=assignee,
        user=user,
        candidate_user=candidate_user,
        candidate_groups=candidate_group or (),
        unassigned=unassigned,
        filter=filter,
        parent=parent_task_id,
        by=actor,
        variables=names_of(variables),
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Task.of(info, plain=plain) for info in page]
    return Exact(TaskPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "",
    status_code=201,
    response_model=MadeTask,
    responses=writes(*_CHANGED, _GIVEN, "422 task/no-sub-tasks", "422 task/unknown-field"),
    operation_id="createTask",
)
def create(
    engine: TheEngine, body: WantedTask, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Make a task that no model has, on its own or as a part of another."""
    instance_id, task_id = engine.tasks.create(
        body.name,
        parent=body.parent_task_id,
        variables=given(body.variables),
        business_key=body.business_key,
        fields=body.fields(),
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(MadeTask(id=task_id, process_instance_id=instance_id), status_code=201)


@router.post(
    "/bulk",
    response_model=ManyTasksReport,
    responses=writes("404 filter/not-found", "422 task/too-many", _NAMED, _GIVEN),
    operation_id="changeTasks",
)
def change_many(
    engine: TheEngine, body: ManyTasks, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Do one thing to many tasks. Each is done or refused for itself, and told of."""
    found = body.task_ids
    if body.filter_id is not None:
        found = [
            info.id for info in engine.tasks.query(filter=body.filter_id, by=actor, limit=1000)
        ]
    outcomes = engine.tasks.do_all(
        body.action,
        found,
        to=body.user_id,
        variables=given(body.variables),
        changes={} if body.priority is None else {"priority": body.priority},
        reason=body.reason,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(ManyTasksReport.of(outcomes))


@router.get(
    "/{task_id}", response_model=TaskDetails, responses=reads(_UNKNOWN), operation_id="getTask"
)
def get_task(engine: TheEngine, task_id: str, *, plain: Plain = False) -> Exact:
    """Get an open task with the variables that it sees."""
    return Exact(TaskDetails.read(engine, task_id, plain=plain))


@router.patch("/{task_id}", status_code=204, responses=writes(*_CHANGED), operation_id="updateTask")
def update(
    engine: TheEngine,
    task_id: str,
    body: TaskChanges,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Change a task's texts, dates, priority, owner or candidates."""
    engine.tasks.update(task_id, body.changes(), user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/complete",
    status_code=204,
    responses=writes(
        *_CHANGED, _GIVEN, "409 task/delegation-pending", "409 task/sub-tasks-open", *CHECKED
    ),
    operation_id="completeTask",
)
def complete(
    engine: TheEngine,
    task_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: Variables = Variables(),  # noqa: B008  # nothing changes it
) -> None:
    """Complete a task; the process has gone as far as it can when the answer comes."""
    variables = given(body.variables, with_files=True)
    engine.tasks.complete(task_id, variables, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/claim",
    status_code=204,
    responses=writes(*_CHANGED, "409 task/claimed-by-another", _NAMED),
    operation_id="claimTask",
)
def claim(
    engine: TheEngine,
    task_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: TaskUser = TaskUser(),  # noqa: B008  # nothing changes it
) -> None:
    """Claim a task: it is yours alone; who comes first has it."""
    user = _named(body.user_id or actor)
    engine.tasks.claim(task_id, user, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/unclaim",
    status_code=204,
    responses=writes(*_CHANGED),
    operation_id="unclaimTask",
)
def unclaim(engine: TheEngine, task_id: str, actor: Actor, idempotency_key: IdempotencyKey) -> None:
    """Give a task back to its candidates."""
    engine.tasks.unclaim(task_id, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/assign",
    status_code=204,
    responses=writes(*_CHANGED, _NAMED),
    operation_id="assignTask",
)
def assign(
    engine: TheEngine, task_id: str, body: TaskUser, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Assign a task to somebody, whoever had it."""
    user = _named(body.user_id)
    engine.tasks.assign(task_id, user, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/delegate",
    status_code=204,
    responses=writes(*_CHANGED, _NAMED),
    operation_id="delegateTask",
)
def delegate(
    engine: TheEngine, task_id: str, body: TaskUser, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Delegate a task: somebody else works on it, its owner completes it."""
    user = _named(body.user_id)
    engine.tasks.delegate(task_id, user, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{task_id}/resolve",
    status_code=204,
    responses=writes(*_CHANGED, _GIVEN, "409 task/not-delegated"),
    operation_id="resolveTask",
)
def resolve(
    engine: TheEngine,
    task_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: Variables = Variables(),  # noqa: B008  # nothing changes it
) -> None:
    """Resolve a delegated task: its owner has it again."""
    engine.tasks.resolve(
        task_id, given(body.variables), user=actor, idempotency_key=idempotency_key
    )


@router.post(
    "/{task_id}/error",
    status_code=204,
    responses=writes(*_CHANGED, _GIVEN),
    operation_id="throwTaskError",
)
def error(
    engine: TheEngine,
    task_id: str,
    body: TaskError,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """End a task in a BPMN error or escalation that the model catches."""
    engine.tasks.error(
        task_id,
        body.error_code,
        body.error_message,
        given(body.variables),
        escalation=body.escalation,
        user=actor,
        idempotency_key=idempotency_key,
    )


def _named(user: str | None) -> str:
    if not user:
        raise InvalidInput(
            "Expected a user_id in the body (for a claim: or X-User), but found none.",
            code="task/user-missing",
        )
    return user


def names_of(listed: str | None) -> list[str]:
    """Names from a text with commas."""
    return [name.strip() for name in (listed or "").split(",") if name.strip()]
