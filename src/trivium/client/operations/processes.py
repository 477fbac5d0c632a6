"""Processes, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment


def start_process(
    *,
    journey_id: str,
    context: Mapping[str, Any] = {},
    business_key: str | None = None,
    version: int | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.ProcessDetails]:
    """Start a process; it has gone as far as it can when the answer comes.

    Refusals: `definition/not-found`, `definition/suspended`, `bpmn/no-none-start-event`, `variable/wrong-
    type`.
    """
    return Call(
        operation="startProcess",
        method="POST",
        path="/api/processes/start",
        answer=shapes.ProcessDetails,
        body=given(
            journey_id=journey_id, context=context, business_key=business_key, version=version
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def list_processes(
    *,
    status: Literal["running", "suspended", "completed", "aborted"] | None = None,
    journey_id: str | None = None,
    business_key: str | None = None,
    sort: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing[shapes.ProcessPage, shapes.Process]:
    """List processes, the newest first.

    Refusals: `input/cursor`, `input/sort`.
    """
    return Listing(
        operation="listProcesses",
        method="GET",
        path="/api/processes",
        answer=shapes.ProcessPage,
        query=given(
            status=status,
            journey_id=journey_id,
            business_key=business_key,
            sort=sort,
            limit=limit,
            cursor=cursor,
            count=count,
        ),
    )


def get_process(process_id: str) -> Call[shapes.ProcessDetails]:
    """Get a process with its variables and the steps at which it waits.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="getProcess",
        method="GET",
        path=f"/api/processes/{segment(process_id)}",
        answer=shapes.ProcessDetails,
    )


def suspend_process(process_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Pause a process: nothing in it goes on.

    Refusals: `instance/not-found`, `instance/ended`, `instance/suspended`.
    """
    return Call(
        operation="suspendProcess",
        method="POST",
        path=f"/api/processes/{segment(process_id)}/suspend",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def resume_process(process_id: str, *, idempotency_key: str | None = None) -> Call[None]:
    """Let a paused process go on.

    Refusals: `instance/not-found`, `instance/ended`, `instance/not-suspended`.
    """
    return Call(
        operation="resumeProcess",
        method="POST",
        path=f"/api/processes/{segment(process_id)}/resume",
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def abort_process(
    process_id: str, *, reason: str | None = None, idempotency_key: str | None = None
) -> Call[None]:
    """Terminate a process with everything in it; its history stays.

    Refusals: `instance/not-found`, `instance/ended`.
    """
    return Call(
        operation="abortProcess",
        method="POST",
        path=f"/api/processes/{segment(process_id)}/abort",
        body=given(reason=reason),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def get_process_history(
    process_id: str, *, limit: int = 100, cursor: str | None = None
) -> Listing[shapes.ProcessEventPage, shapes.ProcessEvent]:
    """List what happened in a process; what one command did is not torn apart, so a page may be longer.

    Refusals: `instance/not-found`, `input/cursor`.
    """
    return Listing(
        operation="getProcessHistory",
        method="GET",
        path=f"/api/processes/{segment(process_id)}/history",
        answer=shapes.ProcessEventPage,
        query=given(limit=limit, cursor=cursor),
    )


def visualize_process(process_id: str) -> Call[shapes.Visualization]:
    """Show how far a process has come: completed, current and pending steps, and a picture.

    Refusals: `instance/not-found`.
    """
    return Call(
        operation="visualizeProcess",
        method="GET",
        path=f"/api/processes/{segment(process_id)}/visualize",
        answer=shapes.Visualization,
    )
