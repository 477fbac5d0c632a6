"""Forms, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trivium.client import shapes
from trivium.client.call import Call, given, segment


def get_task_form(task_id: str) -> Call[shapes.TaskForm]:
    """Get the form of a task with the values of its fields, and what you have entered so far.

    Refusals: `task/not-found`, `form/not-deployed`, `form/expression-failed`.
    """
    return Call(
        operation="getTaskForm",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}/form",
        answer=shapes.TaskForm,
    )


def submit_task_form(
    task_id: str, *, variables: Mapping[str, Any] | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Complete a task with what was entered into its form, if all of it fits.

    Otherwise nothing changes, and `errors` lists every field that is wrong. Variables that the form has
    no field for are set as well.

    Refusals: `task/not-found`, `form/not-deployed`, `form/expression-failed`, `instance/suspended`,
    `task/in-transition`, `task/delegation-pending`, `form/invalid`, `file/unknown`, `variable/wrong-
    type`.
    """
    return Call(
        operation="submitTaskForm",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/submit-form",
        body=given(variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_task_draft(task_id: str) -> Call[shapes.Draft]:
    """Get what you have entered into the form of a task so far; nobody else sees it.

    Refusals: `task/not-found`, `draft/not-found`.
    """
    return Call(
        operation="getTaskDraft",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}/draft",
        answer=shapes.Draft,
    )


def put_task_draft(task_id: str, *, values: Mapping[str, Any]) -> Call[None]:
    """Keep what you have entered so far; only types are checked. It goes with the task.

    Refusals: `task/not-found`, `form/not-deployed`, `form/expression-failed`, `draft/too-large`,
    `form/invalid`.
    """
    return Call(
        operation="putTaskDraft",
        method="PUT",
        path=f"/api/processes/tasks/{segment(task_id)}/draft",
        body=given(values=values),
    )


def delete_task_draft(task_id: str) -> Call[None]:
    """Forget what you have entered so far.

    Refusals: `task/not-found`.
    """
    return Call(
        operation="deleteTaskDraft",
        method="DELETE",
        path=f"/api/processes/tasks/{segment(task_id)}/draft",
    )


def upload_task_file(task_id: str, file: Mapping[str, bytes]) -> Call[shapes.UploadedFile]:
    """Upload a file for the form of a task; the `value` of the answer goes into the variable.

    Refusals: `task/not-found`, `http/empty-body`.
    """
    return Call(
        operation="uploadTaskFile",
        method="POST",
        path=f"/api/processes/tasks/{segment(task_id)}/files",
        answer=shapes.UploadedFile,
        files=file,
    )


def get_task_file(task_id: str, file_id: str, *, name: str = "file") -> Call[bytes]:
    """Get the content of a file that the instance of an open task refers to.

    Refusals: `task/not-found`, `file/not-found`.
    """
    return Call(
        operation="getTaskFile",
        method="GET",
        path=f"/api/processes/tasks/{segment(task_id)}/files/{segment(file_id)}",
        answer=bytes,
        query=given(name=name),
    )


def get_instance_file(instance_id: str, file_id: str, *, name: str = "file") -> Call[bytes]:
    """Get the content of a file that an instance refers to, running or ended.

    Refusals: `instance/not-found`, `file/not-found`.
    """
    return Call(
        operation="getInstanceFile",
        method="GET",
        path=f"/api/processes/instances/{segment(instance_id)}/files/{segment(file_id)}",
        answer=bytes,
        query=given(name=name),
    )


def get_start_form(definition_id: str) -> Call[shapes.StartForm]:
    """Get the form to fill in for a start.

    Refusals: `definition/not-found`, `form/not-deployed`, `form/expression-failed`.
    """
    return Call(
        operation="getStartForm",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/start-form",
        answer=shapes.StartForm,
    )


def submit_start_form(
    definition_id: str,
    *,
    variables: Mapping[str, Any] | None = None,
    business_key: str | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Instance]:
    """Start an instance with what was entered into its start form, if all of it fits.

    Refusals: `definition/not-found`, `definition/suspended`, `form/not-deployed`, `form/expression-
    failed`, `bpmn/no-none-start-event`, `form/invalid`, `file/unknown`, `variable/wrong-type`.
    """
    return Call(
        operation="submitStartForm",
        method="POST",
        path=f"/api/processes/definitions/{segment(definition_id)}/submit-form",
        answer=shapes.Instance,
        body=given(variables=variables, business_key=business_key),
        takes_key=True,
        idempotency_key=idempotency_key,
    )
