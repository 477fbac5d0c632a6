"""What a worker tells of itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from trivium.client.worker.job import Job

_log = logging.getLogger("trivium.worker")
Kind = Literal[
    "ready",
    "completed",
    "failed",
    "error",
    "escalated",
    "lost",
    "dropped",
    "handed-back",
    "disconnected",
    "connected",
    "stopping",
    "stopped",
]
_LEVELS: dict[str, int] = {
    "failed": logging.WARNING,
    "lost": logging.WARNING,
    "dropped": logging.WARNING,
    "disconnected": logging.WARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a worker or to a job in its hands; variables are never in it.

    * `completed`, `failed`, `error` and `escalated` tell how a job ended, and that the server has taken it.
    * `lost`: somebody else has the job, or its instance is over; `dropped`: the result was refused, and
      the job comes again; `handed-back`: it was not finished when the worker stopped.
    * `disconnected` and `connected` come once for each time that the server is away.
    """

    kind: Kind
    topic: str | None = None
    job_id: str | None = None
    instance_id: str | None = None
    element_id: str | None = None
    seconds: float | None = None
    """How long the handler ran."""
    message: str | None = None
    """Why; of a failure the kind of exception and its message."""
    retries: int | None = None
    """How often a failed job is tried again; at 0 an incident is open."""

    def __str__(self) -> str:
        about = f"{self.topic} {self.job_id}" if self.job_id else ""
        took = "" if self.seconds is None else f"({self.seconds:.2f} s)"
        return " ".join(part for part in (self.kind, about, took, self.message) if part)


class Teller:
    """Tells events to the log and to who wants to hear them."""

    def __init__(self, on_event: Callable[[Event], None] | None) -> None:
        self._on_event = on_event

    def tell(self, event: Event, error: BaseException | None = None) -> None:
        """An event; with `error` the log has where it came from."""
        _log.log(_LEVELS.get(event.kind, logging.INFO), "%s", event, exc_info=error)
        if self._on_event is None:
            return
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001  # whoever listens may not stop the work
            _log.exception("what hears of %s fails itself", event.kind)

    def of(
        self,
        kind: Kind,
        job: Job,
        *,
        seconds: float | None = None,
        message: str | None = None,
        retries: int | None = None,
        error: BaseException | None = None,
    ) -> None:
        """An event of a job."""
        event = Event(
            kind=kind,
            topic=job.topic,
            job_id=job.id,
            instance_id=job.instance_id,
            element_id=job.element_id,
            seconds=seconds,
            message=message,
            retries=retries,
        )
        self.tell(event, error)
