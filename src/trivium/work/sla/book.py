"""The clocks that a transaction works with: read once, changed in memory, written together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.kernel import codec
from trivium.store.work import clocks as stored
from trivium.work.sla import clock as pure
from trivium.work.sla.clock import BREACH, Clock, Plan, Reached
from trivium.work.sla.policy import Policy, Subject, chosen

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from trivium.work.calendars import Timeline
    from trivium.work.shelf import Shelf, Stored


class Place(NamedTuple):
    """Where the timed thing stands: its instance and tree, and its number in the tree."""

    tenant: str
    root_id: str
    instance_id: str
    item: int
    task_id: str | None = None


class Kept:
    """A clock, what it is for, and how its time is counted."""

    __slots__ = (
        "calendar_id",
        "clock",
        "due_at",
        "id",
        "is_changed",
        "place",
        "plan",
        "policy",
        "started_at",
        "subject",
        "target_id",
        "timeline",
    )

    def __init__(  # noqa: PLR0913, PLR0917  # the parts of a row
        self,
        id_: str,
        place: Place,
        subject: Subject,
        target: Stored,
        calendar_id: str | None,
        timeline: Timeline,
        clock: Clock,
        started_at: int,
    ) -> None:
        self.id = id_
        self.place = place
        self.subject = subject
        self.clock = clock
        self.started_at = started_at
        self.due_at: int | None = None
        self.is_changed = False
        self.point_to(target, calendar_id, timeline)

    def point_to(self, target: Stored, calendar_id: str | None, timeline: Timeline) -> None:
        """This is its target from now on."""
        self.policy: Policy = target.value
        self.plan: Plan = self.policy.plan()
        self.target_id = target.id
        self.calendar_id = calendar_id
        self.timeline = timeline

    def reckon(self) -> None:
        """When it is due; once that has passed, or when it is over, when it was."""
        if self.is_open and BREACH not in self.clock.reached:
            has_target = self.policy.target > 0
            self.due_at = pure.due_at(self.clock, self.plan, self.timeline) if has_target else None

    @property
    def is_open(self) -> bool:
        return self.clock.outcome is None


Transition = Callable[..., tuple[Clock, tuple[Reached, ...]]]


class Book:
    """The open clocks of the trees that are asked for, and what is to be written of them."""

    def __init__(self, connection: Connection, shelf: Shelf, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._shelf = shelf
        self._new_id = new_id
        self._trees: dict[str, list[Kept]] = {}
        self._new: list[Kept] = []
        self._notes: list[dict[str, Any]] = []

    def read(self, root_ids: set[str]) -> None:
        """Reads the clocks of these trees at once."""
        wanted = root_ids - set(self._trees)
        self._trees.update({root_id: [] for root_id in wanted})
        for row in stored.open_in(self._connection, wanted) if wanted else ():
            self._trees[row["root_id"]].append(self.kept(row))

    def of(self, root_id: str) -> list[Kept]:
        """The open clocks of a tree."""
        return [kept for kept in self._trees.get(root_id, ()) if kept.is_open]

    def kept(self, row: RowMapping) -> Kept:
        """A clock as it is stored."""
        target = self._shelf.get(self._connection, row["target_id"])
        policy: Policy = target.value
        timeline = self._shelf.timeline(self._connection, row["calendar_id"], policy.measure)
        place = Place(
            row["tenant_id"],
            row["root_id"],
            row["instance_id"],
            row["element_instance"],
            row["task_id"],
        )
        subject = Subject(
            scope=row["scope"],
            definition=row["key"],
            element=row["element_id"],
            priority=row["priority"],
        )
        clock = clock_of(row)
        kept = Kept(
            row["id"],
            place,
            subject,
            target,
            row["calendar_id"],
            timeline,
            clock,
            row["started_at"],
        )
        kept.due_at = row["due_at"]
        return kept

    # -- what happens

    def begin(self, place: Place, subject: Subject, at: int, holds: tuple[str, ...] = ()) -> int:
        """Starts the clocks of all targets that hold for something; gives how many."""
        found = self._chosen(place.tenant, subject)
        for target in found.values():
            self._begin(place, subject, target, at, holds)
        return len(found)

    def _begin(
        self, place: Place, subject: Subject, target: Stored, at: int, holds: tuple[str, ...]
    ) -> None:
        policy: Policy = target.value
        calendar_id, timeline = self._counting(place.tenant, policy)
        own = tuple(each for each in holds if _concerns(policy, each))
        clock = Clock(since=at, holds=own)
        kept = Kept(self._new_id(), place, subject, target, calendar_id, timeline, clock, at)
        kept.reckon()
        kept.is_changed = True
        self._new.append(kept)
        self._trees.setdefault(place.root_id, []).append(kept)
        self._note(kept, at, "started", {"target": policy.key, "holds": list(own)})

    def hold(self, kept: Kept, at: int, reason: str) -> None:
        """Something holds it, if it is one that this holds."""
        if _concerns(kept.policy, reason) and reason not in kept.clock.holds:
            self._change(kept, pure.hold, at, reason)
            self._note(kept, at, "held", {"reason": reason})

    def release(self, kept: Kept, at: int, reason: str) -> None:
        """That does not hold it any more."""
        if reason in kept.clock.holds:
            self._change(kept, pure.release, at, reason)
            self._note(kept, at, "released", {"reason": reason})

    def finish(self, kept: Kept, at: int, *, is_cancelled: bool = False) -> None:
        """What it timed is over."""
        if not kept.is_open:
            return
        is_cancelled = is_cancelled or not kept.policy.target  # a rule is neither met nor breached
        clock, found = pure.finish(
            kept.clock, kept.plan, kept.timeline, at, is_cancelled=is_cancelled
        )
        self._take(kept, clock, found)
        self._note(kept, clock.ended_at or at, "ended", {"outcome": clock.outcome})

    def advance(self, kept: Kept, now: int) -> None:
        """Moments have come."""
        self._change(kept, pure.advance, now)

    def change_subject(self, place: Place, subject: Subject, at: int) -> None:
        """The same thing is now another (its priority was changed): other targets may hold for it."""
        found = self._chosen(place.tenant, subject)
        for kept in self.of(place.root_id):
            if kept.place.task_id != place.task_id or place.task_id is None:
                continue
            kept.subject = subject
            kept.is_changed = True
            target = found.pop(kept.policy.goal, None)
            if target is None:
                self.finish(kept, at, is_cancelled=True)
            elif target.id != kept.target_id:
                self.move(kept, target, at)
        for target in found.values():
            self._begin(place, subject, target, at, ())

    def move(self, kept: Kept, target: Stored, at: int) -> None:
        """It goes on towards another target, or in another version of its calendar."""
        calendar_id, timeline = self._counting(kept.place.tenant, target.value)
        self.advance(kept, at)  # with the steps of the old target
        old = (kept.plan, kept.timeline)
        new = (target.value.plan(), timeline)
        clock, found = pure.change_plan(kept.clock, old, new, at)
        self._note(kept, at, "moved", {"target": target.key, "version": target.version})
        kept.point_to(target, calendar_id, timeline)
        kept.is_changed = True
        self._take(kept, clock, found)

    def _chosen(self, tenant: str, subject: Subject) -> dict[str, Stored]:
        targets = {each.key: each for each in self._shelf.targets(tenant)}
        policies = chosen((each.value for each in targets.values()), subject)
        return {policy.goal: targets[policy.key] for policy in policies}

    def _counting(self, tenant: str, policy: Policy) -> tuple[str | None, Timeline]:
        calendar_id = self._shelf.calendar_id(tenant, policy.calendar)
        return calendar_id, self._shelf.timeline(self._connection, calendar_id, policy.measure)

    def _change(self, kept: Kept, transition: Transition, *arguments: Any) -> None:
        clock, found = transition(kept.clock, kept.plan, kept.timeline, *arguments)
        self._take(kept, clock, found)

    def _take(self, kept: Kept, clock: Clock, found: tuple[Reached, ...]) -> None:
        if clock != kept.clock:
            kept.clock = clock
            kept.is_changed = True
        for at, moment in found:
            if kept.policy.step(moment.id) is not None:
                content = {"moment": moment.id, "target_id": kept.target_id}
                self._note(kept, at, "step", content, state="open")
            elif moment.id == BREACH:
                kept.due_at = at
                self._note(kept, at, "breached", {})
            else:
                self._note(kept, at, "warned", {"moment": moment.id})
        kept.reckon()

    def _note(
        self, kept: Kept, at: int, kind: str, content: dict[str, Any], *, state: str = "done"
    ) -> None:
        self._notes.append(
            {
                "tenant_id": kept.place.tenant,
                "clock_id": kept.id,
                "at": at,
                "kind": kind,
                "state": state,
                "content": codec.encode(content),
            }
        )

    # -- writing

    def write(self) -> int:
        """Writes all that has changed; gives how many clocks that were."""
        new = {kept.id for kept in self._new}
        changed = [
            kept
            for tree in self._trees.values()
            for kept in tree
            if kept.is_changed and kept.id not in new
        ]
        stored.add(self._connection, [_row(kept) for kept in self._new])
        stored.change(self._connection, [_changes(kept) | {"of": kept.id} for kept in changed])
        stored.note(self._connection, self._notes)
        for kept in (*changed, *self._new):
            kept.is_changed = False
        count = len(changed) + len(self._new)
        self._new, self._notes = [], []
        return count


def _concerns(policy: Policy, reason: str) -> bool:
    """Whether a reason holds the clocks of a target: elements only if it names them, all else always."""
    kind, _, rest = reason.partition(":")
    return kind != "element" or rest.partition("@")[0] in policy.holds


def clock_of(row: RowMapping) -> Clock:
    """The pure clock of a row."""
    holds, reached, outcome = codec.decode(row["state"])
    return Clock(
        since=row["since"],
        elapsed=row["elapsed_ms"],
        holds=tuple(holds),
        reached=tuple(reached),
        ended_at=row["ended_at"],
        outcome=outcome,
    )


def _changes(kept: Kept) -> dict[str, Any]:
    clock = kept.clock
    is_open = kept.is_open
    return {
        "target_id": kept.target_id,
        "target_key": kept.policy.key,
        "calendar_id": kept.calendar_id,
        "priority": kept.subject.priority,
        "status": pure.status(clock),
        "target_ms": kept.policy.target,
        "elapsed_ms": clock.elapsed,
        "since": clock.since,
        "state": codec.encode([clock.holds, clock.reached, clock.outcome]),
        "next_at": pure.next_at(clock, kept.plan, kept.timeline) if is_open else None,
        "due_at": kept.due_at,
        "ended_at": clock.ended_at,
    }


def _row(kept: Kept) -> dict[str, Any]:
    place, subject = kept.place, kept.subject
    return _changes(kept) | {
        "id": kept.id,
        "tenant_id": place.tenant,
        "goal": kept.policy.goal,
        "scope": subject.scope,
        "root_id": place.root_id,
        "instance_id": place.instance_id,
        "key": subject.definition,
        "element_instance": place.item,
        "element_id": subject.element,
        "task_id": place.task_id,
        "started_at": kept.started_at,
    }
