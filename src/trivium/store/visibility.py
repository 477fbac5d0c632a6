"""Which rows somebody may see: a condition that queries add, whoever wrote them."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table


class Visibility(Protocol):
    """Says what somebody may see; filled by `identity`."""

    def begin(self, connection: Connection) -> None:
        """They are about to ask something on this connection."""

    def visible(self, table: Table, permission: str) -> ColumnElement[bool] | None:
        """The condition on rows of a table that they have a permission on; None if they have on all."""


_SEEING: ContextVar[Visibility | None] = ContextVar("trivium_seeing", default=None)
"""Who asks; None is the engine itself, or a program without identity."""


def see_as(visibility: Visibility | None) -> None:
    """From now on this thread or task sees what they see."""
    _SEEING.set(visibility)


def seeing() -> Visibility | None:
    """Who asks."""
    return _SEEING.get()


def began(connection: Connection) -> None:
    """Whoever asks is about to do so on this connection."""
    visibility = _SEEING.get()
    if visibility is not None:
        visibility.begin(connection)


def restricted(table: Table, permission: str = "read") -> list[ColumnElement[bool]]:
    """The condition that a query adds to its own."""
    visibility = _SEEING.get()
    if visibility is None:
        return []
    condition = visibility.visible(table, permission)
    return [] if condition is None else [condition]
