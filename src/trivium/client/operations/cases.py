"""Cases, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_case_definitions(
    *,
    key: str | None = None,
    latest: bool = False,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.DefinitionPage, shapes.Definition]:
    """List deployed cases, by key and version.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listCaseDefinitions",
        method="GET",
        path="/api/cases/definitions",
        answer=shapes.DefinitionPage,
        query=given(key=key, latest=latest, limit=limit, cursor=cursor, count=count),
    )


def list_cases(
    *,
    status: Literal["active", "suspended", "failed", "completed", "terminated", "closed"]
    | None = None,
    case_definition_key: str | None = None,
    business_key: str | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.CasePage, shapes.Case]:
    """List cases, the newest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listCases",
        method="GET",
        path="/api/cases",
        answer=shapes.CasePage,
        query=given(
            status=status,
            case_definition_key=case_definition_key,
            business_key=business_key,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def start_case(
    *,
    case_definition_key: str,
    version: int | None = None,
    business_key: str | None = None,
    variables: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.Case]:
    """Start a case; it has gone as far as it can when the answer comes.

    Refusals: `definition/not-found`, `definition/suspended`, `variable/wrong-type`.
    """
    return Call(
        operation="startCase",
        method="POST",
        path="/api/cases",
        answer=shapes.Case,
        body=given(
            case_definition_key=case_definition_key,
            version=version,
            business_key=business_key,
            variables=variables,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_case(case_id: str) -> Call[shapes.Case]:
    """Get a case, running or over.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getCase", method="GET", path=f"/api/cases/{segment(case_id)}", answer=shapes.Case
    )


def list_case_actions(case_id: str, *, role: Sequence[str] | None = None) -> Call[shapes.Actions]:
    """List all that can be done with a case now, and why each is offered.

    Refusals: `case/not-found`.
    """
    return Call(
        operation="listCaseActions",
        method="GET",
        path=f"/api/cases/{segment(case_id)}/actions",
        answer=shapes.Actions,
        query=given(role=role),
    )


def list_plan_items(
    case_id: str,
    *,
    status: str | None = None,
    type: str | None = None,
    plan_item_id: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.PlanItemPage, shapes.PlanItem]:
    """List the plan items of a case with their states, those that are over included.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="listPlanItems",
        method="GET",
        path=f"/api/cases/{segment(case_id)}/plan-items",
        answer=shapes.PlanItemPage,
        query=given(
            status=status,
            type=type,
            plan_item_id=plan_item_id,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def add_plan_item(
    case_id: str,
    *,
    kind: Literal[
        "humanTask",
        "stage",
        "milestone",
        "processTask",
        "caseTask",
        "decisionTask",
        "task",
        "eventListener",
        "userEventListener",
        "timerEventListener",
    ] = "humanTask",
    id: str | None = None,
    name: str | None = None,
    description: str | None = None,
    definition: str | None = None,
    entry: Sequence[shapes.NewCriterion] | None = None,
    exit: Sequence[shapes.NewCriterion] | None = None,
    required: bool | str = False,
    repetition: bool | str = False,
    manual_activation: bool | str = False,
    blocking: bool = True,
    assignee: str | None = None,
    candidate_users: Sequence[str] | None = None,
    candidate_groups: Sequence[str] | None = None,
    due_date: str | None = None,
    follow_up_date: str | None = None,
    priority: str | None = None,
    form_key: str | None = None,
    called: str | None = None,
    inputs: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    result_variable: str | None = None,
    expression: str | None = None,
    topic: str | None = None,
    timer: str | None = None,
    roles: Sequence[str] | None = None,
    lets_in: Sequence[str] | None = None,
    ends: Sequence[str] | None = None,
    auto_complete: bool = False,
    items: Sequence[shapes.NewPlanItem] | None = None,
    stage_execution_id: int | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.AddedItem]:
    """Add to a running case what its model did not foresee; it lives as what is modelled.

    Refusals: `instance/not-found`, `case/stage-not-active`, `case/not-a-case`, `instance/ended`,
    `case/invalid-plan-item`.
    """
    return Call(
        operation="addPlanItem",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/plan-items",
        answer=shapes.AddedItem,
        body=given(
            kind=kind,
            id=id,
            name=name,
            description=description,
            definition=definition,
            entry=entry,
            exit=exit,
            required=required,
            repetition=repetition,
            manual_activation=manual_activation,
            blocking=blocking,
            assignee=assignee,
            candidate_users=candidate_users,
            candidate_groups=candidate_groups,
            due_date=due_date,
            follow_up_date=follow_up_date,
            priority=priority,
            form_key=form_key,
            called=called,
            inputs=inputs,
            outputs=outputs,
            result_variable=result_variable,
            expression=expression,
            topic=topic,
            timer=timer,
            roles=roles,
            lets_in=lets_in,
            ends=ends,
            auto_complete=auto_complete,
            items=items,
            stage_execution_id=stage_execution_id,
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def explain_plan_item(case_id: str, plan_item_id: str) -> Call[shapes.ItemReasons]:
    """Say why a plan item is not available: what its criteria have not heard, which condition is false.

    Refusals: `case/not-found`, `case/item-not-open`.
    """
    return Call(
        operation="explainPlanItem",
        method="GET",
        path=f"/api/cases/{segment(case_id)}/plan-items/{segment(plan_item_id)}/why",
        answer=shapes.ItemReasons,
    )


def transition_plan_item(
    case_id: str,
    item: str,
    transition: Literal[
        "manualStart",
        "disable",
        "reenable",
        "suspend",
        "resume",
        "fault",
        "reactivate",
        "complete",
        "terminate",
        "occur",
    ],
    *,
    variables: Mapping[str, Any] | None = None,
    roles: Sequence[str] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Ask a plan item for a transition; it is named by its id in the model, or its execution id.

    Refusals: `case/not-found`, `case/item-not-open`, `definition/not-found`, `case/role-needed`,
    `case/illegal-transition`, `case/not-complete`, `instance/suspended`, `variable/wrong-type`.
    """
    return Call(
        operation="transitionPlanItem",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/plan-items/{segment(item)}/{segment(transition)}",
        body=given(variables=variables, roles=roles),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def transition_case(
    case_id: str,
    *,
    status: Literal["active", "suspended", "completed", "terminated", "failed", "closed"],
    idempotency_key: str | None = None,
) -> Call[None]:
    """Bring a case into a status, by the transition that leads there.

    Refusals: `case/not-found`, `case/illegal-transition`, `case/not-complete`, `instance/suspended`.
    """
    return Call(
        operation="transitionCase",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/transition",
        body=given(status=status),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def plan_item(
    case_id: str,
    *,
    plan_item_id: str,
    stage_execution_id: int | None = None,
    roles: Sequence[str] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Add a discretionary item to the plan of a case.

    Refusals: `instance/not-found`, `case/not-plannable`, `instance/ended`.
    """
    return Call(
        operation="planItem",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/discretionary",
        body=given(plan_item_id=plan_item_id, stage_execution_id=stage_execution_id, roles=roles),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def occur_case_event(
    case_id: str,
    *,
    plan_item_id: str,
    variables: Mapping[str, Any] | None = None,
    roles: Sequence[str] | None = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Let a user event occur.

    Refusals: `case/not-found`, `case/item-not-open`, `case/role-needed`, `case/illegal-transition`,
    `case/not-complete`, `instance/suspended`, `variable/wrong-type`.
    """
    return Call(
        operation="occurCaseEvent",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/events",
        body=given(plan_item_id=plan_item_id, variables=variables, roles=roles),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_case_file(case_id: str) -> Call[shapes.CaseFile]:
    """Read the case file: its items with their states and values.

    Refusals: `case/not-found`.
    """
    return Call(
        operation="getCaseFile",
        method="GET",
        path=f"/api/cases/{segment(case_id)}/file",
        answer=shapes.CaseFile,
    )


def change_case_file(
    case_id: str,
    item: str,
    operation: Literal[
        "create",
        "update",
        "replace",
        "delete",
        "addChild",
        "removeChild",
        "addReference",
        "removeReference",
    ],
    *,
    value: Any = None,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Carry out an operation on a case file item; sentries hear its event.

    Refusals: `instance/not-found`, `case/unknown-file-item`, `case/file-item-state`, `instance/ended`.
    """
    return Call(
        operation="changeCaseFile",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/file/{segment(item)}/{segment(operation)}",
        body=given(value=value),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_case_audit(
    case_id: str, *, limit: int = 100, cursor: str | None = None
) -> Listing[shapes.AuditPage, shapes.AuditEntry]:
    """Read who did what to a case, and when.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getCaseAudit",
        method="GET",
        path=f"/api/cases/{segment(case_id)}/audit",
        answer=shapes.AuditPage,
        query=given(limit=limit, cursor=cursor),
    )


def operate_case(
    case_id: str,
    what: Literal["suspend", "resume", "terminate", "close"],
    *,
    idempotency_key: str | None = None,
) -> Call[None]:
    """Suspend, resume, terminate or close a case.

    Refusals: `case/not-found`, `case/illegal-transition`, `case/not-complete`, `instance/suspended`.
    """
    return Call(
        operation="operateCase",
        method="POST",
        path=f"/api/cases/{segment(case_id)}/{segment(what)}",
        takes_key=True,
        idempotency_key=idempotency_key,
    )
