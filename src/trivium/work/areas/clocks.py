"""`work.clocks`: how targets stand, holding their clocks, and the figures of compliance."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trivium.engine.areas.paging import asked, paged
from trivium.engine.infos import Page
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import InvalidInput, NotFound, NotPermitted
from trivium.kernel import codec
from trivium.kernel.moments import to_ms
from trivium.store import queries, tables
from trivium.store.transactions import transaction
from trivium.store.work import clocks as stored
from trivium.work.infos import CaseClock, ClockEvent, ClockInfo
from trivium.work.sla import clock as pure
from trivium.work.sla.book import clock_of
from trivium.work.sla.figures import DIMENSIONS, Figures, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.work.follower import Follower
    from trivium.work.shelf import Shelf
    from trivium.work.sla.book import Book, Kept

SORTABLE = {name: name for name in ("started_at", "due_at", "ended_at", "status", "elapsed_ms")}
_FILTERS = {
    "target": "target_key",
    "definition": "key",
    "element": "element_id",
    "instance": "instance_id",
    "task": "task_id",
}


class Clocks:
    """The clocks of targets, running and ended."""

    def __init__(self, database: Database, clock: Clock, shelf: Shelf, follower: Follower) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._follower = follower

    def query(
        self,
        *,
        limit: int = 50,
        cursor: str | None = None,
        sort: str | None = None,
        with_total: bool = False,
        **filters: Any,
    ) -> Page[ClockInfo]:
        """Clocks, the oldest first unless a `sort` of `SORTABLE` is asked for.

        Filters are `target`, `goal`, `definition`, `element`, `instance`, `task`, `priority`, `scope`,
        `status`, `is_open` and `due_before`.
        """
        paging = asked(limit, cursor, sort, SORTABLE)
        where = stored.conditions(_columns(filters))
        with self._database.reading() as connection:
            rows = stored.clock_page(connection, where, paging)
            total = queries.count(connection, tables.sla_clocks, where) if with_total else None
            infos = {row["id"]: self._info(connection, row) for row in rows}
        return paged(rows, paging, lambda row: infos[row["id"]], total)

    def of_cases(self, **asked_for: Any) -> Page[CaseClock]:
        """The same of cases alone, each with the age of its case."""
        page = self.query(kind="case", **asked_for)
        now = self._clock.now_ms()
        with self._database.reading() as connection:
            rows = stored.instances_of(connection, {clock.instance_id for clock in page})
        items = []
        for clock in page:
            row = rows[clock.instance_id]
            until = now if row["ended_at"] is None else row["ended_at"]
            items.append(
                CaseClock(
                    clock=clock,
                    business_key=row["business_key"],
                    started_at=instant(row["started_at"]),
                    age_ms=until - row["started_at"],
                )
            )
        return Page(items, page.next_cursor, page.total)

    def get(self, clock_id: str) -> ClockInfo:
        """One clock.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            return self._info(connection, _row(connection, clock_id))

    def events(self, clock_id: str) -> list[ClockEvent]:
        """What happened to a clock, in its order.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            _row(connection, clock_id)
            rows = stored.events_of(connection, clock_id)
        return [
            ClockEvent(
                at=instant(row["at"]),
                kind=row["kind"],
                state=row["state"],
                content=codec.decode(row["content"]),
            )
            for row in rows
        ]

    def hold(self, clock_id: str, reason: str) -> ClockInfo:
        """Stops a clock for a reason (the customer is asked, say) until that is released.

        Raises:
            NotFound: there is none that still counts. NotPermitted: it may be seen, but not steered.
        """
        return self._steer(clock_id, lambda book, kept, now: book.hold(kept, now, _own(reason)))

    def release(self, clock_id: str, reason: str) -> ClockInfo:
        """Lets a clock go on that was held for a reason; others may still hold it.

        Raises:
            NotFound: there is none that still counts. NotPermitted: it may be seen, but not steered.
        """
        return self._steer(clock_id, lambda book, kept, now: book.release(kept, now, _own(reason)))

    def _steer(self, clock_id: str, act: Callable[[Book, Kept, int], None]) -> ClockInfo:
        with transaction(self._database) as connection:
            book = self._follower.catch_up(connection)
            root_id = _row(connection, clock_id)["root_id"]
            if stored.one(connection, clock_id, "operate") is None:
                raise NotPermitted(
                    f"Expected a grant of operate on what the clock {clock_id} times, but there is none."
                )
            book.read({root_id})
            kept = next((each for each in book.of(root_id) if each.id == clock_id), None)
            if kept is None:
                raise NotFound(
                    f"Expected a clock that still counts, but {clock_id} has ended.",
                    code="sla/clock-ended",
                    id=clock_id,
                )
            act(book, kept, self._clock.now_ms())
            book.write()
        return self.get(clock_id)

    def figures(
        self,
        start: datetime,
        end: datetime,
        by: Sequence[str] = (),
        *,
        zone: str = "UTC",
        **filters: Any,
    ) -> list[Figures]:
        """How targets were kept by what ended in a time, and how stands what is open now.

        `by` are dimensions: target, goal, definition, element, priority, day (in `zone`).

        Raises:
            InvalidInput: there is no such dimension or zone.
        """
        unknown = [name for name in by if name not in DIMENSIONS]
        if unknown:
            raise InvalidInput(
                f"Expected dimensions of {', '.join(DIMENSIONS)}, but found {', '.join(unknown)}.",
                code="sla/unknown-dimension",
            )
        where = stored.conditions(_columns(filters))
        with self._database.reading() as connection:
            ended = stored.ended_between(connection, to_ms(start), to_ms(end), where)
            still_open = stored.open_by_status(connection, where)
        return figures(ended, still_open, tuple(dict.fromkeys(by)), _zone(zone))

    def _info(self, connection: Connection, row: RowMapping) -> ClockInfo:
        policy = self._shelf.get(connection, row["target_id"]).value
        timeline = self._shelf.timeline(connection, row["calendar_id"], policy.measure)
        clock = clock_of(row)
        return ClockInfo(
            id=row["id"],
            target=row["target_key"],
            goal=row["goal"],
            scope=row["scope"],
            instance_id=row["instance_id"],
            definition=row["key"],
            element=row["element_id"],
            task_id=row["task_id"],
            priority=row["priority"],
            status=row["status"],
            started_at=instant(row["started_at"]),
            target_ms=row["target_ms"],
            elapsed_ms=pure.elapsed(clock, timeline, self._clock.now_ms()),
            due_at=instant_or_none(row["due_at"]),
            next_at=instant_or_none(row["next_at"]),
            ended_at=instant_or_none(row["ended_at"]),
            holds=clock.holds,
        )


def _own(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Expected a reason, but it is empty.", code="sla/no-reason")
    return f"person:{reason}"


def _columns(filters: dict[str, Any]) -> dict[str, Any]:
    return {
        _FILTERS.get(name, name): to_ms(value) if isinstance(value, datetime) else value
        for name, value in filters.items()
    }


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(
            f"Expected a time zone such as Europe/Berlin, but found {name!r}.",
            code="input/time-zone",
        ) from error


def _row(connection: Connection, clock_id: str) -> RowMapping:
    found = stored.one(connection, clock_id)
    if found is None:
        raise NotFound(
            f"Expected a clock {clock_id}, but there is none.",
            code="sla/clock-not-found",
            id=clock_id,
        )
    return found
