"""`engine.jobs`: work for handlers and external workers."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting_tenant, demand
from trivium.engine.areas.paging import asked, checked, paged
from trivium.engine.infos import JobInfo, Page, TopicInfo
from trivium.engine.jobs.operations import Activate, AskFor, Extend, LimitTopic, Release
from trivium.engine.moments import instant, instant_or_none
from trivium.engine.observing.origin import read
from trivium.engine.views.variables import VariablesAt
from trivium.errors import InvalidInput, NotFound
from trivium.kernel import codec, commands
from trivium.store import jobs, queries, tables
from trivium.store import topics as stored_topics
from trivium.store.cursors import cursor_of
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import RowMapping

    from trivium.engine.clock import Clock
    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.processor import Processor
    from trivium.store.database import Database

_MILLISECOND = timedelta(milliseconds=1)
_DEFAULT_LEASE = timedelta(seconds=30)
SORTABLE = {name: name for name in ("due_at", "priority", "retries", "topic")}
_SAY_AGAIN_MS = 30_000
_LOOK_AGAIN_SECONDS = 0.5  # another process may have added work


class Jobs:
    """Jobs: asking about them, and doing work as a worker does."""

    def __init__(
        self,
        database: Database,
        processor: Processor,
        definitions: CompiledDefinitions,
        clock: Clock,
    ) -> None:
        self._database = database
        self._processor = processor
        self._variables = VariablesAt(definitions)
        self._committed = threading.Condition()
        self._clock = clock
        self._watchers: tuple[Callable[[], None], ...] = ()
        self._said: dict[str, int] = {}  # topics, and when it was last said that they are asked for

    def query(  # noqa: PLR0913  # the filters of the list
        self,
        instance: str | None = None,
        *,
        topic: str | None = None,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
    ) -> Page[JobInfo]:
        """Jobs of any kind, without their variables, oldest first unless a `sort` is asked for."""
        paging = asked(limit, cursor, sort, SORTABLE)
        conditions = queries.job_conditions(instance_id=instance, topic=topic, kind=kind)
        with self._database.reading() as connection:
            rows = queries.job_page(connection, conditions, paging)
            total = queries.count(connection, tables.jobs, conditions) if with_total else None
        return paged(rows, paging, lambda row: _info(row, {}), total)

    def activate(  # what a worker says
        self,
        topics: str | Sequence[str],
        worker: str,
        *,
        limit: int = 1,
        lease_for: timedelta = _DEFAULT_LEASE,
        wait_for: timedelta | None = None,
    ) -> list[JobInfo]:
        """Leases up to `limit` jobs; with `wait_for` it waits so long for the first one.

        The variables of a job are those that its element sees.
        """
        demand("work", "operation", "jobs")
        names = [topics] if isinstance(topics, str) else list(topics)
        self.say_asked(names)
        operation = Activate(
            names, worker, checked(limit), lease_for // _MILLISECOND, acting_tenant()
        )
        patience = 0.0 if wait_for is None else wait_for.total_seconds()
        end = time.monotonic() + patience
        while True:
            taken = self._processor.submit(operation) if self.has_work(names) else []
            left = end - time.monotonic()
            if taken:
                reach("jobs.leased")
            if taken or left <= 0:
                return self._read([job.id for job in taken])
            with self._committed:
                self._committed.wait(min(left, _LOOK_AGAIN_SECONDS))

    def say_asked(self, names: Iterable[str]) -> None:
        """Lets all nodes know that somebody does work of these topics; once in a while is enough."""
        now = self._clock.now_ms()
        stale = [name for name in names if self._said.get(name, 0) <= now - _SAY_AGAIN_MS]
        if stale:
            self._processor.submit(AskFor(stale))
            self._said.update(dict.fromkeys(stale, now))

    def topics(self) -> list[TopicInfo]:
        """The topics that are or were asked for, or have limits."""
        demand("read", "operation", "jobs")
        with self._database.reading() as connection:
            return [
                TopicInfo(
                    name=row["name"],
                    asked_at=instant_or_none(row["asked_at"]),
                    at_once=row["at_once"],
                    per_minute=row["per_minute"],
                )
                for row in stored_topics.all_topics(connection)
            ]

    def limit(
        self, topic: str, *, at_once: int | None = None, per_minute: int | None = None
    ) -> None:
        """How much work of a topic may run at once, and be begun in a minute, on all nodes together.

        None is any number. A second's worth of a rate may be begun together.

        Raises:
            InvalidInput: a limit is below one.
        """
        for name, value in (("at_once", at_once), ("per_minute", per_minute)):
            if value is not None and value < 1:
                raise InvalidInput(
                    f"Expected a limit of 1 or more, but found {value}. Leave {name} out to have none.",
                    code="job/limit",
                    field=name,
                )
        demand("administer", "operation", "jobs")
        self._processor.submit(LimitTopic(topic, at_once, per_minute))

    def has_work(self, names: Sequence[str]) -> bool:
        """Whether there is work of these topics that nobody has, now."""
        with self._database.reading() as connection:
            return jobs.has_free(cursor_of(connection), names, self._clock.now_ms())

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Has `callback` called after every commit, in the thread that made it; gives what ends that.

        It must return at once: everybody waits for it.
        """
        self._watchers = (*self._watchers, callback)

        def unwatch() -> None:
            self._watchers = tuple(each for each in self._watchers if each is not callback)

        return unwatch

    def wake(self, *, is_work: bool = True) -> None:
        """Something was committed: who waits for work looks again."""
        if is_work:
            with self._committed:
                self._committed.notify_all()
        for callback in self._watchers:
            callback()

    def _read(self, job_ids: list[str]) -> list[JobInfo]:
        with self._database.reading() as connection:
            rows = {row["id"]: row for row in queries.jobs_of(connection, job_ids)}
            return [
                _info(
                    row, self._variables.read(connection, row["root_id"], row["element_instance"])
                )
                for row in (rows[job_id] for job_id in job_ids if job_id in rows)
            ]

    def get(self, job_id: str) -> JobInfo:
        """One job.

        Raises:
            NotFound: there is none of this id any more.
        """
        found = self._read([job_id])
        if not found:
            raise NotFound(
                f"Expected a job {job_id}, but there is none.", code="job/not-found", id=job_id
            )
        return found[0]

    def complete(  # noqa: PLR0913  # what a result says
        self,
        job_id: str,
        variables: Mapping[str, Any] | None = None,
        *,
        local_variables: Mapping[str, Any] | None = None,
        answer: commands.ListenerAnswer | None = None,
        lease: int | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """The work is done; a listener of a human task may answer for what is to become of that.

        Raises:
            NotFound: it was done already; Conflict: the lease was lost; InvalidInput: the answer is none
                that it may give.
        """
        command = commands.CompleteJob(
            job_id=job_id,
            variables=dict(variables or {}),
            local_variables=dict(local_variables or {}),
            answer=answer,
            lease=lease,
        )
        self._processor.submit(command, user, idempotency_key)

    def fail(  # noqa: PLR0913  # what a failure says
        self,
        job_id: str,
        message: str,
        *,
        retries: int | None = None,
        retry_in: timedelta | None = None,
        lease: int | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> int:
        """The work did not succeed; gives the retries that are left. At none an incident is open."""
        pause = None if retry_in is None else retry_in // _MILLISECOND
        command = commands.FailJob(
            job_id=job_id, message=message, retries=retries, retry_in_ms=pause, lease=lease
        )
        left: int = self._processor.submit(command, user, idempotency_key)
        return left

    def error(  # noqa: PLR0913  # what an error says
        self,
        job_id: str,
        code: str,
        message: str | None = None,
        variables: Mapping[str, Any] | None = None,
        *,
        escalation: bool = False,
        lease: int | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """The work ended in a BPMN error or escalation."""
        command = commands.ThrowJobError(
            job_id=job_id,
            code=code,
            message=message,
            variables=dict(variables or {}),
            kind="escalation" if escalation else "error",
            lease=lease,
        )
        self._processor.submit(command, user, idempotency_key)

    def extend(
        self, job_id: str, lease: int, for_: timedelta, *, idempotency_key: str | None = None
    ) -> None:
        """Prolongs a lease.

        Raises:
            Conflict: it is not held any more.
        """
        demand("work", "operation", "jobs")
        self.get(job_id)
        self._processor.submit(Extend(job_id, lease, for_ // _MILLISECOND), None, idempotency_key)

    def release(self, job_id: str) -> None:
        """Takes a job back from a worker that is known to be gone, before its lease runs out."""
        self._processor.submit(Release(job_id))

    def submit(self, command: Any) -> Any:
        """A handler's result."""
        return self._processor.submit(command)


def _info(row: RowMapping, variables: dict[str, Any]) -> JobInfo:
    payload = codec.decode(row["payload"]) if row["payload"] else {}
    origin = read(row["payload"])
    given = (
        payload.get("variables") if row["kind"] == "work" else None
    )  # those of a task's completion
    return JobInfo(
        id=row["id"],
        root_id=row["root_id"],
        instance_id=row["instance_id"],
        element_id=row["element_id"],
        kind=row["kind"],
        topic=row["topic"],
        due_at=instant(row["due_at"]),
        priority=row["priority"],
        retries=row["retries"],
        error=row["error"],
        lease=row["lease"],
        lease_owner=row["lease_owner"],
        lease_until=instant_or_none(row["lease_until"] or None),
        headers=payload.get("headers", {}) if isinstance(payload, dict) else {},
        variables={**variables, **given} if given else variables,
        correlation_id=None if origin is None else origin.correlation_id,
        traceparent=None if origin is None else origin.traceparent,
    )
