"""What instances went through, and what that comes to by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from trivium.api.durations import iso
from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from trivium.engine.infos import ActivityInfo, ActivityStatistics

_ACTIVITY: dict[str, Any] = {
    "activity_id": "approve",
    "activity_name": "Approve the invoice",
    "activity_type": "userTask",
    "status": "completed",
    "execution_id": "3",
    "process_instance_id": AN_ID,
    "root_instance_id": AN_ID,
    "process_definition_id": ANOTHER_ID,
    "start_time": A_MOMENT,
    "end_time": A_MOMENT,
    "duration": "PT2H",
    "task_id": ANOTHER_ID,
    "assignee": "mary",
    "ended_by": "mary",
    "called_instance_id": None,
    "incidents": 0,
}
_DAY: dict[str, Any] = {
    "day": "2026-11-20",
    "activity_id": "approve",
    "activity_type": "userTask",
    "started": 12,
    "completed": 10,
    "terminated": 1,
    "incidents": 0,
    "mean_duration": "PT2H",
    "median_duration": "PT1H30M",
    "p95_duration": "PT6H",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something that a token was in, from its beginning to its end; the process itself is one, too.

    `status` is active, completed, terminated, or the state of a plan item. What only passed, such as a
    gateway, has no `execution_id`.
    """

    __pydantic_config__ = shown(**_ACTIVITY)

    activity_id: str
    activity_name: str | None
    activity_type: str
    status: str
    execution_id: str | None
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    start_time: datetime
    end_time: datetime | None
    duration: str | None
    task_id: str | None
    assignee: str | None
    ended_by: str | None
    called_instance_id: str | None
    incidents: int

    @classmethod
    def of(cls, info: ActivityInfo) -> Self:
        return cls(
            activity_id=info.element_id,
            activity_name=info.name,
            activity_type=info.type,
            status=info.state,
            execution_id=None if info.item is None else str(info.item),
            process_instance_id=info.instance_id,
            root_instance_id=info.root_id,
            process_definition_id=info.definition_id,
            start_time=info.started_at,
            end_time=info.ended_at,
            duration=_iso(info.duration),
            task_id=info.task_id,
            assignee=info.assignee,
            ended_by=info.ended_by,
            called_instance_id=info.called_instance_id,
            incidents=info.incidents,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPage(Page[Activity]):
    """Activities, in the order in which they began."""

    __pydantic_config__ = page_of(_ACTIVITY)

    items: list[Activity]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDay:
    """What happened at one element on a day in UTC, over all instances of a definition.

    Durations are of what was completed that day; median and 95th percentile are right to a sixteenth.
    """

    __pydantic_config__ = shown(**_DAY)

    day: date | None
    activity_id: str
    activity_type: str
    started: int
    completed: int
    terminated: int
    incidents: int
    mean_duration: str | None
    median_duration: str | None
    p95_duration: str | None

    @classmethod
    def of(cls, info: ActivityStatistics) -> Self:
        return cls(
            day=info.day,
            activity_id=info.element_id,
            activity_type=info.type,
            started=info.started,
            completed=info.completed,
            terminated=info.terminated,
            incidents=info.incidents,
            mean_duration=_iso(info.mean),
            median_duration=_iso(info.median),
            p95_duration=_iso(info.p95),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyStatistics:
    """The days on which anything happened, by element; `since` and `until` are both included."""

    __pydantic_config__ = shown(since="2026-10-22", until="2026-11-20", items=[_DAY])

    since: date
    until: date
    items: list[ActivityDay]

    @classmethod
    def of(cls, days: tuple[date, date], found: Iterable[ActivityStatistics]) -> Self:
        return cls(since=days[0], until=days[1], items=[ActivityDay.of(each) for each in found])


def _iso(duration: timedelta | None) -> str | None:
    return None if duration is None else iso(duration)
