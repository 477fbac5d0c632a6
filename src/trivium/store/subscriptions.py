"""Who waits for messages and signals, and messages that came too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trivium.store.cursors import Cursor


class Open(NamedTuple):
    """An open subscription."""

    id: str
    root_id: str
    instance_id: str
    element_instance: int
    correlation: bytes | None


def waiting(
    cursor: Cursor, kind: str, name: str, business_key: str | None, instance_id: str | None
) -> list[Open]:
    """Who waits for a message or signal, oldest first; suspended instances are left out."""
    sql = (
        "SELECT s.id, s.root_id, s.instance_id, s.element_instance, s.correlation FROM"
        " subscriptions s JOIN instances i ON i.id = s.instance_id WHERE s.kind = ? AND s.name = ?"
        " AND i.state = 'active'"
    )
    parameters = [kind, name]
    if business_key is not None:
        sql, parameters = f"{sql} AND i.business_key = ?", [*parameters, business_key]
    if instance_id is not None:
        sql, parameters = f"{sql} AND s.instance_id = ?", [*parameters, instance_id]
    cursor.execute(f"{sql} ORDER BY s.id", parameters)
    return [Open(*row) for row in cursor.fetchall()]


class Kept(NamedTuple):
    """A message that is kept: for its receiver, or delivered and remembered by its id."""

    id: str
    name: str
    message_id: str | None
    content: bytes
    expires_at: int
    is_delivered: bool = False


def keep(cursor: Cursor, message: Kept, now: int) -> None:
    """Keeps a message; those that have expired go."""
    cursor.execute("DELETE FROM messages WHERE expires_at <= ?", (now,))
    cursor.execute(
        "INSERT INTO messages (id, name, message_id, content, expires_at, delivered)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*message[:-1], int(message.is_delivered)),
    )


def known(cursor: Cursor, name: str, message_id: str, now: int) -> Kept | None:
    """The message of this name and id, if it is kept still."""
    cursor.execute(
        f"{_KEPT} message_id = ? AND name = ? AND expires_at > ?", (message_id, name, now)
    )
    row = cursor.fetchone()
    return None if row is None else Kept(*row)


def buffered(cursor: Cursor, names: list[str], now: int) -> list[Kept]:
    """Messages that wait for a receiver, the oldest of each name first."""
    found: list[Kept] = []
    for name in names:
        cursor.execute(
            f"{_KEPT} name = ? AND expires_at > ? AND delivered = 0 ORDER BY id", (name, now)
        )
        found.extend(Kept(*row) for row in cursor.fetchall())
    return found


def delivered(cursor: Cursor, message: Kept, receipt: bytes) -> None:
    """A kept message has found its receiver; one with an id is remembered until it expires."""
    if message.message_id is None:
        cursor.execute("DELETE FROM messages WHERE id = ?", (message.id,))
    else:
        cursor.execute(
            "UPDATE messages SET delivered = 1, content = ? WHERE id = ?", (receipt, message.id)
        )


_KEPT = "SELECT id, name, message_id, content, expires_at, delivered FROM messages WHERE"


def waited_at(cursor: Cursor, kind: str, name: str) -> set[tuple[str, str]]:
    """Where it is waited for: keys of processes, and elements."""
    cursor.execute(
        "SELECT DISTINCT i.key, s.element_id FROM subscriptions s JOIN instances i ON i.id = s.instance_id"
        " WHERE s.kind = ? AND s.name = ?",
        (kind, name),
    )
    return set(cursor.fetchall())
