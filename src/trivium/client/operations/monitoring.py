"""Monitoring, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def list_active_processes(
    *,
    process_definition_key: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    suspended: bool = False,
    count: bool = False,
) -> Listing[shapes.ActiveProcessPage, shapes.ActiveProcess]:
    """List running processes with their health, the newest first.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="listActiveProcesses",
        method="GET",
        path="/api/monitoring/active-processes",
        answer=shapes.ActiveProcessPage,
        query=given(
            process_definition_key=process_definition_key,
            limit=limit,
            cursor=cursor,
            suspended=suspended,
            count=count,
        ),
    )


def get_metrics(
    *, since: str | None = None, until: str | None = None, process_definition_key: str | None = None
) -> Call[shapes.Metrics]:
    """Tell how work goes: throughput, cycle time, what is open, late and queued.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="getMetrics",
        method="GET",
        path="/api/monitoring/metrics",
        answer=shapes.Metrics,
        query=given(since=since, until=until, process_definition_key=process_definition_key),
    )


def list_bottlenecks(
    *,
    since: str | None = None,
    until: str | None = None,
    process_definition_key: str | None = None,
    limit: int = 20,
) -> Call[shapes.Bottlenecks]:
    """List where time is spent: elements of the newest versions, the worst first.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="listBottlenecks",
        method="GET",
        path="/api/monitoring/bottlenecks",
        answer=shapes.Bottlenecks,
        query=given(
            since=since, until=until, process_definition_key=process_definition_key, limit=limit
        ),
    )


def list_process_bottlenecks(
    *,
    since: str | None = None,
    until: str | None = None,
    process_definition_key: str | None = None,
    limit: int = 20,
) -> Call[shapes.Bottlenecks]:
    """List where time is spent: elements of the newest versions, the worst first.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="listProcessBottlenecks",
        method="GET",
        path="/api/processes/bottlenecks",
        answer=shapes.Bottlenecks,
        query=given(
            since=since, until=until, process_definition_key=process_definition_key, limit=limit
        ),
    )


def get_process_statistics(
    *, since: str | None = None, until: str | None = None, process_definition_key: str | None = None
) -> Call[shapes.ProcessStatistics]:
    """Count instances by definition: open now, started and ended in a time.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="getProcessStatistics",
        method="GET",
        path="/api/processes/statistics",
        answer=shapes.ProcessStatistics,
        query=given(since=since, until=until, process_definition_key=process_definition_key),
    )


def get_task_statistics(
    *, since: str | None = None, until: str | None = None, process_definition_key: str | None = None
) -> Call[shapes.TaskStatistics]:
    """Count human tasks: open, late, by person and by group, and how long they took.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="getTaskStatistics",
        method="GET",
        path="/api/processes/tasks/statistics",
        answer=shapes.TaskStatistics,
        query=given(since=since, until=until, process_definition_key=process_definition_key),
    )


def get_performance(
    *, since: str | None = None, until: str | None = None, process_definition_key: str | None = None
) -> Call[shapes.Performance]:
    """Tell how long processes and cases took, and how they went day by day.

    Refusals: `monitoring/days`.
    """
    return Call(
        operation="getPerformance",
        method="GET",
        path="/api/processes/performance",
        answer=shapes.Performance,
        query=given(since=since, until=until, process_definition_key=process_definition_key),
    )


def get_definition_heat(
    definition_id: str, *, since: str | None = None, until: str | None = None
) -> Call[shapes.Heat]:
    """Tell how much is and was at each element, and how long it took: for heat maps.

    Refusals: `definition/not-found`, `monitoring/days`.
    """
    return Call(
        operation="getDefinitionHeat",
        method="GET",
        path=f"/api/processes/definitions/{segment(definition_id)}/heat",
        answer=shapes.Heat,
        query=given(since=since, until=until),
    )
