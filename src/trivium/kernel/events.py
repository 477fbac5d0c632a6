"""What happened, in the order it happened: the content of the journal.

An event names elements by their XML id and element instances by their number in the tree.
"""

from __future__ import annotations

from typing import Any, Union

import msgspec

from trivium.kernel.rows import DEFAULT_PRIORITY


class _Event(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Encoded as an array that starts with the tag: short, and fields may be added at the end."""


class InstanceStarted(_Event, tag="instance-started", frozen=True):
    """A process or case instance began; `parent` is the element instance that called it."""

    item: int
    instance_id: str
    definition_id: str
    key: str
    business_key: str | None
    parent: int | None


class InstanceEnded(_Event, tag="instance-ended", frozen=True):
    """`outcome` is `completed` or `terminated`."""

    item: int
    outcome: str
    reason: str | None = None


class InstanceSuspended(_Event, tag="instance-suspended", frozen=True):
    item: int


class InstanceResumed(_Event, tag="instance-resumed", frozen=True):
    item: int


class ElementPassed(_Event, tag="passed", frozen=True):
    """Entered and left within one step, in scope `scope`."""

    element: str
    scope: int


class ElementEntered(_Event, tag="entered", frozen=True):
    element: str
    item: int
    scope: int


class ElementCompleted(_Event, tag="completed", frozen=True):
    element: str
    item: int


class ElementTerminated(_Event, tag="terminated", frozen=True):
    """Ended from outside: interrupted, cancelled or its scope ended."""

    element: str
    item: int


class FlowTaken(_Event, tag="flow", frozen=True):
    flow: str


class VariablesSet(_Event, tag="variables", frozen=True):
    """New values in the scope `item`."""

    item: int
    values: dict[str, Any]


class TaskCreated(_Event, tag="task-created", frozen=True):
    item: int
    task_id: str
    assignee: str | None
    candidate_users: tuple[str, ...]
    candidate_groups: tuple[str, ...]
    priority: int = DEFAULT_PRIORITY


class TaskChanged(_Event, tag="task-changed", frozen=True):
    """Claimed, assigned, delegated, prioritised …; `changes` has the new values."""

    item: int
    task_id: str
    action: str
    changes: dict[str, Any]


class TaskCompleted(_Event, tag="task-completed", frozen=True):
    item: int
    task_id: str
    user: str | None


class JobCreated(_Event, tag="job-created", frozen=True):
    item: int
    job_id: str
    kind: str
    due_at: int
    topic: str | None = None


class JobCompleted(_Event, tag="job-completed", frozen=True):
    item: int
    job_id: str
    kind: str


class JobFailed(_Event, tag="job-failed", frozen=True):
    item: int
    job_id: str
    message: str
    retries: int
    due_at: int | None


class SubscriptionOpened(_Event, tag="subscription-opened", frozen=True):
    item: int
    subscription_id: str
    kind: str
    name: str
    element: str


class EventCaught(_Event, tag="event-caught", frozen=True):
    """A message, signal, timer, error, escalation … reached the catching element."""

    element: str
    kind: str
    name: str | None
    item: int


class EventThrown(_Event, tag="event-thrown", frozen=True):
    element: str
    kind: str
    name: str | None
    item: int


class IncidentRaised(_Event, tag="incident-raised", frozen=True):
    item: int
    incident_id: str
    incident_type: str
    code: str
    message: str


class IncidentResolved(_Event, tag="incident-resolved", frozen=True):
    """How is one of the ways of `ResolveIncident`, or `deleted`: its element was ended from outside."""

    item: int
    incident_id: str
    how: str
    message: str | None = None


class IncidentNoted(_Event, tag="incident-noted", frozen=True):
    """`action` is `comment`, `assign` or `escalate`."""

    item: int
    incident_id: str
    action: str
    message: str | None
    to: str | None


class Remarked(_Event, tag="remarked", frozen=True):
    """A comment or attachment (`kind`) was added, edited or deleted (`action`); who was mentioned in it."""

    item: int
    remark_id: str
    kind: str
    action: str
    task_id: str | None
    mentions: tuple[str, ...] = ()


class PlanItemChanged(_Event, tag="plan-item", frozen=True):
    """A plan item, or the case, made a transition of its life cycle (CMMN 1.1, 8.4); its new state."""

    element: str
    item: int
    transition: str
    state: str


class FileChanged(_Event, tag="case-file", frozen=True):
    """A standard event of a case file item (CMMN 1.1, table 8.2)."""

    item: int
    file_item: str
    transition: str
    value: Any


class Noted(_Event, tag="noted", frozen=True):
    """Anything else worth remembering, with its own `kind`."""

    kind: str
    item: int
    facts: dict[str, Any]


Event = Union[  # noqa: UP007  # msgspec reads it at run time
    InstanceStarted,
    InstanceEnded,
    InstanceSuspended,
    InstanceResumed,
    ElementPassed,
    ElementEntered,
    ElementCompleted,
    ElementTerminated,
    FlowTaken,
    VariablesSet,
    TaskCreated,
    TaskChanged,
    TaskCompleted,
    JobCreated,
    JobCompleted,
    JobFailed,
    SubscriptionOpened,
    EventCaught,
    EventThrown,
    IncidentRaised,
    IncidentResolved,
    IncidentNoted,
    Remarked,
    PlanItemChanged,
    FileChanged,
    Noted,
]
