"""Who waits for messages and signals, and messages that came too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.store.database import Contention

if TYPE_CHECKING:
    from trivium.store.cursors import Cursor


class Open(NamedTuple):
    """An open subscription."""

    id: str
    root_id: str
    instance_id: str
    element_instance: int
    correlation: bytes | None


def waiting(  # what is asked
    cursor: Cursor,
    kind: str,
    name: str,
    business_key: str | None,
    instance_id: str | None,
    tenant: str | None = None,
) -> list[Open]:
    """Who waits for a message or signal, oldest first; suspended instances are left out.

    With a tenant only those whose definitions are of it.
    """
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
    if tenant is not None:
        sql += " AND i.definition_id IN (SELECT id FROM definitions WHERE tenant_id = ?)"
        parameters = [*parameters, tenant]
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
    tenant: str | None = None
    """Whose instances it is for; None are those of all."""


def keep(cursor: Cursor, message: Kept, now: int) -> None:
    """Keeps a message; those that have expired go."""
    cursor.execute("DELETE FROM messages WHERE expires_at <= ?", (now,))
    cursor.execute(
        "INSERT INTO messages (id, name, message_id, content, expires_at, delivered, tenant_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *message[:-2],
            int(message.is_delivered),
            _ANY if message.tenant is None else message.tenant,
        ),
    )


def known(
    cursor: Cursor, name: str, message_id: str, now: int, tenant: str | None = None
) -> Kept | None:
    """The message of this name and id, if it is kept still."""
    cursor.execute(
        f"{_KEPT} message_id = ? AND name = ? AND expires_at > ? AND tenant_id = ?",
        (message_id, name, now, _ANY if tenant is None else tenant),
    )
    row = cursor.fetchone()
    return None if row is None else _kept(row)


def buffered(cursor: Cursor, names: list[str], now: int) -> list[Kept]:
    """Messages that wait for a receiver, the oldest of each name first."""
    found: list[Kept] = []
    for name in names:
        cursor.execute(
            f"{_KEPT} name = ? AND expires_at > ? AND delivered = 0 ORDER BY id", (name, now)
        )
        found.extend(_kept(row) for row in cursor.fetchall())
    return found


def delivered(cursor: Cursor, message: Kept, receipt: bytes) -> None:
    """A kept message has found its receiver; one with an id is remembered until it expires.

    Raises:
        Contention: another node has delivered it meanwhile.
    """
    if message.message_id is None:
        cursor.execute("DELETE FROM messages WHERE id = ?", (message.id,))
    else:
        cursor.execute(
            "UPDATE messages SET delivered = 1, content = ? WHERE id = ? AND delivered = 0",
            (receipt, message.id),
        )
    if cursor.rowcount == 0:
        raise Contention(f"The message {message.name!r} was delivered by another node meanwhile.")


_KEPT = "SELECT id, name, message_id, content, expires_at, delivered, tenant_id FROM messages WHERE"
_ANY = "*"
"""In the place of a tenant: a message for the instances of all."""


def _kept(row: tuple[Any, ...]) -> Kept:
    tenant = row[-1]
    return Kept(*row[:-1])._replace(tenant=None if tenant == _ANY else tenant)


def waited_at(cursor: Cursor, kind: str, name: str) -> set[tuple[str, str]]:
    """Where it is waited for: keys of processes, and elements."""
    cursor.execute(
        "SELECT DISTINCT i.key, s.element_id FROM subscriptions s JOIN instances i ON i.id = s.instance_id"
        " WHERE s.kind = ? AND s.name = ?",
        (kind, name),
    )
    return set(cursor.fetchall())
