"""Tasks, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import UNSET, UnsetType

from trivium.client import shapes
from trivium.client.call import Call, Listing, changed, given, segment, text


def list_tasks(
    *,
    process_instance_id: str | None = None,
    process_definition_key: str | None = None,
    task_definition_key: str | None = None,
    assignee: str | None = None,
    user: str | None = None,
    candidate_user: str | None = None,
    candidate_group: Sequence[str] | None = None,
    unassigned: bool = False,
    variables: str | None = None,
    plain: bool = True,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.TaskPage, shapes.Task]:
    """List open tasks, the oldest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listTasks",
        method="GET",
        path="/api/processes/tasks",
        answer=shapes.TaskPage,
        query=given(
            process_instance_id=process_instance_id,
            process_definition_key=process_definition_key,
            task_definition_key=task_definition_key,
            assignee=assignee,
            user=user,
            candidate_user=candidate_user,
            candidate_group=candidate_group,
            unassigned=unassigned,
            variables=variables,
            plain=plain,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def get_task(task_id: str, *, plain: bool = True) -> Call[shapes.TaskDetails]:
    """Get an open task with the variables that it sees.

    Refusals: `task/not-found`.
    """
    return Call(
        operation="getTask",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}",
        answer=shapes.TaskDetails,
        query=given(plain=plain),
    )


def update_task(
    task_id: str,
    *,
    name: str | UnsetType | None = UNSET,
    description: str | UnsetType | None = UNSET,
    owner: str | UnsetType | None = UNSET,
    due: datetime | UnsetType | None = UNSET,
    follow_up: datetime | UnsetType | None = UNSET,
    priority: int | UnsetType = UNSET,
    candidate_users: Sequence[str] | UnsetType = UNSET,
    candidate_groups: Sequence[str] | UnsetType = UNSET,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Change a task's texts, dates, priority, owner or candidates.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`.
    """
    return Call(
        operation="updateTask",
        method="PATCH",
        path=f"/api/processes/tasks/{segment(task_id)}",
        body=changed(
            name=name,
            description=description,
            owner=owner,
            due=text(due),
            follow_up=text(follow_up),
            priority=priority,
            candidate_users=candidate_users,
            candidate_groups=candidate_groups,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def complete_task(
    task_id: str, *, variables: Mapping[str, Any] | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Complete a task; the process has gone as far as it can when the answer comes.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/delegation-pending`,
    `form/not-deployed`, `form/expression-failed`, `variable/wrong-type`, `form/invalid`.
    """
    return Call(
        operation="completeTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/complete",
        body=given(variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def claim_task(
    task_id: str, *, user_id: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Claim a task: it is yours alone; who comes first has it.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/claimed-by-another`,
    `task/user-missing`.
    """
    return Call(
        operation="claimTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/claim",
        body=given(user_id=user_id),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def unclaim_task(task_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Give a task back to its candidates.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`.
    """
    return Call(
        operation="unclaimTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/unclaim",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def assign_task(
    task_id: str, *, user_id: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Assign a task to somebody, whoever had it.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/user-missing`.
    """
    return Call(
        operation="assignTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/assign",
        body=given(user_id=user_id),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def delegate_task(
    task_id: str, *, user_id: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Delegate a task: somebody else works on it, its owner completes it.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/user-missing`.
    """
    return Call(
        operation="delegateTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/delegate",
        body=given(user_id=user_id),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def resolve_task(
    task_id: str, *, variables: Mapping[str, Any] | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Resolve a delegated task: its owner has it again.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/not-delegated`,
    `variable/wrong-type`.
    """
    return Call(
        operation="resolveTask",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/resolve",
        body=given(variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def throw_task_error(
    task_id: str,
    *,
    error_code: str,
    error_message: str | None = None,
    escalation: bool = False,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """End a task in a BPMN error or escalation that the model catches.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `variable/wrong-type`.
    """
    return Call(
        operation="throwTaskError",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/error",
        body=given(
            error_code=error_code,
            error_message=error_message,
            escalation=escalation,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )
