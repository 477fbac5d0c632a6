"""`/api/assignment-rules`, `/api/assignments`, `/api/absences` and `/api/profiles`."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response

from trivium.api.dependencies import Actor, Cursor, Limit, TheEngine, TheWork
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import reads, writes
from trivium.api.schemas.work import (
    AbsenceOfUser,
    Absences,
    Assignment,
    AssignmentPage,
    Document,
    Documents,
    NewAbsence,
    NewProfile,
    Profile,
    RuleData,
)

router = APIRouter(prefix="/api", tags=["assignment"], route_class=ExactRoute)
_NO_RULE = "404 assignment/rule-not-found"


@router.get(
    "/assignment-rules", response_model=Documents, responses=reads(), operation_id="listRules"
)
def list_rules(work: TheWork) -> Exact:
    """List rules of assignment, by their keys."""
    return Exact(Documents(items=[Document.of(info) for info in work.rules.all()]))


@router.get(
    "/assignment-rules/{key}",
    response_model=Document,
    responses=reads(_NO_RULE),
    operation_id="getRule",
)
def get_rule(work: TheWork, key: str) -> Exact:
    """Get the version of a rule that holds now."""
    return Exact(Document.of(work.rules.get(key)))


@router.get(
    "/assignment-rules/{key}/versions",
    response_model=Documents,
    responses=reads(_NO_RULE),
    operation_id="listRuleVersions",
)
def list_versions(work: TheWork, key: str) -> Exact:
    """List all versions of a rule, the newest first."""
    return Exact(Documents(items=[Document.of(info) for info in work.rules.versions(key)]))


@router.put(
    "/assignment-rules/{key}",
    response_model=Document,
    responses=writes("400 model/invalid"),
    operation_id="putRule",
)
def put_rule(work: TheWork, key: str, body: RuleData, actor: Actor) -> Exact:
    """Add a version of a rule; the same data again adds none."""
    return Exact(Document.of(work.rules.put({**body, "key": key}, user=actor)))


@router.delete(
    "/assignment-rules/{key}",
    status_code=204,
    response_class=Response,
    responses=writes(_NO_RULE),
    operation_id="deleteRule",
)
def delete_rule(work: TheWork, key: str, actor: Actor) -> Response:
    """Have nothing assigned by a rule any more."""
    del actor
    work.rules.remove(key)
    return Response(status_code=204)


@router.get(
    "/assignments",
    response_model=AssignmentPage,
    responses=reads("422 input/cursor"),
    operation_id="listAssignments",
)
def list_assignments(
    work: TheWork,
    task_id: str | None = None,
    instance_id: str | None = None,
    rule: str | None = None,
    user: str | None = None,
    status: Literal["open", "chosen", "assigned", "nobody", "refused"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Exact:
    """List whom rules chose for tasks and why, the newest first."""
    page = work.assignments.query(
        task=task_id,
        instance=instance_id,
        rule=rule,
        user=user,
        state=status,
        limit=limit,
        cursor=cursor,
    )
    items = [Assignment.of(info) for info in page]
    return Exact(AssignmentPage(items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/absences", response_model=Absences, responses=reads(), operation_id="listAbsences")
def list_absences(work: TheWork, user: str | None = None) -> Exact:
    """List absences that are not over."""
    return Exact(Absences(items=[AbsenceOfUser.of(each) for each in work.people.absences(user)]))


@router.post(
    "/absences",
    status_code=201,
    response_model=AbsenceOfUser,
    responses=writes("422 assignment/absence"),
    operation_id="addAbsence",
)
def add_absence(work: TheWork, body: NewAbsence, actor: Actor) -> Exact:
    """Say that somebody will be away, and who stands in."""
    info = work.people.add_absence(
        body.user, body.start, body.end, substitute=body.substitute, by=actor
    )
    return Exact(AbsenceOfUser.of(info), status_code=201)


@router.delete(
    "/absences/{absence_id}",
    status_code=204,
    response_class=Response,
    responses=writes("404 assignment/absence-not-found"),
    operation_id="deleteAbsence",
)
def delete_absence(work: TheWork, absence_id: str, actor: Actor) -> Response:
    """Call off an absence."""
    del actor
    work.people.drop_absence(absence_id)
    return Response(status_code=204)


@router.get(
    "/profiles/{user}", response_model=Profile, responses=reads(), operation_id="getProfile"
)
def get_profile(engine: TheEngine, work: TheWork, user: str) -> Exact:
    """Get somebody as work sees them now: skills, capacity, groups, manager."""
    return Exact(Profile.of(work.people.get(user), engine.clock.now_ms()))


@router.put(
    "/profiles/{user}", response_model=Profile, responses=writes(), operation_id="putProfile"
)
def put_profile(
    engine: TheEngine, work: TheWork, user: str, body: NewProfile, actor: Actor
) -> Exact:
    """Say what skills and how much capacity somebody has."""
    del actor
    work.people.put(
        user,
        skills=body.skills,
        capacity=body.capacity,
        substitute=body.substitute,
        groups=body.groups,
        manager=body.manager,
    )
    return Exact(Profile.of(work.people.get(user), engine.clock.now_ms()))
