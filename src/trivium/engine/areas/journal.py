"""`engine.journal`: everything that happens, in order, for those who read along."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.engine.areas.paging import checked
from trivium.engine.infos import JournalPage, Lag
from trivium.engine.journal.reader import Reader, written
from trivium.engine.journal.records import Handled, record_of
from trivium.engine.journal.threads import Loop
from trivium.store import journal as stored
from trivium.store import readers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from trivium.engine.clock import Clock
    from trivium.engine.infos import JournalRecord
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

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._node = f"node-{secrets.token_hex(4)}"
        self._following: tuple[Following, ...] = ()

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
        place = stored.Place.parse(cursor)
        conditions = stored.conditions(kinds=kinds, definition_key=definition_key, root_id=root_id)
        with self._database.reading() as connection:
            rows, place = stored.read(connection, place, checked(limit), conditions)
        return JournalPage(entries=tuple(record_of(row) for row in rows), cursor=str(place))

    def end(self) -> str:
        """A cursor beyond all that there is now: for who wants only what is new."""
        with self._database.reading() as connection:
            return str(stored.end(connection))

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
        if cursor is not None:
            place = stored.Place.parse(cursor)
            written(self._database, lambda found: readers.start_at(found, name, place))
        reader = Reader(self._database, self._clock, self._node, name, Handled(handler))
        following = Following(reader, self._ended)
        self._following = (*self._following, following)
        if in_background:
            following.start()
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

    def wake(self) -> None:
        """Something was committed here; returns at once."""
        for following in self._following:
            following.wake()

    def close(self) -> None:
        """Stops everybody who reads along here."""
        for following in self._following:
            following.stop()

    def _ended(self, following: Following) -> None:
        self._following = tuple(each for each in self._following if each is not following)
