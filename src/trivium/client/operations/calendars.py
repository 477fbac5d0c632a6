"""Calendars, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trivium.client import shapes
from trivium.client.call import Call, given, segment, text


def list_calendars() -> Call[shapes.Documents]:
    """List calendars of working time, by their keys."""
    return Call(
        operation="listCalendars", method="GET", path="/api/calendars", answer=shapes.Documents
    )


def get_calendar(key: str) -> Call[shapes.Document]:
    """Get the version of a calendar that holds now.

    Refusals: `calendar/not-found`.
    """
    return Call(
        operation="getCalendar",
        method="GET",
        path=f"/api/calendars/{segment(key)}",
        answer=shapes.Document,
    )


def put_calendar(
    key: str, body: Mapping[str, Any], *, moves_running: bool = False
) -> Call[shapes.Document]:
    """Add a version of a calendar; the same data again adds none.

    Refusals: `model/invalid`.
    """
    return Call(
        operation="putCalendar",
        method="PUT",
        path=f"/api/calendars/{segment(key)}",
        answer=shapes.Document,
        query=given(moves_running=moves_running),
        body=body,
    )


def delete_calendar(key: str) -> Call[None]:
    """Remove a calendar that no target needs.

    Refusals: `calendar/not-found`, `calendar/in-use`.
    """
    return Call(operation="deleteCalendar", method="DELETE", path=f"/api/calendars/{segment(key)}")


def list_calendar_versions(key: str) -> Call[shapes.Documents]:
    """List all versions of a calendar, the newest first.

    Refusals: `calendar/not-found`.
    """
    return Call(
        operation="listCalendarVersions",
        method="GET",
        path=f"/api/calendars/{segment(key)}/versions",
        answer=shapes.Documents,
    )


def reckon_time(
    key: str, *, start: datetime, end: datetime | None = None, duration: str | None = None
) -> Call[shapes.WorkedTime]:
    """Say how much is worked until a time, or when so much will have been worked.

    Refusals: `calendar/not-found`, `calendar/out-of-range`, `calendar/time-asked`.
    """
    return Call(
        operation="reckonTime",
        method="GET",
        path=f"/api/calendars/{segment(key)}/time",
        answer=shapes.WorkedTime,
        query=given(start=text(start), end=text(end), duration=duration),
    )
