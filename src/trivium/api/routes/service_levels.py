"""`/api/sla`, `/api/cases/sla` and `/api/monitoring/sla-compliance`."""

from __future__ import annotations

from datetime import MINYEAR, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime

from trivium.api.dependencies import (
    Actor,
    Count,
    Cursor,
    Limit,
    Sort,
    Tenant,
    TheEngine,
    TheWork,
    column,
)
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.routes.calendars import Moves
from trivium.api.schemas.work import (
    CaseSla,
    CaseSlaPage,
    Document,
    Documents,
    Hold,
    SlaClock,
    SlaClockDetails,
    SlaClockPage,
    SlaCompliance,
    SlaEvent,
    SlaFigures,
    Status,
    TargetData,
)
from trivium.kernel.moments import from_ms

router = APIRouter(prefix="/api", tags=["service levels"], route_class=ExactRoute)
_NO_TARGET = "404 sla/target-not-found"
_NO_CLOCK = "404 sla/clock-not-found"
_LISTED = ("422 input/cursor", "422 input/sort")
_SORTS = {
    "started": "started_at",
    "due": "due_at",
    "ended": "ended_at",
    "status": "status",
    "elapsed": "elapsed_ms",
}
_USUAL = timedelta(days=30)
Open = Annotated[bool | None, Query(description="Only what still counts, or only what has ended.")]


def _part(
    sort: Sort = None, limit: Limit = 50, cursor: Cursor = None, *, count: Count = False
) -> dict[str, Any]:
    """Which part of a list of clocks is asked for."""
    return {
        "sort": column(sort, _SORTS),
        "limit": limit,
        "cursor": cursor,
        "with_total": count,
    }


Part = Annotated[dict[str, Any], Depends(_part)]


@router.get("/sla/targets", response_model=Documents, responses=reads(), operation_id="listTargets")
def list_targets(work: TheWork, tenant: Tenant) -> Exact:
    """List targets, by their keys."""
    return Exact(Documents(items=[Document.of(info) for info in work.targets.all(tenant=tenant)]))


@router.get(
    "/sla/targets/{key}",
    response_model=Document,
    responses=reads(_NO_TARGET),
    operation_id="getTarget",
)
def get_target(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """Get the version of a target that holds now."""
    return Exact(Document.of(work.targets.get(key, tenant=tenant)))


@router.get(
    "/sla/targets/{key}/versions",
    response_model=Documents,
    responses=reads(_NO_TARGET),
    operation_id="listTargetVersions",
)
def list_versions(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """List all versions of a target, the newest first."""
    return Exact(
        Documents(items=[Document.of(info) for info in work.targets.versions(key, tenant=tenant)])
    )


@router.put(
    "/sla/targets/{key}",
    response_model=Document,
    responses=writes("400 model/invalid", "404 calendar/not-found"),
    operation_id="putTarget",
)
def put_target(
    work: TheWork,
    tenant: Tenant,
    key: str,
    body: TargetData,
    actor: Actor,
    *,
    moves_running: Moves = False,
) -> Exact:
    """Add a version of a target; the same data again adds none."""
    info = work.targets.put(
        {**body, "key": key}, user=actor, moves_running=moves_running, tenant=tenant
    )
    return Exact(Document.of(info))


@router.delete(
    "/sla/targets/{key}",
    status_code=204,
    response_class=Response,
    responses=writes(_NO_TARGET),
    operation_id="deleteTarget",
)
def delete_target(work: TheWork, tenant: Tenant, key: str, actor: Actor) -> Response:
    """Have nothing start by a target any more; clocks that run go on."""
    del actor
    work.targets.remove(key, tenant=tenant)
    return Response(status_code=204)


@router.get(
    "/sla/clocks",
    response_model=SlaClockPage,
    responses=reads(*_LISTED),
    operation_id="listClocks",
)
def list_clocks(
    work: TheWork,
    status: Status | None = None,
    target: str | None = None,
    goal: str | None = None,
    definition_key: str | None = None,
    activity_id: str | None = None,
    instance_id: str | None = None,
    task_id: str | None = None,
    due_before: AwareDatetime | None = None,
    *,
    is_open: Open = None,
    part: Part,
) -> Exact:
    """List the clocks of targets, the oldest first."""
    page = work.clocks.query(
        status=status,
        target=target,
        goal=goal,
        definition=definition_key,
        element=activity_id,
        instance=instance_id,
        task=task_id,
        due_before=due_before,
        is_open=is_open,
        **part,
    )
    items = [SlaClock.of(info) for info in page]
    return Exact(SlaClockPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/sla/clocks/{clock_id}",
    response_model=SlaClockDetails,
    responses=reads(_NO_CLOCK),
    operation_id="getClock",
)
def get_clock(work: TheWork, clock_id: str) -> Exact:
    """Get a clock with all that happened to it."""
    events = [SlaEvent.of(event) for event in work.clocks.events(clock_id)]
    return Exact(SlaClockDetails(clock=SlaClock.of(work.clocks.get(clock_id)), events=events))


@router.post(
    "/sla/clocks/{clock_id}/hold",
    response_model=SlaClock,
    responses=writes(_NO_CLOCK, "404 sla/clock-ended", "422 sla/no-reason"),
    operation_id="holdClock",
)
def hold(work: TheWork, clock_id: str, body: Hold, actor: Actor) -> Exact:
    """Stop a clock for a reason, such as a question to the customer."""
    del actor
    return Exact(SlaClock.of(work.clocks.hold(clock_id, body.reason)))


@router.post(
    "/sla/clocks/{clock_id}/release",
    response_model=SlaClock,
    responses=writes(_NO_CLOCK, "404 sla/clock-ended", "422 sla/no-reason"),
    operation_id="releaseClock",
)
def release(work: TheWork, clock_id: str, body: Hold, actor: Actor) -> Exact:
    """Let a clock go on that was held for a reason."""
    del actor
    return Exact(SlaClock.of(work.clocks.release(clock_id, body.reason)))


@router.get(
    "/cases/sla",
    response_model=CaseSlaPage,
    responses=reads(*_LISTED),
    operation_id="listCaseClocks",
)
def list_case_clocks(
    work: TheWork,
    status: Status | None = None,
    target: str | None = None,
    *,
    is_open: Open = None,
    part: Part,
) -> Exact:
    """List the clocks of cases with the age of each case."""
    page = work.clocks.of_cases(status=status, target=target, is_open=is_open, **part)
    items = [CaseSla.of(info) for info in page]
    return Exact(CaseSlaPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/monitoring/sla-compliance",
    response_model=SlaCompliance,
    responses=reads("422 sla/unknown-dimension", "422 input/time-zone"),
    operation_id="getSlaCompliance",
)
def get_compliance(
    engine: TheEngine,
    work: TheWork,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    by: Annotated[
        list[str],
        Query(description="target, goal, definition, element, priority, day.", max_length=6),
    ] = [],  # noqa: B006  # the framework copies it
    zone: Annotated[str, Query(max_length=64, description="Whose days they are.")] = "UTC",
    target: str | None = None,
    definition_key: str | None = None,
) -> Exact:
    """Say how targets were kept, within the last 30 days unless told otherwise."""
    end = until or from_ms(engine.clock.now_ms() + 1)  # what ended in this millisecond counts
    start = since or (end - _USUAL if end.year > MINYEAR else end)
    found = work.clocks.figures(start, end, by, zone=zone, target=target, definition=definition_key)
    items = [SlaFigures.of(each) for each in found]
    return Exact(SlaCompliance(since=start, until=end, items=items))
