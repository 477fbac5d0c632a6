"""Following the journal for targets and rules, and doing what comes due."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.kernel import codec
from trivium.kernel.ids import IdSource
from trivium.store.transactions import transaction
from trivium.store.work import clocks as stored
from trivium.store.work import documents, following
from trivium.work.sla.book import Book
from trivium.work.sla.steps import Due
from trivium.work.sla.timekeeper import Timekeeper
from trivium.work.trees import Trees, entry_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.store.work.following import Place
    from trivium.work.assignment.assigner import Assigner
    from trivium.work.directory import Directory
    from trivium.work.shelf import Shelf
    from trivium.work.sla.steps import Steps

_AT_ONCE = 500
_LEASE_MS = 60_000
"""So long a node may be at a step before others try it."""
_PATIENCE_MS = 15 * 60_000
"""So long a position that is missing is waited for: no transaction takes longer."""


class Follower:
    """The chore of an engine: clocks follow the journal, moments are reached, steps taken, tasks assigned.

    What the journal says and how far it was read are written in one transaction, so each entry counts once.
    """

    def __init__(  # its parts are put together in one place
        self,
        database: Database,
        clock: Clock,
        shelf: Shelf,
        assigner: Assigner,
        steps: Steps,
        directory: Directory,
    ) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._assigner = assigner
        self._steps = steps
        self._directory = directory

    def new_ids(self) -> Callable[[], str]:
        """Gives ids that sort by the time."""
        return IdSource(self._clock.now_ms(), secrets.randbits(61)).next

    def do_due(self) -> int:
        """Reads the journal to its end, and does all that is due; gives how much that was."""
        done = 0
        while True:
            turn = self._turn()
            if turn == 0:
                return done
            done += turn

    def next_due(self) -> int | None:
        """When the next moment comes."""
        with self._database.reading() as connection:
            times = (stored.next_at(connection), stored.next_step_at(connection))
        return min((at for at in times if at is not None), default=None)

    def catch_up(self, connection: Connection) -> Book:
        """Reads the journal to its end within a transaction; gives the book, to go on with."""
        if not _is_following(connection):
            self._shelf.refresh(connection)
            return Book(connection, self._shelf, self.new_ids())
        while True:
            book, is_whole, _ = self._follow(connection)
            if is_whole:
                return book
            book.write()

    def start(self, connection: Connection) -> None:
        """Follows from now on, if nothing was followed before: the past is not counted."""
        if not _is_following(connection):
            place = following.locked(connection, following.WORK)
            newest = following.newest(connection)
            following.keep(connection, following.WORK, place._replace(position=newest, missing={}))

    # -- a turn

    def _turn(self) -> int:
        done = 0
        with self._database.reading() as connection:
            is_behind, is_due, has_steps = self._looked(connection)
        if is_behind or is_due:
            with transaction(self._database) as connection:
                book, is_whole, noted = self._follow(connection)
                if is_whole:  # what the journal says comes first: it may hold the clock
                    self._advance(connection, book)
                done += book.write() + noted
                done += not is_whole
        if has_steps or done:
            done += self._take_steps()
        return done + self._assigner.work_off()

    def _looked(self, connection: Connection) -> tuple[bool, bool, bool]:
        """Whether the journal goes on, a moment has come, and steps are open."""
        now = self._clock.now_ms()
        has_steps = bool(stored.open_steps(connection, now, 1))
        if not _is_following(connection):
            return False, False, has_steps
        place = following.place(connection, following.WORK)
        next_at = stored.next_at(connection)
        is_due = next_at is not None and next_at <= now
        return bool(following.entries(connection, place, 1)), is_due, has_steps

    def _follow(self, connection: Connection) -> tuple[Book, bool, int]:
        """The book after the next entries; whether that was all; and how many tasks want somebody."""
        place = following.locked(connection, following.WORK)
        self._shelf.refresh(connection)
        new_id = self.new_ids()
        book = Book(connection, self._shelf, new_id)
        rows = following.entries(connection, place, _AT_ONCE)
        entries = [entry_of(row) for row in rows]
        noted = 0
        if entries:
            Timekeeper(connection, self._shelf, book, Trees(connection)).follow(entries)
            noted = self._assigner.follow(connection, entries, _tasks(connection), new_id)
            noted += stored.reopen_steps(connection, {entry.root_id for entry in entries})
            self._keep(connection, place, [entry.position for entry in entries])
        return book, len(rows) < _AT_ONCE, noted

    def _keep(self, connection: Connection, place: Place, positions: list[int]) -> None:
        now = self._clock.now_ms()
        after = following.advanced(place, positions, now, _PATIENCE_MS)
        following.keep(connection, following.WORK, after)

    def _advance(self, connection: Connection, book: Book) -> None:
        now = self._clock.now_ms()
        rows = stored.due(connection, now, _AT_ONCE)
        book.read({row["root_id"] for row in rows})
        wanted = {row["id"] for row in rows}
        stored.reopen_steps(connection, {row["root_id"] for row in rows})  # another status, perhaps
        for root_id in {row["root_id"] for row in rows}:
            for kept in book.of(root_id):
                if kept.id in wanted:
                    book.advance(kept, now)
                    kept.is_changed = True  # its next moment is reckoned anew in any case

    # -- steps

    def _take_steps(self) -> int:
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            rows = stored.open_steps(connection, now, _AT_ONCE)
            clocks = {
                row["id"]: row
                for row in stored.by_ids(connection, {row["clock_id"] for row in rows})
            }
            dues = [self._due(connection, row, clocks[row["clock_id"]]) for row in rows]
            tenants = {row["tenant_id"] for row in rows}
            people = {each: self._directory.people(connection, each, now) for each in tenants}
        taken = 0
        seen = self._ends_of_journals(clocks, dues)
        for row, due in zip(rows, dues, strict=True):
            with transaction(self._database) as connection:
                if not stored.lease_step(connection, due.position, now, now + _LEASE_MS):
                    continue
            taken += 1
            if clocks[row["clock_id"]]["ended_at"] is not None:
                state, facts = "skipped", {"why": "It was over before the step could be taken."}
            else:
                state, facts = self._steps.take(due, people[row["tenant_id"]], now)
            content = codec.encode({**codec.decode(row["content"]), **facts})
            with transaction(self._database) as connection:
                if state == "waiting":
                    root_id = clocks[row["clock_id"]]["root_id"]
                    self._wait(connection, due.position, root_id, seen[due.position], content)
                else:
                    stored.settle(connection, due.position, state, content)
        return taken

    def _ends_of_journals(
        self, clocks: Mapping[str, RowMapping], dues: Sequence[Due]
    ) -> dict[int, int]:
        """Where the journals of trees end before conditions of steps are looked at."""
        conditional = [due for due in dues if due.step.when is not None]
        if not conditional:
            return {}
        roots = {each["instance_id"]: each["root_id"] for each in clocks.values()}
        with self._database.reading() as connection:
            return {
                due.position: stored.journal_end(connection, roots[due.instance_id])
                for due in conditional
            }

    @staticmethod
    def _wait(
        connection: Connection, position: int, root_id: str, seen: int, content: bytes
    ) -> None:
        """It waits for the next entry of its tree's journal; if that is there already, it is looked at again.

        With the reader's lock: an entry that comes later is followed later, and finds it waiting.
        """
        following.locked(connection, following.WORK)
        if stored.journal_end(connection, root_id) == seen:
            stored.settle(connection, position, "waiting", content)
        else:
            stored.give_back_step(connection, position)

    def _due(self, connection: Connection, row: RowMapping, clock: RowMapping) -> Due:
        content = codec.decode(row["content"])
        policy = self._shelf.get(connection, content["target_id"]).value
        step = policy.step(content["moment"])
        return Due(
            row["position"],
            row["at"],
            step,
            policy,
            clock["instance_id"],
            clock["task_id"],
            row["tenant_id"],
            clock["status"],
            self._clock.now_ms() - clock["started_at"],
            stored.initiator(connection, clock["root_id"]),
        )


def _is_following(connection: Connection) -> bool:
    if documents.has_current(connection, ("target", "rule")):
        return True
    return stored.has_open(connection)


def _tasks(connection: Connection) -> Callable[[list[str]], list[RowMapping]]:
    return lambda ids: list(stored.tasks_of(connection, ids))
