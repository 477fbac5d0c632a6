"""Pages from rows."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, TypeVar

from trivium.engine.infos import Page
from trivium.errors import InvalidInput
from trivium.kernel import codec
from trivium.store.paging import Order, Paging, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Item = TypeVar("Item")
MOST = 1000
_BEYOND = 2**63
_DIGITS = 18
"""Any number of so many digits fits a column."""
OLDEST_FIRST = Order()
NEWEST_FIRST = Order(descending=True)


def checked(limit: int) -> int:
    """The limit, if a page may be so long.

    Raises:
        InvalidInput: it may not.
    """
    if not 1 <= limit <= MOST:
        raise InvalidInput(
            f"Expected a limit from 1 to {MOST}, but found {limit}.", code="input/limit"
        )
    return limit


def asked(
    limit: int,
    cursor: str | None,
    sort: str | None,
    sortable: Mapping[str, str],
    default: Order = OLDEST_FIRST,
) -> Paging:
    """Which part of a list is asked for; `sort` is a name of `sortable`, with `-` the other way round.

    Raises:
        InvalidInput: the limit, the cursor or the sort is none that the list knows.
    """
    order = default
    if sort is not None:
        column = sortable.get(sort.removeprefix("-"))
        if column is None:
            raise InvalidInput(
                f"Expected to sort by {', '.join(sortable)} (or -{next(iter(sortable))} …), but found"
                f" {sort!r}.",
                code="input/sort",
                sortable=list(sortable),
            )
        order = Order((column,), sort.startswith("-"))
    return Paging(checked(limit), order, _after(cursor, order))


def _after(cursor: str | None, order: Order) -> Place | None:
    if cursor is None:
        return None
    if not order.columns:
        return (cursor,)
    try:
        place = codec.decode(base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise _strange(cursor) from error
    is_place = isinstance(place, list) and len(place) == len(order.with_id)
    if not is_place or not all(_fits_a_column(value) for value in place):
        raise _strange(cursor)
    return tuple(place)


def _fits_a_column(value: Any) -> bool:
    return isinstance(value, str | None) or (isinstance(value, int) and abs(value) < _BEYOND)


def number_of(cursor: str | None, first: int = 0) -> int:
    """The number that a page ended with; `first` without a cursor.

    Raises:
        InvalidInput: the cursor is none (`input/cursor`).
    """
    if cursor is None:
        return first
    if not cursor.isdecimal() or len(cursor) > _DIGITS:
        raise _strange(cursor)
    return int(cursor)


def _strange(cursor: str) -> InvalidInput:
    return InvalidInput(
        f"Expected the next_cursor of a page with the same sort, but found {cursor!r}.",
        code="input/cursor",
    )


def paged(
    rows: Sequence[Any], paging: Paging, make: Callable[[Any], Item], total: int | None = None
) -> Page[Item]:
    """The page of these rows; one row too many says that there is a next page."""
    shown = rows[: paging.limit]
    more = len(rows) > paging.limit
    items = tuple(make(row) for row in shown)
    return Page(items, cursor_after(shown[-1], paging.order) if more else None, total)


def cursor_after(row: Mapping[Any, Any], order: Order) -> str:
    """The cursor of a page that ends with this row."""
    if not order.columns:
        return str(row["id"])
    place = [row[name] for name in order.with_id]
    return base64.urlsafe_b64encode(codec.encode(place)).decode()
