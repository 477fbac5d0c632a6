"""What somebody may see, as conditions of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, false, or_, select, true, union_all

from trivium.identity.permissions import ALL, IMPLIED, PERMISSIONS
from trivium.store.tables import (
    activities,
    assignments,
    attachments,
    batches,
    comments,
    definitions,
    evaluations,
    filter_groups,
    grants,
    incidents,
    instances,
    jobs,
    plan_items,
    sla_clocks,
    task_candidates,
    task_filters,
    tasks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Column, ColumnElement, CompoundSelect, Table

    from trivium.identity.principal import Principal

_KINDS = (("process", "definition"), ("case", "case"), ("decision", "decision"))
"""How definitions are called in their table, and in grants."""
_OF_PEOPLE = frozenset({"users", "groups", "grants"})
"""Whoever may ask for these at all sees those of the tenant: the queries say so themselves."""
_LISTED = 20
"""So many resources stand in the query itself."""
_g = grants.alias("grants_of_mine")
_d = definitions.alias("granted_definitions")
_i = instances.alias("granted_instances")


def condition(principal: Principal, table: Table, permission: str) -> ColumnElement[bool] | None:
    """The rows of a table that somebody has a permission on; None if that are all."""
    if table.name in _OF_PEOPLE or principal.is_over_all:
        return None
    if principal.alone and _has_all(principal, permission):
        return None
    asked = (table.name, permission)
    known: ColumnElement[bool] | None = principal.conditions.get(asked)
    if known is None:
        make = _CONDITIONS.get(table.name)
        known = false() if make is None else make(principal, permission)
        principal.conditions[asked] = known
    return known


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
        if len(resources) > _LISTED and ALL not in resources:
            found.append(
                and_(_d.c.kind == stored, _d.c.key.in_(_by_grant(principal, kind, permissions)))
            )
        elif resources:
            found.append(and_(_d.c.kind == stored, _among(_d.c.key, resources)))
    granted = or_(*found) if found else false()
    return granted if principal.alone else and_(_d.c.tenant_id == principal.tenant, granted)


def _by_grant(
    principal: Principal, kind: str, permissions: tuple[str, ...]
) -> CompoundSelect[tuple[str]]:
    """The resources of a kind that were granted: for who has so many that listing them costs more."""
    c = _g.c
    wanted = [p for p in PERMISSIONS if {p, *IMPLIED[p]} & set(permissions)]
    whose = [
        select(c.resource_id).where(
            c.tenant_id == principal.tenant,
            c.subject_kind == subject_kind,
            c.subject_id.in_(sorted(subjects)),
            c.permission.in_(wanted),
            c.resource_kind == kind,
        )
        for subject_kind, subjects in (
            ("user", {principal.user}),
            ("group", principal.groups),
            ("role", principal.roles),
            ("everybody", {""}),
        )
        if subjects
    ]
    return union_all(*whose)


def _granted(principal: Principal, permission: str, table: Any) -> list[ColumnElement[bool]]:
    """Why somebody has a permission on an instance; `table` are the instances, or an alias of them."""
    found: list[ColumnElement[bool]] = []
    if any(principal.resources(kind, permission) for _, kind in _KINDS):
        within = select(_d.c.id).where(_definition(principal, (permission,)))
        found.append(table.c.definition_id.in_(within))
    single = principal.resources("instance", permission)
    if single:
        found += [_among(table.c.id, single), _among(table.c.root_id, single)]
    return found


def _in_tenant(principal: Principal, table: Any) -> list[ColumnElement[bool]]:
    if principal.alone:
        return []
    own = select(_d.c.id).where(_d.c.tenant_id == principal.tenant)
    return [table.c.definition_id.in_(own)]


def _instances(
    principal: Principal, permission: str, table: Any = instances
) -> ColumnElement[bool]:
    granted = _granted(principal, permission, table)
    if permission == "read":
        granted.append(table.c.started_by == principal.user)
    return and_(or_(false(), *granted), *_in_tenant(principal, table))


def _by_instance(principal: Principal, permission: str, column: Column[str]) -> ColumnElement[bool]:
    """What belongs to an instance that somebody has a permission on: looked up row by row, by its id."""
    return exists().where(_i.c.id == column, _instances(principal, permission, _i))


def _definitions(principal: Principal, permission: str) -> ColumnElement[bool]:
    wanted = PERMISSIONS if permission == "read" else (permission,)
    return definitions.c.id.in_(select(_d.c.id).where(_definition(principal, wanted)))


def _tasks(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own tasks, those that one may claim, those of one's team, and those that were granted."""
    c, offered = tasks.c, task_candidates.c
    candidate = [and_(offered.kind == "user", offered.name == principal.user)]
    if principal.groups:
        names = sorted(principal.groups)
        candidate.append(and_(offered.kind == "group", offered.name.in_(names)))
    found = [c.assignee == principal.user, c.owner == principal.user]
    if principal.team:
        found.append(c.assignee.in_(sorted(principal.team)))
    single = principal.resources("task", permission)
    if single:
        found.append(_among(c.id, single))
    granted = _granted(principal, permission, _i)
    if granted:
        found.append(exists().where(_i.c.id == c.instance_id, or_(*granted)))
    found.append(exists().where(offered.task_id == c.id, or_(*candidate)))
    if principal.alone:
        return or_(*found)
    within = exists().where(_i.c.id == c.instance_id, *_in_tenant(principal, _i))
    return and_(within, or_(*found))


def _jobs(principal: Principal, permission: str) -> ColumnElement[bool]:
    del permission
    if not principal.may("work", "operation", "jobs"):
        return _by_instance(principal, "operate", jobs.c.instance_id)
    if principal.alone:
        return true()
    return exists().where(_i.c.id == jobs.c.instance_id, *_in_tenant(principal, _i))


def _incidents(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, incidents.c.instance_id)


def _plan_items(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, plan_items.c.instance_id)


def _clocks(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, sla_clocks.c.instance_id)


def _assignments(principal: Principal, permission: str) -> ColumnElement[bool]:
    return _by_instance(principal, permission, assignments.c.instance_id)


def _batches(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own ones; an admin sees those of the tenant's people only where there is but one."""
    del permission
    if principal.is_admin and principal.alone:
        return true()
    return batches.c.created_by == principal.user


def _evaluations(principal: Principal, permission: str) -> ColumnElement[bool]:
    keys = select(_d.c.key).where(_d.c.kind == "decision", _definition(principal, (permission,)))
    return evaluations.c.key.in_(keys)


def _remarks(table: Any) -> Callable[[Principal, str], ColumnElement[bool]]:
    """What is said of an instance or task that one may see, or had, and what one has said oneself."""

    def seen(principal: Principal, permission: str) -> ColumnElement[bool]:
        c, had = table.c, activities.c
        of_instance = exists().where(
            _i.c.id == c.instance_id, _instances(principal, permission, _i)
        )
        of_task = exists().where(tasks.c.id == c.task_id, _tasks(principal, permission))
        mine = or_(had.assignee == principal.user, had.ended_by == principal.user)
        was_mine = exists().where(had.task_id == c.task_id, mine)
        return or_(c.author == principal.user, of_instance, of_task, was_mine)

    return seen


def _filters(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own filters, and to use those that are shared; an admin's are all of the tenant."""
    c, shared = task_filters.c, filter_groups.c
    found = [c.owner == principal.user]
    if principal.is_admin:
        found.append(true())
    elif permission == "read":
        names = sorted({*principal.groups, ALL})
        found.append(exists().where(shared.filter_id == c.id, shared.group_id.in_(names)))
    return and_(c.tenant_id == principal.tenant, or_(*found))


_CONDITIONS: dict[str, Callable[[Principal, str], ColumnElement[bool]]] = {
    "definitions": _definitions,
    "instances": _instances,
    "tasks": _tasks,
    "jobs": _jobs,
    "incidents": _incidents,
    "plan_items": _plan_items,
    "sla_clocks": _clocks,
    "assignments": _assignments,
    "batches": _batches,
    "evaluations": _evaluations,
    "comments": _remarks(comments),
    "attachments": _remarks(attachments),
    "task_filters": _filters,
}
"""By table; of tables that are not here nothing is seen."""
