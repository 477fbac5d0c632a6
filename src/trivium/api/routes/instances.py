"""`/api/processes/instances`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Plain,
    Sort,
    TheEngine,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.forms import CHECKED
from trivium.api.schemas.activities import Activity, ActivityPage
from trivium.api.schemas.definitions import Suspension
from trivium.api.schemas.incidents import Incident, IncidentPage
from trivium.api.schemas.instances import (
    AuditEntry,
    AuditPage,
    HistoryEntry,
    HistoryPage,
    Instance,
    InstanceDetails,
    InstancePage,
    Path,
    ReplayedCommand,
    ReplayPage,
    StartInstance,
    Step,
    Tree,
)
from trivium.api.schemas.modifications import Modify, Restart
from trivium.api.schemas.variables import VariableAnswer, Variables, VariablesAnswer
from trivium.api.variables import given, presented
from trivium.errors import NotFound

router = APIRouter(prefix="/api/processes/instances", tags=["instances"], route_class=ExactRoute)
_UNKNOWN = "404 instance/not-found"
_CHANGED = (_UNKNOWN, "409 instance/ended")
_GIVEN = "422 variable/wrong-type"
_LISTED = ("422 input/cursor", "422 input/sort")
_SORTS = {
    "start_time": "started_at",
    "end_time": "ended_at",
    "process_definition_key": "key",
    "business_key": "business_key",
    "status": "state",
}


@router.get(
    "", response_model=InstancePage, responses=reads(*_LISTED), operation_id="listInstances"
)
def list_instances(  # query parameters
    engine: TheEngine,
    status: Literal["active", "suspended", "completed", "terminated"] | None = None,
    process_definition_key: str | None = None,
    process_definition_id: str | None = None,
    business_key: str | None = None,
    root_instance_id: str | None = None,
    *,
    roots_only: Annotated[bool, Query(description="Without those that others called.")] = False,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List instances, the newest first."""
    page = engine.instances.query(
        state=status,
        key=process_definition_key,
        definition=process_definition_id,
        business_key=business_key,
        root=root_instance_id,
        roots_only=roots_only,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    items = [Instance.of(info) for info in page]
    return Exact(InstancePage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "",
    status_code=201,
    response_model=Instance,
    responses=writes(
        "404 definition/not-found",
        "409 definition/suspended",
        "422 bpmn/no-none-start-event",
        "422 bpmn/unknown-start-event",
        _GIVEN,
        *CHECKED,
    ),
    operation_id="startInstance",
)
def start(
    engine: TheEngine, body: StartInstance, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Start an instance; it has gone as far as it can when the answer comes."""
    key, version = body.process_definition_key, body.version
    if body.process_definition_id is not None:
        definition = engine.definitions.get(body.process_definition_id)
        key, version = definition.key, definition.version
    instance = engine.start(
        key or "",
        given(body.variables, with_files=True),
        business_key=body.business_key,
        version=version,
        start_event=body.start_event,
        user=actor,
        idempotency_key=idempotency_key,
    )
    place = {"location": f"{router.prefix}/{instance.id}"}
    return Exact(Instance.of(instance), status_code=201, headers=place)


@router.get(
    "/{instance_id}",
    response_model=InstanceDetails,
    responses=reads(_UNKNOWN),
    operation_id="getInstance",
)
def get_instance(engine: TheEngine, instance_id: str, *, plain: Plain = False) -> Exact:
    """Get an instance, running or ended, with its variables, open activities and incidents."""
    return Exact(InstanceDetails.read(engine, instance_id, plain=plain))


@router.delete(
    "/{instance_id}",
    status_code=204,
    responses=writes(*_CHANGED),
    operation_id="terminateInstance",
)
def terminate(
    engine: TheEngine,
    instance_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    reason: Annotated[str | None, Query(max_length=2000)] = None,
) -> None:
    """Terminate an instance with everything in it; its history stays."""
    engine.instances.terminate(instance_id, reason, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{instance_id}/modify",
    status_code=204,
    responses=writes(
        *_CHANGED,
        _GIVEN,
        "409 case/not-a-process",
        "409 modification/not-active",
        "409 modification/several-scopes",
        "409 modification/multi-instance-not-open",
        "422 modification/unknown-element",
    ),
    operation_id="modifyInstance",
)
def modify(
    engine: TheEngine, instance_id: str, body: Modify, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Move its tokens: cancel what is active, start before or after activities, or at flows."""
    engine.instances.modify(
        instance_id,
        [each.meant() for each in body.instructions],
        body.reason,
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.post(
    "/{instance_id}/restart",
    status_code=201,
    response_model=Instance,
    responses=writes(
        _UNKNOWN,
        _GIVEN,
        "409 instance/not-ended",
        "409 case/not-a-process",
        "409 definition/suspended",
        "409 modification/multi-instance-not-open",
        "409 modification/not-active",
        "422 bpmn/no-none-start-event",
        "422 modification/unknown-element",
    ),
    operation_id="restartInstance",
)
def restart(
    engine: TheEngine,
    instance_id: str,
    body: Restart,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> Exact:
    """Start an ended instance again, as a new one of the same version."""
    info = engine.instances.restart(
        instance_id,
        [each.meant() for each in body.instructions],
        initial_variables=body.initial_variables,
        variables=given(body.variables),
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(Instance.of(info), status_code=201)


@router.put(
    "/{instance_id}/suspended",
    status_code=204,
    responses=writes(*_CHANGED, "409 instance/suspended", "409 instance/not-suspended"),
    operation_id="suspendInstance",
)
def suspend(
    engine: TheEngine,
    instance_id: str,
    body: Suspension,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Suspend an instance, so that nothing in it goes on, or resume it."""
    change = engine.instances.suspend if body.suspended else engine.instances.resume
    change(instance_id, user=actor, idempotency_key=idempotency_key)


@router.get(
    "/{instance_id}/variables",
    response_model=VariablesAnswer,
    responses=reads(_UNKNOWN),
    operation_id="getVariables",
)
def get_variables(
    engine: TheEngine,
    instance_id: str,
    name: Annotated[list[str] | None, Query(description="Only these.")] = None,
    *,
    plain: Plain = False,
) -> Exact:
    """Get the variables of an instance, large ones included; of an ended one as they were last."""
    return Exact(presented(engine.instances.variables(instance_id, name), plain=plain))


_VARIABLE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"example": {"value": 1250, "type": "Integer", "value_info": None}}
        }
    }
}


@router.get(
    "/{instance_id}/variables/{name}",
    response_model=VariableAnswer,
    responses=_VARIABLE | reads(_UNKNOWN, "404 variable/not-found"),
    operation_id="getVariable",
)
def get_variable(
    engine: TheEngine, instance_id: str, name: str, *, plain: Plain = False
) -> Response:
    """Get one variable."""
    found = presented(engine.instances.variables(instance_id, [name]), plain=plain)
    if name not in found:
        raise NotFound(
            f"Expected the instance {instance_id} to have a variable {name!r}, but it has none.",
            code="variable/not-found",
            variable=name,
        )
    return Exact(found[name])


@router.put(
    "/{instance_id}/variables",
    status_code=204,
    responses=writes(*_CHANGED, _GIVEN, "409 instance/suspended", "409 task/in-transition"),
    operation_id="setVariables",
)
def set_variables(
    engine: TheEngine,
    instance_id: str,
    body: Variables,
    actor: Actor,
    idempotency_key: IdempotencyKey,
) -> None:
    """Set variables of an instance; others stay as they are."""
    engine.instances.set_variables(
        instance_id,
        given(body.variables, with_files=True),
        user=actor,
        idempotency_key=idempotency_key,
    )


@router.get(
    "/{instance_id}/tree",
    response_model=Tree,
    responses=reads(_UNKNOWN),
    operation_id="getInstanceTree",
)
def get_tree(engine: TheEngine, instance_id: str, *, plain: Plain = False) -> Exact:
    """Show what is open, why each thing waits, and who or what releases it."""
    return Exact(Tree.of(engine.instances.tree(instance_id), plain=plain))


@router.get(
    "/{instance_id}/path",
    response_model=Path,
    responses=reads(_UNKNOWN),
    operation_id="getInstancePath",
)
def get_path(engine: TheEngine, instance_id: str) -> Exact:
    """Show the elements that an instance has been through, in order."""
    return Exact(Path(items=[Step.of(step) for step in engine.instances.steps(instance_id)]))


@router.get(
    "/{instance_id}/activities",
    response_model=ActivityPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="listInstanceActivities",
)
def list_activities(
    engine: TheEngine,
    instance_id: str,
    activity_id: str | None = None,
    status: str | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
    *,
    whole_tree: Annotated[
        bool, Query(description="And who called it, and whom they called.")
    ] = False,
) -> Exact:
    """List what an instance went through, each from its beginning to its end."""
    page = engine.journal.activities(
        instance_id,
        whole_tree=whole_tree,
        element_id=activity_id,
        state=status,
        limit=limit,
        cursor=cursor,
    )
    items = [Activity.of(each) for each in page]
    return Exact(ActivityPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{instance_id}/history",
    response_model=HistoryPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="getInstanceHistory",
)
def get_history(
    engine: TheEngine, instance_id: str, limit: Limit = 100, cursor: Cursor = None
) -> Exact:
    """Read the journal: every command, and the events that it caused."""
    page = engine.instances.history(instance_id, limit=limit, cursor=cursor)
    items = [HistoryEntry.of(entry) for entry in page]
    return Exact(HistoryPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{instance_id}/replay",
    response_model=ReplayPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="getInstanceReplay",
)
def get_replay(
    engine: TheEngine, instance_id: str, limit: Limit = 1000, cursor: Cursor = None
) -> Exact:
    """Read what each command did to the elements of an instance, to play it on its diagram."""
    page = engine.instances.replay(instance_id, limit=limit, cursor=cursor)
    items = [ReplayedCommand.of(step) for step in page]
    return Exact(ReplayPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{instance_id}/audit",
    response_model=AuditPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="getInstanceAudit",
)
def get_audit(
    engine: TheEngine, instance_id: str, limit: Limit = 100, cursor: Cursor = None
) -> Exact:
    """Read who did what, and when."""
    page = engine.instances.history(instance_id, limit=limit, cursor=cursor)
    items = [AuditEntry.of(entry) for entry in page]
    return Exact(AuditPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/{instance_id}/incidents",
    response_model=IncidentPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="getInstanceIncidents",
)
def get_incidents(
    engine: TheEngine,
    instance_id: str,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List open incidents of an instance and of those that it called."""
    engine.instances.get(instance_id)
    page = engine.incidents.query(instance_id, limit=limit, cursor=cursor, with_total=count)
    items = [Incident.of(info) for info in page]
    return Exact(IncidentPage(items=items, next_cursor=page.next_cursor, total=page.total))
