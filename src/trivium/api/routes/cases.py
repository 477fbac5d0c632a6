"""`/api/cases`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

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
from trivium.api.schemas.cases import (
    Action,
    Actions,
    Case,
    CaseEvent,
    CaseFile,
    CasePage,
    CaseTransition,
    Discretionary,
    FileChange,
    FileOperation,
    ItemReason,
    ItemReasons,
    ItemTransition,
    PlanItem,
    PlanItemPage,
    StartCase,
    Transition,
)
from trivium.api.schemas.definitions import Definition, DefinitionPage
from trivium.api.schemas.instances import AuditEntry, AuditPage
from trivium.api.schemas.plan_additions import AddedItem, AddPlanItem
from trivium.api.variables import given

router = APIRouter(prefix="/api/cases", tags=["cases"], route_class=ExactRoute)
_UNKNOWN = "404 case/not-found"
_ILLEGAL = ("409 case/illegal-transition", "409 case/not-complete", "409 instance/suspended")
_GIVEN = "422 variable/wrong-type"
_SORTS = {"created": "started_at", "ended": "ended_at", "status": "state"}
_BY_STATUS = {
    "active": "reactivate",
    "suspended": "suspend",
    "completed": "complete",
    "terminated": "terminate",
    "failed": "fault",
    "closed": "close",
}


@router.get(
    "/definitions",
    response_model=DefinitionPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listCaseDefinitions",
)
def list_definitions(
    engine: TheEngine,
    key: str | None = None,
    *,
    latest: Annotated[bool, Query(description="Only the newest version of each key.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List deployed cases, by key and version."""
    page = engine.definitions.query(
        kind="case", key=key, latest_only=latest, limit=limit, cursor=cursor, with_total=count
    )
    items = [Definition.of(info) for info in page]
    return Exact(DefinitionPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "",
    response_model=CasePage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listCases",
)
def list_cases(  # query parameters
    engine: TheEngine,
    status: Literal["active", "suspended", "failed", "completed", "terminated", "closed"]
    | None = None,
    case_definition_key: str | None = None,
    business_key: str | None = None,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List cases, the newest first."""
    page = engine.instances.query(
        kind="case",
        state=status,
        key=case_definition_key,
        business_key=business_key,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Case.of(info) for info in page]
    return Exact(CasePage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "",
    status_code=201,
    response_model=Case,
    responses=writes("404 definition/not-found", "409 definition/suspended", _GIVEN),
    operation_id="startCase",
)
def start(
    engine: TheEngine, body: StartCase, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Start a case; it has gone as far as it can when the answer comes."""
    info = engine.cases.start(
        body.case_definition_key,
        given(body.variables),
        business_key=body.business_key,
        version=body.version,
        user=actor,
        idempotency_key=idempotency_key,
    )
    place = {"location": f"{router.prefix}/{info.id}"}
    return Exact(Case.of(info), status_code=201, headers=place)


@router.get(
    "/{case_id}",
    response_model=Case,
    responses=reads("404 instance/not-found"),
    operation_id="getCase",
)
def get_case(engine: TheEngine, case_id: str) -> Exact:
    """Get a case, running or over."""
    return Exact(Case.of(engine.instances.get(case_id)))


@router.get(
    "/{case_id}/actions",
    response_model=Actions,
    responses=reads(_UNKNOWN),
    operation_id="listCaseActions",
)
def list_actions(
    engine: TheEngine,
    case_id: str,
    role: Annotated[list[str] | None, Query(description="Roles of who asks.")] = None,
) -> Exact:
    """List all that can be done with a case now, and why each is offered."""
    found = engine.cases.actions(case_id, roles=role)
    return Exact(Actions(items=[Action.of(each) for each in found]))


@router.get(
    "/{case_id}/plan-items",
    response_model=PlanItemPage,
    responses=reads("422 input/cursor"),
    operation_id="listPlanItems",
)
def list_plan_items(  # query parameters
    engine: TheEngine,
    case_id: str,
    status: str | None = None,
    type: str | None = None,  # noqa: A002  # the parameter's name
    plan_item_id: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List the plan items of a case with their states, those that are over included."""
    page = engine.cases.items(
        case_id,
        element=plan_item_id,
        state=status,
        kind=type,
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [PlanItem.of(info) for info in page]
    return Exact(PlanItemPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/{case_id}/plan-items",
    status_code=201,
    response_model=AddedItem,
    responses=writes(
        "404 instance/not-found",
        "409 case/stage-not-active",
        "409 case/not-a-case",
        "409 instance/ended",
        "422 case/invalid-plan-item",
    ),
    operation_id="addPlanItem",
)
def add_plan_item(
    engine: TheEngine,
    case_id: str,
    body: AddPlanItem,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Add to a running case what its model did not foresee; it lives as what is modelled."""
    added = engine.cases.add(
        case_id,
        body.meant(),
        stage=body.stage_execution_id,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(AddedItem.of(added), status_code=201)


@router.get(
    "/{case_id}/plan-items/{plan_item_id}/why",
    response_model=ItemReasons,
    responses=reads(_UNKNOWN, "404 case/item-not-open"),
    operation_id="explainPlanItem",
)
def explain(engine: TheEngine, case_id: str, plan_item_id: str) -> Exact:
    """Say why a plan item is not available: what its criteria have not heard, which condition is false."""
    found = engine.cases.why(case_id, plan_item_id)
    return Exact(ItemReasons(items=[ItemReason.of(each) for each in found]))


@router.post(
    "/{case_id}/plan-items/{item}/{transition}",
    status_code=204,
    responses=writes(
        _UNKNOWN,
        "404 case/item-not-open",
        "404 definition/not-found",
        "409 case/role-needed",
        *_ILLEGAL,
        _GIVEN,
    ),
    operation_id="transitionPlanItem",
)
def transition_item(
    engine: TheEngine,
    case_id: str,
    item: str,
    transition: Transition,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: ItemTransition = ItemTransition(),  # noqa: B008  # nothing changes it
) -> None:
    """Ask a plan item for a transition; it is named by its id in the model, or its execution id."""
    engine.cases.transition(
        case_id,
        transition,
        int(item) if item.isdecimal() else item,
        given(body.variables),
        roles=body.roles,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{case_id}/transition",
    status_code=204,
    responses=writes(_UNKNOWN, *_ILLEGAL),
    operation_id="transitionCase",
)
def transition(
    engine: TheEngine,
    case_id: str,
    body: CaseTransition,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Bring a case into a status, by the transition that leads there."""
    engine.cases.transition(
        case_id, _BY_STATUS[body.status], user=actor, idempotency_key=idempotency_key
    )


@router.post(
    "/{case_id}/discretionary",
    status_code=204,
    responses=writes("404 instance/not-found", "409 case/not-plannable", "409 instance/ended"),
    operation_id="planItem",
)
def plan(
    engine: TheEngine,
    case_id: str,
    body: Discretionary,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Add a discretionary item to the plan of a case."""
    engine.cases.plan(
        case_id,
        body.plan_item_id,
        stage=body.stage_execution_id,
        roles=body.roles,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{case_id}/events",
    status_code=204,
    responses=writes(_UNKNOWN, "404 case/item-not-open", "409 case/role-needed", *_ILLEGAL, _GIVEN),
    operation_id="occurCaseEvent",
)
def occur(
    engine: TheEngine,
    case_id: str,
    body: CaseEvent,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Let a user event occur."""
    engine.cases.transition(
        case_id,
        "occur",
        body.plan_item_id,
        given(body.variables),
        roles=body.roles,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.get(
    "/{case_id}/file",
    response_model=CaseFile,
    responses=reads(_UNKNOWN),
    operation_id="getCaseFile",
)
def get_file(engine: TheEngine, case_id: str) -> Exact:
    """Read the case file: its items with their states and values."""
    return Exact(CaseFile.of(engine.cases.file(case_id)))


@router.post(
    "/{case_id}/file/{item}/{operation}",
    status_code=204,
    responses=writes(
        "404 instance/not-found",
        "404 case/unknown-file-item",
        "409 case/file-item-state",
        "409 instance/ended",
    ),
    operation_id="changeCaseFile",
)
def change_file(
    engine: TheEngine,
    case_id: str,
    item: str,
    operation: FileOperation,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: FileChange = FileChange(),  # noqa: B008  # nothing changes it
) -> None:
    """Carry out an operation on a case file item; sentries hear its event."""
    engine.cases.change_file(
        case_id, item, operation, body.value, user=actor, idempotency_key=idempotency_key
    )


@router.get(
    "/{case_id}/audit",
    response_model=AuditPage,
    responses=reads("404 instance/not-found", "422 input/cursor"),
    operation_id="getCaseAudit",
)
def get_audit(engine: TheEngine, case_id: str, limit: Limit = 100, cursor: Cursor = None) -> Exact:
    """Read who did what to a case, and when."""
    page = engine.instances.history(case_id, limit=limit, cursor=cursor)
    items = [AuditEntry.of(entry) for entry in page]
    return Exact(AuditPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/{case_id}/{what}",
    status_code=204,
    responses=writes(_UNKNOWN, *_ILLEGAL),
    operation_id="operateCase",
)
def operate(
    engine: TheEngine,
    case_id: str,
    what: Literal["suspend", "resume", "terminate", "close"],
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Suspend, resume, terminate or close a case."""
    engine.cases.transition(case_id, what, user=actor, idempotency_key=idempotency_key)
