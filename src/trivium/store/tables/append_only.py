"""Triggers that let nobody change what is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_SQLITE = (
    "CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table} BEGIN"
    " SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION trivium_append_only() RETURNS trigger AS $$ BEGIN"
    " RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$ LANGUAGE plpgsql"
)
_POSTGRESQL = (
    "CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION trivium_append_only()"
)


def forbid_changes(table: Table, connection: Connection, **_: Any) -> None:
    """Has the database refuse updates and deletes of a table."""
    for statement in statements(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)


def statements(table: str, dialect: str) -> list[str]:
    """The SQL of that, for migrations."""
    shape = _POSTGRESQL if dialect == "postgresql" else _SQLITE
    made = [shape.format(table=table, what=what) for what in ("UPDATE", "DELETE")]
    return [_POSTGRESQL_FUNCTION, *made] if dialect == "postgresql" else made
