"""What every table of this kind needs: adding, putting, changing, finding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table


def _where(table: Table, where: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in where.items()]


def add(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """A new row."""
    connection.execute(insert(table).values(**row))


def put(connection: Connection, table: Table, key: Mapping[str, Any], **values: Any) -> None:
    """The row of this key with these values, whether it was there or not."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**key, **values)
    names = list(key)
    connection.execute(
        statement.on_conflict_do_update(index_elements=names, set_=values)
        if values
        else statement.on_conflict_do_nothing(index_elements=names)
    )


def change(connection: Connection, table: Table, where: Mapping[str, Any], **values: Any) -> int:
    """Changes the rows that fit; gives how many they were."""
    return connection.execute(update(table).where(*_where(table, where)).values(**values)).rowcount


def remove(connection: Connection, table: Table, **where: Any) -> int:
    """Takes away the rows that fit; gives how many they were."""
    return connection.execute(delete(table).where(*_where(table, where))).rowcount


def one(connection: Connection, table: Table, **where: Any) -> RowMapping | None:
    """The row that fits."""
    statement = select(table).where(*_where(table, where))
    return connection.execute(statement).mappings().one_or_none()


def every(connection: Connection, table: Table, **where: Any) -> Sequence[RowMapping]:
    """All rows that fit."""
    statement = select(table).where(*_where(table, where))
    return connection.execute(statement).mappings().all()
