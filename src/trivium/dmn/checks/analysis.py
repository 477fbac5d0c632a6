"""Completeness and overlaps of a decision table, with example inputs.

The box of all inputs is swept axis by axis. What matters of the axes passed is only which rules
are still possible, so each such set of rules is looked at once on each axis. The result is exact
for cells of constants; the work is bounded, and a report says if the bound was met.

Standard: DMN 1.5, 8.2.10 (what hit policies demand) and 8.2.3 (completeness).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from trivium.dmn.checks.axes import Axis, Segment, axes_of, undecided_rules
from trivium.dmn.tables.decision_table import Table

WORK = 2_000_000
"""Steps of a sweep, each some hundred nanoseconds."""
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """Inputs for which no rule matches: what each must be, and one example."""

    where: dict[str, str]
    example: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rules, counted from 1, that match together, and an example for which they do."""

    rules: tuple[int, ...]
    example: dict[str, Any]


@dataclass(slots=True)
class TableReport:
    """What the analysis found; rules are counted from 1.

    `masked` rules match but never decide, `redundant` ones could be left out, `unreachable` ones
    match nothing. `undecided` rules have cells that are more than constants and were left out.
    `is_exhaustive` is false if the bound on work ended the sweep: there may be more then, and
    masked, redundant and unreachable rules are not told.
    """

    element: str
    gaps: list[Gap] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    masked: dict[int, Overlap] = field(default_factory=dict)
    redundant: dict[int, Overlap] = field(default_factory=dict)
    unreachable: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    is_exhaustive: bool = True


def analyse(table: Table, element: str, work: int = WORK) -> TableReport:
    """The report of a table; `work` bounds the steps of the sweep."""
    sweep = _Sweep(table, work)
    sweep.run()
    report = TableReport(element, sweep.gaps, is_exhaustive=sweep.work > 0)
    report.undecided = _numbers(sweep.undecided)
    regions = sweep.regions
    report.overlaps = _overlaps(table, regions, sweep.undecided)
    if report.is_exhaustive:
        _judge_rules(table, report, regions, sweep.undecided)
    return report


class _Sweep:
    """The walk over all boxes; `regions` are the sets of rules that match together somewhere."""

    def __init__(self, table: Table, work: int) -> None:
        axes = axes_of(table)
        # few segments first: sets of rules stay few for longer
        self.axes = sorted(axes, key=lambda axis: len(axis.segments))
        self.labels = [axis.label for axis in axes]
        self.work = work
        self.gaps: list[Gap] = []
        self.regions: dict[int, dict[str, Any]] = {}
        self.undecided = undecided_rules(table)
        self._all = (1 << len(table.model.rules)) - 1
        self._seen: set[tuple[int, int]] = set()

    def run(self) -> None:
        pending: list[tuple[int, int, tuple[tuple[Segment, ...], ...]]] = [(0, self._all, ())]
        while pending and self.work > 0:
            depth, rules, path = pending.pop()
            if depth == len(self.axes):
                self._reached(rules, path)
                continue
            if (depth, rules) in self._seen:
                continue
            self._seen.add((depth, rules))
            axis = self.axes[depth]
            self.work -= len(axis.segments)
            for left, segments in reversed(_grouped(axis, rules).items()):
                if left:
                    pending.append((depth + 1, left, (*path, tuple(segments))))
                else:
                    self._gap((*path, tuple(segments)))

    def _reached(self, rules: int, path: tuple[tuple[Segment, ...], ...]) -> None:
        if not rules:
            self._gap(path)
        elif rules not in self.regions:
            self.regions[rules] = self._example(path)

    def _example(self, path: tuple[tuple[Segment, ...], ...]) -> dict[str, Any]:
        found = {
            axis.label: segments[0].example for axis, segments in zip(self.axes, path, strict=False)
        }
        found.update({axis.label: axis.segments[0].example for axis in self.axes[len(path) :]})
        return {label: found[label] for label in self.labels}

    def _gap(self, path: tuple[tuple[Segment, ...], ...]) -> None:
        if len(self.gaps) >= MOST_SHOWN:
            return
        where = {
            axis.label: axis.text(segments)
            for axis, segments in zip(self.axes, path, strict=False)
            if len(segments) < len(axis.segments)
        }
        self.gaps.append(Gap(where, self._example(path)))


def _grouped(axis: Axis, rules: int) -> dict[int, list[Segment]]:
    """The segments of an axis by the rules that remain possible in them."""
    groups: dict[int, list[Segment]] = defaultdict(list)
    for segment in axis.segments:
        groups[rules & segment.rules].append(segment)
    return groups


def _numbers(mask: int) -> tuple[int, ...]:
    """Rules counted from 1."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length())
        mask ^= lowest
    return tuple(found)


def _overlaps(table: Table, regions: dict[int, dict[str, Any]], undecided: int) -> list[Overlap]:
    """Sets of rules that match together, each pair told once; for ANY those that contradict."""
    found: list[Overlap] = []
    told: set[tuple[int, int]] = set()
    for mask in sorted(regions, key=lambda mask: -mask.bit_count()):
        rules = _numbers(mask & ~undecided)
        pairs = {
            (one, other)
            for at, one in enumerate(rules[:MOST_SHOWN])
            for other in rules[at + 1 : MOST_SHOWN]
            if table.model.hit_policy != "ANY" or not _same_output(table, one, other)
        }
        if pairs - told:
            told |= pairs
            found.append(Overlap(tuple(sorted({n for pair in pairs for n in pair})), regions[mask]))
            if len(found) >= MOST_SHOWN:
                break
    return found


def _same_output(table: Table, one: int, other: int) -> bool:
    rules = table.model.rules
    first = [entry.text.strip() for entry in rules[one - 1].outputs]
    return first == [entry.text.strip() for entry in rules[other - 1].outputs]


def _judge_rules(
    table: Table, report: TableReport, regions: dict[int, dict[str, Any]], undecided: int
) -> None:
    """Which rules never match, never decide, or could be left out."""
    reached = needed = deciding = 0
    examples: dict[int, Overlap] = {}
    for mask, example in regions.items():
        reached |= mask
        certain = mask & ~undecided
        winners = _winners(table, mask, certain)
        deciding |= winners
        needed |= winners if winners & undecided else _irreplaceable(table, winners, certain)
        for rule in _numbers(certain) if certain & (certain - 1) else ():
            examples.setdefault(rule, Overlap(_numbers(certain)[:MOST_SHOWN], example))
    everything = (1 << len(table.model.rules)) - 1
    report.unreachable = _numbers(everything & ~reached & ~undecided)
    for rule in _numbers(reached & ~deciding & ~undecided):
        report.masked[rule] = examples[rule]
    if table.model.hit_policy in {"ANY", "FIRST"}:
        for rule in _numbers(deciding & ~needed & ~undecided):
            report.redundant[rule] = examples[rule]


def _winners(table: Table, mask: int, certain: int) -> int:
    """The rules that may decide where these match."""
    policy = table.model.hit_policy
    if policy == "FIRST":
        first = certain & -certain
        # rules above the first certain one decide if they match
        return mask & (2 * first - 1) if first else mask
    if policy == "PRIORITY" and certain == mask:
        places = {rule: table.place_of(rule - 1) for rule in _numbers(mask)}
        known = [place for place in places.values() if place is not None]
        if len(known) == len(places):
            best = min(places, key=lambda rule: places[rule] or ())
            return 1 << (best - 1)
    return mask


def _irreplaceable(table: Table, winners: int, certain: int) -> int:
    """Those of the deciding rules without which the output would be another one."""
    numbers = _numbers(certain)
    needed = 0
    for rule in _numbers(winners):
        others = [other for other in numbers if other != rule]
        if table.model.hit_policy == "FIRST":
            others = [other for other in others if other > rule][:1]
        if not any(_same_output(table, rule, other) for other in others):
            needed |= 1 << (rule - 1)
    return needed
