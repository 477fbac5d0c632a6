"""Figures: how things stand and how they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field

from trivium.api.durations import iso
from trivium.api.schemas.shape import A_MOMENT, AN_ID, Page, page_of, shown

if TYPE_CHECKING:
    from trivium.engine.infos import InstanceInfo
    from trivium.engine.monitoring import infos

Share = Annotated[Decimal, Field(json_schema_extra={"type": "number"})]
Severity = Literal["low", "medium", "high", "critical"]
HealthOf = Literal["on-track", "at-risk", "delayed", "blocked"]
_TIMES: dict[str, Any] = {
    "completed": 12,
    "total": "P3D",
    "mean": "PT6H",
    "median": "PT5H",
    "p95": "P1DT2H",
}
_TASKS: dict[str, Any] = {
    "name": None,
    "open": 7,
    "unassigned": 2,
    "overdue": 1,
    "due_soon": 3,
    "oldest": A_MOMENT,
}
_DEFINITION: dict[str, Any] = {
    "process_definition_key": "invoice",
    "kind": "process",
    "name": "Invoice approval",
    "versions": 2,
    "active": 3,
    "suspended": 0,
    "started": 14,
    "completed": 12,
    "terminated": 1,
    "incidents": 1,
    "durations": _TIMES,
}
_DAY: dict[str, Any] = {
    "day": "2026-11-20",
    "started": 3,
    "completed": 2,
    "terminated": 0,
    "incidents": 0,
    "tasks_completed": 4,
    "mean": "PT6H",
}
_ELEMENT: dict[str, Any] = {
    "process_definition_id": AN_ID,
    "process_definition_key": "invoice",
    "activity_id": "approve",
    "name": "Approve the invoice",
    "type": "userTask",
    "active": 3,
    "oldest": A_MOMENT,
    "waiting": "P1DT4H",
    "started": 15,
    "completed": 12,
    "terminated": 0,
    "incidents": 0,
    "open_incidents": 0,
    "durations": _TIMES,
}
_BOTTLENECK: dict[str, Any] = {**_ELEMENT, "share": 0.62, "severity": "critical"}
_ACTIVE: dict[str, Any] = {
    "id": AN_ID,
    "journey_id": "invoice",
    "name": "Invoice approval",
    "business_key": "INV-1",
    "status": "running",
    "health": "on-track",
    "started_at": A_MOMENT,
    "started_by": "mary",
    "age": "PT3H",
    "expected_share": 0.6,
    "current_steps": ["approve"],
    "open_tasks": 1,
    "overdue_tasks": 0,
    "open_incidents": 0,
    "sla_status": "on-track",
    "due": A_MOMENT,
}


def _iso(duration: timedelta | None) -> str | None:
    return None if duration is None else iso(duration)


def _share(share: float) -> Decimal:
    return Decimal(repr(round(share, 4)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long what was completed took; the median and the 95th percentile are right to a sixteenth."""

    __pydantic_config__ = shown(**_TIMES)

    completed: int
    total: str
    mean: str | None
    median: str | None
    p95: str | None

    @classmethod
    def of(cls, info: infos.Durations) -> Self:
        return cls(
            completed=info.completed,
            total=iso(info.total),
            mean=_iso(info.mean),
            median=_iso(info.median),
            p95=_iso(info.p95),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCounts:
    """Open tasks: nobody's, past their due date, due within a day; `name` is whose."""

    __pydantic_config__ = shown(**_TASKS)

    name: str | None
    open: int
    unassigned: int
    overdue: int
    due_soon: int
    oldest: datetime | None

    @classmethod
    def of(cls, info: infos.TaskCounts) -> Self:
        return cls(
            name=info.name,
            open=info.open,
            unassigned=info.unassigned,
            overdue=info.overdue,
            due_soon=info.due_soon,
            oldest=info.oldest_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day in UTC."""

    __pydantic_config__ = shown(**_DAY)

    day: date
    started: int
    completed: int
    terminated: int
    incidents: int
    tasks_completed: int
    mean: str | None

    @classmethod
    def of(cls, info: infos.DayFigures) -> Self:
        return cls(
            day=info.day,
            started=info.started,
            completed=info.completed,
            terminated=info.terminated,
            incidents=info.incidents,
            tasks_completed=info.tasks_completed,
            mean=_iso(info.mean),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """How work goes: what is open now, and what came through in the days from `since` to `until`.

    `throughput` is how many were completed a day, `error_rate` how many incidents there were for each that
    was started; `due_jobs` are those that should have been done by now, by kind.
    """

    __pydantic_config__ = shown(
        since="2026-11-14",
        until="2026-11-20",
        active=3,
        suspended=0,
        started=14,
        completed=12,
        terminated=1,
        incidents=1,
        open_incidents=0,
        throughput=1.7143,
        error_rate=0.0714,
        cycle_time=_TIMES,
        tasks=_TASKS,
        tasks_completed=25,
        due_jobs={"work": 2},
        days=[_DAY],
    )

    since: date
    until: date
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    throughput: Share
    error_rate: Share | None
    cycle_time: Times
    tasks: TaskCounts
    tasks_completed: int
    due_jobs: dict[str, int]
    days: list[Day]

    @classmethod
    def of(cls, info: infos.Metrics) -> Self:
        days = (info.until - info.since).days + 1
        return cls(
            since=info.since,
            until=info.until,
            active=info.active,
            suspended=info.suspended,
            started=info.started,
            completed=info.completed,
            terminated=info.terminated,
            incidents=info.incidents,
            open_incidents=info.open_incidents,
            throughput=_share(info.completed / days),
            error_rate=_share(info.incidents / info.started) if info.started else None,
            cycle_time=Times.of(info.durations),
            tasks=TaskCounts.of(info.tasks),
            tasks_completed=info.tasks_completed,
            due_jobs=info.due_jobs,
            days=[Day.of(each) for each in info.days],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionFigures:
    """How a process or case stands and went, all its versions together."""

    __pydantic_config__ = shown(**_DEFINITION)

    process_definition_key: str
    kind: Literal["process", "case"]
    name: str | None
    versions: int
    active: int
    suspended: int
    started: int
    completed: int
    terminated: int
    incidents: int
    durations: Times

    @classmethod
    def of(cls, info: infos.DefinitionFigures) -> Self:
        return cls(
            process_definition_key=info.key,
            kind="case" if info.kind == "case" else "process",
            name=info.name,
            versions=info.versions,
            active=info.active,
            suspended=info.suspended,
            started=info.started,
            completed=info.completed,
            terminated=info.terminated,
            incidents=info.incidents,
            durations=Times.of(info.durations),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStatistics:
    """How all processes and cases stand and went."""

    __pydantic_config__ = shown(
        total={k: _DEFINITION[k] for k in ("active", "suspended", "started", "completed")}
        | {"terminated": 1, "incidents": 1},
        items=[_DEFINITION],
    )

    total: dict[str, int]
    items: list[DefinitionFigures]

    @classmethod
    def of(cls, found: tuple[infos.DefinitionFigures, ...]) -> Self:
        names = ("active", "suspended", "started", "completed", "terminated", "incidents")
        return cls(
            total={name: sum(getattr(each, name) for each in found) for name in names},
            items=[DefinitionFigures.of(each) for each in found],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """How long each process and case took, and how all of them went day by day."""

    __pydantic_config__ = shown(items=[_DEFINITION], days=[_DAY])

    items: list[DefinitionFigures]
    days: list[Day]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStatistics:
    """How human tasks stand and went; `by_group` counts those that nobody has, by who may claim them.

    At most a hundred people and groups are listed, whoever has most first.
    """

    __pydantic_config__ = shown(
        open=_TASKS,
        by_person=[{**_TASKS, "name": "mary", "unassigned": 0}],
        by_group=[{**_TASKS, "name": "accounting", "open": 2}],
        created=20,
        terminated=1,
        durations=_TIMES,
    )

    open: TaskCounts
    by_person: list[TaskCounts]
    by_group: list[TaskCounts]
    created: int
    terminated: int
    durations: Times

    @classmethod
    def of(cls, info: infos.TaskFigures) -> Self:
        return cls(
            open=TaskCounts.of(info.counts),
            by_person=[TaskCounts.of(each) for each in info.by_person],
            by_group=[TaskCounts.of(each) for each in info.by_group],
            created=info.created,
            terminated=info.terminated,
            durations=Times.of(info.durations),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFigures:
    """How much is and was at an element: `waiting` are the ages of all that is open, put together."""

    __pydantic_config__ = shown(**_ELEMENT)

    process_definition_id: str
    process_definition_key: str
    activity_id: str
    name: str | None
    type: str
    active: int
    oldest: datetime | None
    waiting: str
    started: int
    completed: int
    terminated: int
    incidents: int
    open_incidents: int
    durations: Times

    @classmethod
    def of(cls, info: infos.ElementFigures) -> Self:
        return cls(**_members(info))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """How much is and was at each element of a definition."""

    __pydantic_config__ = shown(items=[_ELEMENT])

    items: list[ElementFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck(ElementFigures):
    """An element in which much of a definition's time is spent; `share` is of the time of all elements."""

    __pydantic_config__ = shown(**_BOTTLENECK)

    share: Share
    severity: Severity

    @classmethod
    def told(cls, info: infos.Bottleneck) -> Self:
        found: Any = info.severity  # of the same four
        return cls(**_members(info.figures), share=_share(info.share), severity=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottlenecks:
    """Where time is spent, the worst first."""

    __pydantic_config__ = shown(items=[_BOTTLENECK])

    items: list[Bottleneck]

    @classmethod
    def of(cls, found: tuple[infos.Bottleneck, ...]) -> Self:
        return cls(items=[Bottleneck.told(each) for each in found])


def _members(info: infos.ElementFigures) -> dict[str, Any]:
    return {
        "process_definition_id": info.definition_id,
        "process_definition_key": info.key,
        "activity_id": info.element_id,
        "name": info.name,
        "type": info.type,
        "active": info.active,
        "oldest": info.oldest_at,
        "waiting": iso(info.waiting),
        "started": info.started,
        "completed": info.completed,
        "terminated": info.terminated,
        "incidents": info.incidents,
        "open_incidents": info.open_incidents,
        "durations": Times.of(info.durations),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveProcess:
    """A running process. `health` is what is worst: blocked by an incident, delayed, at risk, on track.

    `expected_share` is its age as a share of the median time that it takes.
    """

    __pydantic_config__ = shown(**_ACTIVE)

    id: str
    journey_id: str
    name: str | None
    business_key: str | None
    status: Literal["running", "suspended"]
    health: HealthOf
    started_at: datetime
    started_by: str | None
    age: str
    expected_share: Share | None
    current_steps: list[str]
    open_tasks: int
    overdue_tasks: int
    open_incidents: int
    sla_status: str | None
    due: datetime | None

    @classmethod
    def of(cls, instance: InstanceInfo, info: infos.ProcessHealth) -> Self:
        share, health = info.expected_share, info.health
        known: Any = health  # of the same four
        return cls(
            id=instance.id,
            journey_id=instance.key,
            name=instance.name,
            business_key=instance.business_key,
            status="suspended" if instance.state == "suspended" else "running",
            health=known,
            started_at=instance.started_at,
            started_by=instance.started_by,
            age=iso(info.age),
            expected_share=None if share is None else _share(share),
            current_steps=list(info.waiting_at),
            open_tasks=info.open_tasks,
            overdue_tasks=info.overdue_tasks,
            open_incidents=info.open_incidents,
            sla_status=info.sla_status,
            due=info.due_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveProcessPage(Page[ActiveProcess]):
    """Running processes."""

    __pydantic_config__ = page_of(_ACTIVE)

    items: list[ActiveProcess]
