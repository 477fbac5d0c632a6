"""`/api/decisions`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from trivium.api.dependencies import Actor, Cursor, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas.derived import DefinitionPage
from trivium.api.uploads import MODEL_BODY, models_in
from trivium.api.variables import plain as plain_values

router = APIRouter(prefix="/api/decisions", tags=["decisions"], route_class=ExactRoute)


class Inputs(BaseModel):
    """Values of input data by name."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"inputs": {"amount": 1250}}}
    )

    inputs: dict[str, Any] = Field(default_factory=dict)


class Cases(BaseModel):
    """A table of inputs with expected outputs."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"cases": [{"inputs": {"amount": 5}, "expected": "small"}]}},
    )

    cases: list[dict[str, Any]]


@router.get(
    "/definitions", response_model=DefinitionPage, responses=answers(), operation_id="listDecisions"
)
def list_decisions(
    engine: TheEngine, key: str | None = None, limit: Limit = 50, cursor: Cursor = None
) -> Exact:
    """List deployed decisions."""
    return Exact(engine.definitions.query(kind="decision", key=key, limit=limit, cursor=cursor))


@router.post(
    "/definitions",
    status_code=201,
    responses=answers(400, 409, 413),
    operation_id="deployDecisions",
    openapi_extra=MODEL_BODY,
)
async def deploy(request: Request, engine: TheEngine, actor: Actor) -> Exact:
    """Deploy DMN models: one as the body, or several as a form."""
    files = await models_in(request)
    deployment = await run_in_threadpool(engine.deploy, files, user=actor)
    return Exact(deployment, status_code=201)


@router.post("/{key}/evaluate", responses=answers(404, 409), operation_id="evaluateDecision")
def evaluate(
    engine: TheEngine, key: str, body: Inputs, actor: Actor, version: int | None = None
) -> Exact:
    """Evaluate a decision: its value, the rules that matched, and each decision below it."""
    inputs = plain_values(body.inputs)
    return Exact(engine.decisions.evaluate(key, inputs, version=version, user=actor))


@router.post("/{key}/test", responses=answers(404, 409), operation_id="testDecision")
def test(engine: TheEngine, key: str, body: Cases) -> Exact:
    """Run a table of cases; nothing is kept."""
    return Exact(engine.decisions.test(key, body.cases))


@router.get("/{key}/history", responses=answers(), operation_id="getDecisionHistory")
def history(engine: TheEngine, key: str, limit: Limit = 50, cursor: Cursor = None) -> Exact:
    """What the decision was asked by users and processes, the newest first."""
    return Exact(engine.decisions.history(key, limit=limit, cursor=cursor))
