"""What has to be known of a tree to say of which instance an event is, and whom it concerns.

It is folded from the journal alone, so it is as of the entry that is told, whatever came later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec

from trivium.engine.live.events import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_decoder = msgspec.json.Decoder(tuple[msgspec.Raw, list[list[Any]]], float_hook=str)
_LONGEST_TEXT = 2000
_NOTES_TOLD = frozenset({"instance-migrated"})


def events_of(row: Mapping[Any, Any]) -> list[list[Any]]:
    """The events of a row of the journal, as they are stored."""
    return _decoder.decode(row["entry"])[1]


class Draft(NamedTuple):
    """An event whose instance is known by id alone."""

    type: str
    instance_id: str
    element_id: str | None = None
    facts: dict[str, Any] = {}  # noqa: RUF012  # nothing changes it
    task_id: str | None = None
    before: Audience | None = None
    after: Audience | None = None


class _Item(NamedTuple):
    instance_id: str
    element_id: str | None
    """None is the instance itself."""


class Tree:
    """One tree: its element instances, and its open tasks with whom they concern."""

    def __init__(self, root_id: str) -> None:
        self.is_over = False
        self._root_id = root_id
        self._items: dict[int, _Item] = {}
        self._tasks: dict[int, tuple[str, Audience]] = {}

    def __len__(self) -> int:
        return len(self._items)

    def fold(self, events: Sequence[list[Any]]) -> Iterator[Draft]:
        """Goes on by the events of one entry; what is told of them."""
        for event in events:
            fold = self._FOLDS.get(event[0])
            if fold is not None:
                yield from fold(self, *event[1:])

    def _at(self, told: str, item: int, /, **facts: Any) -> Iterator[Draft]:
        """Something of an element instance; of one that was never entered nothing is told."""
        found = self._items.get(item)
        if found is not None:
            yield Draft(told, found.instance_id, found.element_id, facts)

    # -- instances

    def _instance_started(  # the fields of the event
        self,
        item: int,
        instance_id: str,
        _definition_id: str,
        _key: str,
        _business_key: str | None = None,
        parent: int | None = None,
    ) -> Iterator[Draft]:
        self._items[item] = _Item(instance_id, None)
        caller = self._items.get(parent or 0)
        facts = {"super_instance_id": None if caller is None else caller.instance_id}
        yield Draft("instance.started", instance_id, None, facts)

    def _instance_ended(
        self, item: int, outcome: str, reason: str | None = None
    ) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is not None:
            self.is_over = found.instance_id == self._root_id
            yield Draft(f"instance.{outcome}", found.instance_id, None, {"reason": reason})

    def _instance_suspended(self, item: int) -> Iterator[Draft]:
        yield from self._of_instance("instance.suspended", item)

    def _instance_resumed(self, item: int) -> Iterator[Draft]:
        yield from self._of_instance("instance.resumed", item)

    def _of_instance(self, kind: str, item: int) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is not None:
            yield Draft(kind, found.instance_id)

    # -- elements

    def _passed(self, element: str, scope: int) -> Iterator[Draft]:
        around = self._items.get(scope)
        if around is not None:
            yield Draft("activity.passed", around.instance_id, element)

    def _entered(self, element: str, item: int, scope: int) -> Iterator[Draft]:
        around = self._items.get(scope)
        if around is not None:
            self._items[item] = _Item(around.instance_id, element)
            yield from self._at("activity.entered", item, execution_id=str(item))

    def _completed(self, element: str, item: int) -> Iterator[Draft]:
        yield from self._left("activity.completed", element, item)

    def _terminated(self, element: str, item: int) -> Iterator[Draft]:
        yield from self._left("activity.terminated", element, item)

    def _left(self, kind: str, element: str, item: int) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is None or found.element_id != element:  # an instance has told of its end
            return
        yield from self._task_left("task.cancelled", item)
        yield Draft(kind, found.instance_id, element, {"execution_id": str(item)})

    # -- tasks

    def _task_created(  # the fields of the event
        self,
        item: int,
        task_id: str,
        assignee: str | None,
        users: Sequence[str],
        groups: Sequence[str],
        priority: int = 50,
    ) -> Iterator[Draft]:
        audience = Audience(assignee=assignee, users=frozenset(users), groups=frozenset(groups))
        self._tasks[item] = task_id, audience
        facts = {
            "assignee": assignee,
            "candidate_users": users,
            "candidate_groups": groups,
            "priority": priority,
        }
        yield from self._of_task("task.created", item, task_id, None, audience, facts)

    def _task_changed(
        self, item: int, task_id: str, action: str, changes: dict[str, Any]
    ) -> Iterator[Draft]:
        before = self._tasks.get(item, (task_id, Audience()))[1]
        after = _changed(before, changes)
        self._tasks[item] = task_id, after
        facts = {"action": action, "changes": changes}
        yield from self._of_task("task.changed", item, task_id, before, after, facts)

    def _task_completed(self, item: int, _task_id: str, user: str | None) -> Iterator[Draft]:
        yield from self._task_left("task.completed", item, completed_by=user)

    def _task_left(self, kind: str, item: int, **facts: Any) -> Iterator[Draft]:
        task = self._tasks.pop(item, None)
        if task is not None:  # whom it concerned may know what became of it
            yield from self._of_task(kind, item, task[0], task[1], task[1], facts)

    def _of_task(  # the fields of the draft
        self,
        kind: str,
        item: int,
        task_id: str,
        before: Audience | None,
        after: Audience,
        facts: dict[str, Any],
    ) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is not None:
            yield Draft(kind, *found, facts, task_id, before, after)

    # -- the rest

    def _variables(self, item: int, values: dict[str, Any]) -> Iterator[Draft]:
        yield from self._at("variables.changed", item, names=sorted(values))

    def _job_created(
        self, item: int, job_id: str, kind: str, _due_at: int, topic: str | None = None
    ) -> Iterator[Draft]:
        yield from self._at("job.created", item, job_id=job_id, kind=kind, topic=topic)

    def _job_completed(self, item: int, job_id: str, kind: str) -> Iterator[Draft]:
        yield from self._at("job.completed", item, job_id=job_id, kind=kind)

    def _job_failed(
        self, item: int, job_id: str, message: str, retries: int, _due_at: int | None
    ) -> Iterator[Draft]:
        told = message[:_LONGEST_TEXT]
        yield from self._at("job.failed", item, job_id=job_id, message=told, retries=retries)

    def _caught(self, element: str, kind: str, name: str | None, item: int) -> Iterator[Draft]:
        yield from self._event("event.caught", element, kind, name, item)

    def _thrown(self, element: str, kind: str, name: str | None, item: int) -> Iterator[Draft]:
        yield from self._event("event.thrown", element, kind, name, item)

    def _event(  # the fields of the event
        self, told: str, element: str, kind: str, name: str | None, item: int
    ) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is not None:
            yield Draft(told, found.instance_id, element, {"kind": kind, "name": name})

    def _incident_raised(
        self, item: int, incident_id: str, incident_type: str, code: str, message: str
    ) -> Iterator[Draft]:
        facts = {"incident_type": incident_type, "code": code, "message": message[:_LONGEST_TEXT]}
        yield from self._at("incident.raised", item, incident_id=incident_id, **facts)

    def _incident_resolved(
        self, item: int, incident_id: str, how: str, _message: str | None = None
    ) -> Iterator[Draft]:
        yield from self._at("incident.resolved", item, incident_id=incident_id, how=how)

    def _incident_noted(
        self, item: int, incident_id: str, action: str, _message: str | None, to: str | None
    ) -> Iterator[Draft]:
        facts = {"incident_id": incident_id, "action": action, "to": to}
        yield from self._at("incident.noted", item, **facts)

    def _plan_item(self, element: str, item: int, transition: str, state: str) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is None:
            return
        if state in {"completed", "terminated"}:
            yield from self._task_left("task.cancelled", item)
        facts = {"execution_id": str(item), "transition": transition, "status": state}
        yield Draft("plan-item.changed", found.instance_id, element, facts)

    def _case_file(
        self, item: int, file_item: str, transition: str, _value: Any
    ) -> Iterator[Draft]:
        yield from self._at("case-file.changed", item, file_item=file_item, transition=transition)

    def _noted(self, kind: str, item: int, facts: dict[str, Any]) -> Iterator[Draft]:
        found = self._items.get(item)
        if found is None:
            return
        if kind == "instance-migrated":
            self._rename(found.instance_id, facts["elements"])
        told = facts if kind in _NOTES_TOLD else {}
        yield Draft("noted", found.instance_id, found.element_id, {"kind": kind, "facts": told})

    def _rename(self, instance_id: str, elements: Mapping[str, str]) -> None:
        for item, each in self._items.items():
            new = elements.get(each.element_id or "")
            if each.instance_id == instance_id and new is not None:
                self._items[item] = _Item(instance_id, new)

    _FOLDS: ClassVar[dict[str, Callable[..., Iterator[Draft]]]] = {
        "instance-started": _instance_started,
        "instance-ended": _instance_ended,
        "instance-suspended": _instance_suspended,
        "instance-resumed": _instance_resumed,
        "passed": _passed,
        "entered": _entered,
        "completed": _completed,
        "terminated": _terminated,
        "task-created": _task_created,
        "task-changed": _task_changed,
        "task-completed": _task_completed,
        "variables": _variables,
        "job-created": _job_created,
        "job-completed": _job_completed,
        "job-failed": _job_failed,
        "event-caught": _caught,
        "event-thrown": _thrown,
        "incident-raised": _incident_raised,
        "incident-resolved": _incident_resolved,
        "incident-noted": _incident_noted,
        "plan-item": _plan_item,
        "case-file": _case_file,
        "noted": _noted,
    }


def _changed(audience: Audience, changes: Mapping[str, Any]) -> Audience:
    return Audience(
        assignee=changes.get("assignee", audience.assignee),
        owner=changes.get("owner", audience.owner),
        users=frozenset(changes.get("candidate_users", audience.users)),
        groups=frozenset(changes.get("candidate_groups", audience.groups)),
    )
