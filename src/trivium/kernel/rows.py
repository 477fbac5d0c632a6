"""What waits, as data: the rows that the store keeps for tasks, jobs, subscriptions and incidents."""

from __future__ import annotations

from typing import Any

import msgspec

DEFAULT_PRIORITY = 50
"""Of a task of which nobody says another. Journals leave it out, so it stays what it is."""


class Wait(msgspec.Struct, array_like=True, gc=False):
    """What an element instance waits for; the id is that of the row.

    `node` is the index of the node that reacts: the element itself, a boundary event on it, or the
    start event of an event sub-process in it.
    """

    id: str
    kind: str
    node: int
    count: int = 0
    """Timers: firings so far. Jobs: attempts to come."""
    due_at: int = 0
    name: str = ""
    """Signals: their name, so that one thrown in the same tree finds its catchers."""
    part: int = 0
    """Which of several event definitions of one event it is."""


class HumanTask(msgspec.Struct, gc=False):
    """A row of the task list. Times are milliseconds since 1970-01-01 UTC."""

    id: str
    instance_id: str
    element_instance: int
    element_id: str
    kind: str
    key: str
    name: str | None
    created_at: int
    assignee: str | None = None
    owner: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: int | None = None
    follow_up_at: int | None = None
    priority: int = DEFAULT_PRIORITY
    form: Any = None
    description: str | None = None
    delegation: str | None = None
    parent_id: str | None = None
    """The task that it is a part of."""


class Job(msgspec.Struct, gc=False):
    """Work for the shell or for a worker.

    Kinds: `timer`, `async` (a continuation), `retry` (a failed element once more), `work` (a handler
    or an external worker, by `topic`), `command` (a command for another tree, in `payload`).
    """

    id: str
    instance_id: str
    element_instance: int
    element_id: str
    kind: str
    due_at: int
    topic: str | None = None
    priority: int = 0
    retries: int = 3
    payload: Any = None


class Subscription(msgspec.Struct, gc=False):
    """An open catcher of a message or signal."""

    id: str
    instance_id: str
    element_instance: int
    element_id: str
    kind: str
    name: str
    correlation: dict[str, Any] | None = None


class Incident(msgspec.Struct, gc=False):
    """Trouble while a model runs, on one element."""

    id: str
    instance_id: str
    element_instance: int
    element_id: str
    type: str
    code: str
    message: str
    created_at: int
    job_id: str | None = None


class PlanItemRow(msgspec.Struct, gc=False):
    """A plan item of a case; the row stays when it is over, in the state that it had."""

    id: str
    instance_id: str
    element_instance: int
    element_id: str
    kind: str
    name: str | None
    state: str
    stage: int
    is_required: bool
    created_at: int


class IncidentNote(msgspec.Struct, gc=False):
    """What somebody said of an incident, or who it was given to."""

    id: str
    incident_id: str
    at: int
    actor: str | None
    action: str
    message: str | None
    recipient: str | None


class Evaluation(msgspec.Struct, gc=False):
    """A decision that an instance asked, with the variables it saw and the outputs it got."""

    id: str
    instance_id: str
    element_id: str
    key: str
    at: int
    inputs: dict[str, Any]
    outputs: list[dict[str, Any]]


class InstanceRow(msgspec.Struct, gc=False):
    """A process or case instance; called ones have a parent and share their caller's root."""

    id: str
    element_instance: int
    definition_id: str
    key: str
    state: str
    started_at: int
    business_key: str | None = None
    parent_id: str | None = None
    parent_element_id: str | None = None
    ended_at: int | None = None
    started_by: str | None = None


AnyRow = (
    HumanTask
    | Job
    | Subscription
    | Incident
    | IncidentNote
    | Evaluation
    | InstanceRow
    | PlanItemRow
)


class Rows:
    """The rows that one decision adds, changes and takes away."""

    __slots__ = (
        "added",
        "changed",
        "changed_fields",
        "migrated",
        "moved",
        "removed",
        "updates",
    )

    def __init__(self) -> None:
        self.added: dict[str, AnyRow] = {}
        self.changed: dict[str, InstanceRow] = {}
        self.changed_fields: dict[str, dict[str, Any]] = {}
        self.updates: dict[tuple[str, str], dict[str, Any]] = {}
        """What became of rows that stay when they are over, by table and id."""
        self.removed: dict[str, str] = {}
        self.moved: dict[str, tuple[str, str, str]] = {}
        """Rows that belong to another element now: the kind of wait, the element, the process key."""
        self.migrated: dict[str, tuple[str, str]] = {}
        """Instances of another definition now: its id and key."""

    def remove(self, row_id: str, kind: str) -> None:
        """Takes a row away; one that this same decision added just never happens."""
        self.changed_fields.pop(row_id, None)
        self.moved.pop(row_id, None)
        if self.added.pop(row_id, None) is None:
            self.removed[row_id] = kind
