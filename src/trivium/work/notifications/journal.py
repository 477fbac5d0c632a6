"""What events of the journal and of clocks mean for those whom they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.engine.acting import KINDS
from trivium.store.work import assignments, clocks, notices
from trivium.work.notifications.post import News, facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.work.directory import Directory
    from trivium.work.notifications.settings import NotifyingSettings
    from trivium.work.people import People
    from trivium.work.trees import Entry

_HOUR_MS = 3_600_000
_QUARTER = 4
_OF_CLOCKS = {"warned": "sla-warning", "breached": "sla-breach"}
CLOCK_KINDS = tuple(_OF_CLOCKS)


class Known(NamedTuple):
    """What is known while news are gathered."""

    connection: Connection
    directory: Directory
    people_of: Callable[[str], People]
    settings: NotifyingSettings


class Subjects:
    """The open tasks that news are about, each read once."""

    def __init__(self, known: Known, ids: Iterable[str]) -> None:
        self._known = known
        wanted = list(dict.fromkeys(ids))
        rows = clocks.tasks_of(known.connection, wanted) if wanted else ()
        self._tasks = {row["id"]: row for row in rows}
        self._offered = assignments.candidates(known.connection, list(self._tasks))

    def get(self, task_id: str | None) -> RowMapping | None:
        """A task; None if it is not open any more."""
        return None if task_id is None else self._tasks.get(task_id)

    def candidates(self, tenant: str, task: RowMapping) -> tuple[str, ...]:
        """Who may claim it, unless they are too many to be told."""
        offered = self._offered.get(task["id"], {})
        return self.offered_to(tenant, offered.get("user", ()), offered.get("group", ()))

    def offered_to(
        self, tenant: str, users: Iterable[str], groups: Iterable[str]
    ) -> tuple[str, ...]:
        """Users and the members of groups, unless they are too many to be told."""
        people = self._known.people_of(tenant)
        members = (user for group in groups for user in people.members(group))
        found = tuple(dict.fromkeys((*users, *members)))
        return found if len(found) <= self._known.settings.largest_group else ()

    def concerned(self, tenant: str, task: RowMapping) -> tuple[str, ...]:
        """Who has it; while nobody has it, who may claim it."""
        if task["assignee"]:
            return (task["assignee"],)
        return self.candidates(tenant, task)

    def news(  # of what, to whom, and what else is to be said
        self, tenant: str, kind: str, key: str, task: RowMapping, users: Iterable[str], **facts: Any
    ) -> News:
        """News about a task."""
        told = facts_of(
            task=task["name"] or task["element_id"],
            definition=task["key"],
            element=task["element_id"],
            assignee=task["assignee"],
            priority=task["priority"],
            link=_link(self._known.settings, f"tasks/{task['id']}"),
            **facts,
        )
        place = (task["instance_id"], task["id"], task["due_at"])
        return News(tenant, kind, key, tuple(users), told, *place)


class _Reading(NamedTuple):
    """What entries are about, read together."""

    known: Known
    subjects: Subjects
    incidents: dict[str, RowMapping]
    instances: dict[str, RowMapping]
    """The roots of the trees in which something was said."""


def of_entries(known: Known, entries: Sequence[Entry]) -> tuple[list[News], list[str]]:
    """The news in entries of the journal; and the tasks of which the due date is to be looked at."""
    concerned = [
        (entry, event) for entry in entries for event in entry.events if event[0] in _MEANINGS
    ]
    tasks = [event[_TASK_AT[event[0]]] for _, event in concerned if event[0] in _TASK_AT]
    troubles = [event[2] for _, event in concerned if event[0] == "incident-raised"]
    roots = [entry.root_id for entry, event in concerned if event[0] == "remarked"]
    reading = _Reading(
        known,
        Subjects(known, (each for each in tasks if each)),
        notices.incidents(known.connection, troubles),
        notices.instances_of(known.connection, roots),
    )
    found = [
        news for entry, event in concerned for news in _MEANINGS[event[0]](reading, entry, event)
    ]
    dated = [event[2] for _, event in concerned if _has_date(event)]
    return found, dated


def _has_date(event: list[Any]) -> bool:
    return event[0] == "task-created" or (event[0] == "task-changed" and "due_at" in event[4])


def _created(reading: _Reading, entry: Entry, event: list[Any]) -> list[News]:
    subjects = reading.subjects
    task = subjects.get(event[2])
    if task is None:
        return []
    if event[3]:
        return _given(subjects, entry, task, event[3], f"assigned {task['id']}")
    if task["assignee"]:
        return []
    users = (user for user in subjects.candidates(entry.tenant, task) if user != entry.actor)
    key = f"offered {task['id']}"
    return [subjects.news(entry.tenant, "task-offered", key, task, users, by=entry.actor)]


def _changed(reading: _Reading, entry: Entry, event: list[Any]) -> list[News]:
    subjects = reading.subjects
    task, changes = subjects.get(event[2]), event[4]
    if task is None:
        return []
    if changes.get("assignee"):
        key = f"assigned {task['id']} {entry.seq}"
        return _given(subjects, entry, task, changes["assignee"], key, action=event[3])
    users = changes.get("candidate_users") or ()
    groups = changes.get("candidate_groups") or ()
    if task["assignee"] or not (users or groups):
        return []
    key = f"offered {task['id']} {entry.seq}"
    told = subjects.offered_to(entry.tenant, users, groups)
    return [subjects.news(entry.tenant, "task-offered", key, task, told, by=entry.actor)]


def _given(  # to whom, and how
    subjects: Subjects, entry: Entry, task: RowMapping, user: str, key: str, action: str = "assign"
) -> list[News]:
    """Who takes a task knows of it; and who has lost it meanwhile need not."""
    if user in {entry.actor, None} or task["assignee"] != user:
        return []
    by = entry.actor if entry.actor and not entry.actor.startswith("trivium:") else None
    kind = "escalation" if action == "escalate" else "task-assigned"
    facts = {"by": by, "reason": entry.reason}
    return [subjects.news(entry.tenant, kind, key, task, (user,), **facts)]


def _troubled(reading: _Reading, entry: Entry, event: list[Any]) -> list[News]:
    """One a definition, element and code within an hour: where one fails, thousands may."""
    row, known = reading.incidents.get(event[2]), reading.known
    if row is None:
        return []
    kind = KINDS.get(row["kind"], row["kind"])
    users = known.directory.operators(known.connection, entry.tenant, kind, row["key"])
    key = f"incident {row['key']} {row['element_id']} {row['code']} {entry.at // _HOUR_MS}"
    facts = facts_of(
        definition=row["key"],
        element=row["element_id"],
        code=row["code"],
        link=_link(known.settings, f"instances/{row['instance_id']}"),
    )
    told = tuple(sorted(users))
    return [News(entry.tenant, "incident", key, told, facts, row["instance_id"])]


def _remarked(reading: _Reading, entry: Entry, event: list[Any]) -> list[News]:
    """Who is mentioned in a comment; once, however often it is edited. What it says stays in there."""
    _, _, remark_id, kind, action, task_id, *more = event
    users = tuple(user for user in (more[0] if more else ()) if user != entry.actor)
    if kind != "comment" or action == "delete" or not users:
        return []
    key = f"mention {remark_id}"
    task = reading.subjects.get(task_id)
    if task is not None:
        return [reading.subjects.news(entry.tenant, "mention", key, task, users, by=entry.actor)]
    row = reading.instances.get(entry.root_id)
    if row is None:
        return []
    link = _link(reading.known.settings, f"instances/{row['id']}")
    facts = facts_of(by=entry.actor, definition=row["key"], link=link)
    return [News(entry.tenant, "mention", key, users, facts, row["id"], task_id)]


_TASK_AT = {"task-created": 2, "task-changed": 2, "remarked": 5}
"""Where an event names a task."""
_MEANINGS: dict[str, Callable[[_Reading, Entry, list[Any]], list[News]]] = {
    "task-created": _created,
    "task-changed": _changed,
    "incident-raised": _troubled,
    "remarked": _remarked,
}


# -- clocks and due dates


def of_clocks(known: Known, rows: Sequence[RowMapping]) -> list[News]:
    """Targets at risk and breached: for who has the task, and of a breach for the manager, too."""
    subjects = Subjects(known, (row["task_id"] for row in rows if row["task_id"]))
    found = []
    for row in rows:
        tenant, task = row["tenant_id"], subjects.get(row["task_id"])
        kind = _OF_CLOCKS[row["kind"]]
        key = f"clock {row['position']}"
        if task is None:
            found.append(_of_instance(known, row, kind, key))
            continue
        users = list(subjects.concerned(tenant, task))
        if kind == "sla-breach" and task["assignee"]:
            users += list(known.people_of(tenant).managers(task["assignee"]))[:1]
        news = subjects.news(tenant, kind, key, task, users, target=row["target_key"])
        found.append(news._replace(due_at=row["due_at"]))
    return found


def _of_instance(known: Known, row: RowMapping, kind: str, key: str) -> News:
    """A target for more than a task: who has started it is told."""
    users = (row["started_by"],) if row["started_by"] and row["task_id"] is None else ()
    facts = facts_of(
        definition=row["key"],
        element=row["element_id"],
        target=row["target_key"],
        link=_link(known.settings, f"instances/{row['instance_id']}"),
    )
    place = (row["instance_id"], row["task_id"], row["due_at"])
    return News(row["tenant_id"], kind, key, users, facts, *place)


def of_reminders(known: Known, rows: Sequence[RowMapping]) -> list[News]:
    """Tasks that are due soon, or were due; what is over or is due at another time by now is passed over."""
    right = [row for row in rows if row["open_id"] and row["due_now"] == row["due_at"]]
    subjects = Subjects(known, (row["task_id"] for row in right))
    found = []
    for row in right:
        task = subjects.get(row["task_id"])
        if task is not None:
            tenant, kind = row["tenant_id"], row["kind"]
            key = f"{kind} {row['task_id']} {row['due_at']}"
            users = list(subjects.concerned(tenant, task))
            if kind == "task-overdue" and task["owner"]:
                users.append(task["owner"])
            found.append(subjects.news(tenant, kind, key, task, users))
    return found


def reminders(
    tasks: Sequence[RowMapping], tenants: dict[str, str], earliest_ms: int, now: int
) -> list[dict[str, Any]]:
    """When is told that tasks are due: a while before, and then."""
    found = []
    for task in tasks:
        due_at: int | None = task["due_at"]
        if due_at is None:
            continue
        soon = due_at - min(earliest_ms, max(due_at - task["created_at"], 0) // _QUARTER)
        place = {"tenant_id": tenants[task["id"]], "task_id": task["id"], "due_at": due_at}
        if now <= soon < due_at:
            found.append({**place, "kind": "task-due-soon", "at": soon})
        found.append({**place, "kind": "task-overdue", "at": due_at})
    return found


def _link(settings: NotifyingSettings, path: str) -> str | None:
    return settings.public_url and f"{settings.public_url.rstrip('/')}/{path}"
