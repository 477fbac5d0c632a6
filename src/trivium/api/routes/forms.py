"""Forms: what is to be filled in, drafts, submitting, and files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import Actor, IdempotencyKey, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.definitions import StartForm
from trivium.api.schemas.forms import (
    Draft,
    DraftValues,
    Form,
    SubmittedStart,
    TaskForm,
    UploadedFile,
)
from trivium.api.schemas.instances import Instance
from trivium.api.schemas.variables import Variables
from trivium.api.uploads import FILE_BODY, file_of
from trivium.api.variables import given
from trivium.engine import NewFile

router = APIRouter(prefix="/api/processes", tags=["forms"], route_class=ExactRoute)
TheFile = Annotated[NewFile, Depends(file_of)]
FileName = Annotated[str, Query(description="The name to save it under.", max_length=200)]
FORMS = ("409 form/not-deployed", "409 form/expression-failed")
"""What is answered where a form has to be read."""
CHECKED = (*FORMS, "422 form/invalid")
"""What is answered where what was entered is held against a form."""
_NO_TASK = "404 task/not-found"
_NO_DEFINITION = "404 definition/not-found"
_FILES = ("422 file/unknown", "422 variable/wrong-type")
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The content, byte for byte.",
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "%PDF-1.7 …",
            }
        },
    }
}


@router.get(
    "/tasks/{task_id}/form",
    response_model=TaskForm,
    responses=reads(_NO_TASK, *FORMS),
    operation_id="getTaskForm",
)
def get_task_form(engine: TheEngine, task_id: str, actor: Actor) -> Exact:
    """Get the form of a task with the values of its fields, and what you have entered so far."""
    form = Form.of(engine.tasks.form(task_id))
    draft = engine.forms.draft_if_any(task_id, user=actor)
    return Exact(TaskForm(form=form, draft=None if draft is None else Draft.of(draft)))


@router.post(
    "/tasks/{task_id}/submit-form",
    status_code=204,
    responses=writes(
        *(_NO_TASK, *CHECKED, *_FILES),
        *("409 instance/suspended", "409 task/in-transition", "409 task/delegation-pending"),
    ),
    operation_id="submitTaskForm",
)
def submit_task_form(
    engine: TheEngine, task_id: str, body: Variables, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Complete a task with what was entered into its form, if all of it fits.

    Otherwise nothing changes, and `errors` lists every field that is wrong. Variables that the form has no
    field for are set as well.
    """
    variables = given(body.variables, with_files=True)
    engine.tasks.submit(task_id, variables, user=actor, idempotency_key=idempotency_key)


@router.get(
    "/tasks/{task_id}/draft",
    response_model=Draft,
    responses=reads(_NO_TASK, "404 draft/not-found"),
    operation_id="getTaskDraft",
)
def get_draft(engine: TheEngine, task_id: str, actor: Actor) -> Exact:
    """Get what you have entered into the form of a task so far; nobody else sees it."""
    return Exact(Draft.of(engine.forms.draft(task_id, user=actor)))


@router.put(
    "/tasks/{task_id}/draft",
    status_code=204,
    responses=writes(_NO_TASK, *CHECKED, "413 draft/too-large"),
    operation_id="putTaskDraft",
)
def put_draft(engine: TheEngine, task_id: str, body: DraftValues, actor: Actor) -> None:
    """Keep what you have entered so far; only types are checked. It goes with the task."""
    engine.forms.save_draft(task_id, body.values, user=actor)


@router.delete(
    "/tasks/{task_id}/draft",
    status_code=204,
    responses=writes(_NO_TASK),
    operation_id="deleteTaskDraft",
)
def delete_draft(engine: TheEngine, task_id: str, actor: Actor) -> None:
    """Forget what you have entered so far."""
    engine.forms.delete_draft(task_id, user=actor)


@router.post(
    "/tasks/{task_id}/files",
    status_code=201,
    response_model=UploadedFile,
    responses=writes(_NO_TASK, "422 http/empty-body"),
    operation_id="uploadTaskFile",
    openapi_extra=FILE_BODY,
)
async def upload(engine: TheEngine, task_id: str, file: TheFile, actor: Actor) -> Exact:
    """Upload a file for the form of a task; the `value` of the answer goes into the variable."""
    del actor  # it is checked, and nothing else: an upload is in nobody's history until it is used
    value = await run_in_threadpool(engine.forms.upload, task_id, file)
    return Exact(UploadedFile.of(value), status_code=201)


@router.get(
    "/tasks/{task_id}/files/{file_id}",
    responses=_CONTENT | reads(_NO_TASK, "404 file/not-found"),
    operation_id="getTaskFile",
    response_class=Response,
)
def get_task_file(
    engine: TheEngine, task_id: str, file_id: str, name: FileName = "file"
) -> Response:
    """Get the content of a file that the instance of an open task refers to."""
    return _saved(engine.forms.file_of_task(task_id, file_id), name)


@router.get(
    "/instances/{instance_id}/files/{file_id}",
    responses=_CONTENT | reads("404 instance/not-found", "404 file/not-found"),
    operation_id="getInstanceFile",
    response_class=Response,
)
def get_instance_file(
    engine: TheEngine, instance_id: str, file_id: str, name: FileName = "file"
) -> Response:
    """Get the content of a file that an instance refers to, running or ended."""
    return _saved(engine.forms.file_of_instance(instance_id, file_id), name)


@router.get(
    "/definitions/{definition_id}/start-form",
    response_model=StartForm,
    responses=reads(_NO_DEFINITION, *FORMS),
    operation_id="getStartForm",
)
def get_start_form(engine: TheEngine, definition_id: str) -> Exact:
    """Get the form to fill in for a start."""
    return Exact(StartForm(form=Form.of(engine.definitions.start_form(definition_id))))


@router.post(
    "/definitions/{definition_id}/submit-form",
    status_code=201,
    response_model=Instance,
    responses=writes(
        *(_NO_DEFINITION, "409 definition/suspended", "422 bpmn/no-none-start-event"),
        *(*CHECKED, *_FILES),
    ),
    operation_id="submitStartForm",
)
def submit_start_form(
    engine: TheEngine,
    definition_id: str,
    body: SubmittedStart,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Start an instance with what was entered into its start form, if all of it fits."""
    definition = engine.definitions.get(definition_id)
    instance = engine.start(
        definition.key,
        given(body.variables, with_files=True),
        business_key=body.business_key,
        version=definition.version,
        submitted=True,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(Instance.of(instance), status_code=201)


def _saved(content: bytes, name: str) -> Response:
    """A file to be saved: a browser must not take it for a page of ours."""
    plain = "".join(
        each if each.isascii() and (each.isalnum() or each in "-_. ") else "_" for each in name
    )
    headers = {
        "content-disposition": f'attachment; filename="{plain}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)
