"""How a worker ends: takes nothing new, finishes what runs, hands back the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from trivium.client.worker.events import Event, Teller
from trivium.client.worker.handling import Handling
from trivium.client.worker.link import Link
from trivium.client.worker.topic import Topic

_LAST_SECONDS = 5.0
"""For handlers that were cancelled to end, and for leases to be handed back."""


class Stopping:
    """Whether a worker was asked to stop, and what it does then."""

    def __init__(self) -> None:
        self._asked = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._soon = asyncio.Event()
        self._now = asyncio.Event()

    def ask(self) -> None:
        """From any thread or a signal: first soon, then at once."""
        self._asked += 1
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._hear)

    def _hear(self) -> None:
        if self._asked:
            self._soon.set()
        if self._asked > 1:
            self._now.set()

    async def wait(self, serving: Sequence[asyncio.Task[None]]) -> None:
        """Until it is asked for, or one of those that serve has given up."""
        self._loop = asyncio.get_running_loop()
        self._hear()
        asked = asyncio.create_task(self._soon.wait())
        try:
            await asyncio.wait({asked, *serving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()

    async def wind_down(
        self,
        serving: Sequence[asyncio.Task[None]],
        topics: Sequence[Topic],
        link: Link,
        teller: Teller,
        patience_seconds: float,
    ) -> None:
        """Ends everything in order."""
        for task in serving:
            task.cancel()
        await asyncio.wait(serving)
        running = {task: each for topic in topics for task, each in topic.running.items()}
        teller.tell(Event(kind="stopping", message=f"{len(running)} running"))
        known = {each.job.id for each in running.values()}
        late = asyncio.create_task(_hand_back_late(topics, known, link))
        if running:
            await self._finish(running, patience_seconds)
            await _leave(running)
        await asyncio.wait({late}, timeout=_LAST_SECONDS)
        late.cancel()
        teller.tell(Event(kind="stopped"))

    async def _finish(self, running: Iterable[asyncio.Task[None]], seconds: float) -> None:
        """Lets what runs go on for a while, or until somebody asks again."""
        now = asyncio.create_task(self._now.wait())
        done = asyncio.create_task(asyncio.wait(running))
        try:
            await asyncio.wait({now, done}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            now.cancel()
            done.cancel()


async def _leave(running: Mapping[asyncio.Task[None], Handling]) -> None:
    """Ends what still runs; a function in a thread cannot be, and is left to itself."""
    rest = {task for task in running if not task.done()}
    for task in rest:
        running[task].leave()
    if rest:
        _, stubborn = await asyncio.wait(rest, timeout=_LAST_SECONDS)
        for task in stubborn:
            task.cancel()
        if stubborn:
            await asyncio.wait(stubborn)


async def _hand_back_late(topics: Sequence[Topic], known: set[str], link: Link) -> None:
    """Hands back what was leased while the worker hung up."""
    for topic in topics:
        await link.hand_back_unknown(topic.name, known)
