"""Calendars, targets, rules of assignment, clocks, figures, and people at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from fastapi import Body
from pydantic import AwareDatetime, BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.work.sla.reading import duration_text

if TYPE_CHECKING:
    from trivium.work.infos import (
        AbsenceInfo,
        AssignmentInfo,
        CaseClock,
        ClockEvent,
        ClockInfo,
        DocumentInfo,
    )
    from trivium.work.people import Person
    from trivium.work.sla.figures import Figures as FiguresInfo
    from trivium.work.sla.figures import Times as TimesInfo

Status = Literal["on-track", "at-risk", "breached", "met", "cancelled"]
_CALENDAR: dict[str, Any] = {
    "name": "Office in Munich",
    "zone": "Europe/Berlin",
    "hours": {"monday-thursday": ["08:00-12:00", "13:00-17:00"], "friday": "08:00-14:00"},
    "holidays": [{"country": "DE", "region": "BY"}],
    "days": [{"name": "Christmas Eve", "date": "12-24", "hours": ["08:00-12:00"]}],
}
_TARGET: dict[str, Any] = {
    "name": "Credit analysis",
    "definition": "loan",
    "element": "analyse",
    "target": "PT4H",
    "warnings": ["80%"],
    "steps": [{"at": "PT1H after", "action": "notify", "to": ["manager"]}],
}
_RULE: dict[str, Any] = {
    "definition": "loan",
    "strategies": ["last-assignee", "least-loaded"],
    "groups": ["analysts"],
    "capacity": 20,
}
CalendarData = Annotated[dict[str, Any], Body(examples=[_CALENDAR])]
TargetData = Annotated[dict[str, Any], Body(examples=[_TARGET])]
RuleData = Annotated[dict[str, Any], Body(examples=[_RULE])]
_DOCUMENT: dict[str, Any] = {
    "key": "analysis",
    "version": 2,
    "state": "current",
    "data": {"key": "analysis", **_TARGET},
    "created": A_MOMENT,
    "created_by": "ada",
}
_CLOCK: dict[str, Any] = {
    "id": AN_ID,
    "target": "analysis",
    "goal": "resolution",
    "scope": "task",
    "instance_id": ANOTHER_ID,
    "definition_key": "loan",
    "activity_id": "analyse",
    "task_id": ANOTHER_ID,
    "priority": 50,
    "status": "at-risk",
    "started": A_MOMENT,
    "allowed": "PT4H",
    "elapsed": "PT3H20M",
    "due": A_MOMENT,
    "next_change": A_MOMENT,
    "ended": None,
    "holds": [],
}
_EVENT: dict[str, Any] = {"at": A_MOMENT, "kind": "held", "state": "done", "facts": {}}
_TIMES = {
    "mean": "PT2H",
    "shortest": "PT10M",
    "longest": "PT6H",
    "p50": "PT1H50M",
    "p90": "PT3H30M",
    "p95": "PT4H",
}
_FIGURES: dict[str, Any] = {
    "by": {"target": "analysis"},
    "met": 19,
    "breached": 1,
    "cancelled": 0,
    "open_on_track": 4,
    "open_at_risk": 1,
    "open_breached": 0,
    "compliance": 0.95,
    "times": _TIMES,
}
_CHOSEN: dict[str, Any] = {
    "id": AN_ID,
    "task_id": ANOTHER_ID,
    "instance_id": ANOTHER_ID,
    "definition_key": "loan",
    "activity_id": "analyse",
    "rule": "analysts",
    "status": "assigned",
    "user": "eva",
    "strategy": "least-loaded",
    "why": "Of 3 people eva has the fewest open tasks: 2.",
    "considered": [{"user": "adam", "why": "5 open tasks"}],
    "created": A_MOMENT,
    "decided": A_MOMENT,
}
_ABSENCE: dict[str, Any] = {
    "id": AN_ID,
    "user": "eva",
    "start": A_MOMENT,
    "end": "2026-11-27T23:00:00Z",
    "substitute": "adam",
}
_PROFILE: dict[str, Any] = {
    "skills": {"credit": 3},
    "capacity": 20,
    "substitute": "adam",
    "groups": ["analysts"],
    "manager": "mona",
}
_CASE: dict[str, Any] = {
    "clock": _CLOCK,
    "business_key": "2026-117",
    "case_created": A_MOMENT,
    "age": "PT51H",
}
_TIME: dict[str, Any] = {
    "start": A_MOMENT,
    "end": "2026-11-24T11:00:00Z",
    "worked": "PT4H",
    "is_open": False,
    "next_open": "2026-11-23T07:00:00Z",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A version of a calendar, target or rule, with its data."""

    __pydantic_config__ = shown(**_DOCUMENT)

    key: str
    version: int
    state: Literal["current", "old", "removed"]
    data: dict[str, Any]
    created: datetime
    created_by: str | None

    @classmethod
    def of(cls, info: DocumentInfo) -> Self:
        return cls(
            key=info.key,
            version=info.version,
            state=info.state,  # type: ignore[arg-type]  # one of them
            data=info.data,
            created=info.created_at,
            created_by=info.created_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Calendars, targets or rules."""

    __pydantic_config__ = shown(items=[_DOCUMENT])

    items: list[Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedTime:
    """A stretch of time, how much of it is worked, and when work goes on after its end."""

    __pydantic_config__ = shown(**_TIME)

    start: datetime
    end: datetime
    worked: str
    is_open: bool
    next_open: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """How a target stands. Durations are on its own timeline: working time, say."""

    __pydantic_config__ = shown(**_CLOCK)

    id: str
    target: str
    goal: str
    scope: Literal["task", "element", "instance"]
    instance_id: str
    definition_key: str
    activity_id: str | None
    task_id: str | None
    priority: int | None
    status: Status
    started: datetime
    allowed: str
    elapsed: str
    due: datetime | None
    next_change: datetime | None
    ended: datetime | None
    holds: list[str]

    @classmethod
    def of(cls, info: ClockInfo) -> Self:
        return cls(
            id=info.id,
            target=info.target,
            goal=info.goal,
            scope=info.scope,  # type: ignore[arg-type]  # one of them
            instance_id=info.instance_id,
            definition_key=info.definition,
            activity_id=info.element,
            task_id=info.task_id,
            priority=info.priority,
            status=info.status,  # type: ignore[arg-type]  # one of them
            started=info.started_at,
            allowed=duration_text(info.target_ms),
            elapsed=duration_text(info.elapsed_ms),
            due=info.due_at,
            next_change=info.next_at,
            ended=info.ended_at,
            holds=list(info.holds),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClockPage(Page[SlaClock]):
    """Clocks."""

    __pydantic_config__ = page_of(_CLOCK)

    items: list[SlaClock]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaEvent:
    """Something that happened to a clock; `state` of steps is open, done, failed or skipped."""

    __pydantic_config__ = shown(**_EVENT)

    at: datetime
    kind: Literal["started", "held", "released", "warned", "breached", "step", "moved", "ended"]
    state: Literal["open", "done", "failed", "skipped"]
    facts: dict[str, Any]

    @classmethod
    def of(cls, event: ClockEvent) -> Self:
        return cls(
            at=event.at,
            kind=event.kind,  # type: ignore[arg-type]  # one of them
            state=event.state,  # type: ignore[arg-type]  # one of them
            facts=event.content,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClockDetails:
    """A clock with all that happened to it."""

    __pydantic_config__ = shown(clock=_CLOCK, events=[_EVENT])

    clock: SlaClock
    events: list[SlaEvent]


class Hold(BaseModel):
    """What is waited for, in a word."""

    model_config = taken(reason="customer")

    reason: str = Field(min_length=1, max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSla:
    """A clock of a case, with the age of the case."""

    __pydantic_config__ = shown(**_CASE)

    clock: SlaClock
    business_key: str | None
    case_created: datetime
    age: str

    @classmethod
    def of(cls, info: CaseClock) -> Self:
        return cls(
            clock=SlaClock.of(info.clock),
            business_key=info.business_key,
            case_created=info.started_at,
            age=duration_text(info.age_ms),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSlaPage(Page[CaseSla]):
    """Clocks of cases."""

    __pydantic_config__ = page_of(_CASE)

    items: list[CaseSla]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaTimes:
    """How long it took, on the targets' own timelines; percentiles by nearest rank."""

    __pydantic_config__ = shown(**_TIMES)

    mean: str
    shortest: str
    longest: str
    p50: str
    p90: str
    p95: str

    @classmethod
    def of(cls, times: TimesInfo) -> Self:
        names = ("mean", "shortest", "longest", "p50", "p90", "p95")
        return cls(**{name: duration_text(getattr(times, name)) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaFigures:
    """How targets were kept; `compliance` is met / (met + breached)."""

    __pydantic_config__ = shown(**_FIGURES)

    by: dict[str, Any]
    met: int
    breached: int
    cancelled: int
    open_on_track: int
    open_at_risk: int
    open_breached: int
    compliance: Annotated[Decimal, Field(json_schema_extra={"type": "number"})] | None
    times: SlaTimes | None

    @classmethod
    def of(cls, info: FiguresInfo) -> Self:
        return cls(
            by=info.by,
            met=info.met,
            breached=info.breached,
            cancelled=info.cancelled,
            open_on_track=info.open_on_track,
            open_at_risk=info.open_at_risk,
            open_breached=info.open_breached,
            compliance=info.compliance,
            times=None if info.times is None else SlaTimes.of(info.times),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaCompliance:
    """Figures of what ended between two times, and of what is open now, by group."""

    __pydantic_config__ = shown(since=A_MOMENT, until=A_MOMENT, items=[_FIGURES])

    since: datetime
    until: datetime
    items: list[SlaFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredUser:
    """Somebody who was thought of, and what was said of them."""

    __pydantic_config__ = shown(user="adam", why="5 open tasks")

    user: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What a rule decided for a task, and why."""

    __pydantic_config__ = shown(**_CHOSEN)

    id: str
    task_id: str
    instance_id: str
    definition_key: str
    activity_id: str
    rule: str
    status: Literal["open", "chosen", "assigned", "nobody", "refused"]
    user: str | None
    strategy: str | None
    why: str | None
    considered: list[ConsideredUser]
    created: datetime
    decided: datetime | None

    @classmethod
    def of(cls, info: AssignmentInfo) -> Self:
        return cls(
            id=info.id,
            task_id=info.task_id,
            instance_id=info.instance_id,
            definition_key=info.definition,
            activity_id=info.element,
            rule=info.rule,
            status=info.state,  # type: ignore[arg-type]  # one of them
            user=info.user,
            strategy=info.strategy,
            why=info.why,
            considered=[ConsideredUser(**each) for each in info.considered],
            created=info.created_at,
            decided=info.decided_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPage(Page[Assignment]):
    """Decisions of rules."""

    __pydantic_config__ = page_of(_CHOSEN)

    items: list[Assignment]


class NewAbsence(BaseModel):
    """Somebody will be away."""

    model_config = taken(**{name: value for name, value in _ABSENCE.items() if name != "id"})

    user: str = Field(min_length=1, max_length=200)
    start: AwareDatetime
    end: AwareDatetime
    substitute: str | None = Field(default=None, max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceOfUser:
    """Somebody is away, and somebody stands in."""

    __pydantic_config__ = shown(**_ABSENCE)

    id: str
    user: str
    start: datetime
    end: datetime
    substitute: str | None

    @classmethod
    def of(cls, info: AbsenceInfo) -> Self:
        return cls(
            id=info.id,
            user=info.user,
            start=info.start_at,
            end=info.end_at,
            substitute=info.substitute,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """Absences that are not over."""

    __pydantic_config__ = shown(items=[_ABSENCE])

    items: list[AbsenceOfUser]


class NewProfile(BaseModel):
    """What is known of somebody; groups and manager count where nothing else knows them."""

    model_config = taken(**_PROFILE)

    skills: dict[str, Annotated[int, Field(ge=0, le=1000)]] = {}
    capacity: int | None = Field(default=None, ge=0, le=100_000)
    substitute: str | None = Field(default=None, max_length=200)
    groups: list[str] = []
    manager: str | None = Field(default=None, max_length=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Somebody as work sees them now."""

    __pydantic_config__ = shown(user="eva", is_available=True, **_PROFILE)

    user: str
    is_available: bool
    skills: dict[str, int]
    capacity: int | None
    substitute: str | None
    groups: list[str]
    manager: str | None

    @classmethod
    def of(cls, person: Person, now: int) -> Self:
        return cls(
            user=person.id,
            is_available=person.is_available(now),
            skills=dict(person.skills),
            capacity=person.capacity,
            substitute=person.substitute,
            groups=sorted(person.groups),
            manager=person.manager,
        )
