"""Rows of the history as plain records."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.infos import ActivityInfo, ActivityStatistics
from trivium.engine.journal.activities import BODY
from trivium.engine.journal.days import counts_of
from trivium.engine.journal.durations import quantile
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import RowMapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.journal.days import Counts

_EPOCH = date(1970, 1, 1)


def activity(row: RowMapping, definitions: CompiledDefinitions) -> ActivityInfo:
    """One activity."""
    ended_at = row["ended_at"]
    took = None if ended_at is None else timedelta(milliseconds=ended_at - row["started_at"])
    return ActivityInfo(
        root_id=row["root_id"],
        instance_id=row["instance_id"],
        item=row["item"] if row["item"] > 0 else None,
        scope=row["scope"],
        definition_id=row["definition_id"],
        element_id=row["element_id"],
        type=row["type"],
        name=element_name(definitions, row["definition_id"], row["element_id"]),
        state=row["state"],
        started_at=instant(row["started_at"]),
        ended_at=instant_or_none(ended_at),
        duration=took,
        task_id=row["task_id"],
        assignee=row["assignee"],
        ended_by=row["ended_by"],
        called_instance_id=row["called_instance_id"],
        incidents=row["incidents"],
    )


def element_name(
    definitions: CompiledDefinitions, definition_id: str, element_id: str
) -> str | None:
    """The name that the model gives an element; None also if the model is gone."""
    try:
        definition = definitions.get(definition_id)
    except NotFound:
        return None
    element_id = element_id.removesuffix(BODY)
    node = definition.by_id.get(element_id)
    if node is None and element_id == definition.key:
        node = definition.root
    return None if node is None else node.name


def by_day(rows: Iterable[RowMapping]) -> tuple[ActivityStatistics, ...]:
    """A record for each day, definition and element."""
    return tuple(
        _statistics(row, counts_of(row), _EPOCH + timedelta(days=row["day"])) for row in rows
    )


def total(rows: Iterable[RowMapping]) -> tuple[ActivityStatistics, ...]:
    """A record for each definition and element, over all days."""
    sums: dict[tuple[str, str], tuple[RowMapping, Counts]] = {}
    for row in rows:
        key = row["definition_id"], row["element_id"]
        if key in sums:
            sums[key][1].add(counts_of(row))
        else:
            sums[key] = row, counts_of(row)
    return tuple(_statistics(row, counts, None) for row, counts in sums.values())


def _statistics(row: Mapping[Any, Any], counts: Counts, day: date | None) -> ActivityStatistics:
    mean = counts.duration_ms / counts.completed if counts.completed else None
    return ActivityStatistics(
        definition_id=row["definition_id"],
        element_id=row["element_id"],
        type=counts.type,
        day=day,
        started=counts.started,
        completed=counts.completed,
        terminated=counts.terminated,
        incidents=counts.incidents,
        mean=_duration(mean),
        median=_duration(quantile(counts.durations, 0.5)),
        p95=_duration(quantile(counts.durations, 0.95)),
    )


def _duration(milliseconds: float | None) -> timedelta | None:
    return None if milliseconds is None else timedelta(milliseconds=milliseconds)


def day_number(day: date | datetime | None) -> int | None:
    """Days since 1970-01-01; of a moment the day that it is on in UTC."""
    if day is None:
        return None
    if isinstance(day, datetime):
        day = day.astimezone(UTC).date()
    return (day - _EPOCH).days
