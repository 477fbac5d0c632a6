"""`/api/processes/definitions`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Sort,
    TheEngine,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.definitions import (
    Definition,
    DefinitionDetails,
    DefinitionPage,
    DefinitionStatistics,
    DeploymentAnswer,
    Extensions,
    StartForm,
    Suspension,
    Validation,
)
from trivium.api.schemas.forms import form_of
from trivium.api.uploads import BODY, files_of
from trivium.engine.deployments import File

router = APIRouter(
    prefix="/api/processes/definitions", tags=["definitions"], route_class=ExactRoute
)
Files = Annotated[list[File], Depends(files_of)]
_UNKNOWN = "404 definition/not-found"
_UNREADABLE = (
    "400 model/invalid",
    "400 xml/not-well-formed",
    "400 xml/doctype-refused",
    "422 http/empty-body",
    "422 http/content-type",
)
_LISTED = ("422 input/cursor", "422 input/sort")
_SORTS = {name: name for name in ("key", "name", "deployed_at", "version")}


@router.get(
    "", response_model=DefinitionPage, responses=reads(*_LISTED), operation_id="listDefinitions"
)
def list_definitions(  # query parameters
    engine: TheEngine,
    key: str | None = None,
    kind: Literal["process", "case", "decision"] | None = None,
    deployment_id: str | None = None,
    *,
    latest: Annotated[bool, Query(description="Only the newest version of each key.")] = False,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List definitions, by key and version."""
    page = engine.definitions.query(
        key=key,
        kind=kind,
        deployment=deployment_id,
        latest_only=latest,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Definition.of(info) for info in page]
    return Exact(DefinitionPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "",
    status_code=201,
    response_model=DeploymentAnswer,
    responses=writes(*_UNREADABLE, "409 deployment/message-taken"),
    operation_id="deployDefinitions",
    openapi_extra=BODY,
)
async def deploy(
    engine: TheEngine,
    files: Files,
    actor: Actor,
    deployment_name: Annotated[str | None, Query(max_length=200)] = None,
) -> Exact:
    """Deploy models: one as the body, or several as a form; what has not changed keeps its version."""
    deployment = await run_in_threadpool(engine.deploy, files, name=deployment_name, user=actor)
    return Exact(DeploymentAnswer.of(deployment), status_code=201)


@router.post(
    "/validate",
    response_model=Validation,
    responses=writes(*_UNREADABLE[1:]),
    operation_id="validateDefinitions",
    openapi_extra=BODY,
)
async def validate(engine: TheEngine, files: Files) -> Exact:
    """Check models without deploying them: all faults and doubts at once."""
    return Exact(Validation.of(await run_in_threadpool(engine.validate, files)))


@router.get(
    "/{definition_id}",
    response_model=DefinitionDetails,
    responses=reads(_UNKNOWN),
    operation_id="getDefinition",
)
def get_definition(engine: TheEngine, definition_id: str) -> Exact:
    """Get a definition by id, or the newest version of a key."""
    return Exact(DefinitionDetails.from_engine(engine, definition_id))


@router.put(
    "/{definition_id}",
    response_model=DeploymentAnswer,
    responses=writes(
        _UNKNOWN, *_UNREADABLE, "409 deployment/message-taken", "422 definition/other-key"
    ),
    operation_id="updateDefinition",
    openapi_extra=BODY,
)
async def update(engine: TheEngine, definition_id: str, files: Files, actor: Actor) -> Exact:
    """Deploy a new version of a definition; running instances stay at theirs."""
    found = await run_in_threadpool(engine.replace, definition_id, files, user=actor)
    return Exact(DeploymentAnswer.of(found))


@router.post(
    "/{definition_id}/rollback",
    status_code=201,
    response_model=DeploymentAnswer,
    responses=writes(_UNKNOWN, "409 definition/is-newest", "409 deployment/message-taken"),
    operation_id="rollBackDefinition",
)
def roll_back(engine: TheEngine, definition_id: str, actor: Actor) -> Exact:
    """Make an earlier version the newest again: its file is deployed once more.

    What else is in that file goes back with it; running instances stay at their versions.
    """
    return Exact(DeploymentAnswer.of(engine.roll_back(definition_id, user=actor)), status_code=201)


@router.delete(
    "/{definition_id}",
    status_code=204,
    responses=writes(_UNKNOWN, "409 definition/has-instances"),
    operation_id="deleteDefinition",
)
def delete_definition(engine: TheEngine, definition_id: str, actor: Actor) -> None:
    """Delete a definition that has never had an instance."""
    engine.definitions.delete(definition_id, user=actor)


_XML: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, byte for byte.",
        "content": {
            "application/xml": {"schema": {"type": "string"}, "example": "<definitions …/>"}
        },
    }
}


@router.get(
    "/{definition_id}/xml",
    responses=_XML | reads(_UNKNOWN),
    operation_id="getDefinitionXml",
    response_class=Response,
)
def get_xml(engine: TheEngine, definition_id: str) -> Response:
    """Get the file that a definition was deployed from."""
    headers = {"content-security-policy": "default-src 'none'; sandbox"}
    content = engine.definitions.xml(definition_id)
    return Response(content, media_type="application/xml", headers=headers)


_SVG: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The diagram.",
        "content": {"image/svg+xml": {"schema": {"type": "string"}, "example": "<svg …/>"}},
    }
}


@router.get(
    "/{definition_id}/diagram",
    responses=_SVG | reads(_UNKNOWN, "404 definition/no-diagram"),
    operation_id="getDefinitionDiagram",
    response_class=Response,
)
def get_diagram(engine: TheEngine, definition_id: str) -> Response:
    """Get the diagram of a BPMN model as a picture (SVG)."""
    headers = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    svg = engine.definitions.picture(definition_id)
    return Response(svg, media_type="image/svg+xml", headers=headers)


@router.get(
    "/{definition_id}/start-form",
    response_model=StartForm,
    responses=reads(_UNKNOWN),
    operation_id="getStartForm",
)
def get_start_form(engine: TheEngine, definition_id: str) -> Exact:
    """Get the form to fill in for a start."""
    return Exact(StartForm(form=form_of(engine.definitions.start_form(definition_id))))


@router.get(
    "/{definition_id}/extensions",
    response_model=Extensions,
    responses=reads(_UNKNOWN),
    operation_id="getDefinitionExtensions",
)
def get_extensions(engine: TheEngine, definition_id: str) -> Exact:
    """Get what a model says in the words of its dialect and is only kept, its lanes, and its work."""
    return Exact(Extensions.from_engine(engine, definition_id))


@router.get(
    "/{definition_id}/statistics",
    response_model=DefinitionStatistics,
    responses=reads(_UNKNOWN),
    operation_id="getDefinitionStatistics",
)
def get_statistics(engine: TheEngine, definition_id: str) -> Exact:
    """Count tokens, tasks, jobs and incidents at each element, over all instances."""
    return Exact(DefinitionStatistics.of(engine.definitions.statistics(definition_id)))


@router.put(
    "/{definition_id}/suspended",
    status_code=204,
    responses=writes(_UNKNOWN),
    operation_id="suspendDefinition",
)
def suspend(
    engine: TheEngine,
    definition_id: str,
    body: Suspension,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Forbid new instances of a definition, or allow them again."""
    change = engine.definitions.suspend if body.suspended else engine.definitions.resume
    change(definition_id, user=actor, idempotency_key=idempotency_key)
