"""A line in the log for each command and each job."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from trivium.engine.observing.observer import Observer
from trivium.engine.observing.outcome import kind_of, outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.observing.observer import JobRun, Submitted
    from trivium.engine.observing.origin import Origin

_commands = logging.getLogger("trivium.commands")
_jobs = logging.getLogger("trivium.jobs")
_MS = 1_000_000


class WorkLog(Observer):
    """Writes to the loggers `trivium.commands` and `trivium.jobs` at INFO, with the facts as `extra`.

    Variables, names of people and business keys are not among them. While the level is higher it does
    nothing.
    """

    def decided(self, items: Sequence[Submitted], taken_ns: int) -> None:
        if not _commands.isEnabledFor(logging.INFO):
            return
        now = time.perf_counter_ns()
        for item in items:
            outcome = outcome_of(item)
            facts = {
                "command": kind_of(item),
                "outcome": outcome,
                "instance": item.root_id,
                "duration_ms": _ms(now - item.submitted_ns),
                "wait_ms": _ms(taken_ns - item.submitted_ns),
                "batch_size": len(items),
                **_origin(item.origin),
            }
            if item.error is not None:
                facts["code"] = getattr(item.error, "code", "http/defect")
            _commands.info("command %s", outcome, extra=facts)

    def job_ended(self, run: JobRun) -> None:
        if not _jobs.isEnabledFor(logging.INFO):
            return
        facts = {
            "job": run.id,
            "job_kind": run.kind,
            "outcome": run.outcome,
            "instance": run.instance_id,
            "duration_ms": _ms(run.ended_ns - run.begun_ns),
            "late_ms": run.late_ms,
            **_origin(run.origin),
        }
        if run.topic is not None:
            facts["topic"] = run.topic
        _jobs.info("job %s", run.outcome, extra=facts)


def _ms(nanoseconds: int) -> float:
    return round(nanoseconds / _MS, 3)


def _origin(origin: Origin | None) -> dict[str, Any]:
    if origin is None:
        return {"correlation_id": None}  # and not that of the thread that happens to lead the batch
    found = {"correlation_id": origin.correlation_id}
    if origin.trace_id is not None:
        found["trace_id"] = origin.trace_id
    return found
