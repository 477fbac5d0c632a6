"""Row-level security on PostgreSQL: the second net below the conditions that queries add."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

EVERY = "{*}"
"""As a list: all that there are."""
SETTINGS = (
    *("user", "tenant", "tenant_keys", "keys", "definitions", "decisions"),
    *("groups", "team", "tasks", "instances", "operations", "batches"),
)
"""What the policies ask for, each as `trivium.<name>`; all but user and tenant are lists."""
_BIND = "SELECT set_config('trivium.bound', 'on', true), " + ", ".join(
    f"set_config('trivium.{name}', %s, true)" for name in SETTINGS
)


def bind(connection: Connection, claims: Mapping[str, str]) -> None:
    """Until its transaction is over, the connection sees the rows that these claims let it see.

    A connection that is not bound sees all: it is the engine's, or of who looks after the database.
    """
    connection.exec_driver_sql(_BIND, tuple(claims.get(name, "{}") for name in SETTINGS))


def listed(values: Iterable[str]) -> str:
    """An array as PostgreSQL reads it."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in sorted(values))
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
