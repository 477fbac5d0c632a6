"""Assignment, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from trivium.client import shapes
from trivium.client.call import Call, Listing, given, segment, text


def list_rules() -> Call[shapes.Documents]:
    """List rules of assignment, by their keys."""
    return Call(
        operation="listRules", method="GET", path="/api/assignment-rules", answer=shapes.Documents
    )


def get_rule(key: str) -> Call[shapes.Document]:
    """Get the version of a rule that holds now.

    Refusals: `assignment/rule-not-found`.
    """
    return Call(
        operation="getRule",
        method="GET",
        path=f"/api/assignment-rules/{segment(key)}",
        answer=shapes.Document,
    )


def put_rule(key: str, body: Mapping[str, Any]) -> Call[shapes.Document]:
    """Add a version of a rule; the same data again adds none.

    Refusals: `model/invalid`.
    """
    return Call(
        operation="putRule",
        method="PUT",
        path=f"/api/assignment-rules/{segment(key)}",
        answer=shapes.Document,
        body=body,
    )


def delete_rule(key: str) -> Call[None]:
    """Have nothing assigned by a rule any more.

    Refusals: `assignment/rule-not-found`.
    """
    return Call(
        operation="deleteRule", method="DELETE", path=f"/api/assignment-rules/{segment(key)}"
    )


def list_rule_versions(key: str) -> Call[shapes.Documents]:
    """List all versions of a rule, the newest first.

    Refusals: `assignment/rule-not-found`.
    """
    return Call(
        operation="listRuleVersions",
        method="GET",
        path=f"/api/assignment-rules/{segment(key)}/versions",
        answer=shapes.Documents,
    )


def list_assignments(
    *,
    task_id: str | None = None,
    instance_id: str | None = None,
    rule: str | None = None,
    user: str | None = None,
    status: Literal["open", "chosen", "assigned", "nobody", "refused"] | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[shapes.AssignmentPage, shapes.Assignment]:
    """List whom rules chose for tasks and why, the newest first.

    Refusals: `input/cursor`.
    """
    return Listing(
        operation="listAssignments",
        method="GET",
        path="/api/assignments",
        answer=shapes.AssignmentPage,
        query=given(
            task_id=task_id,
            instance_id=instance_id,
            rule=rule,
            user=user,
            status=status,
            limit=limit,
            cursor=cursor,
        ),
    )


def list_absences(*, user: str | None = None) -> Call[shapes.Absences]:
    """List absences that are not over: one's own, or by a grant on planning those of others."""
    return Call(
        operation="listAbsences",
        method="GET",
        path="/api/absences",
        answer=shapes.Absences,
        query=given(user=user),
    )


def add_absence(
    *, user: str, start: datetime, end: datetime, substitute: str | None = None
) -> Call[shapes.AbsenceOfUser]:
    """Say that oneself, or by a grant on planning somebody else, will be away, and who stands in.

    Refusals: `identity/not-found`, `assignment/absence`.
    """
    return Call(
        operation="addAbsence",
        method="POST",
        path="/api/absences",
        answer=shapes.AbsenceOfUser,
        body=given(user=user, start=text(start), end=text(end), substitute=substitute),
    )


def delete_absence(absence_id: str) -> Call[None]:
    """Call off an absence: one's own, or by a grant on planning that of another.

    Refusals: `assignment/absence-not-found`.
    """
    return Call(
        operation="deleteAbsence", method="DELETE", path=f"/api/absences/{segment(absence_id)}"
    )


def get_profile(user: str) -> Call[shapes.Profile]:
    """Get somebody as work sees them now: skills, capacity, groups, manager.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="getProfile",
        method="GET",
        path=f"/api/profiles/{segment(user)}",
        answer=shapes.Profile,
    )


def put_profile(
    user: str,
    *,
    skills: Mapping[str, int] = {},
    capacity: int | None = None,
    substitute: str | None = None,
    groups: Sequence[str] = [],
    manager: str | None = None,
) -> Call[shapes.Profile]:
    """Say what skills and how much capacity somebody has.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="putProfile",
        method="PUT",
        path=f"/api/profiles/{segment(user)}",
        answer=shapes.Profile,
        body=given(
            skills=skills, capacity=capacity, substitute=substitute, groups=groups, manager=manager
        ),
    )
