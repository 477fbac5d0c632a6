"""`engine.journal`: everything that happens, in order, for those who read along."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.engine.acting import acting, demand
from trivium.engine.areas.instances import no_instance
from trivium.engine.areas.paging import checked, number_of
from trivium.engine.infos import JournalPage, Lag, Page
from trivium.engine.journal import archive as archives
from trivium.engine.journal import views
from trivium.engine.journal.archive import Archive
from trivium.engine.journal.clean_up import CleanUp
from trivium.engine.journal.expiry import Expiry
from trivium.engine.journal.projection import ActivityHistory
from trivium.engine.journal.reader import Reader, written
from trivium.engine.journal.records import Handled, record_of
from trivium.engine.journal.threads import Loop
from trivium.engine.live.reader import LiveReader, place_of
from trivium.engine.views.history import entry_of
from trivium.store import activities as history
from trivium.store import definitions, queries, readers
from trivium.store import journal as stored

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, timedelta
    from pathlib import Path

    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.infos import (
        ActivityInfo,
        ActivityStatistics,
        CleanUpReport,
        JournalEntry,
        JournalRecord,
    )
    from trivium.store.database import Database


class Following:
    """A reader with a name that goes on where it was, on one node at a time.

    `stop` ends it on this node; another one goes on, or this one when it follows again.
    """

    def __init__(self, reader: Reader, ended: Callable[[Following], None]) -> None:
        self.name = reader.name
        self._reader = reader
        self._ended = ended
        self._loop = Loop(f"reader-{reader.name}", reader.step)

    def start(self) -> None:
        """Reads along in a thread from now on."""
        self._loop.start()

    def wake(self) -> None:
        """There may be something new."""
        self._loop.wake()

    def catch_up(self) -> int | None:
        """Reads all that there is, in this thread; how many entries, or None if another node reads."""
        return self._reader.catch_up()

    def stop(self) -> None:
        """Finishes what it is at."""
        self._loop.stop()
        self._reader.give_back()
        self._ended(self)


class Journal:
    """The journal of all instances: every command with its events.

    Entries of one instance tree come in their order, and none is skipped, however many nodes write.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        definitions: CompiledDefinitions,
        keep_for: timedelta | None = None,
        archive_to: Path | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._definitions = definitions
        self._node = f"node-{secrets.token_hex(4)}"
        self._following: tuple[Following, ...] = ()
        self._projection = ActivityHistory(definitions)
        self._reader = Reader(database, clock, self._node, self._projection.name, self._projection)
        self._is_kept_up = False
        expiry = Expiry(definitions, keep_for)
        archive = None if archive_to is None else Archive(archive_to)
        self._clean_up = CleanUp(database, clock, self._node, expiry, self._projection, archive)
        self._cleaning = Loop("history", self._clean_up.run_if_due)

    def start(self) -> None:
        """Keeps the history of activities up to date, and cleans up, in threads from now on."""
        self._is_kept_up = True
        self._follow(self._reader).start()
        self._cleaning.start()

    def read(
        self,
        cursor: str | None = None,
        *,
        limit: int = 100,
        kinds: Collection[str] | None = None,
        definition_key: str | None = None,
        root_id: str | None = None,
    ) -> JournalPage:
        """The entries that follow a cursor, the oldest first; without one from the beginning.

        A page without entries is the end for now: its cursor asks for what comes later. `kinds` are
        kinds of commands, such as `complete-task`; `definition_key` is that of the trees' roots.

        Raises:
            InvalidInput: the cursor is none, or the limit too high.
        """
        demand("read", "operation", "audit")
        place = stored.Place.parse(cursor)
        conditions = stored.conditions(kinds=kinds, definition_key=definition_key, root_id=root_id)
        with self._database.reading() as connection:
            rows, place = stored.read(connection, place, checked(limit), conditions)
        return JournalPage(entries=tuple(record_of(row) for row in rows), cursor=str(place))

    def end(self) -> str:
        """A cursor beyond all that there is now: for who wants only what is new."""
        with self._database.reading() as connection:
            return str(stored.end(connection))

    def live(self, cursor: str | None = None, *, root_id: str | None = None) -> LiveReader:
        """A reader for live feeds, from a cursor on that one gave; without one from now on.

        It is the caller's to tell nobody more than they may see.

        Raises:
            InvalidInput: the cursor is none.
        """
        demand("read", "operation", "audit")
        if cursor is not None:
            return LiveReader(self._database, place_of(cursor), root_id)
        with self._database.reading() as connection:
            place = stored.end(connection)
        return LiveReader(self._database, place, root_id)

    def follow(
        self,
        name: str,
        handler: Callable[[Sequence[JournalRecord]], None],
        *,
        cursor: str | None = None,
        in_background: bool = True,
    ) -> Following:
        """Hands everything that happens to `handler`, in order and at least once, on one node at a time.

        It runs outside of any transaction, in a thread of its own (else when `catch_up` is called); what it
        raises has it called again with the same entries, later and later. How far it has come is kept
        under `name`, so it goes on there on whatever node follows next; a new name begins at `cursor`, or
        at the beginning.
        """
        demand("read", "operation", "audit")
        if cursor is not None:
            place = stored.Place.parse(cursor)
            written(self._database, lambda found: readers.start_at(found, name, place))
        reader = Reader(self._database, self._clock, self._node, name, Handled(handler))
        following = self._follow(reader)
        if in_background:
            following.start()
        return following

    def _follow(self, reader: Reader) -> Following:
        following = Following(reader, self._ended)
        self._following = (*self._following, following)
        return following

    def forget(self, name: str) -> None:
        """Nobody reads under this name any more: it no longer counts as behind."""
        written(self._database, lambda cursor: readers.forget(cursor, name))

    def lags(self) -> dict[str, Lag]:
        """How far each reader is behind."""
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            unread = {
                name: stored.unread(connection, place)
                for name, place in readers.places(connection).items()
            }
        return {
            name: Lag(entries=count, seconds=0.0 if oldest is None else max(now - oldest, 0) / 1000)
            for name, (count, oldest) in unread.items()
        }

    # -- the history of activities

    def activities(  # what the list says
        self,
        instance_id: str,
        *,
        whole_tree: bool = False,
        element_id: str | None = None,
        state: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[ActivityInfo]:
        """What an instance went through, in the order in which it began; with those it called if asked.

        Where a scheduler runs it may be behind by a moment (see `lags`), else it is brought up to date.

        Raises:
            NotFound: there is no such instance.
        """
        self.catch_up()
        with self._database.reading() as connection:
            row = queries.instance(connection, instance_id)
            if row is None or (whole_tree and not queries.instance(connection, row["root_id"])):
                raise no_instance(instance_id)
            conditions = history.conditions(
                instance_id=None if whole_tree else instance_id,
                root_id=row["root_id"],
                element_id=element_id,
                state=state,
            )
            after = number_of(cursor)
            rows = history.of_instance(connection, conditions, after, checked(limit))
        found = tuple(views.activity(each, self._definitions) for each in rows[:limit])
        following = str(rows[limit - 1]["number"]) if len(rows) > limit else None
        return Page(found, following)

    def statistics(
        self,
        definition_ids: str | Collection[str],
        *,
        since: date | None = None,
        until: date | None = None,
        daily: bool = False,
    ) -> tuple[ActivityStatistics, ...]:
        """How often each element began, was completed, terminated or in trouble, and how long it took.

        Of the days from `since` to `until` in UTC, both included; with `daily` a record for each. What has
        begun on one day and ended on another counts on each for what it did.
        """
        self.catch_up()
        ids = [definition_ids] if isinstance(definition_ids, str) else list(definition_ids)
        first, last = views.day_number(since), views.day_number(until)
        with self._database.reading() as connection:
            if acting() is not None:
                ids = [each for each in ids if definitions.one(connection, each) is not None]
            rows = history.of_definitions(connection, ids, first, last)
        return views.by_day(rows) if daily else views.total(rows)

    def catch_up(self) -> None:
        """Brings the history of activities up to date, unless a thread here or another node does."""
        if not self._is_kept_up:
            self._reader.catch_up()

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Makes the history of activities and the statistics again; from how many entries.

        `progress` is told how many are done from time to time. Meanwhile queries find a part of it. What
        statistics say of instances whose history is gone is kept.
        """
        if self._is_renumbered():
            written(self._database, stored.renumber)
        self._reader.restart(self._projection.empty)
        done = 0
        while count := self._reader.step():
            done += count
            if progress is not None:
                progress(done)
        if not self._is_kept_up:
            self._reader.give_back()
        return done

    def _is_renumbered(self) -> bool:
        """Whether the database was restored on another server, where transactions begin anew."""
        with self._database.reading() as connection:
            return stored.is_renumbered(connection)

    # -- clean-up

    def clean_up(
        self, *, dry_run: bool = False, progress: Callable[[int], None] | None = None
    ) -> CleanUpReport:
        """Takes away what ended longer ago than it is kept for; with `dry_run` it only says what that is.

        How long says `camunda:historyTimeToLive` of the model (a number of days, or `P30D`), else the
        `keep_history_for` that the engine was opened with, else it is kept for ever. Whole instances
        go, with those that they called, their journals, incidents, decisions and activities; what the
        statistics say of them stays. What a reader of the journal has not come to yet stays for now.
        Where a scheduler runs this is done once an hour.
        """
        if dry_run:
            return self._clean_up.preview()
        self.catch_up()  # what is not in the statistics yet does not go
        return self._clean_up.run(progress)

    @staticmethod
    def archived(folder: Path, instance_id: str) -> tuple[JournalEntry, ...]:
        """The journal of an instance that was cleaned up, by the id of its root, from an archive.

        Raises:
            InvalidInput: there is no archive. NotFound: the instance is not in it.
        """
        found = archives.entries(folder, instance_id)
        if not found:
            raise no_instance(instance_id)
        return tuple(entry_of(row) for row in found)

    # -- inside

    def wake(self) -> None:
        """Something was committed here; returns at once."""
        for following in self._following:
            following.wake()

    def close(self) -> None:
        """Stops everybody who reads along here, and the clean-up."""
        self._clean_up.stop()
        self._cleaning.stop()
        for following in self._following:
            following.stop()
        self._reader.give_back()  # whoever is next need not wait for it to run out

    def _ended(self, following: Following) -> None:
        self._following = tuple(each for each in self._following if each is not following)
