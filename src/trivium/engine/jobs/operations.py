"""Operations on jobs that are no commands on one tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.correlation import Broadcast, Correlate
from trivium.engine.operation import Operation
from trivium.errors import Conflict, Refused
from trivium.kernel import codec, commands
from trivium.kernel.ids import IdSource
from trivium.kernel.moments import from_ms, to_ms
from trivium.store import jobs, topics
from trivium.store.definitions import tenant_of_instance
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.processor.batch import Batch
    from trivium.store.jobs import Ready


class CarryOut(Operation):
    """Delivers a message or signal that was thrown in another tree; done once however often it is tried."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id

    @property
    def locks(self) -> Sequence[str]:
        return (f"job {self.job_id}",)

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        found = jobs.payload(batch.cursor, self.job_id)
        if found is None:
            return
        jobs.delete(batch.cursor, self.job_id)
        reach("outbox.taken")
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

    @property
    def locks(self) -> Sequence[str]:
        return (f"job {self.job_id}",)

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        found = jobs.payload(batch.cursor, self.job_id)
        if found is None:
            return
        _, definition_id, element_id, due_at, content = found
        if due_at > batch.now:  # another node has done it, and it comes again
            return
        definition = batch.environments.definition(definition_id or "")
        fired = codec.decode(content or b'{"fired":0}')["fired"] + 1
        node = definition.by_id[element_id or ""]
        schedule = node.behaviour.schedule  # type: ignore[attr-defined]  # a start event
        following = schedule.next(from_ms(due_at), from_ms(batch.now), fired)
        if following is None:
            jobs.delete(batch.cursor, self.job_id)
        else:
            jobs.move(batch.cursor, self.job_id, to_ms(following), codec.encode({"fired": fired}))
        reach("start-timer.moved")
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
        if not jobs.extend(batch.cursor, self.job_id, self.lease, until):
            raise Conflict(
                f"Expected the lease {self.lease} of the job {self.job_id} to be held, but it is"
                " not: somebody else has taken it, or it is over. Activate again.",
                code="job/lease-lost",
            )


class ExtendAll(Operation):
    """Prolongs the leases of what runs here."""

    def __init__(self, held: Sequence[tuple[str, int]], for_ms: int) -> None:
        self.held = held
        self.for_ms = for_ms

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        jobs.extend_all(batch.cursor, self.held, batch.now + self.for_ms)


class AskFor(Operation):
    """Says that somebody does work of these topics."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        topics.ask(batch.cursor, self.names, batch.now)


class LimitTopic(Operation):
    """Sets how much of a topic's work is given out."""

    def __init__(self, name: str, at_once: int | None, per_minute: int | None) -> None:
        self.name = name
        self.at_once = at_once
        self.per_minute = per_minute

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        topics.limit(batch.cursor, self.name, self.at_once, self.per_minute, batch.now)
        batch.writing.due(batch.now)


class Release(Operation):
    """Ends a lease; the fencing token rises, so that a late result of it is refused."""

    def __init__(self, job_id: str) -> None:
        self.job_id = job_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        jobs.release(batch.cursor, self.job_id)
        batch.writing.due(batch.now)
