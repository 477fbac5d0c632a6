"""Logs as a server writes them: one JSON object or one line for people an event."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any, Literal, TextIO

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter

from trivium.engine.observing.origin import current
from trivium.kernel import codec

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

Form = Literal["json", "console"]
FACTS = (
    *("correlation_id", "trace_id"),
    *("command", "job", "job_kind", "topic", "instance", "method", "path", "status"),
    *("outcome", "code", "duration_ms", "wait_ms", "late_ms", "batch_size"),
)
"""What a line may say besides `at`, `level`, `logger`, `event` and `exception`: nothing else gets through."""


def configure(
    form: Form, level: str, *, with_messages: bool = False, stream: TextIO | None = None
) -> None:
    """Has everything that is logged in this process written to `stream`, standard error if none is given.

    `level` is for the loggers below `trivium`; others are heard from `warning` on. What an exception
    says may quote variables, so only its type and where it came from are written, unless `with_messages`.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    handler.setFormatter(_formatter(form, handler.stream, with_messages=with_messages))
    root = logging.getLogger()
    for former in root.handlers[:]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("trivium").setLevel(level.upper())


def _formatter(form: Form, stream: TextIO, *, with_messages: bool) -> logging.Formatter:
    def told(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        exc_info = event.pop("exc_info", None)
        if isinstance(exc_info, tuple) and exc_info[1] is not None:
            lines = list(_lines(exc_info[1], with_messages=with_messages))
            event["exception"] = lines if form == "json" else "\n".join(lines)
        return event

    last: Processor
    if form == "json":
        last = structlog.processors.JSONRenderer(serializer=_json)
    else:
        last = structlog.dev.ConsoleRenderer(colors=stream.isatty())
    before: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        ExtraAdder(FACTS),
        _correlated,
        structlog.processors.TimeStamper(
            fmt="iso", utc=True, key="at" if form == "json" else "timestamp"
        ),
    ]
    return ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[ProcessorFormatter.remove_processors_meta, told, last],
    )


def _json(event: Any, **_: Any) -> str:
    return codec.encode(event).decode()


def _correlated(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Whatever is logged on behalf of a request says so."""
    origin = current()
    if origin is not None:
        event.setdefault("correlation_id", origin.correlation_id)
    return event


def _lines(error: BaseException, *, with_messages: bool) -> list[str]:
    """Types and places, the outermost exception first, then what it was raised from."""
    found: list[str] = []
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        what = type(each).__name__
        found.append(f"{what}: {each}" if with_messages else what)
        frames = traceback.extract_tb(each.__traceback__)
        found.extend(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return found
