"""What began and ended on each day, by definition and element."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from trivium.engine.journal.durations import bucket
from trivium.kernel import codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from trivium.engine.journal.activities import Activity

_DAY_MS = 86_400_000

Day = tuple[str, int, str]
"""Definition, days since 1970-01-01 UTC, element."""


class Counts(msgspec.Struct):
    """What happened on a day to the instances of one element."""

    type: str
    started: int = 0
    completed: int = 0
    terminated: int = 0
    incidents: int = 0
    duration_ms: int = 0
    durations: dict[int, int] = msgspec.field(default_factory=dict)
    """How many were completed after how long, by bucket."""

    def add(self, other: Counts) -> None:
        """Both together."""
        self.started += other.started
        self.completed += other.completed
        self.terminated += other.terminated
        self.incidents += other.incidents
        self.duration_ms += other.duration_ms
        for number, count in other.durations.items():
            self.durations[number] = self.durations.get(number, 0) + count


class Days:
    """Counts by day."""

    def __init__(self) -> None:
        self.counts: dict[Day, Counts] = {}

    def of(self, row: Activity, at: int) -> Counts:
        """The counts of a row's element on the day of a time."""
        day = row.definition_id, at // _DAY_MS, row.element_id
        found = self.counts.get(day)
        if found is None:
            found = self.counts[day] = Counts(row.type)
        return found

    def ended(self, row: Activity, at: int) -> None:
        """It has ended now."""
        counts = self.of(row, at)
        if row.state == "terminated":
            counts.terminated += 1
            return
        took = max(at - row.started_at, 0)
        counts.completed += 1
        counts.duration_ms += took
        number = bucket(took)
        counts.durations[number] = counts.durations.get(number, 0) + 1

    def add(self, rows: Iterable[Mapping[Any, Any]]) -> None:
        """What is stored already; days that are not counted here are left out."""
        for row in rows:
            counts = self.counts.get((row["definition_id"], row["day"], row["element_id"]))
            if counts is not None:
                counts.add(counts_of(row))

    def rows(self, *, kept: bool) -> Iterator[tuple[Any, ...]]:
        """As they are stored, in the order of the columns."""
        for (definition_id, day, element_id), counts in self.counts.items():
            *numbers, durations = msgspec.structs.astuple(counts)
            stored = codec.canonical({str(number): count for number, count in durations.items()})
            yield (int(kept), definition_id, day, element_id, *numbers, stored)


def counts_of(row: Mapping[Any, Any]) -> Counts:
    """What a row says."""
    durations = {int(number): count for number, count in codec.decode(row["durations"]).items()}
    return Counts(
        row["type"],
        row["started"],
        row["completed"],
        row["terminated"],
        row["incidents"],
        row["duration_ms"],
        durations,
    )
