"""Sums of days: what happened, and how long it took."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.journal.days import Counts, counts_of
from trivium.engine.journal.durations import quantile
from trivium.engine.monitoring.infos import Durations

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping


def durations_of(counts: Counts) -> Durations:
    """How long it took."""
    mean = counts.duration_ms / counts.completed if counts.completed else None
    return Durations(
        completed=counts.completed,
        total=timedelta(milliseconds=counts.duration_ms),
        mean=_duration(mean),
        median=_duration(quantile(counts.durations, 0.5)),
        p95=_duration(quantile(counts.durations, 0.95)),
    )


def _duration(milliseconds: float | None) -> timedelta | None:
    return None if milliseconds is None else timedelta(milliseconds=milliseconds)


def summed(
    rows: Iterable[Mapping[Any, Any]], by: Callable[[Mapping[Any, Any]], Hashable]
) -> dict[Any, Counts]:
    """The counts of rows, added up by what `by` says of each."""
    found: dict[Any, Counts] = {}
    for row in rows:
        key, counts = by(row), counts_of(row)
        if key in found:
            found[key].add(counts)
        else:
            found[key] = counts
    return found


def total(rows: Iterable[Mapping[Any, Any]]) -> Counts:
    """All counts together."""
    return summed(rows, lambda _: 0).get(0, Counts(""))
