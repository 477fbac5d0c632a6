"""Reads the journal on and makes of its entries what is told of them."""

from __future__ import annotations

import base64
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from trivium.engine.live.events import LiveEntry, LiveEvent, Told
from trivium.engine.live.trees import Tree, events_of
from trivium.errors import InvalidInput
from trivium.store import journal
from trivium.store import live as stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.live.trees import Draft
    from trivium.store.database import Database

_AT_ONCE = 500
_MOST_ITEMS = 200_000
_MOST_INSTANCES = 50_000
_LONGEST_CURSOR = 16_384


def cursor_text(place: journal.Place) -> str:
    """A place as clients are given it: nothing in it is for them to read."""
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def place_of(cursor: str) -> journal.Place:
    """The place that a client was given.

    Raises:
        InvalidInput: it is none (`journal/cursor`).
    """
    padded = cursor[:_LONGEST_CURSOR] + "=" * (-len(cursor) % 4)
    try:
        text = base64.b64decode(padded, b"-_", validate=True).decode()
    except ValueError as error:
        raise InvalidInput(
            "Expected a cursor as it came with a message, but found another text. Leave it out to"
            " begin with what is new.",
            code="journal/cursor",
        ) from error
    return journal.Place.parse(text)


def event_of(row: RowMapping, draft: Draft, told: Told) -> LiveEvent:
    """What is told of an instance in an entry of the journal."""
    kind = draft.type
    if kind.startswith("instance."):
        kind = f"{told.kind}{kind.removeprefix('instance')}"
    return LiveEvent(
        type=kind,
        root_id=row["root_id"],
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        instance=told,
        element_id=draft.element_id,
        facts=draft.facts,
        task_id=draft.task_id,
        before=draft.before,
        after=draft.after,
    )


def _entry(row: RowMapping, place: journal.Place, events: tuple[LiveEvent, ...]) -> LiveEntry:
    of_tasks = tuple(event for event in events if event.task_id is not None)
    return LiveEntry(
        row["root_id"], cursor_text(place), row["xact"], row["position"], events, of_tasks
    )


def told_of(row: RowMapping) -> Told:
    """An instance with its definition, as `stored.instances_of` gives it."""
    return Told(
        id=row["id"],
        root_id=row["root_id"],
        kind=row["kind"],
        key=row["key"],
        definition_id=row["definition_id"],
        tenant=row["tenant_id"],
        business_key=row["business_key"],
        started_by=row["started_by"],
    )


class Batch(NamedTuple):
    """Some entries, where they end, and whether they are all that there is for now."""

    entries: tuple[LiveEntry, ...]
    place: journal.Place
    is_last: bool


class LiveReader:
    """Goes along the journal from a place, for whoever listens; one thread at a time uses it.

    With a `root_id` it reads that tree alone.
    """

    def __init__(
        self, database: Database, place: journal.Place, root_id: str | None = None
    ) -> None:
        self._database = database
        self._conditions = journal.conditions(kinds=None, definition_key=None, root_id=root_id)
        self._trees: OrderedDict[str, Tree] = OrderedDict()
        self._instances: OrderedDict[str, Told] = OrderedDict()
        self.place = place

    def read(self) -> Batch:
        """The next entries.

        Raises:
            Unavailable: the database does not answer.
            WrongState: it was restored on another server (`journal/restored`).
        """
        begun = self.place
        with self._database.reading() as connection:
            rows, ended = journal.read(connection, begun, _AT_ONCE, self._conditions)
            self._look_up_trees(connection, rows)
            drafts = [(row, tuple(self._drafts(row))) for row in rows]
            self._look_up_instances(connection, (d for _, found in drafts for d in found))
        entries = tuple(
            _entry(row, journal.place_after(row, begun, ended), tuple(self._events(row, found)))
            for row, found in drafts
        )
        self._forget()
        self.place = ended
        return Batch(entries, ended, not rows)

    def behind(self) -> int:
        """How many entries are yet to be read, 100,000 at most."""
        with self._database.reading() as connection:
            return journal.unread(connection, self.place)[0]

    def _look_up_trees(self, connection: Connection, rows: Sequence[RowMapping]) -> None:
        """What trees went through before, of which nothing is known here."""
        first: dict[str, int] = {}
        for row in rows:
            if row["root_id"] not in self._trees:
                first.setdefault(row["root_id"], row["seq"])
        for root_id in first:
            self._trees[root_id] = Tree(root_id)
        begun = {root_id: seq for root_id, seq in first.items() if seq > 1}
        for row in stored.before(connection, begun) if begun else ():
            for _ in self._trees[row["root_id"]].fold(events_of(row)):
                pass

    def _drafts(self, row: RowMapping) -> Iterator[Draft]:
        tree = self._trees[row["root_id"]]
        self._trees.move_to_end(row["root_id"])
        for draft in tree.fold(events_of(row)):
            if draft.type == "noted":  # it may be of another version now
                self._instances.pop(draft.instance_id, None)
            yield draft

    def _look_up_instances(self, connection: Connection, drafts: Iterator[Draft]) -> None:
        unknown = {draft.instance_id for draft in drafts} - self._instances.keys()
        for row in stored.instances_of(connection, unknown) if unknown else ():
            self._instances[row["id"]] = told_of(row)

    def _events(self, row: RowMapping, drafts: Sequence[Draft]) -> Iterator[LiveEvent]:
        for draft in drafts:
            told = self._instances.get(draft.instance_id)
            if told is not None:  # else it was cleaned up: nobody may hear of it any more
                yield event_of(row, draft, told)

    def _forget(self) -> None:
        """What is over, and what has been quiet for longest, is looked up again if it speaks."""
        for root_id in [root_id for root_id, tree in self._trees.items() if tree.is_over]:
            del self._trees[root_id]
        items = sum(len(tree) for tree in self._trees.values())
        while items > _MOST_ITEMS and len(self._trees) > 1:
            items -= len(self._trees.popitem(last=False)[1])
        while len(self._instances) > _MOST_INSTANCES:
            self._instances.popitem(last=False)
