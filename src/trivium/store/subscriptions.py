"""Who waits for messages and signals, and messages that came too early."""

from __future__ import annotations

from typing import Any, NamedTuple


class Open(NamedTuple):
    """An open subscription."""

    id: str
    root_id: str
    instance_id: str
    element_instance: int
    correlation: bytes | None


def waiting(
    cursor: Any, kind: str, name: str, business_key: str | None, instance_id: str | None
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


def buffer(  # the columns of a row
    cursor: Any, row_id: str, name: str, message_id: str | None, content: bytes, expires_at: int
) -> None:
    """Keeps a message until its receiver comes; one with a known message id is kept once."""
    if message_id is not None:
        cursor.execute("SELECT 1 FROM messages WHERE message_id = ?", (message_id,))
        if cursor.fetchone() is not None:
            return
    cursor.execute(
        "INSERT INTO messages (id, name, message_id, content, expires_at) VALUES (?, ?, ?, ?, ?)",
        (row_id, name, message_id, content, expires_at),
    )


def buffered(cursor: Any, names: list[str], now: int) -> list[tuple[str, str, str | None, bytes]]:
    """Messages that wait for a receiver: id, name, message id, content."""
    found = []
    for name in names:
        cursor.execute(
            "SELECT id, name, message_id, content FROM messages "
            "WHERE name = ? AND expires_at > ? ORDER BY id",
            (name, now),
        )
        found.extend(cursor.fetchall())
    return found


def take(cursor: Any, row_id: str) -> None:
    """A buffered message has found its receiver."""
    cursor.execute("DELETE FROM messages WHERE id = ?", (row_id,))
