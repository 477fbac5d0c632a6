"""Long polling: workers wait for work without holding a thread each."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from trivium.api.schemas.jobs import Activate
    from trivium.engine import Engine
    from trivium.engine.infos import JobInfo

_LOOK_AGAIN_SECONDS = 0.5
"""Another process may have added work, or a lease have run out."""


class Polling:
    """Wakes those who wait after a commit. Each looks with a read; only who sees work writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unwatch: Callable[[], None] | None = None
        self._closing = False

    def start(self) -> None:
        """Begins to listen, in the event loop that runs."""
        self._loop = asyncio.get_running_loop()
        self._unwatch = self._engine.jobs.watch(self._committed)

    def stop(self) -> None:
        """Sends everybody home; from any thread, or a signal."""
        self._closing = True
        if self._unwatch is not None:
            self._unwatch()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _committed(self) -> None:
        if self._waiting and self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()

    async def activate(self, wanted: Activate, request: Request) -> list[JobInfo]:
        """Leases work; waits for it as long as the worker wants to, and is there."""
        end = time.monotonic() + wanted.wait_for.total_seconds()
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            while True:
                changed.clear()
                taken = await run_in_threadpool(self._take, wanted)
                left = end - time.monotonic()
                if taken or left <= 0 or self._closing or await request.is_disconnected():
                    return taken
                await _either(changed, min(left, _LOOK_AGAIN_SECONDS))
                if await request.is_disconnected():  # a lease for nobody would only cost time
                    return []
        finally:
            self._waiting.discard(changed)

    def _take(self, wanted: Activate) -> list[JobInfo]:
        return self._engine.jobs.activate(
            wanted.topics, wanted.worker, limit=wanted.limit, lease_for=wanted.lease_for
        )


async def _either(changed: asyncio.Event, seconds: float) -> None:
    """Until something has changed, or that time is over."""
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
