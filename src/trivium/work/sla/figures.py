"""How targets were kept: what was met and breached, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, tzinfo
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

import msgspec

from trivium.kernel.moments import from_ms

DIMENSIONS = ("target", "goal", "definition", "element", "priority", "day")
_COLUMNS = {
    "target": "target_key",
    "goal": "goal",
    "definition": "key",
    "element": "element_id",
    "priority": "priority",
}
_PERCENTILES = (50, 90, 95)


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """How long it took, in milliseconds of the targets' own timelines; percentiles by nearest rank."""

    mean: int
    shortest: int
    longest: int
    p50: int
    p90: int
    p95: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one group, `by` says which; `compliance` is met / (met + breached), None without either.

    `met`, `breached` and `cancelled` are of what has ended, the others of what still counts.
    """

    by: dict[str, Any]
    met: int = 0
    breached: int = 0
    cancelled: int = 0
    open_on_track: int = 0
    open_at_risk: int = 0
    open_breached: int = 0
    compliance: Decimal | None = None
    times: Times | None = None


class Row(Protocol):
    """A row of the store, by the names of its columns."""

    def __getitem__(self, name: str, /) -> Any: ...


class _Tally(NamedTuple):
    counts: dict[str, int]
    elapsed: list[int]


def figures(
    ended: Iterable[Row],
    still_open: Iterable[Row],
    by: tuple[str, ...] = (),
    zone: tzinfo = UTC,
) -> list[Figures]:
    """The figures of each group: `by` names dimensions of `DIMENSIONS`, without any there is one group.

    `ended` are rows of clocks that were met, breached or cancelled, `still_open` rows with counts by
    status. A day is that on which the clock ended, in `zone`; what is open has none.
    """
    groups: dict[tuple[Any, ...], _Tally] = {}
    for row in ended:
        tally = groups.setdefault(_group(row, by, zone), _Tally({}, []))
        tally.counts[row["status"]] = tally.counts.get(row["status"], 0) + 1
        if row["status"] != "cancelled":
            tally.elapsed.append(row["elapsed_ms"])
    for row in still_open:
        tally = groups.setdefault(_group(row, by, None), _Tally({}, []))
        name = "open_" + str(row["status"]).replace("-", "_")
        tally.counts[name] = tally.counts.get(name, 0) + int(row["count"])
    ordered = sorted(groups, key=lambda group: tuple((each is not None, each) for each in group))
    return [_made(dict(zip(by, group, strict=True)), groups[group]) for group in ordered]


def _group(row: Row, by: tuple[str, ...], zone: tzinfo | None) -> tuple[Any, ...]:
    return tuple(_day(row, zone) if name == "day" else row[_COLUMNS[name]] for name in by)


def _day(row: Row, zone: tzinfo | None) -> str | None:
    """None without a zone: it has not ended."""
    if zone is None:
        return None
    return from_ms(row["ended_at"]).astimezone(zone).date().isoformat()


def _made(by: dict[str, Any], tally: _Tally) -> Figures:
    met, breached = tally.counts.get("met", 0), tally.counts.get("breached", 0)
    judged = met + breached
    return Figures(
        by=by,
        **tally.counts,
        compliance=round(Decimal(met) / judged, 4) if judged else None,
        times=_times(sorted(tally.elapsed)),
    )


def _times(elapsed: list[int]) -> Times | None:
    if not elapsed:
        return None
    p50, p90, p95 = (elapsed[-(-len(elapsed) * each // 100) - 1] for each in _PERCENTILES)
    return Times(
        mean=round(sum(elapsed) / len(elapsed)),
        shortest=elapsed[0],
        longest=elapsed[-1],
        p50=p50,
        p90=p90,
        p95=p95,
    )
