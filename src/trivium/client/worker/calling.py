"""Running handlers: coroutines on the loop, functions in threads that do not keep the program alive."""

from __future__ import annotations

import asyncio
import inspect
import queue
import threading
from collections.abc import Callable
from typing import Any

from trivium.client.worker.job import Job

Handler = Callable[[Job], Any]
_Outcome = tuple[Any, BaseException | None]
_Work = tuple[Handler, Job, "asyncio.Future[_Outcome]"]


class Threads:
    """As many threads as there is work at once, each kept for the next; none outlives the program.

    Those of `concurrent.futures` would: a handler that hangs could not be left behind.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._work: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._idle = 0
        self._started = 0

    async def run(self, handler: Handler, job: Job) -> Any:
        """What the handler gives or raises."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[_Outcome] = loop.create_future()
        if self._idle == 0:
            self._start(loop)
        self._idle -= 1
        self._work.put((handler, job, done))
        result, error = await done
        if error is not None:
            raise error
        return result

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._started += 1
        self._idle += 1
        name = f"{self._name}-{self._started}"
        threading.Thread(target=self._serve, args=(loop,), name=name, daemon=True).start()

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        while (work := self._work.get()) is not None:
            handler, job, done = work
            outcome = _outcome(handler, job)
            try:
                loop.call_soon_threadsafe(self._finish, done, outcome)
            except RuntimeError:  # the loop is closed: nobody waits any more
                return

    def _finish(self, done: asyncio.Future[_Outcome], outcome: _Outcome) -> None:
        self._idle += 1
        if not done.done():
            done.set_result(outcome)

    def close(self) -> None:
        """Lets the threads end when they have nothing to do."""
        for _ in range(self._started):
            self._work.put(None)


class HandlerExit(Exception):
    """A handler tried to end the program."""


def _outcome(handler: Handler, job: Job) -> _Outcome:
    try:
        return handler(job), None
    except Exception as error:  # noqa: BLE001  # the job runner's edge: it becomes a failed job
        return None, error
    except BaseException as error:  # noqa: BLE001  # such as SystemExit: a handler may not end the worker
        return None, HandlerExit(repr(error))


async def _awaited(handler: Handler, job: Job) -> Any:
    try:
        return await handler(job)
    except SystemExit as error:
        raise HandlerExit(repr(error)) from error


async def call(handler: Handler, job: Job, threads: Threads) -> Any:
    """What a handler gives or raises, of either kind."""
    if is_asynchronous(handler):
        return await _awaited(handler, job)
    return await threads.run(handler, job)


def is_asynchronous(handler: Handler) -> bool:
    """Whether it is a coroutine function, or an object that is called as one."""
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
        getattr(handler, "__call__", None)  # noqa: B004  # not whether it can be called, but how
    )
