"""Which days are asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from trivium.api.dependencies import TheEngine
from trivium.errors import InvalidInput
from trivium.kernel.moments import from_ms

_USUAL = timedelta(days=29)
_MOST = timedelta(days=366)


def days(
    engine: TheEngine,
    since: Annotated[date | None, Query(description="The first day, in UTC.")] = None,
    until: Annotated[date | None, Query(description="The last day; today without it.")] = None,
) -> tuple[date, date]:
    """The first and the last day, both included; the last thirty unless it is said.

    Raises:
        InvalidInput: the first comes after the last, or more than a year before it (`input/period`).
    """
    last = until or from_ms(engine.clock.now_ms()).date()
    first = since or date.fromordinal(max(last.toordinal() - _USUAL.days, 1))
    if not timedelta() <= last - first <= _MOST:
        raise InvalidInput(
            f"Expected a period of at most {_MOST.days} days, but found {first} to {last}. Ask for less,"
            " or year by year.",
            code="input/period",
            since=str(first),
            until=str(last),
        )
    return first, last
