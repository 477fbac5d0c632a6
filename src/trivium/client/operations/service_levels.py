"""Service levels, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment, text


def list_targets() -> Call[shapes.Documents]:
    """List targets, by their keys."""
    return Call(
        operation="listTargets", method="GET", path="/api/sla/targets", answer=shapes.Documents
    )


def get_target(key: str) -> Call[shapes.Document]:
    """Get the version of a target that holds now.

    Refusals: `sla/target-not-found`.
    """
    return Call(
        operation="getTarget",
        method="GET",
        path=f"/api/sla/targets/{segment(key)}",
        answer=shapes.Document,
    )


def put_target(
    key: str, body: Mapping[str, Any], *, moves_running: bool = False
) -> Call[shapes.Document]:
    """Add a version of a target; the same data again adds none.

    Refusals: `model/invalid`, `calendar/not-found`.
    """
    return Call(
        operation="putTarget",
        method="PUT",
        path=f"/api/sla/targets/{segment(key)}",
        answer=shapes.Document,
        query=given(moves_running=moves_running),
        body=body,
    )


def delete_target(key: str) -> Call[None]:
    """Have nothing start by a target any more; clocks that run go on.

    Refusals: `sla/target-not-found`.
    """
    return Call(operation="deleteTarget", method="DELETE", path=f"/api/sla/targets/{segment(key)}")


def list_target_versions(key: str) -> Call[shapes.Documents]:
    """List all versions of a target, the newest first.

    Refusals: `sla/target-not-found`.
    """
    return Call(
        operation="listTargetVersions",
        method="GET",
        path=f"/api/sla/targets/{segment(key)}/versions",
        answer=shapes.Documents,
    )


def list_clocks(
    *,
    status: Literal["on-track", "at-risk", "breached", "met", "cancelled"] | None = None,
    target: str | None = None,
    goal: str | None = None,
    definition_key: str | None = None,
    activity_id: str | None = None,
    instance_id: str | None = None,
    task_id: str | None = None,
    due_before: datetime | None = None,
    is_open: bool | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.SlaClockPage, shapes.SlaClock]:
    """List the clocks of targets, the oldest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listClocks",
        method="GET",
        path="/api/sla/clocks",
        answer=shapes.SlaClockPage,
        query=given(
            status=status,
            target=target,
            goal=goal,
            definition_key=definition_key,
            activity_id=activity_id,
            instance_id=instance_id,
            task_id=task_id,
            due_before=text(due_before),
            is_open=is_open,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def get_clock(clock_id: str) -> Call[shapes.SlaClockDetails]:
    """Get a clock with all that happened to it.

    Refusals: `sla/clock-not-found`.
    """
    return Call(
        operation="getClock",
        method="GET",
        path=f"/api/sla/clocks/{segment(clock_id)}",
        answer=shapes.SlaClockDetails,
    )


def hold_clock(clock_id: str, *, reason: str) -> Call[shapes.SlaClock]:
    """Stop a clock for a reason, such as a question to the customer.

    Refusals: `sla/clock-not-found`, `sla/clock-ended`, `sla/no-reason`.
    """
    return Call(
        operation="holdClock",
        method="POST",
        path=f"/api/sla/clocks/{segment(clock_id)}/hold",
        answer=shapes.SlaClock,
        body=given(reason=reason),
    )


def release_clock(clock_id: str, *, reason: str) -> Call[shapes.SlaClock]:
    """Let a clock go on that was held for a reason.

    Refusals: `sla/clock-not-found`, `sla/clock-ended`, `sla/no-reason`.
    """
    return Call(
        operation="releaseClock",
        method="POST",
        path=f"/api/sla/clocks/{segment(clock_id)}/release",
        answer=shapes.SlaClock,
        body=given(reason=reason),
    )


def list_case_clocks(
    *,
    status: Literal["on-track", "at-risk", "breached", "met", "cancelled"] | None = None,
    target: str | None = None,
    is_open: bool | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.CaseSlaPage, shapes.CaseSla]:
    """List the clocks of cases with the age of each case.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listCaseClocks",
        method="GET",
        path="/api/cases/sla",
        answer=shapes.CaseSlaPage,
        query=given(
            status=status,
            target=target,
            is_open=is_open,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def get_sla_compliance(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Sequence[str] = [],
    zone: str = "UTC",
    target: str | None = None,
    definition_key: str | None = None,
) -> Call[shapes.SlaCompliance]:
    """Say how targets were kept, within the last 30 days unless told otherwise.

    Refusals: `sla/unknown-dimension`, `input/time-zone`.
    """
    return Call(
        operation="getSlaCompliance",
        method="GET",
        path="/api/monitoring/sla-compliance",
        answer=shapes.SlaCompliance,
        query=given(
            since=text(since),
            until=text(until),
            by=by,
            zone=zone,
            target=target,
            definition_key=definition_key,
        ),
    )
