"""What there is when somebody begins to listen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from trivium.api.schemas.cases import Case, PlanItem
from trivium.api.schemas.instances import Instance
from trivium.api.schemas.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine import Engine

_MOST = 100
_MOST_PLAN_ITEMS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringState:
    """How much is open, and the newest active processes."""

    active_instances: int
    open_tasks: int
    open_jobs: int
    open_incidents: int
    processes: list[Instance]

    @classmethod
    def read(cls, engine: Engine) -> Self:
        found = engine.instances.query(state="active", roots_only=True, limit=_MOST)
        return cls(**engine.counts(), processes=[Instance.of(each) for each in found])


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxState:
    """The oldest of the tasks, and how many there are."""

    tasks: list[Task]
    total: int

    @classmethod
    def read(cls, engine: Engine, user: str | None, groups: Sequence[str]) -> Self:
        """Those that a user has or may claim; without a user all that may be seen."""
        wanted = groups if user is not None else ()
        found = engine.tasks.query(user=user, candidate_groups=wanted, limit=_MOST, with_total=True)
        return cls(tasks=[Task.of(each) for each in found], total=found.total or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case with its plan items."""

    case: Case
    plan_items: list[PlanItem]

    @classmethod
    def read(cls, engine: Engine, case_id: str) -> Self:
        items = engine.cases.items(case_id, limit=_MOST_PLAN_ITEMS)
        return cls(
            case=Case.of(engine.instances.get(case_id)),
            plan_items=[PlanItem.of(each) for each in items],
        )
