"""`/api/processes/definitions`."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import Actor, Cursor, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import Definition, DefinitionPage
from trivium.api.uploads import MODEL_BODY, models_in

router = APIRouter(
    prefix="/api/processes/definitions", tags=["definitions"], route_class=ExactRoute
)


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
    openapi_extra=MODEL_BODY,
)
async def deploy(request: Request, engine: TheEngine, actor: Actor) -> Exact:
    """Deploy models: one as the body, or several as a form."""
    files = await models_in(request)
    deployment = await run_in_threadpool(engine.deploy, files, user=actor)
    return Exact(deployment, status_code=201)


@router.post(
    "/validate",
    responses=answers(400, 413),
    operation_id="validateDefinition",
    openapi_extra=MODEL_BODY,
)
async def validate(request: Request, engine: TheEngine) -> Exact:
    """Check a model without deploying it."""
    files = await models_in(request)
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
