"""`/api/decisions`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import Actor, Count, Cursor, Limit, Sort, TheEngine, column
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.decisions import (
    Cases,
    CasesReport,
    DecisionFindings,
    DecisionResult,
    Evaluation,
    EvaluationPage,
    Inputs,
)
from trivium.api.schemas.definitions import (
    Definition,
    DefinitionPage,
    DeploymentAnswer,
    FoundFault,
)
from trivium.api.uploads import BODY, files_of
from trivium.api.variables import given
from trivium.engine.deployments import File

router = APIRouter(prefix="/api/decisions", tags=["decisions"], route_class=ExactRoute)
_UNKNOWN = "404 decision/unknown"
_SORTS = {name: name for name in ("key", "name", "deployed_at", "version")}


@router.get(
    "/definitions",
    response_model=DefinitionPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listDecisions",
)
def list_decisions(
    engine: TheEngine,
    key: str | None = None,
    *,
    latest: Annotated[bool, Query(description="Only the newest version of each key.")] = False,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List deployed decisions, by key and version."""
    page = engine.definitions.query(
        kind="decision",
        key=key,
        latest_only=latest,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Definition.of(info) for info in page]
    return Exact(DefinitionPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/definitions",
    status_code=201,
    response_model=DeploymentAnswer,
    responses=writes(
        "400 model/invalid",
        "400 xml/not-well-formed",
        "422 http/empty-body",
        "422 http/content-type",
    ),
    operation_id="deployDecisions",
    openapi_extra=BODY,
)
async def deploy(
    engine: TheEngine, files: Annotated[list[File], Depends(files_of)], actor: Actor
) -> Exact:
    """Deploy DMN models: one as the body, or several as a form."""
    deployment = await run_in_threadpool(engine.deploy, files, user=actor)
    return Exact(DeploymentAnswer.of(deployment), status_code=201)


@router.post(
    "/{key}/evaluate",
    response_model=DecisionResult,
    responses=writes(_UNKNOWN, "409 feel/limit", "422 variable/wrong-type"),
    operation_id="evaluateDecision",
)
def evaluate(
    engine: TheEngine,
    key: str,
    body: Inputs,
    actor: Actor,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Exact:
    """Evaluate a decision: its value, the rules that matched, and each decision below it."""
    inputs = given(body.inputs)
    return Exact(engine.decisions.evaluate(key, inputs, version=version, user=actor))


@router.post(
    "/{key}/test",
    response_model=CasesReport,
    responses=writes(_UNKNOWN, "409 feel/limit", "422 dmn/invalid-case"),
    operation_id="testDecision",
)
def test(engine: TheEngine, key: str, body: Cases) -> Exact:
    """Run a table of cases; nothing is kept."""
    return Exact(engine.decisions.test(key, body.cases))


@router.get(
    "/{key}/findings",
    response_model=DecisionFindings,
    responses=reads(_UNKNOWN),
    operation_id="getDecisionFindings",
)
def findings(engine: TheEngine, key: str) -> Exact:
    """Say what is suspicious in a decision: gaps, overlaps, rules that never decide, with examples."""
    found = engine.decisions.check(key)
    return Exact(DecisionFindings(items=[FoundFault.of(each) for each in found]))


@router.get(
    "/{key}/history",
    response_model=EvaluationPage,
    responses=reads("422 input/cursor"),
    operation_id="getDecisionHistory",
)
def history(engine: TheEngine, key: str, limit: Limit = 50, cursor: Cursor = None) -> Exact:
    """List what a decision was asked by users and processes, the newest first."""
    page = engine.decisions.history(key, limit=limit, cursor=cursor)
    items = [Evaluation.of(info) for info in page]
    return Exact(EvaluationPage(items=items, next_cursor=page.next_cursor, total=page.total))
