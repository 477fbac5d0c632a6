"""The jobs of one topic: taken when there is room for them, and not before."""

from __future__ import annotations

import asyncio

from trivium.client.shapes import ActivatedJob
from trivium.client.worker.calling import Handler, Threads
from trivium.client.worker.events import Teller
from trivium.client.worker.handling import Handling, lease_for
from trivium.client.worker.job import Job
from trivium.client.worker.link import Link


class Topic:
    """A handler, and what is in its hands."""

    def __init__(self, name: str, handler: Handler, at_once: int) -> None:
        self.name = name
        self._handler = handler
        self._at_once = at_once
        self._running: dict[asyncio.Task[None], Handling] = {}
        self._room = asyncio.Event()

    async def serve(self, link: Link, threads: Threads, teller: Teller) -> None:
        """Takes work and has it done, until it is cancelled; what runs goes on then.

        Raises:
            TriviumError: the server refuses to give work.
        """
        while True:
            self._room.set() if self._free else self._room.clear()
            await self._room.wait()
            for taken in await link.take(self.name, self._free, lease_for(0)):
                if not self._has_already(taken):
                    handling = Handling(Job.of(taken), self._handler, link, teller)
                    task = asyncio.create_task(handling.run(threads))
                    self._running[task] = handling
                    task.add_done_callback(self._done)

    def _has_already(self, taken: ActivatedJob) -> bool:
        return any(
            each.job.id == taken.id and each.goes_on_under(taken.lease)
            for each in self._running.values()
        )

    @property
    def _free(self) -> int:
        return self._at_once - len(self._running)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._room.set()

    @property
    def running(self) -> dict[asyncio.Task[None], Handling]:
        """What is in hand."""
        return dict(self._running)
