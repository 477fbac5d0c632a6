"""Keyset paging: a page begins where the one before ended, however long the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import false, or_

from trivium.store.visibility import restricted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Select, Table

Place = tuple[str | int | None, ...]
"""Where a page ended: the values of the columns that the list is sorted by, the id last."""


class Order(NamedTuple):
    """How a list is sorted: by columns, and at last by id; rows without a value come last."""

    columns: tuple[str, ...] = ()
    descending: bool = False

    @property
    def with_id(self) -> tuple[str, ...]:
        """All columns of a place in the list."""
        return (*self.columns, "id")


class Paging(NamedTuple):
    """Which part of a list is asked for."""

    limit: int
    order: Order = Order()
    after: Place | None = None


def page(
    connection: Connection,
    statement: Select[Any],
    table: Table,
    conditions: list[ColumnElement[bool]],
    paging: Paging,
) -> Sequence[RowMapping]:
    """The rows of a page that may be seen, one more than asked for if there is a next page."""
    columns = [table.c[name] for name in paging.order.with_id]
    statement = cut(statement.where(*conditions, *restricted(table)), columns, paging)
    return connection.execute(statement).mappings().all()


def cut(statement: Select[Any], columns: Sequence[Column[Any]], paging: Paging) -> Select[Any]:
    """The first rows beyond the place, in order, and one more; `columns` are those of the order."""
    descending = paging.order.descending
    if paging.after is not None:
        statement = statement.where(_beyond(columns, paging.after, descending=descending))
    sorting: list[ColumnElement[Any]] = []
    for column in columns:
        if column.nullable:
            sorting.append(column.is_(None))
        sorting.append(column.desc() if descending else column)
    return statement.order_by(*sorting).limit(paging.limit + 1)


def _beyond(
    columns: Sequence[Column[Any]], place: Place, *, descending: bool
) -> ColumnElement[bool]:
    """What comes after a place in a sorted list: later in the first column, or the same and later on."""
    column, value = columns[0], place[0]
    found = _later(column, value, descending=descending)
    if len(columns) == 1:
        return found
    same = column.is_(None) if value is None else column == value
    return or_(found, same & _beyond(columns[1:], place[1:], descending=descending))


def _later(
    column: Column[Any], value: str | int | None, *, descending: bool
) -> ColumnElement[bool]:
    if value is None:
        return false()
    later = column < value if descending else column > value
    return or_(later, column.is_(None)) if column.nullable else later
