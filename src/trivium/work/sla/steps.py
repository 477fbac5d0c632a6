"""Taking the steps of targets: telling people, raising priorities, handing tasks on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from trivium.errors import NotFound, Refused
from trivium.work.assignment.rule import compiled
from trivium.work.people import People

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trivium.engine.areas.instances import Instances
    from trivium.engine.areas.tasks import Tasks
    from trivium.engine.infos import TaskInfo
    from trivium.work.sla.policy import Policy, Step

ACTOR = "trivium:sla"
_HOUR_MS = 3_600_000
_MOST_TASKS = 1_000


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
    status: str = "on-track"
    """How the clock stands."""
    age_ms: int = 0
    """How long ago the clock was started, in all time."""
    initiator: str | None = None
    """Who has started the instance."""


class Outcome(NamedTuple):
    """`done`, `failed`, `skipped` or (until its condition is true) `waiting`, and the facts of it."""

    state: str
    facts: dict[str, Any]


class Steps:
    """Takes steps by commands, each with a key of its own: once, however often it is tried."""

    def __init__(
        self,
        tasks: Tasks,
        instances: Instances,
        notifier: Notifier | None,
        loads: Callable[[], Mapping[str, int]],
    ) -> None:
        self._tasks = tasks
        self._instances = instances
        self._notifier = Unheard() if notifier is None else notifier
        self._loads = loads

    def take(self, due: Due, people: People, now: int) -> Outcome:
        """Takes a step; what stands against it is its outcome."""
        task: TaskInfo | None = None
        if due.task_id is not None:
            try:
                task = self._tasks.get(due.task_id)
            except NotFound:
                return Outcome("skipped", {"why": "The task is over."})
        try:
            if not self._is_time(due, task):
                return Outcome("waiting", {"why": f"Not yet: {due.step.when}."})
        except NotFound:
            return Outcome("skipped", {"why": "It is over."})
        if due.step.action == "notify":
            return self._notify(due, task, people, now)
        if task is not None:
            return self._act(due, task, people, now)
        return self._act_on_all(due, people, now)

    def _is_time(self, due: Due, task: TaskInfo | None) -> bool:
        """Whether the condition is true; what is null or of another type is not."""
        if due.step.when is None:
            return True
        condition = compiled(due.step.when)
        wanted = condition.free_names - {"task", "clock"}
        seen = (
            self._instances.variables(due.instance_id, sorted(wanted))
            if task is None
            else self._tasks.variables(task.id, wanted)
        )
        hours = Decimal(due.age_ms) / _HOUR_MS
        own: dict[str, Any] = {"clock": {"status": due.status, "hours": hours}}
        if task is not None:
            names = ("name", "priority", "assignee", "owner")
            own["task"] = {name: getattr(task, name) for name in names}
        return condition.evaluate({**seen, **own}) is True

    def _act(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        try:
            return _ACTIONS[due.step.action](self, due, task, people, now)
        except Refused as refusal:
            if refusal.code == "command/idempotency-key-reused":
                return Outcome("done", {"action": due.step.action, "why": "It was taken before."})
            return Outcome("failed", {"why": refusal.message, "code": refusal.code})

    def _act_on_all(self, due: Due, people: People, now: int) -> Outcome:
        """A step for an instance is one for all tasks that are open in it."""
        tasks = self._tasks.query(due.instance_id, limit=_MOST_TASKS)
        found = {task.id: self._act(due, task, people, now) for task in tasks}
        states = {outcome.state for outcome in found.values()}
        state = next((each for each in ("done", "failed") if each in states), "skipped")
        facts = {task: outcome.facts for task, outcome in found.items()}
        return Outcome(state, {"action": due.step.action, "tasks": facts})

    def _notify(self, due: Due, task: TaskInfo | None, people: People, now: int) -> Outcome:
        found = recipients(due.step.to, task, people, now, due.initiator)
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
        self._tasks.update(task.id, {"priority": wanted}, **_who(due, task, "priority"))
        return Outcome("done", {"action": "raise-priority", "from": task.priority, "to": wanted})

    def reassign(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        if due.step.ladder:
            return self._climb(due, task, people, now)
        if task.assignee is None:
            return Outcome("failed", {"why": "Nobody has the task, so nobody is above."})
        above = list(people.managers(task.assignee))[due.step.levels - 1 :]
        free = (each for each in above if people.person(each).is_available(now))
        user = next(free, None)
        if user is None:
            why = f"Nobody who is there stands {due.step.levels} levels above {task.assignee}."
            return Outcome("failed", {"why": why})
        return self._give(due, task, user)

    def _climb(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        """To the next rung above that of whoever has the task on which anybody is."""
        loads = self._loads()
        for rung in due.step.ladder[_rung_of(due.step.ladder, task, people) + 1 :]:
            free = [
                user
                for user in _behind(rung, people)
                if people.person(user).is_available(now) and user != task.assignee
            ]
            if free:
                least = min(free, key=lambda user: (loads.get(user, 0), user))
                return self._give(due, task, least)
        return Outcome("failed", {"why": "Nobody who is there stands on a higher rung."})

    def _give(self, due: Due, task: TaskInfo, user: str) -> Outcome:
        self._tasks.assign(task.id, user, **_who(due, task, "reassign"))
        return Outcome("done", {"action": "reassign", "from": task.assignee, "to": user})

    def escalate(self, due: Due, task: TaskInfo, people: People, now: int) -> Outcome:
        del people, now
        users = tuple(each[5:] for each in due.step.to if each.startswith("user:"))
        groups = tuple(each[6:] for each in due.step.to if each.startswith("group:"))
        changes = {"candidate_users": users, "candidate_groups": groups}
        self._tasks.update(task.id, changes, **_who(due, task, "escalate"))
        if task.assignee is not None:
            self._tasks.unclaim(task.id, **_who(due, task, "unclaim"))
        facts = {"action": "escalate", "from": task.assignee, "to": list(due.step.to)}
        return Outcome("done", facts)


_ACTIONS: dict[str, Callable[[Steps, Due, TaskInfo, People, int], Outcome]] = {
    "raise-priority": Steps.raise_priority,
    "reassign": Steps.reassign,
    "escalate": Steps.escalate,
}


def recipients(
    names: Sequence[str],
    task: TaskInfo | None,
    people: People,
    now: int,
    initiator: str | None = None,
) -> tuple[str, ...]:
    """The users behind what a step says; who is away is told through who stands in, too."""
    found: list[str] = []
    for name in names:
        if ":" in name:
            found.extend(_behind(name, people))
        elif name == "initiator":
            found.extend([initiator] if initiator else [])
        elif task is not None:
            found.extend(_of_task(name, task, people))
    stand_ins = [
        other
        for user in found
        if not people.person(user).is_available(now)
        and (other := people.stand_in(user, now)) is not None
    ]
    return tuple(dict.fromkeys((*found, *stand_ins)))


def _behind(name: str, people: People) -> list[str]:
    kind, _, rest = name.partition(":")
    if kind == "user":
        return [rest]
    return people.members(rest) if kind == "group" else people.having(rest)


def _rung_of(ladder: Sequence[str], task: TaskInfo, people: People) -> int:
    """The highest rung on which whoever has the task is, or to which it is offered; -1 below all."""
    offered = {f"group:{group}" for group in task.candidate_groups}
    on = [
        number
        for number, rung in enumerate(ladder)
        if (task.assignee in _behind(rung, people) if task.assignee else rung in offered)
    ]
    return max(on, default=-1)


def _of_task(kind: str, task: TaskInfo, people: People) -> list[str]:
    if kind == "assignee":
        return [task.assignee] if task.assignee else []
    if kind == "owner":
        return [task.owner] if task.owner else []
    if kind == "manager":
        return list(people.managers(task.assignee))[:1] if task.assignee else []
    members = [user for group in task.candidate_groups for user in people.members(group)]
    return [*task.candidate_users, *members]


def _who(due: Due, task: TaskInfo, what: str) -> dict[str, str]:
    """Each step on each task once; the keys of steps on a task alone are those of released versions."""
    on = "" if due.task_id is not None else f" {task.id}"
    return {"user": ACTOR, "idempotency_key": f"sla {due.position} {what}{on}"}
