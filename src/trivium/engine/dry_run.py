"""Dry runs: a command is decided as it would be, on the state as it is, and nothing of it is kept."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self

import msgspec

from trivium.engine.infos import Reason
from trivium.engine.views.history import named
from trivium.kernel import codec

if TYPE_CHECKING:
    from types import TracebackType

    from trivium.kernel.decide import Decision


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What one command would do to one instance tree."""

    root_instance_id: str
    command: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    """As the history would have them."""
    sends: tuple[dict[str, Any], ...] = ()
    """Messages and signals to other trees, once it is committed."""


class BatchPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch would come to."""

    kind: str
    total: int
    passed: int
    failed: tuple[Reason, ...]


class Preview:
    """What the command inside a `with engine.dry_run() as preview` would do.

    The block ends where the command is given: what it would return is not there. What is refused is
    raised as it would be.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.batch: BatchPreview | None = None
        self._token: Any = None

    def __enter__(self) -> Self:
        self._token = _ACTIVE.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        _ACTIVE.reset(self._token)
        return isinstance(error, Decided)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events, in their order."""
        return [event for step in self.steps for event in step.events]

    def add(self, root_id: str, command: bytes, decision: Decision) -> None:
        """One more decision."""
        events = codec.decode(codec.encode(decision.events))
        self.steps.append(
            Step(
                root_instance_id=root_id,
                command=codec.decode(command),
                events=tuple(named(event) for event in events),
                sends=tuple(decision.outbox),
            )
        )


class Decided(
    BaseException
):  # no error: the way out of a dry run, through whoever gave the command
    """The command was decided; nothing of it is kept."""


_ACTIVE: ContextVar[Preview | None] = ContextVar("trivium_dry_run", default=None)


def active() -> Preview | None:
    """The dry run that this thread or task is in."""
    return _ACTIVE.get()
