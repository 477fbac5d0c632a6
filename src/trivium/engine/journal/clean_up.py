"""Taking away the history of instances that ended long enough ago."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from trivium.engine.infos import CleanUpReport, Expired
from trivium.engine.journal.activities import Fold, entry_of
from trivium.engine.journal.projection import add_stored
from trivium.engine.journal.reader import lease_lost, written
from trivium.engine.moments import instant_or_none
from trivium.store import activities, history, partitions, readers
from trivium.store.database import Contention
from trivium.store.visibility import as_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from trivium.engine.clock import Clock
    from trivium.engine.journal.archive import Archive
    from trivium.engine.journal.days import Days
    from trivium.engine.journal.expiry import Expiry
    from trivium.engine.journal.projection import ActivityHistory
    from trivium.store.cursors import Cursor
    from trivium.store.database import Database
    from trivium.store.history import Tree
    from trivium.store.partitions import Month
    from trivium.store.readers import Lease

_NAME = f"{readers.CHORE}history clean-up"
_EVERY_MS = 3_600_000
_LOOK_AGAIN_MS = 60_000
_LEASE_MS = 60_000
_FIRST_BATCH = 20
_LARGEST_BATCH = 200
_WANTED_SECONDS = 0.05
"""So long a transaction of it is to last."""


class CleanUp:
    """Removes whole trees, some in each transaction, on one node at a time; once an hour by itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        owner: str,
        expiry: Expiry,
        projection: ActivityHistory,
        archive: Archive | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner
        self._expiry = expiry
        self._projection = projection
        self._archive = archive
        self._lease: Lease | None = None
        self._next_look = 0
        self._batch = _FIRST_BATCH
        self._stopped = False
        self._whole_months: tuple[Month, ...] = ()
        self._alone = threading.Lock()

    @as_engine()
    def preview(self) -> CleanUpReport:
        """What would go now."""
        now = self._clock.now_ms()
        found: list[Expired] = []
        with self._database.reading() as connection:
            for row in history.ended_definitions(connection):
                before = self._expiry.before(row["id"], now)
                if before is None:
                    continue
                amount = history.amount(connection, row["id"], before)
                if amount.trees:
                    found.append(
                        Expired(
                            definition_id=row["id"],
                            key=row["key"],
                            version=row["version"],
                            kept_for=str(self._expiry.kept_for(row["id"])),
                            instances=amount.trees,
                            entries=amount.entries,
                            oldest_ended_at=instant_or_none(amount.oldest),
                        )
                    )
        return CleanUpReport(definitions=tuple(found), removed=0)

    @as_engine()
    def run_if_due(self) -> int:
        """Cleans up if nobody has for an hour; how many instances went."""
        now = self._clock.now_ms()
        if now < self._next_look:
            return 0
        self._next_look = now + _LOOK_AGAIN_MS
        with self._database.reading() as connection:
            row = readers.one(connection, _NAME)
        if row is not None and (
            row["lease_until"] > now or (row["updated_at"] or 0) + _EVERY_MS > now
        ):
            return 0
        self.tend_months()
        return self._run(by_force=False)

    def run(self, progress: Callable[[int], None] | None = None) -> CleanUpReport:
        """Cleans up now; a node that does so already is interrupted."""
        self.tend_months()
        found = self.preview()
        removed = self._run(by_force=True, progress=progress) if found.definitions else 0
        return CleanUpReport(definitions=found.definitions, removed=removed)

    @as_engine()
    def tend_months(self) -> None:
        """Makes the partitions of this month and the next ones, and drops those of which nothing is left.

        What cannot be had at once, since somebody reads for long, is left for the next time.
        """
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            wanted = partitions.missing(connection, now)
            over = [
                month
                for month in partitions.past(connection, now)
                if history.is_all_over(connection, month, {})
            ]
        for change, months in ((partitions.make, wanted), (partitions.drop, over)):
            for month in months:
                with suppress(Contention):
                    written(self._database, partial(_changed, change, month), attempts=1)

    def stop(self) -> None:
        """Whoever cleans up here ends with the transaction that it is at."""
        self._stopped = True

    @as_engine()
    def _run(self, *, by_force: bool, progress: Callable[[int], None] | None = None) -> int:
        with self._alone:
            self._lease = self._take(by_force=by_force)
            if self._lease is None:
                return 0
            done = 0
            for trees in self._batches():
                done += self._remove(trees)
                if progress is not None:
                    progress(done)
                if self._stopped:
                    break
            else:
                self._finish()
            if self._archive is not None and done:
                self._archive.gather()
            if self._whole_months:
                self.tend_months()
            return done

    def _take(self, *, by_force: bool) -> Lease | None:
        now = self._clock.now_ms()

        def taken(cursor: Cursor) -> Lease | None:
            until = now + _LEASE_MS
            return readers.take(cursor, _NAME, self._owner, now, until, by_force=by_force)

        found: Lease | None = written(self._database, taken)
        return found

    def _batches(self) -> Iterator[list[Tree]]:
        """Trees that may go, as many as one transaction takes at a time."""
        ends = self._ends()
        self._whole_months = self._all_over(ends)
        for definition_id, before in ends.items():
            place: tuple[int, str] | None = (-1, "")
            while place is not None:
                with self._database.reading() as connection:
                    trees, place = history.ended_trees(
                        connection, definition_id, before, place, self._batch
                    )
                    trees = self._read_by_all(connection, trees)
                if trees:
                    yield trees

    def _read_by_all(self, connection: Connection, trees: list[Tree]) -> list[Tree]:
        """Those of which no reader of the journal has anything left to read, our own before all."""
        places = readers.places(connection)
        if self._projection.name not in places:
            return []
        return [
            tree
            for tree in trees
            if all(place.is_past(tree.xact, tree.position) for place in places.values())
        ]

    def _ends(self) -> dict[str, int]:
        """Until when trees may have ended to go, by definition."""
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            found = [row["id"] for row in history.ended_definitions(connection)]
        ends = {each: self._expiry.before(each, now) for each in found}
        return {each: before for each, before in ends.items() if before is not None}

    def _all_over(self, ends: dict[str, int]) -> tuple[Month, ...]:
        """Months of which everything goes: their partitions are dropped, and not emptied row by row."""
        with self._database.reading() as connection:
            return tuple(
                month
                for month in partitions.past(connection, self._clock.now_ms())
                if history.is_all_over(connection, month, ends)
            )

    def _remove(self, trees: Sequence[Tree]) -> int:
        """Removes what is nobody's; what statistics say of it is kept."""
        began = time.perf_counter()
        ids = [tree.root_id for tree in trees]
        if self._archive is not None:
            self._archive.keep(self._database, ids)
        days = self._days_of(ids)
        removed: int = written(self._database, lambda cursor: self._removed(cursor, ids, days))
        took = time.perf_counter() - began
        if took > _WANTED_SECONDS:
            self._batch = max(self._batch // 2, 1)
        elif took < _WANTED_SECONDS / 2:
            self._batch = min(self._batch * 2, _LARGEST_BATCH)
        return removed

    def _removed(self, cursor: Cursor, ids: list[str], days: Days) -> int:
        until = self._clock.now_ms() + _LEASE_MS
        lease = self._lease
        assert lease is not None  # noqa: S101  # it was taken
        if not readers.hold(cursor, _NAME, lease, until):
            raise lease_lost(_NAME)
        going = history.lock(cursor, ids)
        if len(going) < len(ids):  # somebody is at work on one: what is counted is without it
            days = self._days_of(going)
        if going:
            activities.put_days(cursor, list(days.rows(kept=True)))
            whole = self._whole_months
            dropped = {each for each in going if any(month.holds(each) for month in whole)}
            history.remove(cursor, going, dropped)
        return len(going)

    def _days_of(self, root_ids: list[str]) -> Days:
        """What is counted for trees, with what is kept of others already."""
        with self._database.reading() as connection:
            fold = Fold((), self._projection.kind)
            for row in history.entries_of(connection, root_ids):
                fold.entry(entry_of(row))
            add_stored(connection, fold.days, kept=True)
        return fold.days

    def _finish(self) -> None:
        now, lease = self._clock.now_ms(), self._lease
        assert lease is not None  # noqa: S101  # it was taken
        if not written(
            self._database,
            lambda cursor: readers.move(cursor, _NAME, lease, lease.place, now, now),
        ):
            raise lease_lost(_NAME)


def _changed(change: Callable[[Cursor, Month], None], month: Month, cursor: Cursor) -> None:
    change(cursor, month)
