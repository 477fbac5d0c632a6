"""What somebody may see, as conditions of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, false, or_, select, true

from trivium.identity.permissions import ALL, PERMISSIONS
from trivium.store.one_of import one_of
from trivium.store.tables import (
    activities,
    assignments,
    attachments,
    batches,
    comments,
    definitions,
    evaluations,
    filter_groups,
    incidents,
    instances,
    jobs,
    notification_deliveries,
    notifications,
    plan_items,
    sla_clocks,
    task_candidates,
    task_filters,
    tasks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Column, ColumnElement, Table

    from trivium.identity.principal import Principal

_KINDS = (
    ("process", "definition"),
    ("form", "definition"),
    ("case", "case"),
    ("decision", "decision"),
)
"""How definitions are called in their table, and in grants."""
_OF_PEOPLE = frozenset({"users", "groups", "grants"})
"""Whoever may ask for these at all sees those of the tenant: the queries say so themselves."""
_RUNNING = ("definition", "case")
_d = definitions.alias("granted_definitions")
_i = instances.alias("granted_instances")


def condition(principal: Principal, table: Table, permission: str) -> ColumnElement[bool] | None:
    """The rows of a table that somebody has a permission on; None if that are all."""
    if table.name in _OF_PEOPLE or principal.is_over_all:
        return None
    if principal.alone and _has_all(principal, permission):
        return None
    asked, number = (table.name, permission), principal.known_keys.number
    known = principal.conditions.get(asked)
    if known is None or known[0] != number:
        make = _CONDITIONS.get(table.name)
        known = (number, false() if make is None else make(principal, permission))
        principal.conditions[asked] = known
    found: ColumnElement[bool] = known[1]
    return found


def _has_all(principal: Principal, permission: str) -> bool:
    kinds = (
        ("definition", "case") if permission == "operate" else ("definition", "case", "decision")
    )
    return all(ALL in principal.resources(kind, permission) for kind in kinds)


def definition_keys(principal: Principal, permissions: Iterable[str]) -> dict[str, frozenset[str]]:
    """The keys of definitions on which somebody has any of these permissions, by kind as it is stored."""
    known = principal.known_keys.of(principal.tenant)
    found = {}
    for stored, kind in _KINDS:
        there = known.get(stored, frozenset())
        granted = frozenset[str]().union(*(principal.resources(kind, p) for p in permissions))
        found[stored] = there if ALL in granted else there & granted
    return found


def _definition(
    principal: Principal, permissions: Iterable[str], table: Any = _d
) -> ColumnElement[bool]:
    """The definitions on which somebody has any of these permissions."""
    found = definition_keys(principal, permissions)
    return or_(
        false(),
        *(
            and_(table.c.kind == stored, one_of(table.c.key, keys))
            for stored, keys in found.items()
            if keys
        ),
    )


def _granted(principal: Principal, permission: str, table: Any) -> list[ColumnElement[bool]]:
    """Why somebody has a permission on an instance; `table` are the instances, or an alias of them.

    A key says whose something is; only where a process and a case share one, the definition is asked.
    """
    if principal.alone and all(ALL in principal.resources(kind, permission) for kind in _RUNNING):
        return [true()]
    clear, doubtful = _by_key(principal, permission)
    found = [one_of(table.c.key, clear)] if clear else []
    for kind, keys in doubtful.items():
        of_kind = select(_d.c.id).where(_d.c.kind == kind, one_of(_d.c.key, keys))
        found.append(table.c.definition_id.in_(of_kind))
    return found + _single(principal, permission, table.c.id, table.c.root_id)


def _by_key(
    principal: Principal, permission: str
) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """The keys whose instances all are granted, and those of which only one kind is."""
    known = principal.known_keys.of(principal.tenant)
    shared = known.get("process", frozenset()) & known.get("case", frozenset())
    found = definition_keys(principal, (permission,))
    half = (found["process"] ^ found["case"]) & shared
    clear = (found["process"] | found["case"]) - half
    kinds = {kind: found[kind] & half for kind in ("process", "case")}
    return clear, {kind: keys for kind, keys in kinds.items() if keys}


def _single(
    principal: Principal, permission: str, instance: Any, root: Any
) -> list[ColumnElement[bool]]:
    single = principal.resources("instance", permission)
    if ALL in single:
        return [true()]
    return [one_of(instance, single), one_of(root, single)] if single else []


def _in_tenant(principal: Principal, table: Any) -> list[ColumnElement[bool]]:
    """What is of the tenant; its keys are nobody else's."""
    if principal.alone:
        return []
    known = principal.known_keys.of(principal.tenant)
    running = frozenset[str]().union(*(known.get(kind, ()) for kind in ("process", "case")))
    return [one_of(table.c.key, running)]


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
    return _definition(principal, wanted, definitions)


def _tasks(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Own tasks, those that one may claim, those of one's team, and those that were granted."""
    c, offered = tasks.c, task_candidates.c
    found = _granted_tasks(principal, permission)
    found += [c.assignee == principal.user, c.owner == principal.user]
    if principal.team:
        found.append(one_of(c.assignee, principal.team))
    single = principal.resources("task", permission)
    if single:
        found.append(true() if ALL in single else one_of(c.id, single))
    candidate = and_(offered.kind == "user", offered.name == principal.user)
    if principal.groups:
        candidate |= and_(offered.kind == "group", one_of(offered.name, principal.groups))
    found.append(exists().where(offered.task_id == c.id, candidate))
    return and_(or_(*found), *_in_tenant(principal, tasks))


def _granted_tasks(principal: Principal, permission: str) -> list[ColumnElement[bool]]:
    """Why somebody has a permission on the instance of a task."""
    c = tasks.c
    clear, doubtful = _by_key(principal, permission)
    found = [one_of(c.key, clear)] if clear else []
    for kind, keys in doubtful.items():
        of_kind = select(_d.c.id).where(_d.c.kind == kind, one_of(_d.c.key, keys))
        found.append(exists().where(_i.c.id == c.instance_id, _i.c.definition_id.in_(of_kind)))
    return found + _single(principal, permission, c.instance_id, c.root_id)


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
    return one_of(evaluations.c.key, definition_keys(principal, (permission,))["decision"])


def _notifications(principal: Principal, permission: str) -> ColumnElement[bool]:
    """One's own, whatever else one may."""
    del permission
    return notifications.c.user_id == principal.user


def _deliveries(principal: Principal, permission: str) -> ColumnElement[bool]:
    """Those of the tenant: who may ask for them at all is said by a rule."""
    del permission
    return notification_deliveries.c.tenant_id == principal.tenant


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
    "notifications": _notifications,
    "notification_deliveries": _deliveries,
    "evaluations": _evaluations,
    "comments": _remarks(comments),
    "attachments": _remarks(attachments),
    "task_filters": _filters,
}
"""By table; of tables that are not here nothing is seen."""
