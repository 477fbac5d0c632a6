"""Keyset paging: a page begins where the one before ended, however long the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import or_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Select, Table


class Order(NamedTuple):
    """How a list is sorted: by a column and then by id; rows without a value come last."""

    column: str = "id"
    descending: bool = False


class After(NamedTuple):
    """Where the page before ended: the value of the sorted column, and the id."""

    value: str | int | None
    id: str


class Paging(NamedTuple):
    """Which part of a list is asked for."""

    limit: int
    order: Order = Order()
    after: After | None = None


def page(
    connection: Connection,
    statement: Select[Any],
    table: Table,
    conditions: list[ColumnElement[bool]],
    paging: Paging,
) -> Sequence[RowMapping]:
    """The rows of a page, one more than asked for if there is a next page."""
    column, row_id = table.c[paging.order.column], table.c.id
    descending = paging.order.descending
    if paging.after is not None:
        conditions = [*conditions, _beyond(column, row_id, paging.after, descending=descending)]
    columns = [row_id] if column is row_id else [column, row_id]
    sorting: list[ColumnElement[Any]] = [each.desc() if descending else each for each in columns]
    if column.nullable:
        sorting.insert(0, column.is_(None))
    statement = statement.where(*conditions).order_by(*sorting).limit(paging.limit + 1)
    return connection.execute(statement).mappings().all()


def _beyond(
    column: Column[Any], row_id: Column[Any], after: After, *, descending: bool
) -> ColumnElement[bool]:
    """What comes after a place in a sorted list."""
    later_id = row_id < after.id if descending else row_id > after.id
    if column is row_id:
        return later_id
    if after.value is None:
        return column.is_(None) & later_id
    later = column < after.value if descending else column > after.value
    found = or_(later, (column == after.value) & later_id)
    return or_(found, column.is_(None)) if column.nullable else found
