"""What happens, told to everybody who listens: one reader of the journal for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool

from trivium.engine.live.reader import cursor_text
from trivium.errors import LimitExceeded, Refused, TriviumError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trivium.api.listener import Listener
    from trivium.engine import Engine
    from trivium.engine.live.events import LiveEntry
    from trivium.engine.live.reader import Batch, LiveReader
    from trivium.identity import Principal

_Result = TypeVar("_Result")
_LOOK_AGAIN_SECONDS = 0.5
"""Another process may have done something, or rights have changed."""
_GATHER_SECONDS = 0.05
"""So long what follows a commit is gathered."""
_MOST_CONNECTIONS = 2000
_MOST_OF_ONE = 50
_MOST_READING = 4
_AT_ONCE = 50
_log = logging.getLogger("trivium.http")


class Stopping(Unavailable):
    """The server is about to end."""

    code = "live/stopping"


class Defect(TriviumError):
    """A fault of Trivium itself; its log says more."""

    code = "http/defect"


class Feed:
    """Reads the journal as long as anybody listens, and offers what it finds to all who do.

    It is woken by commits; it looks by itself twice a second, for those of other nodes that tell of nothing
    and for rights that were taken away.
    """

    def __init__(self, engine: Engine, revision: Callable[[], int]) -> None:
        self._engine = engine
        self._revision = revision
        self._listeners: set[Listener] = set()
        self._general: set[Listener] = set()
        self._by_instance: defaultdict[str, set[Listener]] = defaultdict(set)
        self._cursor = ""
        self._task: asyncio.Task[None] | None = None
        self._joining = asyncio.Lock()
        self._woken = asyncio.Event()
        self._quit = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unwatch: Callable[[], None] | None = None
        self._is_stopping = False
        self.reading = asyncio.Semaphore(_MOST_READING)
        """For those who read the journal themselves."""

    def start(self) -> None:
        """The server takes connections, in the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._unwatch = self._engine.jobs.watch(self._committed)

    def stop(self) -> None:
        """Sends everybody home; from any thread, or a signal."""
        self._is_stopping = True
        if self._unwatch is not None:
            self._unwatch()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all, _stopping())

    async def ended(self) -> None:
        """Waits until nothing is read any more: the database may be closed then."""
        if self._task is not None:
            await asyncio.wait({self._task})

    def _committed(self) -> None:
        if self._listeners and self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    def _end_all(self, why: TriviumError) -> None:
        for listener in self._listeners:
            listener.end(why)
        self._wake_to_quit()

    def _wake_to_quit(self) -> None:
        self._quit.set()
        self._woken.set()

    # -- who listens

    async def join(self, listener: Listener) -> None:
        """From now on it is offered what happens; its cursor is where that begins.

        Raises:
            LimitExceeded: too many listen already.
            Unavailable: the database does not answer, or the server is about to end.
        """
        async with self._joining:
            self._admit(listener)
            while self._task is not None and self._quit.is_set():  # the last one has just left
                await asyncio.wait({self._task})
            if self._task is None:
                reader = await run_in_threadpool(self._engine.journal.live)
                self._cursor = cursor_text(reader.place)
                self._quit.clear()
                self._task = asyncio.create_task(self._run(reader))
                self._task.add_done_callback(_told)
            listener.cursor = self._cursor
            self._listeners.add(listener)
            for group in self._groups_of(listener):
                group.add(listener)

    def _groups_of(self, listener: Listener) -> Iterable[set[Listener]]:
        wanted = listener.wanted.instance_ids
        return [self._by_instance[each] for each in wanted] if wanted else [self._general]

    def _admit(self, listener: Listener) -> None:
        if self._is_stopping:
            raise _stopping()
        user = listener.principal.user
        of_one = sum(each.principal.user == user for each in self._listeners)
        if len(self._listeners) >= _MOST_CONNECTIONS or of_one >= _MOST_OF_ONE:
            raise LimitExceeded(
                f"Expected at most {_MOST_CONNECTIONS} connections, {_MOST_OF_ONE} of one user, but there"
                " are as many already. Close some.",
                code="live/too-many-connections",
            )

    def leave(self, listener: Listener) -> None:
        """It listens no longer."""
        self._listeners.discard(listener)
        for group in self._groups_of(listener):
            group.discard(listener)
        for instance_id in listener.wanted.instance_ids:
            if not self._by_instance[instance_id]:
                del self._by_instance[instance_id]
        if not self._listeners:
            self._wake_to_quit()

    # -- reading

    async def _run(self, reader: LiveReader) -> None:
        why: TriviumError = Defect("Expected to go on reading, but that has failed. Connect again.")
        try:
            while not self._quit.is_set():
                self._woken.clear()
                batch = await self._patiently(reader.read)
                await self._renew_all()
                await self._offer_all(batch)
                if batch.is_last:
                    await _until(self._woken, _LOOK_AGAIN_SECONDS)
                    await _until(self._quit, _GATHER_SECONDS)
        except (Refused, Stopping) as error:
            why = error
        finally:  # who joins from now on starts another
            self._task = None
            for listener in self._listeners:
                listener.end(why)

    async def _patiently(self, work: Callable[[], _Result]) -> _Result:
        """What some work in a thread gives; while the database is away it is tried again.

        Raises:
            Stopping: nobody waits for it any more.
        """
        while not self._quit.is_set():
            try:
                return await run_in_threadpool(work)
            except Unavailable:
                await _until(self._quit, _LOOK_AGAIN_SECONDS)
        raise _stopping()

    async def _renew_all(self) -> None:
        """Takes away what somebody may not hear any more."""
        revision = await self._patiently(self._revision)
        asked = [each for each in self._listeners if each.revision != revision]
        found = await self._patiently(lambda: [_renewed(each) for each in asked]) if asked else []
        for listener, principal in zip(asked, found, strict=True):
            if isinstance(principal, TriviumError):
                listener.end(principal)
            else:
                listener.principal, listener.revision = principal, revision

    async def _offer_all(self, batch: Batch) -> None:
        for number, entry in enumerate(batch.entries, 1):
            for listener in self._concerned(entry):
                listener.offer(entry)
            self._cursor = entry.cursor
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)  # others are served, too
        if batch.is_last:
            self._cursor = cursor_text(batch.place)
            for listener in self._listeners:
                listener.rest(self._cursor)

    def _concerned(self, entry: LiveEntry) -> Iterable[Listener]:
        found = set(self._general)
        if self._by_instance:
            for instance_id in {entry.root_id, *(each.instance.id for each in entry.events)}:
                found |= self._by_instance.get(instance_id, set())
        return found


def _renewed(listener: Listener) -> Principal | TriviumError:
    """The same principal with the rights as they are now, or why not."""
    try:
        return listener.renew()
    except Refused as error:
        return error


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _stopping() -> Stopping:
    return Stopping("Expected a server that goes on, but it is about to end. Connect again.")


def _told(task: asyncio.Task[None]) -> None:
    """What nobody expected is in the log."""
    if not task.cancelled() and task.exception() is not None:
        _log.error("the live feed has failed", exc_info=task.exception())
