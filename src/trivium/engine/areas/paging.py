"""Pages from rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from trivium.engine.infos import Page
from trivium.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
MOST = 1000


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


def paged(
    rows: Sequence[Any], limit: int, make: Callable[[Any], Item], total: int | None = None
) -> Page[Item]:
    """The first `limit` of `limit + 1` rows; the one too many says that there is a next page."""
    shown = rows[:limit]
    cursor = str(shown[-1]["id"]) if len(rows) > limit else None
    return Page(tuple(make(row) for row in shown), cursor, total)
