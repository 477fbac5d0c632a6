"""The chore that tells people: it follows the journal and the clocks, and reminds of what is due."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from trivium.kernel.ids import IdSource
from trivium.store import journal as entries
from trivium.store import readers
from trivium.store.cursors import cursor_of
from trivium.store.journal import Place
from trivium.store.transactions import transaction
from trivium.store.visibility import as_engine
from trivium.store.work import clocks, notices
from trivium.work.notifications import journal
from trivium.work.notifications.journal import CLOCK_KINDS, Known
from trivium.work.notifications.post import News, Post, facts_of, once
from trivium.work.trees import entries_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.work.directory import Directory
    from trivium.work.notifications.settings import NotifyingSettings
    from trivium.work.people import People
    from trivium.work.sla.steps import Notice
    from trivium.work.trees import Entry

_JOURNAL = "notifications"
_CLOCKS = f"{readers.CHORE}notifications of clocks"
"""The readers: how far each has come is kept with what it has told."""
_AT_ONCE = 500
_PATIENCE_MS = 15 * 60_000
_TIDY_EVERY_MS = 3_600_000
_TIDY_AT_ONCE = 1_000


class Teller:
    """What is said and how far it has read are written in one transaction: once, and nothing is left out.

    It begins when it is made for the first time; the past is not told.
    """

    def __init__(
        self, database: Database, clock: Clock, directory: Directory, settings: NotifyingSettings
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._settings = settings
        self._post = Post(settings, is_of_users=directory.is_of_users)
        self._tidied_at = 0
        self._begin()

    def _begin(self) -> None:
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            if readers.one(connection, _CLOCKS) is not None:
                return
        with transaction(self._database) as connection:
            cursor = cursor_of(connection)
            at = Place(position=notices.newest_clock_event(connection) + 1)
            readers.start_at(cursor, _CLOCKS, at)
            if readers.locked(cursor, _JOURNAL) is None:
                readers.keep(cursor, _JOURNAL, entries.end(connection), now)

    # -- what others tell

    def notify(self, notice: Notice) -> None:
        """Fills `Notifier`: what a step of a target has to tell. The same notice again is told to nobody."""
        with transaction(self._database) as connection:
            known = self._known(connection)
            subjects = journal.Subjects(known, (notice.task_id,) if notice.task_id else ())
            task = subjects.get(notice.task_id)
            tenant, users = notice.tenant, notice.recipients
            facts = facts_of(text=notice.text, target=notice.target)
            if task is None:
                about = (notice.instance_id, notice.task_id)
                news = News(tenant, "escalation", notice.id, users, facts, *about)
            else:
                news = subjects.news(tenant, "escalation", notice.id, task, users, **facts)
            self._put(known, [news])

    # -- the chore

    @as_engine()
    def do_due(self) -> int:
        """Tells all that is new and due; gives how much that was."""
        done = 0
        while True:
            turn = self._turn()
            done += turn
            if turn == 0:
                return done + self._tidy()

    @as_engine()
    def next_due(self) -> int | None:
        """When somebody is to be reminded."""
        with self._database.reading() as connection:
            return notices.next_reminder(connection)

    def _turn(self) -> int:
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            has_entries = entries.is_behind(connection, _place(connection, _JOURNAL))
            after = _place(connection, _CLOCKS).position
            has_clocks = bool(notices.clock_events(connection, after - 1, CLOCK_KINDS, 1))
            next_reminder = notices.next_reminder(connection)
        done = self._follow() if has_entries else 0
        if has_clocks:
            done += self._follow_clocks()
        if next_reminder is not None and next_reminder <= now:
            done += self._remind(now)
        return done

    def _follow(self) -> int:
        with transaction(self._database) as connection:
            cursor = cursor_of(connection)
            place = readers.locked(cursor, _JOURNAL) or entries.end(connection)
            rows, place = entries.read(connection, place, _AT_ONCE)
            if rows:
                known = self._known(connection)
                read = entries_of(connection, rows)
                news, dated = journal.of_entries(known, read)
                self._put(known, once(news))
                self._date(connection, read, dated)
            readers.keep(cursor, _JOURNAL, place, self._clock.now_ms())
        return len(rows)

    def _date(self, connection: Connection, read: list[Entry], ids: list[str]) -> None:
        if not ids:
            return
        tenants = {
            event[2]: entry.tenant
            for entry in read
            for event in entry.events
            if event[0] in {"task-created", "task-changed"}
        }
        tasks = clocks.tasks_of(connection, ids)
        rows = journal.reminders(
            tasks, tenants, self._settings.earliest_reminder_ms, self._clock.now_ms()
        )
        notices.remind(connection, ids, rows)

    def _follow_clocks(self) -> int:
        with transaction(self._database) as connection:
            cursor = cursor_of(connection)
            place = readers.locked(cursor, _CLOCKS) or Place()
            rows = notices.clock_events(connection, place.position - 1, CLOCK_KINDS, _AT_ONCE)
            if rows:
                known = self._known(connection)
                self._put(known, journal.of_clocks(known, rows))
                after = Place(position=rows[-1]["position"] + 1)
                readers.keep(cursor, _CLOCKS, after, self._clock.now_ms())
        return len(rows)

    def _remind(self, now: int) -> int:
        with transaction(self._database) as connection:
            readers.locked(cursor_of(connection), _CLOCKS)
            rows = notices.due_reminders(connection, now, _AT_ONCE)
            known = self._known(connection)
            self._put(known, journal.of_reminders(known, rows))
            notices.drop_reminders(connection, [(row["task_id"], row["kind"]) for row in rows])
        return len(rows)

    def _tidy(self) -> int:
        now = self._clock.now_ms()
        if now - self._tidied_at < _TIDY_EVERY_MS:
            return 0
        before = now - self._settings.keep_for_ms
        with transaction(self._database) as connection:
            gone = notices.forget_before(connection, before, _TIDY_AT_ONCE)
        if gone < _TIDY_AT_ONCE:
            self._tidied_at = now
        return gone

    # -- what it knows

    def _known(self, connection: Connection) -> Known:
        now = self._clock.now_ms()
        found: dict[str, People] = {}

        def people_of(tenant: str) -> People:
            if tenant not in found:
                found[tenant] = self._directory.people(connection, tenant, now)
            return found[tenant]

        return Known(connection, self._directory, people_of, self._settings)

    def _put(self, known: Known, news: list[News]) -> int:
        now = self._clock.now_ms()
        new_id = IdSource(now, secrets.randbits(61)).next
        return self._post.put(known.connection, news, known.people_of, now, new_id)


def _place(connection: Connection, name: str) -> Place:
    """Where a reader is, for a look."""
    row = readers.one(connection, name)
    return Place() if row is None else Place.parse(row["content"])
