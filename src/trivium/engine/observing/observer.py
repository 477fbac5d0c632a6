"""What an observer is told, and the list of those who are."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trivium.engine.observing.origin import Origin

_log = logging.getLogger("trivium.engine")


class Submitted(Protocol):
    """A command or operation on its way; from `decided` on also what has become of it.

    Its content is not for telling: variables are none of an observer's business.
    """

    command: Any
    origin: Origin | None
    """Kept by the jobs that it causes; an observer may put another one in its place."""
    submitted_ns: int
    """By `time.perf_counter_ns`."""
    root_id: str | None
    """The root of the (first) instance tree that it was about."""
    result: Any
    error: BaseException | None


class JobRun:
    """One attempt at a job that this process does: a timer, a continuation, a handler's work."""

    __slots__ = (
        "begun_ns",
        "ended_ns",
        "id",
        "instance_id",
        "kind",
        "late_ms",
        "origin",
        "outcome",
        "topic",
    )

    def __init__(  # what is known of it beforehand
        self, job_id: str, kind: str, late_ms: int, origin: Origin | None = None
    ) -> None:
        self.id = job_id
        self.kind = kind
        self.late_ms = late_ms
        """How long after its time it was begun, by the engine's clock."""
        self.origin = origin
        """What caused it; commands that it gives are caused by the same."""
        self.topic: str | None = None
        self.instance_id: str | None = None
        self.begun_ns = 0
        self.ended_ns = 0
        self.outcome = "failed"
        """`done`, `refused` (it was done already, or cannot be now) or `failed`; work may also end in an
        `error` of its model, or its result be `dropped`, since the lease was lost."""


class Observer:
    """Is told what an engine does; each method does nothing until it is overridden.

    The methods are called in the threads that work, so they must be quick. They may be called by several
    at once. What they raise is logged, and harms nobody.
    """

    def submitted(self, item: Submitted) -> None:
        """A command was given, in the thread of the caller."""

    def decided(self, items: Sequence[Submitted], taken_ns: int) -> None:
        """Commands that shared a batch have their results, or errors; `taken_ns` is when it began."""

    def retried(self) -> None:
        """A transaction failed as a whole, and is tried again."""

    def divided(self, items: Sequence[Submitted]) -> None:
        """A batch failed as a whole, and is done again command by command."""

    def job_begun(self, run: JobRun) -> None:
        """A job is begun, in the thread that does it."""

    def job_ended(self, run: JobRun) -> None:
        """A job has ended, one way or the other, in the same thread."""


class Observers(Observer):
    """All observers of an engine, in the order in which they came."""

    def __init__(self, *observers: Observer) -> None:
        self._all = observers
        self._changing = threading.Lock()

    def __bool__(self) -> bool:
        return bool(self._all)

    def add(self, observer: Observer) -> Callable[[], None]:
        """From now on it is told, too; gives what ends that."""
        with self._changing:
            self._all = (*self._all, observer)

        def remove() -> None:
            with self._changing:
                self._all = tuple(each for each in self._all if each is not observer)

        return remove

    def submitted(self, item: Submitted) -> None:
        for each in self._all:
            _tell(each.submitted, item)

    def decided(self, items: Sequence[Submitted], taken_ns: int) -> None:
        for each in self._all:
            _tell(each.decided, items, taken_ns)

    def retried(self) -> None:
        for each in self._all:
            _tell(each.retried)

    def divided(self, items: Sequence[Submitted]) -> None:
        for each in self._all:
            _tell(each.divided, items)

    def job_begun(self, run: JobRun) -> None:
        for each in self._all:
            _tell(each.job_begun, run)

    def job_ended(self, run: JobRun) -> None:
        for each in self._all:
            _tell(each.job_ended, run)


def _tell(method: Callable[..., None], *facts: Any) -> None:
    try:
        method(*facts)
    except Exception:  # noqa: BLE001  # the processor's edge: whoever watches disturbs nothing
        _log.exception("an observer failed")
