"""What somebody hears of what happens: as `visible` says of rows, said of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.acting import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from trivium.engine.live.events import Audience, LiveEvent, Told
    from trivium.identity.principal import Principal


def text_for(principal: Principal, event: LiveEvent) -> str | None:
    """What somebody hears of an event, as JSON; None if nothing.

    Whom a task does not concern any more hears that it is gone, and no more.
    """
    if event.task_id is None or event.after is None:
        return event.text if sees_instance(principal, event.instance) else None
    task_id, told = event.task_id, event.instance
    if _sees_task(principal, task_id, event.after, told):
        return event.text
    was_there = event.before is not None and _sees_task(principal, task_id, event.before, told)
    return event.gone if was_there else None


def concerns(principal: Principal, event: LiveEvent, groups: Collection[str] = ()) -> bool:
    """Whether a task is or was among somebody's own: theirs, or one that they may claim.

    `groups` are claimed for beside the principal's own.
    """
    return any(
        audience is not None
        and (
            principal.user in (audience.assignee, audience.owner)
            or _is_offered(principal, audience)
            or not audience.groups.isdisjoint(groups)
        )
        for audience in (event.before, event.after)
    )


def sees_instance(principal: Principal, told: Told) -> bool:
    """Whether somebody may read an instance."""
    if principal.is_over_all:
        return True
    if not principal.alone and told.tenant != principal.tenant:
        return False
    return told.started_by == principal.user or _is_granted(principal, told)


def _is_granted(principal: Principal, told: Told) -> bool:
    if principal.may("read", KINDS.get(told.kind, told.kind), told.key):
        return True
    single = principal.resources("instance", "read")
    return bool(single) and principal.may_any(single, (told.id, told.root_id))


def _sees_task(principal: Principal, task_id: str, audience: Audience, told: Told) -> bool:
    if principal.is_over_all:
        return True
    if not principal.alone and told.tenant != principal.tenant:
        return False
    return (
        principal.user in (audience.assignee, audience.owner)
        or audience.assignee in principal.team
        or _is_offered(principal, audience)
        or principal.may("read", "task", task_id)
        or _is_granted(principal, told)
    )


def _is_offered(principal: Principal, audience: Audience) -> bool:
    return principal.user in audience.users or not principal.groups.isdisjoint(audience.groups)
