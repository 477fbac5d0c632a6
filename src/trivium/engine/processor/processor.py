"""Group commit by flat combining: whoever comes first works for all who wait."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Never

from trivium.engine.acting import acting, acting_as
from trivium.engine.correlation import deliver_buffered
from trivium.engine.dry_run import Decided, active
from trivium.engine.observing.observer import Observers
from trivium.engine.observing.origin import caused_by, current
from trivium.engine.operation import Operation, PutOff
from trivium.engine.processor.answers import Answers, fingerprint
from trivium.engine.processor.batch import Batch
from trivium.errors import Refused, TriviumError, Unavailable
from trivium.kernel.commands import COMMANDS
from trivium.store.database import Contention
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trivium.engine.clock import Clock
    from trivium.engine.dry_run import Preview
    from trivium.engine.processor.environment import Environments
    from trivium.store.cursors import Cursor
    from trivium.store.database import Database

_LARGEST_BATCH = 256
_SMALL_BATCH = 16
_FEW = 4
"""A batch begins beside another when at least a fourth as many wait as are in that one."""
_GATHERING_SECONDS = 0.005
_ATTEMPTS = 20
_log = logging.getLogger("trivium.engine")


class Pending:
    """A command on its way, and what has become of it."""

    __slots__ = (
        "acting",
        "command",
        "done",
        "error",
        "fingerprint",
        "key",
        "only_if_due",
        "origin",
        "result",
        "root_id",
        "seed",
        "submitted_ns",
        "user",
        "woken",
    )

    def __init__(
        self, command: Any, user: str | None, key: str | None, *, only_if_due: bool = False
    ) -> None:
        self.command = command
        self.only_if_due = only_if_due
        self.acting = who = acting()
        self.user = user if who is None else who.user
        self.key = key
        self.fingerprint = "" if key is None else fingerprint(command, self.user)
        self.seed = secrets.randbits(61)
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = False
        self.origin = current()
        self.root_id: str | None = None
        self.submitted_ns = time.perf_counter_ns()
        self.woken = threading.Lock()
        self.woken.acquire()

    def wake(self) -> None:
        if self.woken.locked():
            self.woken.release()


class _Seat:
    """The right to write one transaction, and how many commands are in it."""

    __slots__ = ("lock", "under_way")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.under_way = 0


class Processor:
    """Takes commands from any number of threads.

    There are as many seats as the database takes write transactions at once. A caller who finds one free
    decides and commits all commands that wait, its own among them, in one transaction; the others sleep
    until theirs is done. Alone, a caller just does its own.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        environments: Environments,
        committed: Callable[[int | None], None],
        observers: Observers | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._environments = environments
        self._committed = committed
        self._observers = Observers() if observers is None else observers
        self._queue: deque[Pending] = deque()
        self._seats = [_Seat() for _ in range(database.writers)]

    def submit(self, command: Any, user: str | None = None, key: str | None = None) -> Any:
        """Carries out a command or operation durably and gives its result.

        `key` is an idempotency key: sent again with the same one, it gives the first result again.

        Within a dry run it is decided, and not kept.

        Raises:
            Refused: it cannot be; nothing has changed.
            Unavailable: the database did not answer.
        """
        preview = active()
        if preview is not None:
            self._try_out(command, user, preview)
        pending = Pending(command, user, key)
        self._observers.submitted(pending)
        self._queue.append(pending)
        self._await(pending)
        if pending.error is not None:
            raise pending.error
        return pending.result

    def submit_all(
        self, given: Sequence[Any], user: str | None = None, keys: Sequence[str | None] = ()
    ) -> list[TriviumError | None]:
        """Carries out commands, each for itself, in as few transactions as that goes; gives their refusals.

        Within a dry run all are decided one after the other, and none is kept.
        """
        preview = active()
        if preview is not None:
            self._try_out_all(given, user, preview)
        pending = [
            Pending(command, user, key)
            for command, key in zip(given, keys or [None] * len(given), strict=True)
        ]
        for each in pending:
            self._observers.submitted(each)
        self.carry_out(pending)
        found: list[TriviumError | None] = []
        for each in pending:
            if each.error is not None and not isinstance(each.error, TriviumError):
                raise each.error
            found.append(each.error)
        return found

    def prepare(self, command: Any) -> Pending:
        """What does a due job, to be carried out with others by `carry_out`, if it is still due then."""
        pending = Pending(command, None, None, only_if_due=True)
        self._observers.submitted(pending)
        return pending

    def carry_out(self, prepared: Sequence[Pending]) -> None:
        """Carries out commands, in one transaction as far as that goes; each has its result or error then."""
        self._queue.extend(prepared)
        for pending in prepared:
            self._await(pending)

    def _await(self, pending: Pending) -> None:
        patience = _GATHERING_SECONDS
        while not pending.done:
            seat = next((each for each in self._seats if each.lock.acquire(blocking=False)), None)
            if seat is None:
                pending.woken.acquire()
            elif patience and self._are_few():
                seat.lock.release()
                if not pending.woken.acquire(timeout=patience):
                    patience = 0.0
            else:
                try:
                    self._work(seat)
                finally:
                    seat.under_way = 0
                    seat.lock.release()
                    self._wake_next()

    def _are_few(self) -> bool:
        """Whether those who wait better wait for those under way to come back with their next commands."""
        return len(self._queue) * _FEW < sum(seat.under_way for seat in self._seats)

    def _try_out(self, command: Any, user: str | None, preview: Preview) -> Never:
        """Decides and writes in a transaction that is rolled back."""
        with self._database.writing() as cursor:
            batch = Batch(cursor, self._environments, self._clock.now_ms(), preview)
            try:
                self._carry_out(batch, Pending(command, user, None))
            except PutOff as wish:  # nothing comes before it, and nothing of it stays
                batch.names_locked.add(wish.name)
                self._carry_out(batch, Pending(command, user, None))
            batch.flush()
            if batch.messages_awaited:
                with acting_as(None):
                    deliver_buffered(batch)
            raise Decided

    def _try_out_all(self, given: Sequence[Any], user: str | None, preview: Preview) -> Never:
        """The same for many: what is refused is left out."""
        with self._database.writing() as cursor:
            batch = Batch(cursor, self._environments, self._clock.now_ms(), preview)
            for command in given:
                with suppress(Refused):
                    self._carry_out(batch, Pending(command, user, None))
            batch.flush()
            raise Decided

    def _wake_next(self) -> None:
        try:
            self._queue[0].wake()
        except IndexError:
            return

    def _take(self) -> list[Pending]:
        """A fair share of what waits and is under way: one batch is decided while another is written."""
        known = len(self._queue) + sum(seat.under_way for seat in self._seats)
        share = min(max(-(-known // len(self._seats)), _SMALL_BATCH), _LARGEST_BATCH)
        taken: list[Pending] = []
        while self._queue and len(taken) < share:
            taken.append(self._queue.popleft())
        return taken

    def _work(self, seat: _Seat) -> None:
        taken = self._take()
        if not taken:
            return
        seat.under_way = len(taken)
        due_from: int | None = None
        taken_ns = time.perf_counter_ns()
        reach("processor.taken")
        try:
            due_from = self._commit_or_report(taken)
            reach("processor.answered")
        except BaseException:
            for pending in taken:  # the leader is interrupted; nobody may wait for it for ever
                pending.error = pending.error or _interrupted()
            raise
        finally:
            for pending in taken:
                pending.done = True
                pending.wake()
            self._observers.decided(taken, taken_ns)
        self._committed(due_from)
        if len(taken) > 1:
            self._let_come()

    def _let_come(self) -> None:
        """Lets those who were just answered say what they want next: one batch costs less than two."""
        waiting = -1
        while waiting < len(self._queue) < _LARGEST_BATCH:
            waiting = len(self._queue)
            time.sleep(0)  # gives way, and waits for nothing

    def _commit_or_report(self, taken: list[Pending]) -> int | None:
        try:
            return self._commit(taken)
        except Contention as error:  # some of them may get in each other's way
            return self._one_by_one(taken, error)
        except Unavailable as error:  # it is so for all of them
            for pending in taken:
                self._report(pending, error)
        except Exception as error:  # noqa: BLE001  # the processor's edge: re-reported to the callers
            return self._one_by_one(taken, error)
        return None

    def _one_by_one(self, taken: list[Pending], error: Exception) -> int | None:
        """A batch that failed as a whole is tried again command by command: one may be poisoned."""
        if len(taken) == 1:
            self._report(taken[0], error)
            return None
        self._observers.divided(taken)
        due: list[int | None] = []
        for pending in taken:
            try:
                due.append(self._commit([pending]))
            except Exception as own:  # noqa: BLE001  # the same edge
                self._report(pending, own)
        return min((at for at in due if at is not None), default=None)

    def _report(self, pending: Pending, error: Exception) -> None:
        pending.result = None
        pending.error = error
        if not isinstance(error, TriviumError):
            with caused_by(pending.origin):
                _log.error("command %s failed", type(pending.command).__name__, exc_info=error)

    def _commit(self, taken: list[Pending]) -> int | None:
        """Decides and commits; gives when the earliest job is due that came of it."""
        for attempt in count():
            try:
                with self._database.writing() as cursor:
                    return self._decide(cursor, taken)
            except Contention:
                if attempt == _ATTEMPTS:
                    raise
            except Unavailable as error:
                if error.code == "store/unknown-outcome":
                    raise
                if not self._database.await_recovery(attempt):
                    raise
            self._observers.retried()
        raise AssertionError  # it counts for ever

    def _decide(self, cursor: Cursor, taken: list[Pending]) -> int | None:
        batch = Batch(cursor, self._environments, self._clock.now_ms())
        alone = [n for p in taken if isinstance(p.command, Operation) for n in p.command.locks]
        if alone:
            cursor.lock(alone)
        answers = Answers(batch, (pending.key for pending in taken if pending.key is not None))
        batch.read_ahead([p.command for p in taken if isinstance(p.command, COMMANDS)])
        reach("processor.read")
        last: list[Pending] = []
        for pending in taken:
            try:
                self._try(batch, answers, pending)
            except PutOff as wish:
                batch.names_locked.add(wish.name)
                last.append(pending)
        batch.carries_out = None
        reach("processor.decided")
        batch.flush()
        if batch.messages_awaited:
            with acting_as(None):
                deliver_buffered(batch)
        if last:
            cursor.lock(sorted(batch.names_locked))
            for pending in last:
                self._try(batch, answers, pending)
            batch.flush()
            if batch.messages_awaited:
                deliver_buffered(batch)
        reach("processor.flushed")
        return batch.writing.due_from

    def _try(self, batch: Batch, answers: Answers, pending: Pending) -> None:
        pending.result, pending.error = None, None
        try:
            pending.result = self._answer(batch, answers, pending)
        except Refused as error:
            pending.error = error

    def _answer(self, batch: Batch, answers: Answers, pending: Pending) -> Any:
        key = pending.key
        if key is None:
            return self._carry_out(batch, pending)
        if answers.has(key, pending.fingerprint):
            return answers.get(key)
        try:
            result = self._carry_out(batch, pending)
        except (
            Refused
        ):  # by what the same command has done on another node, while we waited for it?
            if answers.has_now(key, pending.fingerprint):
                return answers.get(key)
            raise
        answers.keep(key, pending.fingerprint, result)
        return result

    def _carry_out(self, batch: Batch, pending: Pending) -> Any:
        batch.carries_out = pending
        if pending.acting is acting():
            return self._do(batch, pending)
        with acting_as(pending.acting):  # whoever leads decides for others as they may
            return self._do(batch, pending)

    @staticmethod
    def _do(batch: Batch, pending: Pending) -> Any:
        if isinstance(pending.command, COMMANDS):
            return batch.carry_out(
                pending.command, pending.seed, pending.user, only_if_due=pending.only_if_due
            )
        if pending.command.needs_flush:
            batch.flush()  # its queries must see what came before it
        return pending.command.run(batch, pending.seed, pending.user)


def _interrupted() -> Unavailable:
    return Unavailable(
        "Expected an answer to the command, but the thread that carried it out was interrupted; whether"
        " it was done is not known. Look, or send it again with the same idempotency key.",
        code="store/interrupted",
    )
