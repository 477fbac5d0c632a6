"""Which rows somebody may see: a condition that queries add, whoever wrote them."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

from trivium.store import row_security

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection, Table


class Visibility(Protocol):
    """Says what somebody may see; filled by `identity`."""

    def begin(self, connection: Connection) -> None:
        """They are about to ask something on this connection."""

    def claims(self) -> Mapping[str, str] | None:
        """What row-level security is told of them (`row_security.SETTINGS`); None if they see all rows."""

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


@contextmanager
def as_engine() -> Iterator[None]:
    """Within the block the engine itself reads, whoever asks: what was checked, or is not for them."""
    token = _SEEING.set(None)
    try:
        yield
    finally:
        _SEEING.reset(token)


def began(connection: Connection, *, is_writing: bool = False) -> None:
    """Whoever asks is about to do so on this connection; PostgreSQL shows them no row of others."""
    visibility = _SEEING.get()
    if visibility is None:
        return
    visibility.begin(connection)
    if not is_writing and connection.dialect.name == "postgresql":
        claims = visibility.claims()
        if claims is not None:
            row_security.bind(connection, claims)


def restricted(table: Table, permission: str = "read") -> list[ColumnElement[bool]]:
    """The condition that a query adds to its own."""
    visibility = _SEEING.get()
    if visibility is None:
        return []
    condition = visibility.visible(table, permission)
    return [] if condition is None else [condition]
