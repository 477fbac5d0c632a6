"""`/api/processes/instances`."""

from __future__ import annotations

from fastapi import APIRouter

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    IdempotencyKey,
    Limit,
    Plain,
    TheEngine,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.schemas.derived import IncidentPage, Instance, InstancePage, JournalPage
from trivium.api.variables import plain as plain_values
from trivium.api.variables import typed

router = APIRouter(prefix="/api/processes/instances", tags=["instances"], route_class=ExactRoute)


@router.get("", response_model=InstancePage, responses=answers(), operation_id="listInstances")
def list_instances(  # query parameters
    engine: TheEngine,
    state: str | None = None,
    key: str | None = None,
    business_key: str | None = None,
    definition_id: str | None = None,
    *,
    limit: Limit = 50,
    cursor: Cursor = None,
    count: Count = False,
) -> Exact:
    """List instances, the newest first."""
    return Exact(
        engine.instances.query(
            state=state,
            key=key,
            business_key=business_key,
            definition=definition_id,
            limit=limit,
            cursor=cursor,
            with_total=count,
        )
    )


@router.post(
    "",
    status_code=201,
    response_model=Instance,
    responses=answers(404, 409),
    operation_id="startInstance",
)
def start(
    engine: TheEngine,
    body: requests.StartInstance,
    actor: Actor,
    idempotency_key: IdempotencyKey = None,
) -> Exact:
    """Start an instance."""
    instance = engine.start(
        body.key,
        plain_values(body.variables),
        business_key=body.business_key,
        version=body.version,
        start_event=body.start_event,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(instance, status_code=201)


@router.get(
    "/{instance_id}", response_model=Instance, responses=answers(404), operation_id="getInstance"
)
def get_instance(engine: TheEngine, instance_id: str) -> Exact:
    """One instance, running or ended."""
    return Exact(engine.instances.get(instance_id))


@router.delete(
    "/{instance_id}",
    status_code=204,
    responses=answers(404, 409),
    operation_id="terminateInstance",
)
def terminate(engine: TheEngine, instance_id: str, actor: Actor, reason: str | None = None) -> None:
    """End an instance with everything in it."""
    engine.instances.terminate(instance_id, reason, user=actor)


@router.put(
    "/{instance_id}/suspended",
    status_code=204,
    responses=answers(404, 409),
    operation_id="suspendInstance",
)
def suspend(engine: TheEngine, instance_id: str, body: requests.Suspended, actor: Actor) -> None:
    """Suspend or resume an instance."""
    change = engine.instances.suspend if body.suspended else engine.instances.resume
    change(instance_id, user=actor)


@router.get("/{instance_id}/variables", responses=answers(404), operation_id="getVariables")
def get_variables(engine: TheEngine, instance_id: str, *, plain: Plain = False) -> Exact:
    """The variables of an instance."""
    found = engine.instances.variables(instance_id)
    return Exact(found if plain else typed(found))


@router.put(
    "/{instance_id}/variables",
    status_code=204,
    responses=answers(404, 409),
    operation_id="setVariables",
)
def set_variables(
    engine: TheEngine, instance_id: str, body: requests.Variables, actor: Actor
) -> None:
    """Set variables of an instance."""
    engine.instances.set_variables(instance_id, plain_values(body.variables), user=actor)


@router.get("/{instance_id}/tree", responses=answers(404), operation_id="getInstanceTree")
def get_tree(engine: TheEngine, instance_id: str) -> Exact:
    """What is open, why each thing waits, and who or what releases it."""
    return Exact(engine.instances.tree(instance_id))


@router.get("/{instance_id}/path", responses=answers(404), operation_id="getInstancePath")
def get_path(engine: TheEngine, instance_id: str) -> Exact:
    """The elements and flows that it has been through, in order."""
    return Exact({"path": engine.instances.path(instance_id)})


@router.get(
    "/{instance_id}/history",
    response_model=JournalPage,
    responses=answers(404),
    operation_id="getInstanceHistory",
)
def get_history(
    engine: TheEngine, instance_id: str, limit: Limit = 100, cursor: Cursor = None
) -> Exact:
    """The journal: every command, and the events that it caused."""
    return Exact(engine.instances.history(instance_id, limit=limit, cursor=cursor))


@router.get("/{instance_id}/audit", responses=answers(404), operation_id="getInstanceAudit")
def get_audit(
    engine: TheEngine, instance_id: str, limit: Limit = 100, cursor: Cursor = None
) -> Exact:
    """Who did what, and when."""
    page = engine.instances.history(instance_id, limit=limit, cursor=cursor)
    items = [
        {"seq": entry.seq, "at": entry.at, "actor": entry.actor, "command": entry.command}
        for entry in page
    ]
    return Exact({"items": items, "next_cursor": page.next_cursor})


@router.get(
    "/{instance_id}/incidents",
    response_model=IncidentPage,
    responses=answers(404),
    operation_id="getInstanceIncidents",
)
def get_incidents(
    engine: TheEngine, instance_id: str, limit: Limit = 50, cursor: Cursor = None
) -> Exact:
    """Open incidents of an instance."""
    engine.instances.get(instance_id)
    return Exact(engine.incidents.query(instance_id, limit=limit, cursor=cursor))
