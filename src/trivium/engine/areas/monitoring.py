"""`engine.monitoring`: how things stand, in figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.journal.days import Counts
from trivium.engine.journal.views import day_number, element_name
from trivium.engine.moments import instant_or_none
from trivium.engine.monitoring.health import Surroundings, health_of
from trivium.engine.monitoring.infos import (
    Bottleneck,
    DayFigures,
    DefinitionFigures,
    Durations,
    ElementFigures,
    Metrics,
    TaskCounts,
    TaskFigures,
)
from trivium.engine.monitoring.sums import durations_of, summed, total
from trivium.errors import InvalidInput
from trivium.kernel.moments import from_ms
from trivium.store import monitoring as stored

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.areas.journal import Journal
    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.infos import InstanceInfo
    from trivium.engine.monitoring.infos import ProcessHealth
    from trivium.store.database import Database

_KINDS = ("process", "case")
_TASKS = ("userTask", "humanTask")
_USUAL = timedelta(days=7)
_LONGEST = timedelta(days=3660)
_SOON_MS = 86_400_000
_MOST_PEOPLE = 100
_AROUND = frozenset(
    {
        *("process", "case", "casePlanModel", "stage", "planFragment", "multiInstanceBody"),
        *("subProcess", "transaction", "adHocSubProcess", "boundaryEvent", "startEvent"),
    }
)
"""Types whose time is that of what is inside them, or that wait beside something else."""
_SEVERITIES = ((0.5, "critical"), (0.3, "high"), (0.15, "medium"), (0.0, "low"))
_Definitions = dict[str, "RowMapping"]


class Monitoring:
    """Figures of what somebody may see; their cost does not grow with the history.

    Days are those of UTC. Where a scheduler runs, figures of what was may be behind by a moment.
    """

    def __init__(
        self, database: Database, clock: Clock, compiled: CompiledDefinitions, journal: Journal
    ) -> None:
        self._database = database
        self._clock = clock
        self._compiled = compiled
        self._journal = journal

    def metrics(
        self, *, since: date | None = None, until: date | None = None, key: str | None = None
    ) -> Metrics:
        """How work goes: within the last seven days unless told otherwise; of one key, if it is given."""
        first, last = self._days(since, until)
        now = self._clock.now_ms()
        self._journal.catch_up()
        with self._database.reading() as connection:
            known = _definitions(connection, key)
            rows = stored.days(connection, known, *_numbers(first, last), (*_KINDS, *_TASKS))
            is_open = [r for r in stored.open_instances(connection) if r["definition_id"] in known]
            tasks = _counts(None, stored.open_tasks(connection, now, now + _SOON_MS, key))
            due = stored.due_jobs(connection, now)
            open_incidents = stored.count_open_incidents(connection, key)
        counts = total(_of_types(rows, _KINDS))
        return Metrics(
            since=first,
            until=last,
            active=sum(r["count"] for r in is_open if r["state"] == "active"),
            suspended=sum(r["count"] for r in is_open if r["state"] == "suspended"),
            started=counts.started,
            completed=counts.completed,
            terminated=counts.terminated,
            incidents=sum(row["incidents"] for row in rows),
            open_incidents=open_incidents,
            durations=durations_of(counts),
            tasks=tasks,
            tasks_completed=total(_of_types(rows, _TASKS)).completed,
            due_jobs=due,
            days=tuple(_by_day(first, last, rows)),
        )

    def definitions(
        self, *, since: date | None = None, until: date | None = None, key: str | None = None
    ) -> tuple[DefinitionFigures, ...]:
        """How each process and case stands and went, all versions of a key together."""
        first, last = self._days(since, until)
        self._journal.catch_up()
        with self._database.reading() as connection:
            known = _definitions(connection, key)
            rows = stored.days(connection, known, *_numbers(first, last), _KINDS)
            is_open = stored.open_instances(connection)
        sums = summed(_of_types(rows, _KINDS), lambda row: _name_of(known[row["definition_id"]]))
        troubles = summed(rows, lambda row: _name_of(known[row["definition_id"]]))
        by_name: dict[tuple[str, str], list[RowMapping]] = {}
        for row in known.values():
            by_name.setdefault(_name_of(row), []).append(row)
        return tuple(
            _definition(versions, sums.get(name, Counts("")), troubles.get(name), is_open)
            for name, versions in by_name.items()
        )

    def elements(
        self,
        definition_ids: Collection[str],
        *,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[ElementFigures, ...]:
        """How much is and was at each element of some versions, and how long it took: for heat maps."""
        first, last = self._days(since, until)
        self._journal.catch_up()
        with self._database.reading() as connection:
            every = _definitions(connection, None)
            known = {each: every[each] for each in definition_ids if each in every}
            return self._elements(connection, known, _numbers(first, last))

    def _elements(
        self, connection: Connection, known: _Definitions, days: tuple[int, int]
    ) -> tuple[ElementFigures, ...]:
        now = self._clock.now_ms()
        counts = summed(stored.days(connection, known, *days), _place)
        waiting = {_place(row): row for row in stored.open_activities(connection, known)}
        troubles = {_place(row): row["count"] for row in stored.open_incidents(connection, known)}
        found = []
        for place in sorted({*counts, *waiting, *troubles}):
            definition_id, element_id = place
            is_open = waiting.get(place)
            mine = counts.get(place) or Counts("" if is_open is None else is_open["type"])
            found.append(
                ElementFigures(
                    definition_id=definition_id,
                    key=known[definition_id]["key"],
                    version=known[definition_id]["version"],
                    element_id=element_id,
                    type=mine.type,
                    name=element_name(self._compiled, definition_id, element_id),
                    started=mine.started,
                    completed=mine.completed,
                    terminated=mine.terminated,
                    incidents=mine.incidents,
                    durations=durations_of(mine),
                    active=0 if is_open is None else is_open["count"],
                    oldest_at=instant_or_none(None if is_open is None else is_open["oldest"]),
                    waiting=_ages(now, is_open),
                    open_incidents=troubles.get(place, 0),
                )
            )
        return tuple(found)

    def bottlenecks(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        key: str | None = None,
        limit: int = 20,
    ) -> tuple[Bottleneck, ...]:
        """Where time is spent: the elements of newest versions with the largest share of it, worst first."""
        first, last = self._days(since, until)
        self._journal.catch_up()
        with self._database.reading() as connection:
            every = _definitions(connection, key)
            known = {each: row for each, row in every.items() if row["latest"]}
            figures = self._elements(connection, known, _numbers(first, last))
        inner = [each for each in figures if each.type not in _AROUND]
        loads: dict[str, timedelta] = {}
        for each in inner:
            loads[each.definition_id] = loads.get(each.definition_id, timedelta()) + each.load
        found = [
            _bottleneck(each, each.load / loads[each.definition_id]) for each in inner if each.load
        ]
        found.sort(key=lambda each: (-each.figures.load, each.figures.key, each.figures.element_id))
        return tuple(found[:limit])

    def tasks(
        self, *, since: date | None = None, until: date | None = None, key: str | None = None
    ) -> TaskFigures:
        """How human tasks stand, by who has them and by the groups that may claim them, and how they went."""
        first, last = self._days(since, until)
        now = self._clock.now_ms()
        self._journal.catch_up()
        with self._database.reading() as connection:
            known = _definitions(connection, key)
            rows = stored.days(connection, known, *_numbers(first, last), _TASKS)
            counts = total(_of_types(rows, _TASKS))
            asked = (now, now + _SOON_MS, key)
            people = stored.tasks_by_person(connection, *asked, _MOST_PEOPLE)
            groups = stored.tasks_by_group(connection, *asked, _MOST_PEOPLE)
            return TaskFigures(
                counts=_counts(None, stored.open_tasks(connection, *asked)),
                by_person=tuple(_counts(row["name"], row) for row in people),
                by_group=tuple(_counts(row["name"], row) for row in groups),
                created=counts.started,
                terminated=counts.terminated,
                durations=durations_of(counts),
            )

    def waiting_at(self, instances: Sequence[InstanceInfo]) -> dict[str, list[str]]:
        """The elements at which instances wait, or wait for what they called."""
        with self._database.reading() as connection:
            found = _waiting(connection, instances)
        return {each.id: sorted(found.get(each.id, ())) for each in instances}

    def health(self, instances: Sequence[InstanceInfo]) -> tuple[ProcessHealth, ...]:
        """How some running instances stand: roots, as they were listed."""
        now = self._clock.now_ms()
        self._journal.catch_up()
        until = from_ms(now).date()
        ids = [each.id for each in instances]
        with self._database.reading() as connection:
            every = _definitions(connection, None)
            known = {i: r for i, r in every.items() if r["key"] in {each.key for each in instances}}
            days = _numbers(until - timedelta(days=30), until)
            rows = stored.days(connection, known, *days, _KINDS)
            around = Surroundings(
                now=from_ms(now),
                usual=_usual(known, rows),
                waiting=_waiting(connection, instances),
                tasks=stored.tasks_in(connection, ids),
                late_tasks=stored.late_tasks(connection, ids, now),
                incidents=stored.troubles(connection, ids),
                clocks=stored.open_clocks(connection, ids),
            )
        return tuple(health_of(each, around) for each in instances)

    def _days(self, since: date | None, until: date | None) -> tuple[date, date]:
        """The days that are asked for.

        Raises:
            InvalidInput: they are none, or more than ten years (`monitoring/days`).
        """
        last = until or from_ms(self._clock.now_ms()).date()
        first = since or last - min(_USUAL - timedelta(days=1), last - date.min)
        if not timedelta() <= last - first <= _LONGEST:
            raise InvalidInput(
                f"Expected days from one to a later one, ten years at most, but found {first} to {last}.",
                code="monitoring/days",
            )
        return first, last


def _waiting(connection: Connection, instances: Sequence[InstanceInfo]) -> dict[str, set[str]]:
    return stored.waiting_at(
        connection, [each.id for each in instances], {each.root_id for each in instances}
    )


def _definitions(connection: Connection, key: str | None) -> _Definitions:
    return {row["id"]: row for row in stored.definitions_of(connection, _KINDS, key)}


def _numbers(first: date, last: date) -> tuple[int, int]:
    return day_number(first) or 0, day_number(last) or 0


def _place(row: Mapping[Any, Any]) -> tuple[str, str]:
    return row["definition_id"], row["element_id"]


def _name_of(row: Mapping[Any, Any]) -> tuple[str, str]:
    return row["kind"], row["key"]


def _ages(now: int, row: RowMapping | None) -> timedelta:
    if row is None:
        return timedelta()
    return timedelta(milliseconds=max(now * row["count"] - int(row["began"]), 0))


def _counts(name: str | None, row: RowMapping) -> TaskCounts:
    return TaskCounts(
        name=name,
        open=row["open"],
        unassigned=row["unassigned"],
        overdue=row["overdue"],
        due_soon=row["due_soon"],
        oldest_at=instant_or_none(row["oldest"]),
    )


def _of_types(rows: Sequence[RowMapping], types: Collection[str]) -> list[RowMapping]:
    return [row for row in rows if row["type"] in types]


def _by_day(first: date, last: date, rows: Sequence[RowMapping]) -> list[DayFigures]:
    every = summed(rows, lambda row: row["day"])
    counts = summed(_of_types(rows, _KINDS), lambda row: row["day"])
    tasks = summed(_of_types(rows, _TASKS), lambda row: row["day"])
    start, end = _numbers(first, last)
    found = []
    for number in range(start, end + 1):
        mine, worked = counts.get(number, Counts("")), tasks.get(number, Counts(""))
        found.append(
            DayFigures(
                day=first + timedelta(days=number - start),
                started=mine.started,
                completed=mine.completed,
                terminated=mine.terminated,
                incidents=every.get(number, Counts("")).incidents,
                tasks_completed=worked.completed,
                mean=durations_of(mine).mean,
            )
        )
    return found


def _definition(
    versions: Sequence[RowMapping],
    counts: Counts,
    troubles: Counts | None,
    is_open: Sequence[RowMapping],
) -> DefinitionFigures:
    newest = versions[-1]
    ids = {row["id"] for row in versions}
    states = [(row["state"], row["count"]) for row in is_open if row["definition_id"] in ids]
    return DefinitionFigures(
        key=newest["key"],
        kind=newest["kind"],
        name=newest["name"],
        versions=len(versions),
        active=sum(count for state, count in states if state == "active"),
        suspended=sum(count for state, count in states if state == "suspended"),
        started=counts.started,
        completed=counts.completed,
        terminated=counts.terminated,
        incidents=0 if troubles is None else troubles.incidents,
        durations=durations_of(counts),
    )


def _bottleneck(figures: ElementFigures, share: float) -> Bottleneck:
    severity = next(name for least, name in _SEVERITIES if share >= least)
    return Bottleneck(figures=figures, share=share, severity=severity)


def _usual(known: _Definitions, rows: Sequence[RowMapping]) -> dict[str, Durations]:
    sums = summed(_of_types(rows, _KINDS), lambda row: known[row["definition_id"]]["key"])
    return {key: durations_of(counts) for key, counts in sums.items()}
