"""`/api/monitoring`, and the figures of `/api/processes`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from trivium.api.dependencies import Count, Cursor, Limit, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads
from trivium.api.schemas.monitoring import (
    ActiveProcess,
    ActiveProcessPage,
    Bottlenecks,
    Day,
    DefinitionFigures,
    ElementFigures,
    Heat,
    Metrics,
    Performance,
    ProcessStatistics,
    TaskStatistics,
)

router = APIRouter(prefix="/api", tags=["monitoring"], route_class=ExactRoute)
_DAYS = reads("422 monitoring/days")
Since = Annotated[
    date | None, Query(description="The first day, in UTC; six days before the last without it.")
]
Until = Annotated[date | None, Query(description="The last day, in UTC; today without it.")]
Key = Annotated[str | None, Query(description="Of one process or case alone.")]


@router.get(
    "/monitoring/active-processes",
    response_model=ActiveProcessPage,
    responses=reads("422 input/cursor"),
    operation_id="listActiveProcesses",
)
def list_active(
    engine: TheEngine,
    process_definition_key: Key = None,
    limit: Limit = 50,
    cursor: Cursor = None,
    *,
    suspended: Annotated[bool, Query(description="Those that are suspended instead.")] = False,
    count: Count = False,
) -> Exact:
    """List running processes with their health, the newest first."""
    page = engine.instances.query(
        kind="process",
        state="suspended" if suspended else "active",
        key=process_definition_key,
        roots_only=True,
        limit=limit,
        cursor=cursor,
        with_total=count,
    )
    found = zip(page, engine.monitoring.health(page.items), strict=True)
    items = [ActiveProcess.of(instance, info) for instance, info in found]
    return Exact(ActiveProcessPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/monitoring/metrics", response_model=Metrics, responses=_DAYS, operation_id="getMetrics"
)
def get_metrics(
    engine: TheEngine,
    since: Since = None,
    until: Until = None,
    process_definition_key: Key = None,
) -> Exact:
    """Tell how work goes: throughput, cycle time, what is open, late and queued."""
    found = engine.monitoring.metrics(since=since, until=until, key=process_definition_key)
    return Exact(Metrics.of(found))


def _bottlenecks(
    engine: TheEngine,
    since: Since = None,
    until: Until = None,
    process_definition_key: Key = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = 20,
) -> Exact:
    """List where time is spent: elements of the newest versions, the worst first."""
    found = engine.monitoring.bottlenecks(
        since=since, until=until, key=process_definition_key, limit=limit
    )
    return Exact(Bottlenecks.of(found))


router.get(
    "/monitoring/bottlenecks",
    response_model=Bottlenecks,
    responses=_DAYS,
    operation_id="listBottlenecks",
)(_bottlenecks)
router.get(
    "/processes/bottlenecks",
    response_model=Bottlenecks,
    responses=_DAYS,
    operation_id="listProcessBottlenecks",
)(_bottlenecks)


@router.get(
    "/processes/statistics",
    response_model=ProcessStatistics,
    responses=_DAYS,
    operation_id="getProcessStatistics",
)
def get_process_statistics(
    engine: TheEngine,
    since: Since = None,
    until: Until = None,
    process_definition_key: Key = None,
) -> Exact:
    """Count instances by definition: open now, started and ended in a time."""
    found = engine.monitoring.definitions(since=since, until=until, key=process_definition_key)
    return Exact(ProcessStatistics.of(found))


@router.get(
    "/processes/tasks/statistics",
    response_model=TaskStatistics,
    responses=_DAYS,
    operation_id="getTaskStatistics",
)
def get_task_statistics(
    engine: TheEngine,
    since: Since = None,
    until: Until = None,
    process_definition_key: Key = None,
) -> Exact:
    """Count human tasks: open, late, by person and by group, and how long they took."""
    found = engine.monitoring.tasks(since=since, until=until, key=process_definition_key)
    return Exact(TaskStatistics.of(found))


@router.get(
    "/processes/performance",
    response_model=Performance,
    responses=_DAYS,
    operation_id="getPerformance",
)
def get_performance(
    engine: TheEngine,
    since: Since = None,
    until: Until = None,
    process_definition_key: Key = None,
) -> Exact:
    """Tell how long processes and cases took, and how they went day by day."""
    key, monitoring = process_definition_key, engine.monitoring
    found = monitoring.definitions(since=since, until=until, key=key)
    daily = monitoring.metrics(since=since, until=until, key=key).days
    items = [DefinitionFigures.of(each) for each in found]
    return Exact(Performance(items=items, days=[Day.of(each) for each in daily]))


@router.get(
    "/processes/definitions/{definition_id}/heat",
    response_model=Heat,
    responses=reads("404 definition/not-found", "422 monitoring/days"),
    operation_id="getDefinitionHeat",
)
def get_heat(
    engine: TheEngine, definition_id: str, since: Since = None, until: Until = None
) -> Exact:
    """Tell how much is and was at each element, and how long it took: for heat maps."""
    known = engine.definitions.get(definition_id).id
    found = engine.monitoring.elements([known], since=since, until=until)
    return Exact(Heat(items=[ElementFigures.of(each) for each in found]))
