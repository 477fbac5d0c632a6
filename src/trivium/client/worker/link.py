"""A worker's connection: what it asks of the server, and how it bears its absence."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from trivium.client.call import Call
from trivium.client.client import AsyncClient
from trivium.client.exchange import Pauses
from trivium.client.operations import jobs
from trivium.client.problems import ServerFault, UnexpectedAnswer
from trivium.client.shapes import ActivatedJob
from trivium.client.worker.events import Event, Teller
from trivium.errors import TriviumError, Unavailable

Answer = TypeVar("Answer")
AWAY = (Unavailable, UnexpectedAnswer, ServerFault)
"""What passes: the server starts again, a proxy in between knows no better."""
_WAIT_FOR = timedelta(seconds=20)
_AT_ONCE = timedelta(milliseconds=1)
_MOST = 1000


class Link:
    """What a worker does with the server."""

    def __init__(self, client: AsyncClient, worker_id: str, teller: Teller) -> None:
        self._client = client
        self._worker_id = worker_id
        self._teller = teller
        self._is_away = False

    async def take(self, topic: str, limit: int, lease_for: timedelta) -> list[ActivatedJob]:
        """Leases work; waits for some as long as it takes, also for the server."""
        call = jobs.activate_jobs(
            topics=[topic],
            worker=self._worker_id,
            limit=min(limit, _MOST),
            lease_for=lease_for,
            wait_for=_WAIT_FOR,
        )
        while True:
            answer = await self.insist(call)
            if answer.jobs:
                return answer.jobs

    async def insist(self, call: Call[Answer], *, faults: float = math.inf) -> Answer:
        """Makes a call until it is answered; strange answers are borne so often, an absence for ever.

        Raises:
            TriviumError: the server refused it, or could not do it so often.
        """
        pauses = Pauses(math.inf)
        while True:
            try:
                answer = await self._client.send(call)
            except AWAY as error:
                faults -= not isinstance(error, Unavailable)
                if faults <= 0:
                    raise
                self._away(error)
                await asyncio.sleep(pauses.next() or 0)
            else:
                self._back()
                return answer

    async def extend(self, job_id: str, lease: int, lease_for: timedelta) -> None:
        """Prolongs a lease.

        Raises:
            TriviumError: it is lost, or the server is away.
        """
        call = jobs.extend_job(job_id, lease=lease, lease_for=lease_for)
        await self._client.send(replace(call, takes_key=False))  # doing it twice is doing it once

    async def hand_back(self, job_id: str, lease: int) -> None:
        """Lets a lease run out at once, if it can be."""
        call = jobs.extend_job(job_id, lease=lease, lease_for=_AT_ONCE)
        try:
            await self._client.send(replace(call, takes_key=False))
        except TriviumError:  # then it runs out by itself
            return

    async def hand_back_unknown(self, topic: str, known: set[str]) -> list[str]:
        """Hands back what was leased by an answer that did not arrive; the ids."""
        call = jobs.list_jobs(topic=topic, kind="work", limit=_MOST)
        try:
            page = await self._client.send(call)
        except TriviumError:  # then they run out by themselves
            return []
        found = [
            job for job in page.items if job.lease_owner == self._worker_id and job.id not in known
        ]
        for job in found:
            await self.hand_back(job.id, job.lease)
        return [job.id for job in found]

    def _away(self, error: TriviumError) -> None:
        if not self._is_away:
            self._is_away = True
            self._teller.tell(Event(kind="disconnected", message=error.message))

    def _back(self) -> None:
        if self._is_away:
            self._is_away = False
            self._teller.tell(Event(kind="connected"))
