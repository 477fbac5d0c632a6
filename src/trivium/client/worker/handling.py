"""One job in a worker's hands: it is run, its lease is kept, its outcome delivered."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

from trivium.client.call import Call
from trivium.client.operations import jobs
from trivium.client.worker.calling import Handler, Threads, call, is_asynchronous
from trivium.client.worker.events import Kind, Teller
from trivium.client.worker.job import Job
from trivium.client.worker.link import AWAY, Link
from trivium.client.worker.outcomes import Escalation, JobFailed, as_variables
from trivium.errors import BpmnError, TriviumError

_LEASE = timedelta(seconds=10)
_LONGEST_LEASE = timedelta(minutes=1)
_OF_ITS_AGE = 5
_BEATS = 3
_FAULTS = 5
_LONGEST_MESSAGE = 4000
_GONE = frozenset({"job/lease-lost", "job/not-found"})
_NOT_NOW = "instance/suspended"


def lease_for(age_seconds: float) -> timedelta:
    """How long a lease is, of a job that has run for so long.

    Short at first, so that it is soon noticed if a worker dies; longer for what has taken long anyway.
    """
    grown = timedelta(seconds=age_seconds / _OF_ITS_AGE)
    return min(max(_LEASE, grown), _LONGEST_LEASE)


class Handling:
    """The life of a job from its lease to its outcome."""

    def __init__(self, job: Job, handler: Handler, link: Link, teller: Teller) -> None:
        self.job = job
        self._handler = handler
        self._link = link
        self._teller = teller
        self._lease = job.lease
        self._began = time.monotonic()
        self._work: asyncio.Task[Any] | None = None
        self._task: asyncio.Task[Any] | None = None
        self._is_left = False

    async def run(self, threads: Threads) -> None:
        """Does it all; raises nothing of the handler's or the server's."""
        self._task = asyncio.current_task()
        self._work = work = asyncio.create_task(call(self._handler, self.job, threads))
        beat = asyncio.create_task(self._beat(work))
        try:
            await asyncio.wait({work})
            if self._is_left:
                await self._link.hand_back(self.job.id, self._lease)
                self._tell("handed-back")
            elif self.job.is_lost:
                self._tell("lost", message="its lease was lost while it ran")
            else:
                await self._deliver(work)
        except asyncio.CancelledError:
            why = "there was no time for its outcome" if work.done() else "it does not end"
            self._tell("handed-back", message=f"{why}: the lease runs out by itself")
            raise
        finally:
            beat.cancel()
            work.cancel()

    def goes_on_under(self, lease: int) -> bool:
        """The same work has come again, since its lease ran out: whether it need not begin anew."""
        if self._is_left or self.job.is_lost:
            return False
        self._lease = lease
        return True

    def leave(self) -> None:
        """The worker stops and does not wait for this."""
        self._is_left = True
        work, task = self._work, self._task
        if work is None or task is None:
            return
        if work.done() or not is_asynchronous(self._handler):
            task.cancel()
        self._lose(work)

    def _lose(self, work: asyncio.Task[Any]) -> None:
        """Tells the handler that nobody wants it any more; a thread keeps its place until it ends."""
        self.job.lose()
        if is_asynchronous(self._handler):
            work.cancel()

    @property
    def _age_seconds(self) -> float:
        return time.monotonic() - self._began

    def _tell(self, kind: Kind, **facts: Any) -> None:
        self._teller.of(kind, self.job, seconds=round(self._age_seconds, 3), **facts)

    async def _beat(self, work: asyncio.Task[Any]) -> None:
        """Extends the lease for as long as the work goes on."""
        while True:
            lease, lasts = self._lease, lease_for(self._age_seconds)
            pause = lasts.total_seconds() / _BEATS
            await asyncio.sleep(pause)
            try:
                async with asyncio.timeout(pause):
                    await self._link.extend(self.job.id, lease, lasts)
            except (*AWAY, TimeoutError):
                continue
            except TriviumError as refusal:
                if refusal.code not in _GONE or lease != self._lease:
                    continue
                if not work.done():
                    self._lose(work)
                return  # while a result is delivered, its answer says what has become of it

    async def _deliver(self, work: asyncio.Task[Any]) -> None:
        lease = self._lease
        kind, report, message = self._report(work)
        error = None if work.cancelled() else work.exception()
        told = None if isinstance(error, BpmnError | JobFailed) else error
        try:
            answer = await self._link.insist(report, faults=_FAULTS)
        except TriviumError as refusal:
            if refusal.code in _GONE and lease != self._lease:
                await self._deliver(work)
            else:
                await self._refused(refusal, kind)
        else:
            left = answer.retries if kind == "failed" else None
            self._tell(kind, message=message, retries=left, error=told)

    async def _refused(self, refusal: TriviumError, kind: Kind) -> None:
        """What cannot be taken is a failure, so that it is not tried for ever."""
        if refusal.code in _GONE:
            self._tell("lost", message=refusal.message)
        elif refusal.code == _NOT_NOW or kind == "failed":
            self._tell("dropped", message=refusal.message)
        else:
            await self._fail(refusal)

    async def _fail(self, refusal: TriviumError) -> None:
        try:
            answer = await self._link.insist(self._failure(refusal.message), faults=_FAULTS)
        except TriviumError as again:
            self._tell("dropped", message=again.message)
        else:
            self._tell("failed", message=refusal.message, retries=answer.retries)

    def _report(self, work: asyncio.Task[Any]) -> tuple[Kind, Call[Any], str | None]:
        """The kind of outcome, the call that tells it, and why."""
        try:
            variables = as_variables(work.result())
        except BpmnError as error:
            is_escalation = isinstance(error, Escalation)
            report = jobs.throw_job_error(
                self.job.id,
                error_code=error.error_code,
                error_message=error.message,
                escalation=is_escalation,
                variables=error.variables,
                lease=self._lease,
                idempotency_key=self._key("error"),
            )
            return "escalated" if is_escalation else "error", report, error.error_code
        except JobFailed as error:
            failure = self._failure(error.message, error.retries, error.retry_in)
            return "failed", failure, error.message
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001  # the job runner's edge: it becomes a failed job
            message = f"{type(error).__name__}: {error}".removesuffix(": ")
            return "failed", self._failure(message), message
        report = jobs.complete_job(
            self.job.id,
            variables=variables,
            lease=self._lease,
            idempotency_key=self._key("complete"),
        )
        return "completed", report, None

    def _failure(
        self, message: str, retries: int | None = None, retry_in: timedelta | None = None
    ) -> Call[Any]:
        return jobs.fail_job(
            self.job.id,
            error_message=message[:_LONGEST_MESSAGE].encode(errors="replace").decode(),
            retries=retries,
            retry_in=retry_in,
            lease=self._lease,
            idempotency_key=self._key("fail"),
        )

    def _key(self, what: str) -> str:
        """The same for a result that is sent again, another for each lease."""
        return f"{what}-{self.job.id}-{self._lease}"
