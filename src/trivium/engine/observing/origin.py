"""Where a command comes from: the id that goes along from a request into all that it causes."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import msgspec

from trivium.kernel import codec
from trivium.kernel.rows import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.kernel.rows import Rows

_MEMBER = "origin"
_MARK = b'"origin"'


class Origin(msgspec.Struct, frozen=True):
    """What a command was caused by. Jobs keep it, so that it outlives the process and reaches others."""

    correlation_id: str
    traceparent: str | None = None
    """The span of the command as W3C trace context; only while spans are recorded."""

    @property
    def trace_id(self) -> str | None:
        """The trace that the command belongs to."""
        return None if self.traceparent is None else self.traceparent.split("-")[1]


_CURRENT: ContextVar[Origin | None] = ContextVar("trivium_origin", default=None)


def current() -> Origin | None:
    """What this thread or task works for, if that is known."""
    return _CURRENT.get()


@contextmanager
def caused_by(origin: Origin | None) -> Iterator[None]:
    """Within it commands are caused by `origin`."""
    token = _CURRENT.set(origin)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Within it commands, and the jobs that they cause, are logged with this id."""
    with caused_by(Origin(correlation_id)):
        yield


def mark(rows: Rows, origin: Origin) -> None:
    """Has the jobs that a command adds keep where they come from."""
    for row in rows.added.values():
        if isinstance(row, Job):
            row.payload = {**(row.payload or {}), **kept(origin)}


def kept(origin: Origin | None) -> dict[str, Any]:
    """What a job's payload has of its origin."""
    if origin is None:
        return {}
    found = [origin.correlation_id]
    if origin.traceparent is not None:
        found.append(origin.traceparent)
    return {_MEMBER: found}


def read(payload: bytes | None) -> Origin | None:
    """Where a job comes from, by its payload; None if that was not known."""
    if payload is None or _MARK not in payload:
        return None
    found = codec.decode(payload).get(_MEMBER)
    return Origin(*found) if isinstance(found, list) else None
