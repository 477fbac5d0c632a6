"""`engine.filters`: saved filters of the task list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from trivium.engine.acting import acting, acting_tenant
from trivium.engine.areas.paging import asked
from trivium.engine.infos import FilterInfo
from trivium.engine.moments import instant
from trivium.engine.operation import Operation
from trivium.engine.task_filters import FilterContent, content_of, fits
from trivium.errors import InvalidInput, LimitExceeded, NotFound, NotPermitted
from trivium.kernel import codec
from trivium.kernel.ids import IdSource
from trivium.store import queries
from trivium.store import task_filters as stored
from trivium.store.paging import Order, Paging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.engine.clock import Clock
    from trivium.engine.processor import Processor
    from trivium.engine.processor.batch import Batch
    from trivium.engine.views.variables import VariablesAt
    from trivium.store.database import Database
    from trivium.store.inbox import Way
    from trivium.store.paging import Place

MOST_LOOKED_AT = 2_000
"""So many tasks are looked at for one page where a filter asks for variables; the next page goes on."""
_AT_ONCE = 500
_MOST = 200
_LONGEST_NAME = 200
EVERYBODY = "*"
TASK_SORTS = {
    "created": "created_at",
    "due": "due_at",
    "follow_up": "follow_up_at",
    "priority": "priority",
    "name": "name",
    "assignee": "assignee",
    "process_definition_key": "key",
}
"""What lists of tasks are sorted by, under the names that people use for it."""


class PutFilter(Operation):
    """Saves a filter."""

    def __init__(self, filter_id: str | None, row: dict[str, Any], groups: Sequence[str]) -> None:
        self.filter_id = filter_id
        self.row = row
        self.groups = list(groups)

    def run(self, batch: Batch, seed: int, user: str | None) -> str:
        del user
        found = self.filter_id or IdSource(batch.now, seed).next()
        times = {"created_at": batch.now, "updated_at": batch.now}
        stored.put(batch.cursor, {"id": found, **self.row, **times}, self.groups)
        return found


class RemoveFilter(Operation):
    """Takes a filter away."""

    def __init__(self, filter_id: str) -> None:
        self.filter_id = filter_id

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        stored.remove(batch.cursor, self.filter_id)


class Filters:
    """Filters that people save, and share with groups. `user` is whose they are and who uses them."""

    def __init__(
        self, database: Database, processor: Processor, clock: Clock, seen: VariablesAt
    ) -> None:
        self._database = database
        self._processor = processor
        self._clock = clock
        self._seen = seen

    def add(  # what a filter is made of
        self,
        name: str,
        content: dict[str, Any],
        *,
        groups: Sequence[str] = (),
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> FilterInfo:
        """Saves a new filter.

        Raises:
            InvalidInput: something in it is not right. NotPermitted: it is to be shared with a group that
                one is not in. LimitExceeded: one has too many.
        """
        owner = _oneself(user)
        row = {"tenant_id": acting_tenant() or "", "owner": owner, **_checked(name, content)}
        self._refuse_groups(groups)
        with self._database.reading() as connection:
            count = stored.count_of(connection, owner)
        if count >= _MOST:
            raise LimitExceeded(
                f"Expected at most {_MOST} filters of one person, but {owner} has {count}. Delete one.",
                code="filter/too-many",
            )
        operation = PutFilter(None, row, sorted(set(groups)))
        filter_id: str = self._processor.submit(operation, owner, idempotency_key)
        return self.get(filter_id)

    def change(
        self,
        filter_id: str,
        name: str,
        content: dict[str, Any],
        *,
        groups: Sequence[str] = (),
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> FilterInfo:
        """Replaces a filter of one's own.

        Raises:
            NotFound: there is none. NotPermitted: it is somebody else's. InvalidInput: as for `add`.
        """
        row = self._mine(filter_id)
        values = {"tenant_id": row["tenant_id"], "owner": row["owner"], **_checked(name, content)}
        self._refuse_groups(groups)
        operation = PutFilter(filter_id, values, sorted(set(groups)))
        self._processor.submit(operation, user, idempotency_key)
        return self.get(filter_id)

    def remove(
        self, filter_id: str, *, user: str | None = None, idempotency_key: str | None = None
    ) -> None:
        """Takes a filter of one's own away.

        Raises:
            NotFound: there is none. NotPermitted: it is somebody else's.
        """
        self._mine(filter_id)
        self._processor.submit(RemoveFilter(filter_id), user, idempotency_key)

    def get(self, filter_id: str) -> FilterInfo:
        """One filter.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            row = _found(filter_id, stored.one(connection, filter_id))
            groups = stored.groups_of(connection, [filter_id])
        return _info(row, groups[filter_id])

    def query(self, *, counts: bool = False, user: str | None = None) -> list[FilterInfo]:
        """The filters that one may use, by name; with how many tasks each has, in one query for all.

        Those that ask for variables are counted as far as `MOST_LOOKED_AT` tasks go.
        """
        with self._database.reading() as connection:
            rows = stored.listed(connection)
            groups = stored.groups_of(connection, [row["id"] for row in rows])
            found = self._counts(connection, rows, user) if counts else {}
        return [_info(row, groups[row["id"]], found.get(row["id"])) for row in rows]

    def _counts(
        self, connection: Connection, rows: Sequence[RowMapping], user: str | None
    ) -> dict[str, tuple[int, bool]]:
        contents = {row["id"]: _content(row) for row in rows}
        where = {key: self.conditions(each, user) for key, each in contents.items()}
        plain = {key: where[key] for key, each in contents.items() if not each.of_variables}
        found = {
            key: (count, count < stored.MOST_COUNTED)
            for key, count in stored.counts(connection, plain).items()
        }
        for key, content in contents.items():
            if key not in plain:
                paging = Paging(MOST_LOOKED_AT)
                fitting, place = self.page(connection, content, where[key], paging)
                found[key] = (len(fitting), place is None)
        return found

    # -- using one

    def content(self, connection: Connection, filter_id: str) -> FilterContent:
        """What a filter shows, for who may use it.

        Raises:
            NotFound: there is none.
        """
        return _content(_found(filter_id, stored.one(connection, filter_id)))

    def conditions(self, content: FilterContent, user: str | None) -> list[ColumnElement[bool]]:
        """The conditions on fields, for who asks now."""
        who = acting()
        name = user if who is None else who.user
        groups = () if who is None else who.groups
        tests = content.tests(name, groups, self._clock.now_ms())
        return stored.condition(tests, match_any=content.match == "any")

    def page(
        self,
        connection: Connection,
        content: FilterContent,
        conditions: list[ColumnElement[bool]],
        paging: Paging,
        ways: Sequence[Way] = (),
    ) -> tuple[list[RowMapping], RowMapping | None]:
        """Tasks of a filter that asks for variables, and the last that was looked at if there are more.

        No more than `MOST_LOOKED_AT` are looked at, so a page may be short, or even empty, and yet not the
        last.
        """
        wanted = content.of_variables
        names = {str(each.variable) for each in wanted}
        found: list[RowMapping] = []
        after, left = paging.after, MOST_LOOKED_AT
        while left:
            part = paging._replace(limit=min(_AT_ONCE, left), after=after)
            rows = queries.task_page(connection, conditions, part, ways)
            places = {
                row["id"]: (row["root_id"], row["element_instance"]) for row in rows[: part.limit]
            }
            values = self._seen.read_many(connection, places, names)
            for row in rows[: part.limit]:
                if all(fits(each, values[row["id"]] or {}) for each in wanted):
                    found.append(row)
                if len(found) == paging.limit:
                    return found, row
            if len(rows) <= part.limit:
                return found, None
            after = _place(rows[part.limit - 1], paging.order)
            left -= part.limit
        return found, rows[part.limit - 1]

    # -- who may

    def _mine(self, filter_id: str) -> RowMapping:
        with self._database.reading() as connection:
            row = _found(filter_id, stored.one(connection, filter_id))
            if stored.one(connection, filter_id, "work") is None:
                raise NotPermitted(
                    f"Expected a filter of your own, but it is one of {row['owner']}. Save another."
                )
        return row

    @staticmethod
    def _refuse_groups(groups: Sequence[str]) -> None:
        """A filter is shared with one's own groups; who administers shares with all."""
        who = acting()
        if who is None or who.roles is None:
            return
        foreign = sorted(set(groups) - set(who.groups))
        if foreign:
            raise NotPermitted(
                f"Expected groups that you are in, but found {', '.join(foreign)}. Leave them out, or"
                " ask an administrator."
            )


def _place(row: RowMapping, order: Order) -> Place:
    return tuple(row[name] for name in order.with_id)


def paging_of(
    content: FilterContent | None, limit: int, cursor: str | None, sort: str | None
) -> Paging:
    """Which part of a list of tasks is asked for; the filter's order where none is asked for.

    Raises:
        InvalidInput: the limit, the cursor or the sort is none that the list knows.
    """
    if sort is None and content is not None and content.sort is not None:
        name = TASK_SORTS[content.sort.removeprefix("-")]
        sort = f"-{name}" if content.sort.startswith("-") else name
    return asked(limit, cursor, sort, {name: name for name in TASK_SORTS.values()})


def _oneself(user: str | None) -> str:
    who = acting()
    found = user if who is None else who.user
    if not found:
        raise InvalidInput(
            "Expected to know whose filter it is, but nobody is named. Say who you are.",
            code="task/user-missing",
        )
    return found


def _checked(name: str, content: dict[str, Any]) -> dict[str, Any]:
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise InvalidInput(
            f"Expected a name of 1 to {_LONGEST_NAME} characters, but found {name[:300]!r}.",
            code="filter/invalid",
            faults=["name"],
        )
    checked = content_of(content, TASK_SORTS)
    return {"name": name.strip(), "content": codec.encode(checked)}


def _content(row: RowMapping) -> FilterContent:
    return msgspec.convert(codec.decode(row["content"]), FilterContent)


def _found(filter_id: str, row: RowMapping | None) -> RowMapping:
    if row is None:
        raise NotFound(
            f"Expected the filter {filter_id}, but there is none.",
            code="filter/not-found",
            id=filter_id,
        )
    return row


def _info(
    row: RowMapping, groups: Sequence[str], counted: tuple[int, bool] | None = None
) -> FilterInfo:
    count, is_counted = counted or (None, True)
    return FilterInfo(
        id=row["id"],
        name=row["name"],
        owner=row["owner"],
        groups=tuple(groups),
        content=codec.decode(row["content"]),
        created_at=instant(row["created_at"]),
        updated_at=instant(row["updated_at"]),
        count=count,
        is_counted=is_counted,
    )
