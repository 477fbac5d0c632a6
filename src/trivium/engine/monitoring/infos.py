"""Figures as plain records. Durations are of what was completed, within the time that was asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec


class Durations(msgspec.Struct, frozen=True, kw_only=True):
    """How long what was completed took; the median and the 95th percentile are right to a sixteenth."""

    completed: int
    total: timedelta
    mean: timedelta | None
    median: timedelta | None
    p95: timedelta | None


class ElementFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One element of one version of a definition."""

    definition_id: str
    key: str
    version: int
    element_id: str
    type: str
    name: str | None
    started: int
    completed: int
    terminated: int
    incidents: int
    durations: Durations
    active: int
    oldest_at: datetime | None
    waiting: timedelta
    """The ages of all that is open, put together."""
    open_incidents: int

    @property
    def load(self) -> timedelta:
        """All the time that was and is spent in it."""
        return self.durations.total + self.waiting


class Bottleneck(msgspec.Struct, frozen=True, kw_only=True):
    """An element in which much of a definition's time is spent; `share` is of all elements of it."""

    figures: ElementFigures
    share: float
    severity: str


class DefinitionFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All versions of one key."""

    key: str
    kind: str
    name: str | None
    versions: int
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    durations: Durations


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One day in UTC."""

    day: date
    started: int
    completed: int
    terminated: int
    incidents: int
    tasks_completed: int
    mean: timedelta | None


class TaskCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Open tasks: nobody's, past their due date, due within a day; `name` is whose."""

    name: str | None
    open: int
    unassigned: int
    overdue: int
    due_soon: int
    oldest_at: datetime | None


class TaskFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Human tasks: what is open, who has it, and what was done."""

    counts: TaskCounts
    by_person: tuple[TaskCounts, ...]
    by_group: tuple[TaskCounts, ...]
    created: int
    terminated: int
    durations: Durations


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """How work goes: what is open now, and what came through in a time."""

    since: date
    until: date
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    durations: Durations
    tasks: TaskCounts
    tasks_completed: int
    due_jobs: dict[str, int]
    days: tuple[DayFigures, ...]


class ProcessHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How a running instance stands; `health` is on-track, at-risk, delayed or blocked.

    `expected_share` is its age as a share of the median time that instances of its key took, None if
    none was completed lately.
    """

    id: str
    health: str
    waiting_at: tuple[str, ...]
    open_tasks: int
    overdue_tasks: int
    open_incidents: int
    sla_status: str | None
    due_at: datetime | None
    age: timedelta
    expected_share: float | None
