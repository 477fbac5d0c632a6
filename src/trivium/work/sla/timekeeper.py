"""What events of the journal mean for clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from trivium.engine.views.history import named
from trivium.kernel.rows import DEFAULT_PRIORITY
from trivium.store.work import clocks as stored
from trivium.work.sla.book import Book, Place
from trivium.work.sla.policy import Policy, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.work.shelf import Shelf
    from trivium.work.trees import Entry, Trees

_RESUMED = frozenset({"resume", "parentResume", "reactivate"})
Event = dict[str, Any]


class Timekeeper:
    """Starts, holds and ends clocks as the entries of the journal say, in their order."""

    def __init__(self, connection: Connection, shelf: Shelf, book: Book, trees: Trees) -> None:
        self._connection = connection
        self._shelf = shelf
        self._book = book
        self._trees = trees
        self._holding_elements = shelf.holding_elements()
        self._holds: dict[str, dict[int, tuple[str, str]]] = {}
        self._tasks: dict[str, RowMapping] = {}

    def follow(self, entries: Sequence[Entry]) -> None:
        """Does what the entries say."""
        root_ids = {entry.root_id for entry in entries}
        self._trees.read(root_ids)
        self._book.read(root_ids)
        for row in stored.holds_in(self._connection, root_ids):
            held = self._holds.setdefault(row["root_id"], {})
            held[row["element_instance"]] = (row["instance_id"], row["element_id"])
        created = [
            event[2] for entry in entries for event in entry.events if event[0] == "task-created"
        ]
        found = stored.tasks_of(self._connection, created) if created else ()
        self._tasks = {row["id"]: row for row in found}
        for entry in entries:
            for event in entry.events:
                react = _REACTIONS.get(event[0])
                if react is not None:
                    react(self, entry, named(event))

    # -- instances

    def instance_started(self, entry: Entry, event: Event) -> None:
        place = Place(entry.tenant, entry.root_id, event["instance_id"], event["item"])
        subject = Subject(scope="instance", definition=event["key"])
        self._book.begin(place, subject, entry.at)

    def instance_ended(self, entry: Entry, event: Event) -> None:
        instance = self._trees.instance_at(entry.root_id, event["item"])
        for kept in self._book.of(entry.root_id):
            if instance is not None and kept.place.instance_id == instance.id:
                is_whole = kept.subject.scope == "instance" and event["outcome"] == "completed"
                self._book.finish(kept, entry.at, is_cancelled=not is_whole)

    def instance_suspended(self, entry: Entry, event: Event) -> None:
        self._hold(entry, event, "suspended")

    def instance_resumed(self, entry: Entry, event: Event) -> None:
        instance = self._trees.instance_at(entry.root_id, event["item"])
        for kept in self._book.of(entry.root_id):
            if instance is not None and kept.place.instance_id == instance.id:
                self._book.release(kept, entry.at, "suspended")

    def _hold(self, entry: Entry, event: Event, reason: str) -> None:
        instance = self._trees.instance_at(entry.root_id, event["item"])
        for kept in self._book.of(entry.root_id):
            if instance is not None and kept.place.instance_id == instance.id:
                self._book.hold(kept, entry.at, reason)

    # -- elements

    def entered(self, entry: Entry, event: Event) -> None:
        element, item = event["element"], event["item"]
        if element not in self._holding_elements and not self._is_timed(entry.tenant, element):
            return
        instance = self._trees.instance_around(entry.root_id, item)
        if instance is None:
            return
        place = Place(entry.tenant, entry.root_id, instance.id, item)
        subject = Subject(scope="element", definition=instance.key, element=element)
        self._book.begin(place, subject, entry.at, self._held_by(place))
        if element in self._holding_elements:
            self._begin_hold(entry, place, element)

    def _begin_hold(self, entry: Entry, place: Place, element: str) -> None:
        held = self._holds.setdefault(entry.root_id, {})
        if place.item in held:
            return
        held[place.item] = (place.instance_id, element)
        row = {
            "tenant_id": entry.tenant,
            "root_id": entry.root_id,
            "element_instance": place.item,
            "instance_id": place.instance_id,
            "element_id": element,
        }
        stored.add_holds(self._connection, [row])
        for kept in self._book.of(entry.root_id):
            if kept.place.instance_id == place.instance_id and kept.place.item != place.item:
                self._book.hold(kept, entry.at, f"element:{element}@{place.item}")

    def completed(self, entry: Entry, event: Event) -> None:
        self._left(entry, event["item"], is_cancelled=False)

    def terminated(self, entry: Entry, event: Event) -> None:
        self._left(entry, event["item"], is_cancelled=True)

    def _left(self, entry: Entry, item: int, *, is_cancelled: bool) -> None:
        for kept in self._book.of(entry.root_id):
            if kept.place.item == item:
                self._book.finish(kept, entry.at, is_cancelled=is_cancelled)
        held = self._holds.get(entry.root_id, {}).pop(item, None)
        if held is not None:
            stored.drop_holds(self._connection, [(entry.root_id, item)])
            for kept in self._book.of(entry.root_id):
                self._book.release(kept, entry.at, f"element:{held[1]}@{item}")

    def plan_item_changed(self, entry: Entry, event: Event) -> None:
        """A case tells of its items by their states, beside telling that they were entered and left."""
        state, item = event["state"], event["item"]
        if state in {"completed", "terminated"}:
            self._left(entry, item, is_cancelled=state == "terminated")
            return
        for kept in self._book.of(entry.root_id):
            if kept.place.item == item and state == "suspended":
                self._book.hold(kept, entry.at, "suspended")
            elif kept.place.item == item and event["transition"] in _RESUMED:
                self._book.release(kept, entry.at, "suspended")

    # -- tasks

    def task_created(self, entry: Entry, event: Event) -> None:
        row = self._tasks.get(event["task_id"])
        priority = event.get("priority", DEFAULT_PRIORITY)  # not what it has become since
        if row is None:  # it is over already
            instance = self._trees.instance_around(entry.root_id, event["item"])
            element = self._trees.element_of(entry.root_id, event["item"])
            if instance is None:
                return
            instance_id, key = instance.id, instance.key
        else:
            instance_id, key, element = row["instance_id"], row["key"], row["element_id"]
        place = Place(entry.tenant, entry.root_id, instance_id, event["item"], event["task_id"])
        subject = Subject(scope="task", definition=key, element=element, priority=priority)
        self._book.begin(place, subject, entry.at, self._held_by(place))
        if event["assignee"]:
            self._claimed(entry, event["task_id"])

    def task_changed(self, entry: Entry, event: Event) -> None:
        changes = event["changes"]
        if changes.get("assignee"):
            self._claimed(entry, event["task_id"])
        if "priority" not in changes:
            return
        for kept in self._book.of(entry.root_id):
            if kept.place.task_id == event["task_id"]:
                old = kept.subject
                subject = Subject(
                    scope="task",
                    definition=old.definition,
                    element=old.element,
                    priority=changes["priority"],
                )
                self._book.change_subject(kept.place, subject, entry.at)
                return

    def task_completed(self, entry: Entry, event: Event) -> None:
        for kept in self._book.of(entry.root_id):
            if kept.place.task_id == event["task_id"]:
                self._book.finish(kept, entry.at)

    def _claimed(self, entry: Entry, task_id: str) -> None:
        for kept in self._book.of(entry.root_id):
            if kept.place.task_id == task_id and kept.policy.until == "claimed":
                self._book.finish(kept, entry.at)

    # -- what is asked often

    def _is_timed(self, tenant: str, element: str) -> bool:
        policies: list[Policy] = [each.value for each in self._shelf.targets(tenant)]
        return any(each.scope == "element" and each.element == element for each in policies)

    def _held_by(self, place: Place) -> tuple[str, ...]:
        """For which reasons clocks at a place stand still from the beginning."""
        held = self._holds.get(place.root_id, {})
        return tuple(
            sorted(
                f"element:{element}@{item}"
                for item, (where, element) in held.items()
                if where == place.instance_id and item != place.item
            )
        )


_REACTIONS: dict[str, Callable[[Timekeeper, Entry, Event], None]] = {
    "instance-started": Timekeeper.instance_started,
    "instance-ended": Timekeeper.instance_ended,
    "instance-suspended": Timekeeper.instance_suspended,
    "instance-resumed": Timekeeper.instance_resumed,
    "entered": Timekeeper.entered,
    "completed": Timekeeper.completed,
    "terminated": Timekeeper.terminated,
    "plan-item": Timekeeper.plan_item_changed,
    "task-created": Timekeeper.task_created,
    "task-changed": Timekeeper.task_changed,
    "task-completed": Timekeeper.task_completed,
}
