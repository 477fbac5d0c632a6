"""Statements for many rows at once, as each database takes them best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, Text

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.types import TypeEngine


class Bulk(NamedTuple):
    """The same in the words of SQLite, done for each row, and of PostgreSQL, with an array a column."""

    sqlite: str
    postgresql: str
    types: tuple[str, ...]
    """Of the parameters, in PostgreSQL's words."""


def insert(table: Table, *columns: str, conflict: str = "") -> Bulk:
    """Inserts rows of these columns."""
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    marks = ", ".join("?" * len(columns))
    types = _types(table, columns)
    return Bulk(
        f"{into} VALUES ({marks}) {conflict}",
        f"{into} SELECT * FROM {_unnested(types)} {conflict}",
        types,
    )


def update(table: Table, columns: tuple[str, ...], keys: tuple[str, ...] = ("id",)) -> Bulk:
    """Sets these columns of the rows with these keys, which come last in a row."""
    every = (*columns, *keys)
    types = _types(table, every)
    sets = ", ".join(f"{each} = ?" for each in columns)
    of = " AND ".join(f"{each} = ?" for each in keys)
    new = ", ".join(f"{each} = new.{each}" for each in columns)
    same = " AND ".join(f"old.{each} = new.{each}" for each in keys)
    return Bulk(
        f"UPDATE {table.name} SET {sets} WHERE {of}",
        f"UPDATE {table.name} AS old SET {new} FROM {_unnested(types)}"
        f" AS new ({', '.join(every)}) WHERE {same}",
        types,
    )


def delete(table: Table, *keys: str) -> Bulk:
    """Deletes the rows with these keys."""
    types = _types(table, keys)
    of = " AND ".join(f"{each} = ?" for each in keys)
    same = " AND ".join(f"old.{each} = gone.{each}" for each in keys)
    return Bulk(
        f"DELETE FROM {table.name} WHERE {of}",
        f"DELETE FROM {table.name} AS old USING {_unnested(types)}"
        f" AS gone ({', '.join(keys)}) WHERE {same}",
        types,
    )


def _unnested(types: tuple[str, ...]) -> str:
    arrays = (f"${number}::{kind}[]" for number, kind in enumerate(types, 1))
    return f"unnest({', '.join(arrays)})"


def _types(table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_type(table.c[column].type) for column in columns)


def _type(kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Text):
        return "text"
    return "bytea" if isinstance(kind, LargeBinary) else "bigint"
