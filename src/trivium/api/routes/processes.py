"""`/api/processes`: processes in the words of those who start journeys and take steps."""

from __future__ import annotations

from typing import Annotated

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
from trivium.api.schemas.processes import (
    STATES,
    Abort,
    ProcessDetails,
    ProcessEvent,
    ProcessEventPage,
    ProcessPage,
    ProcessStatus,
    StartProcess,
    Visualization,
)
from trivium.api.variables import given

router = APIRouter(prefix="/api/processes", tags=["processes"], route_class=ExactRoute)
_UNKNOWN = "404 instance/not-found"
_CHANGED = (_UNKNOWN, "409 instance/ended")
_SORTS = {"started_at": "started_at", "completed_at": "ended_at", "journey_id": "key"}


@router.post(
    "/start",
    status_code=201,
    response_model=ProcessDetails,
    responses=writes(
        "404 definition/not-found",
        "409 definition/suspended",
        "422 bpmn/no-none-start-event",
        "422 variable/wrong-type",
    ),
    operation_id="startProcess",
)
def start(
    engine: TheEngine, body: StartProcess, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Start a process; it has gone as far as it can when the answer comes."""
    info = engine.start(
        body.journey_id,
        given(body.context),
        business_key=body.business_key,
        version=body.version,
        user=actor,
        idempotency_key=idempotency_key,
    )
    place = {"location": f"{router.prefix}/{info.id}"}
    return Exact(ProcessDetails.read(engine, info.id), status_code=201, headers=place)


@router.get(
    "",
    response_model=ProcessPage,
    responses=reads("422 input/cursor", "422 input/sort"),
    operation_id="listProcesses",
)
def list_processes(
    engine: TheEngine,
    status: ProcessStatus | None = None,
    journey_id: str | None = None,
    business_key: str | None = None,
    sort: Sort = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    count: Count = False,
) -> Exact:
    """List processes, the newest first."""
    page = engine.instances.query(
        kind="process",
        state=None if status is None else STATES[status],
        key=journey_id,
        business_key=business_key,
        sort=column(sort, _SORTS),
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    return Exact(ProcessPage.read(engine, page))


@router.get(
    "/{process_id}",
    response_model=ProcessDetails,
    responses=reads(_UNKNOWN),
    operation_id="getProcess",
)
def get_process(engine: TheEngine, process_id: str) -> Exact:
    """Get a process with its variables and the steps at which it waits."""
    return Exact(ProcessDetails.read(engine, process_id))


@router.post(
    "/{process_id}/suspend",
    status_code=204,
    responses=writes(*_CHANGED, "409 instance/suspended"),
    operation_id="suspendProcess",
)
def suspend(
    engine: TheEngine, process_id: str, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Pause a process: nothing in it goes on."""
    engine.instances.suspend(process_id, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{process_id}/resume",
    status_code=204,
    responses=writes(*_CHANGED, "409 instance/not-suspended"),
    operation_id="resumeProcess",
)
def resume(
    engine: TheEngine, process_id: str, actor: Actor, idempotency_key: IdempotencyKey
) -> None:
    """Let a paused process go on."""
    engine.instances.resume(process_id, user=actor, idempotency_key=idempotency_key)


@router.post(
    "/{process_id}/abort",
    status_code=204,
    responses=writes(*_CHANGED),
    operation_id="abortProcess",
)
def abort(
    engine: TheEngine,
    process_id: str,
    actor: Actor,
    idempotency_key: IdempotencyKey,
    body: Abort = Abort(reason=None),  # noqa: B008  # nothing changes it
) -> None:
    """Terminate a process with everything in it; its history stays."""
    engine.instances.terminate(process_id, body.reason, user=actor, idempotency_key=idempotency_key)


@router.get(
    "/{process_id}/history",
    response_model=ProcessEventPage,
    responses=reads(_UNKNOWN, "422 input/cursor"),
    operation_id="getProcessHistory",
)
def get_history(
    engine: TheEngine,
    process_id: str,
    limit: Limit = 100,
    cursor: Annotated[
        str | None, Query(description="`next_cursor` of the page before.", max_length=20)
    ] = None,
) -> Exact:
    """List what happened in a process; what one command did is not torn apart, so a page may be longer."""
    page = engine.instances.events(process_id, limit=limit, cursor=cursor)
    items = [ProcessEvent.of(event) for event in page]
    return Exact(ProcessEventPage(items=items, next_cursor=page.next_cursor))


@router.get(
    "/{process_id}/visualize",
    response_model=Visualization,
    responses=reads(_UNKNOWN),
    operation_id="visualizeProcess",
)
def visualize(engine: TheEngine, process_id: str) -> Exact:
    """Show how far a process has come: completed, current and pending steps, and a picture."""
    info = engine.instances.get(process_id)
    return Exact(Visualization.of(info, engine.instances.progress(process_id)))
