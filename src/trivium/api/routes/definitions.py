"""`/api/processes/definitions`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, UploadFile
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import Actor, Cursor, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import Definition, DefinitionPage
from trivium.engine.deployments import File
from trivium.errors import InvalidInput

router = APIRouter(
    prefix="/api/processes/definitions", tags=["definitions"], route_class=ExactRoute
)

_XML_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {
                "schema": {"type": "string", "format": "binary"},
                "example": "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>…",
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            },
        },
    }
}


async def _files(request: Request) -> list[File]:
    """The models in a body: files of a form, or one as the body itself."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form()
        uploads = [part for _, part in form.multi_items() if hasattr(part, "read")]
        return [await _file(part) for part in uploads]  # type: ignore[arg-type]  # uploads have it
    body = await request.body()
    if not body:
        raise InvalidInput("Expected a model in the body, but it is empty.", code="http/empty-body")
    return [File(request.query_params.get("name", "model.bpmn"), body)]


async def _file(upload: UploadFile) -> File:
    return File(upload.filename or "model.bpmn", await upload.read())


@router.get("", response_model=DefinitionPage, responses=answers(), operation_id="listDefinitions")
def list_definitions(  # query parameters
    engine: TheEngine,
    key: str | None = None,
    kind: str | None = None,
    *,
    latest: bool = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List definitions by key and version."""
    return Exact(
        engine.definitions.query(key=key, kind=kind, latest_only=latest, limit=limit, cursor=cursor)
    )


@router.post(
    "",
    status_code=201,
    responses=answers(400, 409, 413),
    operation_id="deployDefinitions",
    openapi_extra=_XML_BODY,
)
async def deploy(request: Request, engine: TheEngine, actor: Actor) -> Exact:
    """Deploy models: one as the body, or several as a form."""
    files = await _files(request)
    deployment = await run_in_threadpool(engine.deploy, files, user=actor)
    return Exact(deployment, status_code=201)


@router.post(
    "/validate",
    responses=answers(400, 413),
    operation_id="validateDefinition",
    openapi_extra=_XML_BODY,
)
async def validate(request: Request, engine: TheEngine) -> Exact:
    """Check a model without deploying it."""
    files = await _files(request)
    findings = await run_in_threadpool(engine.validate, files)
    return Exact({"findings": [finding.as_dict() for finding in findings]})


@router.get(
    "/{definition_id}",
    response_model=Definition,
    responses=answers(404),
    operation_id="getDefinition",
)
def get_definition(engine: TheEngine, definition_id: str) -> Exact:
    """One definition, by id or by key for its newest version."""
    return Exact(engine.definitions.get(definition_id))


@router.get(
    "/{definition_id}/xml",
    responses=answers(404),
    operation_id="getDefinitionXml",
    response_class=Exact,
)
def get_xml(engine: TheEngine, definition_id: str) -> Exact:
    """The file that it was deployed from, byte for byte."""
    answer = Exact(None)
    answer.body = engine.definitions.xml(definition_id)
    answer.headers["content-type"] = "application/xml"
    answer.headers["content-length"] = str(len(answer.body))
    return answer


@router.get("/{definition_id}/start-form", responses=answers(404), operation_id="getStartForm")
def get_start_form(engine: TheEngine, definition_id: str) -> Exact:
    """The form of its start event; null without one."""
    return Exact({"form": engine.definitions.start_form(definition_id)})


@router.get("/{definition_id}/statistics", responses=answers(404), operation_id="getStatistics")
def get_statistics(engine: TheEngine, definition_id: str) -> Exact:
    """Open tasks, jobs and incidents per element."""
    return Exact({"elements": engine.definitions.statistics(definition_id)})


@router.put(
    "/{definition_id}/suspended",
    status_code=204,
    responses=answers(404),
    operation_id="suspendDefinition",
)
def suspend(engine: TheEngine, definition_id: str, body: requests.Suspended, actor: Actor) -> None:
    """Allow or forbid new instances."""
    change = engine.definitions.suspend if body.suspended else engine.definitions.resume
    change(definition_id, user=actor)
