"""Tasks, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

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
    filter: str | None = None,
    parent_task_id: str | None = None,
    variables: str | None = None,
    plain: bool = True,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.TaskPage, shapes.Task]:
    """List open tasks, the oldest first.

    Refusals: `filter/not-found`, `input/cursor`, `input/sort`.
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
            filter=filter,
            parent_task_id=parent_task_id,
            variables=variables,
            plain=plain,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def create_task(
    *,
    name: str,
    description: str | None = None,
    parent_task_id: str | None = None,
    assignee: str | None = None,
    owner: str | None = None,
    candidate_users: Sequence[str] | None = None,
    candidate_groups: Sequence[str] | None = None,
    due: datetime | None = None,
    follow_up: datetime | None = None,
    priority: int = 50,
    business_key: str | None = None,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.MadeTask]:
    """Make a task that no model has, on its own or as a part of another.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `variable/wrong-type`,
    `task/no-sub-tasks`, `task/unknown-field`.
    """
    return Call(
        operation="createTask",
        method="POST",
        path="/api/processes/tasks",
        answer=shapes.MadeTask,
        body=given(
            name=name,
            description=description,
            parent_task_id=parent_task_id,
            assignee=assignee,
            owner=owner,
            candidate_users=candidate_users,
            candidate_groups=candidate_groups,
            due=text(due),
            follow_up=text(follow_up),
            priority=priority,
            business_key=business_key,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def change_tasks(
    *,
    action: Literal["claim", "unclaim", "assign", "complete", "update"],
    task_ids: Sequence[str] | None = None,
    filter_id: str | None = None,
    user_id: str | None = None,
    variables: Mapping[str, Any] | None = None,
    priority: int | None = None,
    reason: str | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.ManyTasksReport]:
    """Do one thing to many tasks. Each is done or refused for itself, and told of.

    Refusals: `filter/not-found`, `task/too-many`, `task/user-missing`, `variable/wrong-type`.
    """
    return Call(
        operation="changeTasks",
        method="POST",
        path="/api/processes/tasks/bulk",
        answer=shapes.ManyTasksReport,
        body=given(
            action=action,
            task_ids=task_ids,
            filter_id=filter_id,
            user_id=user_id,
            variables=variables,
            priority=priority,
            reason=reason,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
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
    `task/sub-tasks-open`, `form/not-deployed`, `form/expression-failed`, `variable/wrong-type`,
    `form/invalid`.
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


def get_inbox(
    *,
    user_id: str | None = None,
    status: Literal["pending", "in_progress"] | None = None,
    candidate_group: Sequence[str] | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.Inbox, shapes.TaskInstance]:
    """List the open tasks of somebody, the oldest first: `pending` ones nobody has started.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="getInbox",
        method="GET",
        path="/api/tasks/inbox",
        answer=shapes.Inbox,
        query=given(
            user_id=user_id,
            status=status,
            candidate_group=candidate_group,
            limit=limit,
            cursor=cursor,
        ),
    )


def get_task_stats(*, candidate_group: Sequence[str] | None = None) -> Call[shapes.InboxCounts]:
    """Count your tasks: to be started, started, overdue, and completed as far as the history goes."""
    return Call(
        operation="getTaskStats",
        method="GET",
        path="/api/tasks/stats",
        answer=shapes.InboxCounts,
        query=given(candidate_group=candidate_group),
    )


def start_task(task_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Start a task: it is yours alone; who comes first has it.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/claimed-by-another`.
    """
    return Call(
        operation="startTask",
        method="POST",
        path=f"/api/tasks/{segment(task_id)}/start",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def finish_task(
    task_id: str, *, result: Mapping[str, Any] | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Complete a task with its result; the process has gone as far as it can when the answer comes.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/delegation-pending`,
    `task/sub-tasks-open`, `variable/wrong-type`.
    """
    return Call(
        operation="finishTask",
        method="POST",
        path=f"/api/tasks/{segment(task_id)}/complete",
        body=given(result=result),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def reassign_task(
    task_id: str,
    *,
    new_assignee: str,
    reason: str | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Give a task to somebody else, whoever had it; the history has the reason.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`.
    """
    return Call(
        operation="reassignTask",
        method="POST",
        path=f"/api/tasks/{segment(task_id)}/reassign",
        body=given(new_assignee=new_assignee, reason=reason),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def escalate_task(
    task_id: str, *, reason: str | None = None, idempotency_key: str | None = None
) -> Call[shapes.Escalated]:
    """Give a task to the manager of who has it, as something that matters more.

    Refusals: `task/not-found`, `instance/suspended`, `task/in-transition`, `task/nobody-above`.
    """
    return Call(
        operation="escalateTask",
        method="POST",
        path=f"/api/tasks/{segment(task_id)}/escalate",
        answer=shapes.Escalated,
        body=given(reason=reason),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_filters(*, counts: bool = False) -> Call[shapes.TaskFilters]:
    """List the filters that you may use: your own, and those shared with you."""
    return Call(
        operation="listFilters",
        method="GET",
        path="/api/filters",
        answer=shapes.TaskFilters,
        query=given(counts=counts),
    )


def add_filter(
    *,
    name: str,
    groups: Sequence[str] | None = None,
    match: str = "all",
    conditions: Sequence[Mapping[str, Any]] | None = None,
    sort: str | None = None,
    columns: Sequence[str] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.TaskFilter]:
    """Save a filter of your own, and share it if you like.

    Refusals: `filter/too-many`, `filter/invalid`, `task/user-missing`.
    """
    return Call(
        operation="addFilter",
        method="POST",
        path="/api/filters",
        answer=shapes.TaskFilter,
        body=given(
            name=name, groups=groups, match=match, conditions=conditions, sort=sort, columns=columns
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_filter(filter_id: str) -> Call[shapes.TaskFilter]:
    """Get a filter.

    Refusals: `filter/not-found`.
    """
    return Call(
        operation="getFilter",
        method="GET",
        path=f"/api/filters/{segment(filter_id)}",
        answer=shapes.TaskFilter,
    )


def put_filter(
    filter_id: str,
    *,
    name: str,
    groups: Sequence[str] | None = None,
    match: str = "all",
    conditions: Sequence[Mapping[str, Any]] | None = None,
    sort: str | None = None,
    columns: Sequence[str] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.TaskFilter]:
    """Replace a filter of your own.

    Refusals: `filter/not-found`, `filter/invalid`.
    """
    return Call(
        operation="putFilter",
        method="PUT",
        path=f"/api/filters/{segment(filter_id)}",
        answer=shapes.TaskFilter,
        body=given(
            name=name, groups=groups, match=match, conditions=conditions, sort=sort, columns=columns
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def delete_filter(filter_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Delete a filter of your own.

    Refusals: `filter/not-found`.
    """
    return Call(
        operation="deleteFilter",
        method="DELETE",
        path=f"/api/filters/{segment(filter_id)}",
        takes_key=True,
        idempotency_key=idempotency_key,
    )
