"""Spans of OpenTelemetry for commands and jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry import context, trace
from opentelemetry.trace import Link, SpanContext, SpanKind, StatusCode, TraceFlags

from trivium import __version__
from trivium.engine.observing.observer import Observer
from trivium.engine.observing.origin import Origin
from trivium.engine.observing.outcome import kind_of, outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opentelemetry.trace import Span, TracerProvider

    from trivium.engine.observing.observer import JobRun, Submitted

_OURS_OR_DATABASE = frozenset({"unavailable", "failed"})
_MS = 1_000_000


class _Spanned(Origin, frozen=True):
    """What a command or job is caused by, with the span of its own, as long as that is open."""

    span: Any = None
    token: Any = None


class Tracing(Observer):
    """Records a span for each command, below the span that gave it, and for each job.

    A job begins a trace of its own, linked to the span of the command that made it, however long ago that
    was. What is not sampled is not recorded, and its jobs are linked to nothing.
    """

    def __init__(self, provider: TracerProvider | None = None) -> None:
        self._tracer = trace.get_tracer("trivium", __version__, provider)

    def submitted(self, item: Submitted) -> None:
        span = self._tracer.start_span(kind_of(item))
        if span.is_recording():
            item.origin = _spanned(span, item.origin)

    def decided(self, items: Sequence[Submitted], taken_ns: int) -> None:
        for item in items:
            if isinstance(item.origin, _Spanned):
                facts: dict[str, Any] = {
                    "trivium.batch_size": len(items),
                    "trivium.wait_ms": (taken_ns - item.submitted_ns) / _MS,
                }
                if item.root_id is not None:
                    facts["trivium.instance"] = item.root_id
                if item.error is not None:
                    facts["trivium.code"] = getattr(item.error, "code", "http/defect")
                _end(item.origin, outcome_of(item), facts)

    def job_begun(self, run: JobRun) -> None:
        links = [] if run.origin is None else _links(run.origin.traceparent)
        span = self._tracer.start_span(
            f"job {run.kind}", context.Context(), SpanKind.CONSUMER, links=links
        )
        if span.is_recording():
            token = context.attach(trace.set_span_in_context(span))
            run.origin = _spanned(span, run.origin, token)

    def job_ended(self, run: JobRun) -> None:
        origin = run.origin
        if not isinstance(origin, _Spanned):
            return
        context.detach(origin.token)
        facts = {"trivium.job": run.id, "trivium.late_ms": run.late_ms}
        if run.topic is not None:
            facts["trivium.topic"] = run.topic
        if run.instance_id is not None:
            facts["trivium.instance"] = run.instance_id
        _end(origin, run.outcome, facts)


def is_on(provider: TracerProvider | None = None) -> bool:
    """Whether anybody has set up where spans go to."""
    found = trace.get_tracer_provider() if provider is None else provider
    return not isinstance(found, trace.ProxyTracerProvider | trace.NoOpTracerProvider)


def trace_id_now() -> str | None:
    """The trace that this thread or task is in."""
    found = trace.get_current_span().get_span_context()
    return trace.format_trace_id(found.trace_id) if found.is_valid else None


def _spanned(span: Span, origin: Origin | None, token: object = None) -> _Spanned:
    own = span.get_span_context()
    trace_id = trace.format_trace_id(own.trace_id)
    parent = f"00-{trace_id}-{trace.format_span_id(own.span_id)}-{own.trace_flags:02x}"
    return _Spanned(trace_id if origin is None else origin.correlation_id, parent, span, token)


def _links(traceparent: str | None) -> list[Link]:
    if traceparent is None:
        return []
    _, trace_id, span_id, flags = traceparent.split("-")
    parts = int(trace_id, 16), int(span_id, 16)
    made_by = SpanContext(*parts, is_remote=True, trace_flags=TraceFlags(int(flags, 16)))
    return [Link(made_by)]


def _end(origin: _Spanned, outcome: str, facts: dict[str, Any]) -> None:
    span: Span = origin.span
    span.set_attributes(
        {"trivium.correlation_id": origin.correlation_id, "trivium.outcome": outcome, **facts}
    )
    if outcome in _OURS_OR_DATABASE:
        span.set_status(StatusCode.ERROR)
    span.end()
