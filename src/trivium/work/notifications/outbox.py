"""The chore that sends: what is due is taken under a lease, sent outside of any transaction, and settled."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from trivium.errors import Unavailable
from trivium.store.transactions import transaction
from trivium.store.work import deliveries
from trivium.work.notifications.channels import Message, Outcome
from trivium.work.notifications.kinds import DIGESTS
from trivium.work.notifications.template import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.store.work.deliveries import Taken
    from trivium.work.notifications.settings import NotifyingSettings

_LEASE_MS = 5 * 60_000
"""Longer than any channel may take: who has it longer has died, and then others try."""
_FIRST_PAUSE_MS = 30_000
_LONGEST_PAUSE_MS = 3_600_000
MOST_ATTEMPTS = 24
"""After these, the last twenty or so an hour apart, it has failed."""
_THREADS = 4
_WHILE_BUSY_MS = 1_000
_SETTLE_ATTEMPTS = 10
_SETTLE_PAUSE_SECONDS = 1.0
_log = logging.getLogger("trivium.work")


class Outbox:
    """Sends in threads of its own, since servers may be slow; in the caller's where the engine has none."""

    def __init__(
        self, database: Database, clock: Clock, settings: NotifyingSettings, *, is_threaded: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._is_threaded = is_threaded
        self._paused: dict[str, int] = {}
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def do_due(self) -> int:
        """Sends what is due, or has it sent; gives how much was."""
        due_at = self._due_at()
        if due_at is None or due_at > self._clock.now_ms():
            return 0
        if self._is_threaded:
            self._start()
            return 0
        done = 0
        while self._send_one():
            done += 1
        return done

    def next_due(self) -> int | None:
        """When something is to be sent."""
        now = self._clock.now_ms()
        pauses = [until for until in list(self._paused.values()) if until > now]
        due_at = min((at for at in (self._due_at(), *pauses) if at is not None), default=None)
        if due_at is None or not self._is_threaded or not self._is_busy():
            return due_at
        return max(due_at, now + _WHILE_BUSY_MS)

    def stop(self) -> None:
        """Finishes what is being sent, and begins nothing."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    # -- threads

    def _is_busy(self) -> bool:
        with self._lock:
            return any(thread.is_alive() for thread in self._threads)

    def _start(self) -> None:
        with self._lock:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            if len(self._threads) < _THREADS and not self._stopping.is_set():
                thread = threading.Thread(target=self._work_off, name="trivium-out", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work_off(self) -> None:
        try:
            while not self._stopping.is_set() and self._send_one():
                self._start()  # as long as there is something, another may help
        except Unavailable as error:
            _log.warning("the database does not answer: %s", error)

    # -- one delivery

    def _due_at(self) -> int | None:
        with self._database.reading() as connection:
            return deliveries.next_due(connection, self._pauses(self._clock.now_ms()))

    def _send_one(self) -> bool:
        now = self._clock.now_ms()
        paused = self._pauses(now)
        with transaction(self._database) as connection:
            taken = deliveries.take(connection, now, now + _LEASE_MS, paused)
        if taken is None:
            return False
        with self._database.reading() as connection:
            rows = deliveries.content_of(connection, taken.id)
        outcome = self._attempt(taken, rows, now)
        self._settle(taken, self._values(taken, outcome))
        return True

    def _settle(self, taken: Taken, values: dict[str, Any]) -> None:
        """What was sent is noted even if the database is away for a moment: else it would be sent again."""
        for left in reversed(range(_SETTLE_ATTEMPTS)):
            try:
                with transaction(self._database) as connection:
                    deliveries.settle(connection, taken, values)
            except Unavailable:
                if not left:
                    raise
                self._stopping.wait(_SETTLE_PAUSE_SECONDS)
            else:
                return

    def _attempt(self, taken: Taken, rows: Sequence[RowMapping], now: int) -> Outcome:
        channel = self._settings.channels.get(taken.channel)
        if not rows:
            return Outcome("refused", "There is nothing left to tell.")
        if channel is None:
            return Outcome("later", "This node knows no such channel.")
        outcome = channel.send(_message(taken, rows, self._settings.language, now))
        if outcome.state == "down":
            _log.warning("the channel %s takes nothing now: %s", taken.channel, outcome.why)
            self._paused[taken.channel] = now + _FIRST_PAUSE_MS
        return outcome

    def _values(self, taken: Taken, outcome: Outcome) -> dict[str, Any]:
        now = self._clock.now_ms()
        if outcome.state == "sent":
            return {"state": "sent", "due_at": None, "error": None, "ended_at": now}
        attempts = taken.attempts + 1
        failed = {"error": outcome.why, "attempts": attempts}
        if outcome.state == "refused" or attempts >= MOST_ATTEMPTS:
            return {**failed, "state": "failed", "due_at": None, "ended_at": now}
        return {**failed, "due_at": now + pause_after(attempts)}

    def _pauses(self, now: int) -> list[str]:
        """The channels that are left alone for a while: no attempts are spent on a server that is off."""
        return [channel for channel, until in list(self._paused.items()) if until > now]


def pause_after(attempts: int) -> int:
    """Milliseconds until the next attempt: half a minute at first, then twice as long, up to an hour."""
    return min(_FIRST_PAUSE_MS << min(attempts - 1, 10), _LONGEST_PAUSE_MS)


def _message(taken: Taken, rows: Sequence[RowMapping], language: str, now: int) -> Message:
    """One notification as it is; several one below the other."""
    place = (f"trivium-{taken.id}", taken.address)
    if len(rows) == 1:
        return Message(*place, rows[0]["subject"], rows[0]["text"], now)
    template = DIGESTS.get(language, DIGESTS["en"])
    subject = filled(template, {"text": str(len(rows))})
    parts = (f"{row['subject']}\n{'-' * len(row['subject'])}\n{row['text']}\n" for row in rows)
    return Message(*place, subject, "\n".join(parts), now)
