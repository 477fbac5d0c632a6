"""What somebody may see, as conditions of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, false, or_, select, true

from trivium.identity.permissions import ALL, PERMISSIONS
from trivium.store.tables import (
    batches,
    definitions,
    evaluations,
    incidents,
    instances,
    jobs,
    plan_items,
    task_candidates,
    tasks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Column, ColumnElement, Table

    from trivium.identity.principal import Principal

_KINDS = (("process", "definition"), ("case", "case"), ("decision", "decision"))
"""How definitions are called in their table, and in grants."""
_d = definitions.alias("granted_definitions")
_i = instances.alias("granted_instances")


def condition(principal: Principal, table: Table, permission: str) -> ColumnElement[bool] | None:
    """The rows of a table that somebody has a permission on; None if that are all."""
    if principal.is_over_all or (principal.alone and _has_all(principal, permission)):
        return None
    found = _CONDITIONS.get(table.name)
    return false() if found is None else found(principal, permission)


def _has_all(principal: Principal, permission: str) -> bool:
    kinds = (
        ("definition", "case") if permission == "operate" else ("definition", "case", "decision")
    )
    return all(ALL in principal.resources(kind, permission) for kind in kinds)


def _among(column: Column[str], resources: frozenset[str]) -> ColumnElement[bool]:
    if ALL in resources:
        return true()
    return column.in_(sorted(resources)) if resources else false()


def _definition(principal: Principal, permissions: tuple[str, ...]) -> ColumnElement[bool]:
    """The definitions on which somebody has any of these permissions."""
    found = []
    for stored, kind in _KINDS:
        resources = frozenset[str]().union(*(principal.resources(kind, p) for p in permissions))
        if resources:
            found.append(and_(_d.c.kind == stored, _among(_d.c.key, resources)))
    granted = or_(*found) if found else false()
    return granted if principal.alone else and_(_d.c.tenant_id == principal.tenant, granted)


def _of_definitions(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Instances, by the definitions that they are of."""
    return _i.c.definition_id.in_(select(_d.c.id).where(_definition(principal, (permission,))))


def _by_instance(principal: Principal, permission: str, column: Column[str]) -> ColumnElement[bool]:
    """What belongs to an instance that somebody has a permission on."""
    granted = [_of_definitions(principal, permission)]
    single = principal.resources("instance", permission)
    if single:
        granted.append(_among(_i.c.id, single))
        granted.append(_among(_i.c.root_id, single))
    if permission == "read":
        granted.append(_i.c.started_by == principal.user)
    found = [or_(*granted)]
    if not principal.alone:
        found.append(_of_tenant(principal))
    return column.in_(select(_i.c.id).where(*found))


def _of_tenant(principal: Principal) -> ColumnElement[bool]:
    return _i.c.definition_id.in_(select(_d.c.id).where(_d.c.tenant_id == principal.tenant))


def _definitions(principal: Principal, permission: str) -> ColumnElement[bool]:
    wanted = PERMISSIONS if permission == "read" else (permission,)
    return definitions.c.id.in_(select(_d.c.id).where(_definition(principal, wanted)))


def _instances(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, instances.c.id)


def _tasks(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own tasks, those that one may claim, those of one's team, and those that were granted."""
    c, offered = tasks.c, task_candidates.c
    candidate = [and_(offered.kind == "user", offered.name == principal.user)]
    if principal.groups:
        names = sorted(principal.groups)
        candidate.append(and_(offered.kind == "group", offered.name.in_(names)))
    granted = [
        _by_instance(principal, permission, c.instance_id),
        c.assignee == principal.user,
        c.owner == principal.user,
        exists().where(offered.task_id == c.id, or_(*candidate)),
    ]
    if principal.team:
        granted.append(c.assignee.in_(sorted(principal.team)))
    single = principal.resources("task", permission)
    if single:
        granted.append(_among(c.id, single))
    found = or_(*granted)
    if principal.alone:
        return found
    within = c.instance_id.in_(select(_i.c.id).where(_of_tenant(principal)))
    return and_(within, found)


def _jobs(principal: Principal, permission: str) -> ColumnElement[bool]:
    del permission
    by_instance = _by_instance(principal, "operate", jobs.c.instance_id)
    if not principal.may("work", "operation", "jobs"):
        return by_instance
    if principal.alone:
        return true()
    return jobs.c.instance_id.in_(select(_i.c.id).where(_of_tenant(principal)))


def _incidents(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, incidents.c.instance_id)


def _plan_items(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, plan_items.c.instance_id)


def _batches(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own ones; an admin sees those of the tenant's people only where there is but one."""
    del permission
    if principal.is_admin and principal.alone:
        return true()
    return batches.c.created_by == principal.user


def _evaluations(principal: Principal, permission: str) -> ColumnElement[bool]:
    keys = select(_d.c.key).where(_d.c.kind == "decision", _definition(principal, (permission,)))
    return evaluations.c.key.in_(keys)


_CONDITIONS: dict[str, Callable[[Principal, str], ColumnElement[bool]]] = {
    "definitions": _definitions,
    "instances": _instances,
    "tasks": _tasks,
    "jobs": _jobs,
    "incidents": _incidents,
    "plan_items": _plan_items,
    "batches": _batches,
    "evaluations": _evaluations,
}
"""By table; of tables that are not here nothing is seen."""
