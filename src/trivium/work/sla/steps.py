"""Taking the steps of targets: telling people, raising priorities, handing tasks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from trivium.errors import NotFound, Refused
from trivium.work.people import People

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trivium.engine.areas.tasks import Tasks
    from trivium.engine.infos import TaskInfo
    from trivium.work.sla.policy import Policy, Step

ACTOR = "trivium:sla"


class Notice(NamedTuple):
    """What somebody is to be told; `id` is the same if it is told again."""

    id: str
    recipients: tuple[str, ...]
    text: str
    target: str
    instance_id: str
    task_id: str | None
    at: int
    tenant: str = ""


class Notifier(Protocol):
    """Tells people. It may be called again with the same notice, if a node was stopped meanwhile."""

    def notify(self, notice: Notice) -> None:
        """Takes a notice for delivery; it does not wait for that."""


class Unheard:
    """Nobody is told; what would have been said is kept with the clock."""

    def notify(self, notice: Notice) -> None:
        del notice


class Due(NamedTuple):
    """A step whose time has come, with what it is about."""

    position: int
    at: int
    step: Step
    policy: Policy
    instance_id: str
    task_id: str | None
    tenant: str = ""


class Outcome(NamedTuple):
    """`done`, `failed` or `skipped`, and the facts of it."""

    state: str
    facts: dict[str, Any]


class Steps:
    """Takes steps by commands, each with a key of its own: once, however often it is tried."""

    def __init__(self, tasks: Tasks, notifier: Notifier | None) -> None:
        self._tasks = tasks
        self._notifier = Unheard() if notifier is None else notifier

    def take(self, due: Due, people: People, now: int) -> Outcome:
        """Takes a step; what stands against it is its outcome."""
        task: TaskInfo | None = None
        if due.task_id is not None:
            try:
                task = self._tasks.get(due.task_id)
            except NotFound:
                return Outcome("skipped", {"why": "The task is over."})
        if due.step.action == "notify" or task is None:
            return self._notify(due, task, people, now)
        try:
            return _ACTIONS[due.step.action](self, due, task, people, now)
        except Refused as refusal:
            if refusal.code == "command/idempotency-key-reused":
                return Outcome("done", {"action": due.step.action, "why": "It was taken before."})
            return Outcome("failed", {"why": refusal.message, "code": refusal.code})

    def _notify(self, due: Due, task: TaskInfo | None, people: People, now: int) -> Outcome:
        found = recipients(due.step.to, task, people, now)
        if not found:
            return Outcome("failed", {"why": f"There is nobody behind {', '.join(due.step.to)}."})
        text = due.step.message or due.policy.name
        notice = Notice(
            f"sla:{due.position}",
            found,
            text,
            due.policy.key,
            due.instance_id,
            due.task_id,
            due.at,
            due.tenant,
        )
        self._notifier.notify(notice)
        return Outcome("done", {"action": "notify", "to": list(found), "text": text})

    def raise_priority(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        del people, now
        wanted = due.step.priority or 0
        if task.priority >= wanted:
            return Outcome("skipped", {"why": f"The priority is {task.priority} already."})
        self._tasks.update(task.id, {"priority": wanted}, **_who(due, "priority"))
        return Outcome("done", {"action": "raise-priority", "from": task.priority, "to": wanted})

    def reassign(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        if task.assignee is None:
            return Outcome("failed", {"why": "Nobody has the task, so nobody is above."})
        above = list(people.managers(task.assignee))[due.step.levels - 1 :]
        free = (each for each in above if people.person(each).is_available(now))
        user = next(free, None)
        if user is None:
            why = f"Nobody who is there stands {due.step.levels} levels above {task.assignee}."
            return Outcome("failed", {"why": why})
        self._tasks.assign(task.id, user, **_who(due, "reassign"))
        return Outcome("done", {"action": "reassign", "from": task.assignee, "to": user})

    def escalate(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        del people, now
        users = tuple(each[5:] for each in due.step.to if each.startswith("user:"))
        groups = tuple(each[6:] for each in due.step.to if each.startswith("group:"))
        changes = {"candidate_users": users, "candidate_groups": groups}
        self._tasks.update(task.id, changes, **_who(due, "escalate"))
        if task.assignee is not None:
            self._tasks.unclaim(task.id, **_who(due, "unclaim"))
        facts = {"action": "escalate", "from": task.assignee, "to": list(due.step.to)}
        return Outcome("done", facts)


_ACTIONS: dict[str, Callable[[Steps, Due, TaskInfo, People, int], Outcome]] = {
    "raise-priority": Steps.raise_priority,
    "reassign": Steps.reassign,
    "escalate": Steps.escalate,
}


def recipients(
    names: Sequence[str], task: TaskInfo | None, people: People, now: int
) -> tuple[str, ...]:
    """The users behind what a step says; who is away is told through who stands in, too."""
    found: list[str] = []
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "user":
            found.append(rest)
        elif kind == "group":
            found.extend(people.members(rest))
        elif task is not None:
            found.extend(_of_task(kind, task, people))
    stand_ins = [
        other
        for user in found
        if not people.person(user).is_available(now)
        and (other := people.stand_in(user, now)) is not None
    ]
    return tuple(dict.fromkeys((*found, *stand_ins)))


def _of_task(kind: str, task: TaskInfo, people: People) -> list[str]:
    if kind == "assignee":
        return [task.assignee] if task.assignee else []
    if kind == "owner":
        return [task.owner] if task.owner else []
    if kind == "manager":
        return list(people.managers(task.assignee))[:1] if task.assignee else []
    members = [user for group in task.candidate_groups for user in people.members(group)]
    return [*task.candidate_users, *members]


def _who(due: Due, what: str) -> dict[str, str]:
    return {"user": ACTOR, "idempotency_key": f"sla {due.position} {what}"}
