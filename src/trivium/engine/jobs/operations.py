"""Operations on jobs that are no commands on one tree."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from trivium.engine.correlation import Broadcast, Correlate
from trivium.engine.operation import Operation
from trivium.errors import Conflict, Refused
from trivium.kernel import codec, commands
from trivium.kernel.ids import IdSource
from trivium.kernel.moments import from_ms, to_ms
from trivium.store import jobs
from trivium.store.definitions import tenant_of_instance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.processor.batch import Batch
    from trivium.store.jobs import Due, Ready


_LONGEST_SECONDS = 0.02
"""So long others wait at most for due jobs, but for the first of them."""


class RunDue(Operation):
    """Does jobs whose time has come, as many as take no long; what somebody else is at work on is left alone.

    Gives the ids of those that were done, and of those that could not be.
    """

    def __init__(self, jobs_due: Sequence[Due], *, only_free: bool = True) -> None:
        self.jobs = jobs_due
        self.only_free = only_free

    def run(self, batch: Batch, seed: int, user: str | None) -> tuple[set[str], set[str]]:
        free = self._free(batch)
        done: set[str] = set()
        refused: set[str] = set()
        until = time.perf_counter() + _LONGEST_SECONDS
        for number, job in enumerate(self.jobs):
            if job.id not in free:
                continue
            if done and time.perf_counter() > until:
                break
            try:
                self._do(batch, job, seed + (number << 24), user)
            except Refused:
                refused.add(job.id)
            else:
                done.add(job.id)
        return done, refused

    def _free(self, batch: Batch) -> set[str]:
        if not self.only_free or batch.cursor.is_alone:
            return {job.id for job in self.jobs}
        found: set[str] = set()
        alone = [job.id for job in self.jobs if job.root_id is None or job.kind == "command"]
        of_trees = [job.id for job in self.jobs if job.id not in alone]
        if alone:
            found |= jobs.alone(batch.cursor, alone)
        if of_trees:
            found |= batch.free_jobs(of_trees)
        return found

    @staticmethod
    def _do(batch: Batch, job: Due, seed: int, user: str | None) -> None:
        if job.kind == "command":
            batch.flush()
            CarryOut(job.id).run(batch, seed, user)
        elif job.kind == "start-timer":
            batch.flush()
            FireStartTimer(job.id).run(batch, seed, user)
        else:
            batch.carry_out(commands.RunJob(job_id=job.id), seed, user)


class CarryOut(Operation):
    """Delivers a message or signal that was thrown in another tree; done once however often it is tried."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        found = jobs.payload(batch.cursor, self.job_id)
        if found is None:
            return
        jobs.delete(batch.cursor, self.job_id)
        payload: dict[str, Any] = codec.decode(found[4] or b"{}")
        variables = payload.get("variables") or {}
        if payload["kind"] == "start":
            start = commands.StartInstance(
                definition_id=payload["definition_id"],
                instance_id=IdSource(batch.now, seed ^ 1).next(),
                variables=variables,
                business_key=payload["business_key"],
            )
            batch.carry_out(start, seed, user)
            return
        tenant = tenant_of_instance(batch.cursor, payload["from"])
        if payload["kind"] == "signal":
            Broadcast(payload["name"], variables, payload["from"], tenant).run(batch, seed, user)
            return
        try:
            Correlate(payload["name"], variables=variables, tenant=tenant).run(batch, seed, user)
        except Refused:  # nobody waits: a thrown message is not kept (ADR 6)
            return


class FireStartTimer(Operation):
    """A timer start event is due: starts an instance, and waits for the next time of a cycle."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        found = jobs.payload(batch.cursor, self.job_id)
        if found is None:
            return
        _, definition_id, element_id, due_at, content = found
        definition = batch.environments.definition(definition_id or "")
        fired = codec.decode(content or b'{"fired":0}')["fired"] + 1
        node = definition.by_id[element_id or ""]
        schedule = node.behaviour.schedule  # type: ignore[attr-defined]  # a start event
        following = schedule.next(from_ms(due_at), from_ms(batch.now), fired)
        if following is None:
            jobs.delete(batch.cursor, self.job_id)
        else:
            jobs.move(batch.cursor, self.job_id, to_ms(following), codec.encode({"fired": fired}))
        start = commands.StartInstance(
            definition_id=definition.id,
            instance_id=IdSource(batch.now, seed ^ 1).next(),
            start_event=node.id,
        )
        batch.carry_out(start, seed, user)


class Activate(Operation):
    """Leases work to a worker."""

    def __init__(
        self,
        topics: list[str],
        worker: str,
        limit: int,
        lease_for_ms: int,
        tenant: str | None = None,
    ) -> None:
        self.tenant = tenant
        self.topics = topics
        self.worker = worker
        self.limit = limit
        self.lease_for_ms = lease_for_ms

    def run(self, batch: Batch, seed: int, user: str | None) -> list[Ready]:
        del seed, user
        until = batch.now + self.lease_for_ms
        return jobs.lease(
            batch.cursor,
            self.topics,
            self.worker,
            batch.now,
            until,
            self.limit,
            tenant=self.tenant,
        )


class Extend(Operation):
    """Prolongs a lease."""

    def __init__(self, job_id: str, lease: int, for_ms: int) -> None:
        self.job_id = job_id
        self.lease = lease
        self.for_ms = for_ms

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        until = batch.now + self.for_ms
        if not jobs.extend(batch.cursor, self.job_id, self.lease, batch.now, until):
            raise Conflict(
                f"Expected the lease {self.lease} of the job {self.job_id} to be held, but it is"
                " not: it ran out. Activate again.",
                code="job/lease-lost",
            )


class Release(Operation):
    """Ends a lease; the fencing token rises, so that a late result of it is refused."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        jobs.release(batch.cursor, self.job_id)
