"""How commands end, in words that do not multiply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import TriviumError, Unavailable

if TYPE_CHECKING:
    from trivium.engine.observing.observer import Submitted

OUTCOMES = ("done", "refused", "unavailable", "failed")


def outcome_of(item: Submitted) -> str:
    """One of `OUTCOMES`: carried out, refused, not possible since the database is away, our fault."""
    error = item.error
    if error is None:
        return "done"
    if isinstance(error, Unavailable):
        return "unavailable"
    return "refused" if isinstance(error, TriviumError) else "failed"


def kind_of(item: Submitted) -> str:
    """What a command is called, such as `CompleteTask`."""
    return type(item.command).__name__
