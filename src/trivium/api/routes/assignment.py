"""`/api/assignment-rules`, `/api/assignments`, `/api/absences` and `/api/profiles`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response

from trivium.api.dependencies import (
    Actor,
    Cursor,
    Limit,
    MaybePrincipal,
    Tenant,
    TheEngine,
    TheIdentity,
    TheWork,
)
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
from trivium.errors import NotPermitted
from trivium.identity.scope import unknown

router = APIRouter(prefix="/api", tags=["assignment"], route_class=ExactRoute)
_NO_RULE = "404 assignment/rule-not-found"
_NOBODY = "404 identity/not-found"


class _Theirs:
    """The people whom somebody may plan for; in development mode whoever is named."""

    def __init__(self, identity: TheIdentity, principal: MaybePrincipal, tenant: Tenant) -> None:
        self._identity = identity
        self._principal = principal
        self._tenant = tenant

    def refuse_others(self, permission: str, user: str | None) -> None:
        """Everybody may say when they are away themselves, and who plans, of others.

        Raises:
            NotPermitted: it is another.
        """
        principal = self._principal
        if principal is None or user == principal.user:
            return
        if not principal.may(permission, "operation", "planning"):
            raise NotPermitted(
                f"Expected a grant of {permission} on the operation planning for the absences of others, but"
                f" {principal.user} has none. Ask an administrator."
            )

    def refuse_strangers(self, *names: str | None) -> None:
        """Each name must be that of somebody in the tenant.

        Raises:
            NotFound: one is not.
        """
        principal = self._principal
        for name in names if principal is not None else ():
            if name is None:
                continue
            found = self._identity.users.get(name, principal)
            if principal is not None and not principal.alone and found.tenant != self._tenant:
                raise unknown("user", name)


Theirs = Annotated[_Theirs, Depends()]


@router.get(
    "/assignment-rules", response_model=Documents, responses=reads(), operation_id="listRules"
)
def list_rules(work: TheWork, tenant: Tenant) -> Exact:
    """List rules of assignment, by their keys."""
    return Exact(Documents(items=[Document.of(info) for info in work.rules.all(tenant=tenant)]))


@router.get(
    "/assignment-rules/{key}",
    response_model=Document,
    responses=reads(_NO_RULE),
    operation_id="getRule",
)
def get_rule(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """Get the version of a rule that holds now."""
    return Exact(Document.of(work.rules.get(key, tenant=tenant)))


@router.get(
    "/assignment-rules/{key}/versions",
    response_model=Documents,
    responses=reads(_NO_RULE),
    operation_id="listRuleVersions",
)
def list_versions(work: TheWork, tenant: Tenant, key: str) -> Exact:
    """List all versions of a rule, the newest first."""
    return Exact(
        Documents(items=[Document.of(info) for info in work.rules.versions(key, tenant=tenant)])
    )


@router.put(
    "/assignment-rules/{key}",
    response_model=Document,
    responses=writes("400 model/invalid"),
    operation_id="putRule",
)
def put_rule(work: TheWork, tenant: Tenant, key: str, body: RuleData, actor: Actor) -> Exact:
    """Add a version of a rule; the same data again adds none."""
    return Exact(Document.of(work.rules.put({**body, "key": key}, user=actor, tenant=tenant)))


@router.delete(
    "/assignment-rules/{key}",
    status_code=204,
    response_class=Response,
    responses=writes(_NO_RULE),
    operation_id="deleteRule",
)
def delete_rule(work: TheWork, tenant: Tenant, key: str, actor: Actor) -> Response:
    """Have nothing assigned by a rule any more."""
    del actor
    work.rules.remove(key, tenant=tenant)
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
def list_absences(work: TheWork, tenant: Tenant, theirs: Theirs, user: str | None = None) -> Exact:
    """List absences that are not over: one's own, or by a grant on planning those of others."""
    theirs.refuse_others("read", user)
    return Exact(
        Absences(
            items=[AbsenceOfUser.of(each) for each in work.people.absences(user, tenant=tenant)]
        )
    )


@router.post(
    "/absences",
    status_code=201,
    response_model=AbsenceOfUser,
    responses=writes(_NOBODY, "422 assignment/absence"),
    operation_id="addAbsence",
)
def add_absence(  # who it is about, and who says so
    work: TheWork, tenant: Tenant, theirs: Theirs, body: NewAbsence, actor: Actor
) -> Exact:
    """Say that oneself, or by a grant on planning somebody else, will be away, and who stands in."""
    theirs.refuse_others("administer", body.user)
    theirs.refuse_strangers(body.user, body.substitute)
    info = work.people.add_absence(
        body.user, body.start, body.end, substitute=body.substitute, by=actor, tenant=tenant
    )
    return Exact(AbsenceOfUser.of(info), status_code=201)


@router.delete(
    "/absences/{absence_id}",
    status_code=204,
    response_class=Response,
    responses=writes("404 assignment/absence-not-found"),
    operation_id="deleteAbsence",
)
def delete_absence(
    work: TheWork, tenant: Tenant, theirs: Theirs, absence_id: str, actor: Actor
) -> Response:
    """Call off an absence: one's own, or by a grant on planning that of another."""
    del actor
    own = work.people.absence(absence_id, tenant=tenant)
    theirs.refuse_others("administer", None if own is None else own.user)
    work.people.drop_absence(absence_id, tenant=tenant)
    return Response(status_code=204)


@router.get(
    "/profiles/{user}", response_model=Profile, responses=reads(_NOBODY), operation_id="getProfile"
)
def get_profile(
    engine: TheEngine, work: TheWork, tenant: Tenant, theirs: Theirs, user: str
) -> Exact:
    """Get somebody as work sees them now: skills, capacity, groups, manager."""
    theirs.refuse_strangers(user)
    return Exact(Profile.of(work.people.get(user, tenant=tenant), engine.clock.now_ms()))


@router.put(
    "/profiles/{user}", response_model=Profile, responses=writes(_NOBODY), operation_id="putProfile"
)
def put_profile(
    engine: TheEngine,
    work: TheWork,
    tenant: Tenant,
    theirs: Theirs,
    user: str,
    body: NewProfile,
    actor: Actor,
) -> Exact:
    """Say what skills and how much capacity somebody has."""
    del actor
    theirs.refuse_strangers(user, body.substitute, body.manager)
    work.people.put(
        user,
        skills=body.skills,
        capacity=body.capacity,
        substitute=body.substitute,
        groups=body.groups,
        manager=body.manager,
        tenant=tenant,
    )
    return Exact(Profile.of(work.people.get(user, tenant=tenant), engine.clock.now_ms()))
