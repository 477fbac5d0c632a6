"""Whether a running instance is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.engine.moments import instant_or_none
from trivium.engine.monitoring.infos import ProcessHealth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import RowMapping

    from trivium.engine.infos import InstanceInfo
    from trivium.engine.monitoring.infos import Durations

_WORST_FIRST = ("breached", "at-risk", "on-track")


class Surroundings(NamedTuple):
    """What is known of some instances, by their ids, and of their keys."""

    now: datetime
    usual: Mapping[str, Durations]
    waiting: Mapping[str, set[str]]
    tasks: Mapping[str, int]
    late_tasks: Mapping[str, int]
    incidents: Mapping[str, int]
    clocks: Sequence[RowMapping]


def health_of(instance: InstanceInfo, around: Surroundings) -> ProcessHealth:
    """How one instance stands: what is worst decides."""
    own = [row for row in around.clocks if row["root_id"] == instance.id]
    statuses = {row["status"] for row in own}
    sla = next((status for status in _WORST_FIRST if status in statuses), None)
    due = min((row["due_at"] for row in own if row["due_at"] is not None), default=None)
    usual = around.usual.get(instance.key)
    age = around.now - instance.started_at
    incidents, late = around.incidents.get(instance.id, 0), around.late_tasks.get(instance.id, 0)
    return ProcessHealth(
        id=instance.id,
        health=_worst(incidents, late, sla, age, usual),
        waiting_at=tuple(sorted(around.waiting.get(instance.id, ()))),
        open_tasks=around.tasks.get(instance.id, 0),
        overdue_tasks=late,
        open_incidents=incidents,
        sla_status=sla,
        due_at=instant_or_none(due),
        age=age,
        expected_share=None if usual is None or not usual.median else age / usual.median,
    )


def _worst(
    incidents: int, late: int, sla: str | None, age: timedelta, usual: Durations | None
) -> str:
    if incidents:
        return "blocked"
    if late or sla == "breached":
        return "delayed"
    is_old = usual is not None and usual.p95 is not None and age > usual.p95
    return "at-risk" if is_old or sla == "at-risk" else "on-track"
