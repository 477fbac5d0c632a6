"""Who reads the journal under a name, and how far that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from trivium.store.journal import Place
from trivium.store.tables import cursors

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from trivium.store.cursors import Cursor

_INSERT = "INSERT INTO cursors (name, content) VALUES (?, ?) ON CONFLICT DO NOTHING"
_LOOK = "SELECT content, lease_owner, lease_until, lease FROM cursors WHERE name = ? FOR UPDATE"
_TAKE = "UPDATE cursors SET lease_owner = ?, lease_until = ?, lease = ? WHERE name = ?"
_MOVE = (
    "UPDATE cursors SET content = ?, updated_at = ?, lease_until = ? WHERE name = ? AND lease = ?"
)
_HOLD = "UPDATE cursors SET lease_until = ? WHERE name = ? AND lease = ?"
_RELEASE = "UPDATE cursors SET lease_until = 0 WHERE name = ? AND lease = ?"
_LOCK = "SELECT content FROM cursors WHERE name = ? FOR UPDATE"
_KEEP = "UPDATE cursors SET content = ?, updated_at = ? WHERE name = ?"
CHORE = "chore "
"""Begins the names of leases under which nothing is read."""


class Lease(NamedTuple):
    """The right to read under a name, until some time; `token` tells it from later ones."""

    place: Place
    token: int
    until: int


def take(  # what a lease says
    cursor: Cursor, name: str, owner: str, now: int, until: int, *, by_force: bool = False
) -> Lease | None:
    """The lease, for a new reader from the beginning on; None if another owner has it.

    With `by_force` it is taken from the other, who notices with the next thing that it writes.
    """
    cursor.execute(_INSERT, (name, None))
    cursor.execute(_LOOK, (name,))
    content, other, held_until, token = cursor.fetchone()
    is_held = held_until > now
    if is_held and other != owner:
        if not by_force:
            return None
        is_held = False
    token += not is_held
    cursor.execute(_TAKE, (owner, until, token, name))
    return Lease(Place.parse(content), token, until)


def move(cursor: Cursor, name: str, lease: Lease, place: Place, now: int, until: int) -> bool:
    """So far it has come; false if the lease was lost, and nothing may be written under it."""
    cursor.execute(_MOVE, (str(place), now, until, name, lease.token))
    return cursor.rowcount == 1


def hold(cursor: Cursor, name: str, lease: Lease, until: int) -> bool:
    """Goes on holding it; false if it was lost."""
    cursor.execute(_HOLD, (until, name, lease.token))
    return cursor.rowcount == 1


def release(cursor: Cursor, name: str, token: int) -> None:
    """Somebody else may have it at once."""
    cursor.execute(_RELEASE, (name, token))


def locked(cursor: Cursor, name: str) -> Place | None:
    """Where a reader without a lease is; nobody else reads for it until the transaction is over.

    None: it is new, or begins anew.
    """
    cursor.execute(_LOCK, (name,))
    row = cursor.fetchone()
    return Place.parse(row[0]) if row is not None and row[0] else None


def keep(cursor: Cursor, name: str, place: Place, now: int) -> None:
    """So far a reader has come that is locked, or is new."""
    cursor.execute(_INSERT, (name, None))
    cursor.execute(_KEEP, (str(place), now, name))


def start_at(cursor: Cursor, name: str, place: Place) -> None:
    """A new reader begins there; one that is known goes on where it was."""
    cursor.execute(_INSERT, (name, str(place)))


def forget(cursor: Cursor, name: str) -> None:
    """There is no such reader any more."""
    cursor.execute("DELETE FROM cursors WHERE name = ?", (name,))


def one(connection: Connection, name: str) -> RowMapping | None:
    """A reader."""
    statement = select(cursors).where(cursors.c.name == name)
    return connection.execute(statement).mappings().one_or_none()


def places(connection: Connection) -> dict[str, Place]:
    """How far each reader has come; chores are none."""
    c = cursors.c
    statement = select(c.name, c.content).where(c.name.not_like(f"{CHORE}%")).order_by(c.name)
    return {name: Place.parse(content) for name, content in connection.execute(statement)}
