"""The history of activities, folded from events; nothing here reads or writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec

from trivium.engine.journal.days import Days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_POSITION_BITS = 20
_OVER = frozenset({"completed", "terminated", "closed"})
_decoder = msgspec.json.Decoder(tuple[msgspec.Raw, list[list[Any]]], float_hook=str)

BODY = "#multiInstanceBody"
"""Added to an element's id for what holds the instances of a multi-instance activity or loop (Camunda 7)."""

Key = tuple[str, int]
"""The root of a tree and the number of an element instance in it."""
Kind = tuple[str, bool]
"""What kind of element something is, and whether it is a multi-instance activity or loop."""


class Activity(msgspec.Struct):
    """One row; the fields are the columns in their order."""

    root_id: str
    item: int
    number: int
    instance_id: str
    scope: int
    definition_id: str
    element_id: str
    type: str
    state: str
    started_at: int
    ended_at: int | None = None
    task_id: str | None = None
    assignee: str | None = None
    ended_by: str | None = None
    called_instance_id: str | None = None
    incidents: int = 0


class Entry(NamedTuple):
    """What of a journal entry is folded."""

    root_id: str
    seq: int
    at: int
    events: list[list[Any]]


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """A row of the journal; values of variables are not read."""
    return Entry(row["root_id"], row["seq"], row["at"], _decoder.decode(row["entry"])[1])


_ITEMS_AT: dict[str, tuple[int, ...]] = {
    "instance-started": (6,),
    "entered": (2, 3),
    "passed": (2,),
    "completed": (2,),
    "terminated": (2,),
    "plan-item": (2,),
    "noted": (2,),
} | dict.fromkeys(
    (
        *("instance-ended", "instance-suspended", "instance-resumed", "incident-raised"),
        *("task-created", "task-changed", "task-completed"),
    ),
    (1,),
)
"""Where in an event the element instances are that it speaks of."""


def needed(entries: Iterable[Entry]) -> tuple[set[str], set[int]]:
    """Trees and numbers of element instances that events speak of."""
    roots: set[str] = set()
    items: set[int] = set()
    for entry in entries:
        roots.add(entry.root_id)
        for event in entry.events:
            items.update(event[at] for at in _ITEMS_AT.get(event[0], ()) if event[at])
    return roots, items


def migrated(entries: Iterable[Entry]) -> set[str]:
    """Trees in which an instance was moved to another version: all that is open in them is concerned."""
    return {
        entry.root_id
        for entry in entries
        if any(event[:2] == ["noted", "instance-migrated"] for event in entry.events)
    }


class Fold:
    """Folds events into rows, and counts what happened by days."""

    def __init__(self, known: Iterable[Activity], kind: Callable[[str, str], Kind]) -> None:
        self._rows: dict[Key, Activity] = {(row.root_id, row.item): row for row in known}
        self._kind = kind
        self.changed: dict[Key, Activity] = {}
        self.days = Days()

    def entry(self, entry: Entry) -> None:
        """One entry; those of a tree come in their order."""
        for position, event in enumerate(entry.events):
            fold = self._FOLDS.get(event[0])
            if fold is not None:
                fold(self, entry, (entry.seq << _POSITION_BITS) + position, *event[1:])

    def _row(self, entry: Entry, item: int) -> Activity | None:
        """A row that is about to change; None if it is over, or was none of an activity."""
        key = entry.root_id, item
        row = self._rows.get(key)
        if row is not None:
            self.changed[key] = row
        return row

    def _add(self, row: Activity) -> None:
        key = row.root_id, row.item
        self._rows[key] = self.changed[key] = row
        self.days.of(row, row.started_at).started += 1

    def _end(self, row: Activity, state: str, at: int) -> None:
        row.state = state
        if row.ended_at is None:
            row.ended_at = at
            self.days.ended(row, at)

    # -- what each event does

    def _instance_started(  # noqa: PLR0913, PLR0917  # the fields of the event
        self,
        entry: Entry,
        number: int,
        item: int,
        instance_id: str,
        definition_id: str,
        key: str,
        _business_key: str | None = None,
        parent: int | None = None,
    ) -> None:
        kind, _ = self._kind(definition_id, key)
        self._add(
            Activity(
                entry.root_id,
                item,
                number,
                instance_id,
                parent or 0,
                definition_id,
                key,
                kind,
                "active",
                entry.at,
            )
        )
        caller = self._row(entry, parent) if parent else None
        if caller is not None:
            caller.called_instance_id = instance_id

    def _entered(self, entry: Entry, number: int, element: str, item: int, scope: int) -> None:
        known = self._rows.get((entry.root_id, item))
        if known is not None:  # a plan item that goes on
            return
        around = self._rows.get((entry.root_id, scope))
        if around is not None:
            self._add(self._inside(around, entry, number, element, item))

    def _passed(self, entry: Entry, number: int, element: str, scope: int) -> None:
        around = self._rows.get((entry.root_id, scope))
        if around is not None:
            row = self._inside(around, entry, number, element, -number)
            self._add(row)
            self._end(row, "completed", entry.at)

    def _inside(
        self, around: Activity, entry: Entry, number: int, element: str, item: int
    ) -> Activity:
        kind, is_repeated = self._kind(around.definition_id, element)
        if is_repeated and around.element_id != element + BODY:
            element, kind = element + BODY, BODY[1:]
        return Activity(
            entry.root_id,
            item,
            number,
            around.instance_id,
            around.item,
            around.definition_id,
            element,
            kind,
            "active",
            entry.at,
        )

    def _completed(self, entry: Entry, _number: int, _element: str, item: int) -> None:
        row = self._row(entry, item)
        if row is not None and row.ended_at is None:
            self._end(row, "completed", entry.at)

    def _terminated(self, entry: Entry, _number: int, _element: str, item: int) -> None:
        row = self._row(entry, item)
        if row is not None and row.ended_at is None:
            self._end(row, "terminated", entry.at)

    def _instance_ended(
        self, entry: Entry, _number: int, item: int, outcome: str, _reason: str | None = None
    ) -> None:
        row = self._row(entry, item)
        if row is not None:
            self._end(row, outcome, entry.at)

    def _suspended(self, entry: Entry, _number: int, item: int) -> None:
        row = self._row(entry, item)
        if row is not None:
            row.state = "suspended"

    def _resumed(self, entry: Entry, _number: int, item: int) -> None:
        row = self._row(entry, item)
        if row is not None:
            row.state = "active"

    def _plan_item(  # the fields of the event
        self, entry: Entry, _number: int, _element: str, item: int, _transition: str, state: str
    ) -> None:
        row = self._row(entry, item)
        if row is None:
            return
        if row.ended_at is not None and state not in _OVER:  # a case that is opened again
            row.ended_at = None
        if row.ended_at is not None or state not in _OVER:
            row.state = state

    def _task_created(  # the fields of the event
        self,
        entry: Entry,
        _number: int,
        item: int,
        task_id: str,
        assignee: str | None,
        *_candidates: Any,
    ) -> None:
        row = self._row(entry, item)
        if row is not None:
            row.task_id, row.assignee = task_id, assignee

    def _task_changed(  # the fields of the event
        self,
        entry: Entry,
        _number: int,
        item: int,
        _task_id: str,
        _action: str,
        changes: dict[str, Any],
    ) -> None:
        row = self._row(entry, item)
        if row is not None and "assignee" in changes:
            row.assignee = changes["assignee"]

    def _task_completed(
        self, entry: Entry, _number: int, item: int, _task_id: str, user: str | None
    ) -> None:
        row = self._row(entry, item)
        if row is not None:
            row.ended_by = user

    def _incident_raised(self, entry: Entry, _number: int, item: int, *_what: Any) -> None:
        row = self._row(entry, item)
        if row is not None:
            row.incidents += 1
            self.days.of(row, entry.at).incidents += 1

    def _noted(
        self, entry: Entry, _number: int, kind: str, item: int, facts: dict[str, Any]
    ) -> None:
        instance = self._rows.get((entry.root_id, item))
        if kind != "instance-migrated" or instance is None:
            return
        elements = facts["elements"]
        for key, row in self._rows.items():
            is_inside = row.instance_id == instance.instance_id and row.ended_at is None
            if is_inside and row.root_id == entry.root_id:
                row.definition_id = facts["to"]
                element, mark, kind = row.element_id.partition(BODY)
                row.element_id = elements.get(element, element) + mark + kind
                self.changed[key] = row

    _FOLDS: ClassVar[dict[str, Callable[..., None]]] = {
        "instance-started": _instance_started,
        "instance-ended": _instance_ended,
        "instance-suspended": _suspended,
        "instance-resumed": _resumed,
        "entered": _entered,
        "passed": _passed,
        "completed": _completed,
        "terminated": _terminated,
        "plan-item": _plan_item,
        "task-created": _task_created,
        "task-changed": _task_changed,
        "task-completed": _task_completed,
        "incident-raised": _incident_raised,
        "noted": _noted,
    }
