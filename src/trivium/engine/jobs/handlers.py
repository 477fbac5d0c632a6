"""In-process handlers of work, registered by topic."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.jobs.heartbeat import LEASE_MS
from trivium.errors import BpmnError, Refused
from trivium.kernel import commands
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.areas.jobs import Jobs
    from trivium.engine.infos import JobInfo
    from trivium.engine.jobs.heartbeat import Heartbeat
    from trivium.engine.observing.observer import JobRun
    from trivium.engine.observing.runs import Runs

_log = logging.getLogger("trivium.engine")


class Handlers:
    """Runs handlers outside of any transaction; what they give or raise comes back as a command."""

    def __init__(self, jobs: Jobs, runs: Runs, heartbeat: Heartbeat) -> None:
        self._jobs = jobs
        self._runs = runs
        self._heartbeat = heartbeat
        self._by_topic: dict[str, Callable[[JobInfo], Any]] = {}

    def register(self, topic: str, handler: Callable[[JobInfo], Any]) -> None:
        """From now on work of this topic is done by `handler`."""
        self._by_topic[topic] = handler

    @property
    def topics(self) -> list[str]:
        """What there are handlers for."""
        return list(self._by_topic)

    def take(self, worker: str, limit: int) -> list[JobInfo]:
        """Leases work that there are handlers for."""
        if not self._by_topic:
            return []
        lease_for = timedelta(milliseconds=LEASE_MS)
        return self._jobs.activate(self.topics, worker, limit=limit, lease_for=lease_for)

    def run(self, job: JobInfo) -> None:
        """Has the handler do it, however long that takes, and reports."""
        with self._runs.work(job) as run:
            self._run(job, run)

    def _run(self, job: JobInfo, run: JobRun) -> None:
        handler = self._by_topic[job.topic or ""]
        try:
            with self._heartbeat.holding(job):
                result = handler(job)
            reach("handlers.done")
        except BpmnError as error:
            run.outcome = "error"
            self._report(
                job,
                commands.ThrowJobError(
                    job_id=job.id,
                    code=error.error_code,
                    message=error.message,
                    variables=error.variables,
                    lease=job.lease,
                ),
                run,
            )
        except Exception as error:  # noqa: BLE001  # the job runner's edge: it becomes a failed job
            _log.warning("handler for %s failed", job.topic, exc_info=error)
            message = f"{type(error).__name__}: {error}"
            run.outcome = "failed"
            self._report(job, _failed(job, message), run)
        else:
            run.outcome = "done"
            self._report(job, _completed(job, result), run)

    def _report(self, job: JobInfo, command: Any, run: JobRun) -> None:
        try:
            self._jobs.submit(command)
        except Refused as refusal:  # the instance has ended meanwhile, or the lease was lost
            run.outcome = "dropped"
            _log.info("result of job %s dropped: %s", job.id, refusal)


def _completed(job: JobInfo, result: Any) -> commands.CompleteJob:
    if isinstance(result, commands.ListenerAnswer):
        return commands.CompleteJob(job_id=job.id, answer=result, lease=job.lease)
    return commands.CompleteJob(job_id=job.id, variables=result or {}, lease=job.lease)


def _failed(job: JobInfo, message: str) -> commands.FailJob:
    return commands.FailJob(job_id=job.id, message=message, lease=job.lease, kind="failed-job")
