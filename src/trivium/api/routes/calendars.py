"""`/api/calendars`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from trivium.api.dependencies import Actor, Tenant, TheWork
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.work import CalendarData, Document, Documents, WorkedTime
from trivium.errors import InvalidInput
from trivium.expressions.durations import Duration, parse_duration
from trivium.expressions.errors import InvalidSchedule
from trivium.kernel.moments import from_ms, to_ms
from trivium.work.sla.reading import duration_text

router = APIRouter(prefix="/api/calendars", tags=["calendars"], route_class=ExactRoute)
_UNKNOWN = "404 calendar/not-found"
_MILLISECOND = timedelta(milliseconds=1)
Moves = Annotated[bool, Query(description="Clocks that run go on by the new version, too.")]


@router.get("", response_model=Documents, responses=reads(), operation_id="listCalendars")
def list_calendars(work: TheWork, tenant: Tenant) -> Exact:
    """List calendars of working time, by their keys."""
    return Exact(Documents(items=[Document.of(info) for info in work.calendars.all(tenant=tenant)]))


@router.get(
    "/{key}", response_model=Document, responses=reads(_UNKNOWN), operation_id="getCalendar"
)
def get_calendar(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """Get the version of a calendar that holds now."""
    return Exact(Document.of(work.calendars.get(key, tenant=tenant)))


@router.get(
    "/{key}/versions",
    response_model=Documents,
    responses=reads(_UNKNOWN),
    operation_id="listCalendarVersions",
)
def list_versions(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """List all versions of a calendar, the newest first."""
    return Exact(
        Documents(items=[Document.of(info) for info in work.calendars.versions(key, tenant=tenant)])
    )


@router.put(
    "/{key}",
    response_model=Document,
    responses=writes("400 model/invalid"),
    operation_id="putCalendar",
)
def put_calendar(
    work: TheWork,
    tenant: Tenant,
    key: str,
    body: CalendarData,
    actor: Actor,
    *,
    moves_running: Moves = False,
) -> Exact:
    """Add a version of a calendar; the same data again adds none."""
    info = work.calendars.put(
        {**body, "key": key}, user=actor, moves_running=moves_running, tenant=tenant
    )
    return Exact(Document.of(info))


@router.delete(
    "/{key}",
    status_code=204,
    response_class=Response,
    responses=writes(_UNKNOWN, "409 calendar/in-use"),
    operation_id="deleteCalendar",
)
def delete_calendar(work: TheWork, tenant: Tenant, key: str, actor: Actor) -> Response:
    """Remove a calendar that no target needs."""
    del actor
    work.calendars.remove(key, tenant=tenant)
    return Response(status_code=204)


@router.get(
    "/{key}/time",
    response_model=WorkedTime,
    responses=reads(_UNKNOWN, "422 calendar/out-of-range", "422 calendar/time-asked"),
    operation_id="reckonTime",
)
def reckon(
    work: TheWork,
    tenant: Tenant,
    key: str,
    start: AwareDatetime,
    end: AwareDatetime | None = None,
    duration: Annotated[
        str | None, Query(max_length=60, description="Working time to add, such as PT4H.")
    ] = None,
) -> Exact:
    """Say how much is worked until a time, or when so much will have been worked."""
    time = work.calendars.timeline(key, tenant=tenant)
    begins = to_ms(start)
    if (end is None) == (duration is None):
        raise InvalidInput(
            "Expected either an end or a duration, but found"
            f" {'none' if end is None else 'both'}. Give one of them.",
            code="calendar/time-asked",
        )
    ends = time.add(begins, _milliseconds(duration or "")) if end is None else to_ms(end)
    return Exact(
        WorkedTime(
            start=from_ms(begins),
            end=from_ms(ends),
            worked=duration_text(max(time.between(begins, ends), 0)),
            is_open=time.is_open(ends),
            next_open=from_ms(time.next_open(ends)),
        )
    )


def _milliseconds(text: str) -> int:
    try:
        found = parse_duration(text)
    except InvalidSchedule:
        found = Duration(months=1)
    if found.months or found.days or found.is_negative:
        raise InvalidInput(
            f"Expected working hours such as PT36H, but found {text!r}.",
            code="calendar/time-asked",
        )
    return found.rest // _MILLISECOND
