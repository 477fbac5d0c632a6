"""What queries about people's work answer. Times are aware datetimes in UTC, durations milliseconds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class DocumentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a calendar, target or rule. `state` is current, old or removed."""

    kind: str
    key: str
    version: int
    state: str
    data: dict[str, Any]
    created_at: datetime
    created_by: str | None


class ClockInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How a target stands for one task, element or instance.

    `status` is on-track, at-risk, breached, met or cancelled. `elapsed_ms` is counted on the timeline of the
    target. `due_at` is when it is passed, or was; none while the clock stands still. `holds` are the reasons.
    """

    id: str
    target: str
    goal: str
    scope: str
    instance_id: str
    definition: str
    element: str | None
    task_id: str | None
    priority: int | None
    status: str
    started_at: datetime
    target_ms: int
    elapsed_ms: int
    due_at: datetime | None
    next_at: datetime | None
    ended_at: datetime | None
    holds: tuple[str, ...]


class CaseClock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a case or of something in it, and how old the case is, or was when it ended."""

    clock: ClockInfo
    business_key: str | None
    started_at: datetime
    age_ms: int


class ClockEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a clock.

    `kind` is started, held, released, warned, breached, step, moved or ended; `state` of steps is open, done,
    failed or skipped.
    """

    at: datetime
    kind: str
    state: str
    content: dict[str, Any]


class AssignmentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule decided for a task, and why. `state` is open, chosen, assigned, nobody or refused."""

    id: str
    task_id: str
    instance_id: str
    definition: str
    element: str
    rule: str
    state: str
    user: str | None
    strategy: str | None
    why: str | None
    considered: tuple[dict[str, str], ...]
    created_at: datetime
    decided_at: datetime | None


class AbsenceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is away, and somebody stands in."""

    id: str
    user: str
    start_at: datetime
    end_at: datetime
    substitute: str | None


class NotificationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a user was told; `kind` is one of `trivium.work.notifications.kinds.KINDS`."""

    id: str
    kind: str
    subject: str
    text: str
    instance_id: str | None
    task_id: str | None
    created_at: datetime
    read_at: datetime | None


class DeliveryInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What goes to one address by one channel.

    `state` is waiting, sent or failed; `error` is what the channel said the last time, `due_at` when it is
    tried, `ended_at` when it was sent or given up.
    """

    id: str
    user: str
    channel: str
    address: str
    state: str
    attempts: int
    error: str | None
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
