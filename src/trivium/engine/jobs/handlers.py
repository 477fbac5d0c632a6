"""In-process handlers of work, registered by topic."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from trivium.errors import Refused, TriviumError
from trivium.kernel import commands
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.areas.jobs import Jobs
    from trivium.engine.infos import JobInfo

_log = logging.getLogger("trivium.engine")


class BpmnError(TriviumError):
    """Raised by a handler to end its work in a BPMN error that the model catches by `error_code`."""

    code = "bpmn/error"

    def __init__(
        self, error_code: str, message: str = "", variables: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message or error_code, error_code=error_code)
        self.error_code = error_code
        self.variables = variables or {}


class Handlers:
    """Runs handlers outside of any transaction; what they give or raise comes back as a command."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
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
        return self._jobs.activate(self.topics, worker, limit=limit)

    def run(self, job: JobInfo) -> None:
        """Has the handler do it, and reports."""
        handler = self._by_topic[job.topic or ""]
        try:
            result = handler(job)
            reach("handlers.done")
        except BpmnError as error:
            self._report(
                job,
                commands.ThrowJobError(
                    job_id=job.id,
                    code=error.error_code,
                    message=error.message,
                    variables=error.variables,
                    lease=job.lease,
                ),
            )
        except Exception as error:  # noqa: BLE001  # the job runner's edge: it becomes a failed job
            _log.warning("handler for %s failed", job.topic, exc_info=error)
            message = f"{type(error).__name__}: {error}"
            self._report(job, _failed(job, message))
        else:
            self._report(
                job,
                commands.CompleteJob(job_id=job.id, variables=result or {}, lease=job.lease),
            )

    def _report(self, job: JobInfo, command: Any) -> None:
        try:
            self._jobs.submit(command)
        except Refused as refusal:  # the instance has ended meanwhile, or the lease was lost
            _log.info("result of job %s dropped: %s", job.id, refusal)


def _failed(job: JobInfo, message: str) -> commands.FailJob:
    return commands.FailJob(job_id=job.id, message=message, lease=job.lease, kind="failed-job")
