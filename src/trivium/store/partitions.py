"""Months of history on PostgreSQL: a partition of the journal and of the activities for each.

Ids of instances begin with the time, so a month is a range of them, and a whole tree lies in the partition of
the month in which it started. What has no partition of its own lies in the default one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, Self

from sqlalchemy import text

from trivium.kernel.ids import uuid7
from trivium.kernel.moments import from_ms, to_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trivium.store.cursors import Cursor

TABLES = ("journal", "activities")
_AHEAD = 2
_DECEMBER = 12
_PATIENCE = "SET LOCAL lock_timeout = '2s'"
"""So long everybody waits at most behind a partition that is made or dropped."""
_PARTS = text(
    "SELECT child.relname FROM pg_inherits"
    " JOIN pg_class AS child ON child.oid = inhrelid"
    " WHERE inhparent = to_regclass(:parent) ORDER BY child.relname"
)


class Month(NamedTuple):
    """A month in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, now_ms: int) -> Self:
        """The month of a time."""
        moment = from_ms(now_ms)
        return cls(moment.year, moment.month)

    @property
    def following(self) -> Month:
        """The month after it."""
        if self.number == _DECEMBER:
            return Month(self.year + 1, 1)
        return Month(self.year, self.number + 1)

    @property
    def first_id(self) -> str:
        """The lowest id that an instance may have which started in it."""
        return uuid7(to_ms(datetime(self.year, self.number, 1, tzinfo=UTC)), 0, 0)

    def part_of(self, table: str) -> str:
        """The name of its partition."""
        return f"{table}_{self.year:04}_{self.number:02}"

    def holds(self, root_id: str) -> bool:
        """Whether a tree started in it."""
        return self.first_id <= root_id < self.following.first_id


def started_in(root_id: str) -> Month:
    """The month in which an instance started, as its id says."""
    try:
        return Month.of(int(root_id[:8] + root_id[9:13], 16))
    except (ValueError, OverflowError):  # an id that is none of ours
        return Month(1970, 1)


def months(connection: Connection) -> list[Month]:
    """Those that have partitions, the earliest first; none on SQLite."""
    if connection.dialect.name == "sqlite":
        return []
    found: set[Month] = set()
    for table in TABLES:
        names = connection.execute(_PARTS, {"parent": table}).scalars()
        parts = (name.removeprefix(f"{table}_").split("_") for name in names)
        found.update(Month(int(part[0]), int(part[1])) for part in parts if len(part) > 1)
    return sorted(found)


def missing(connection: Connection, now_ms: int) -> list[Month]:
    """This month and the two after it, so far as they have no partition and nothing in the default one."""
    if connection.dialect.name == "sqlite":
        return []
    known = set(months(connection))
    month, found = Month.of(now_ms), []
    for _ in range(_AHEAD + 1):
        if month not in known and not any(
            _in_default(connection, table, month) for table in TABLES
        ):
            found.append(month)
        month = month.following
    return found


def _in_default(connection: Connection, table: str, month: Month) -> bool:
    statement = text(
        f"SELECT 1 FROM {table}_default WHERE root_id >= :first AND root_id < :last LIMIT 1"
    )
    ends = {"first": month.first_id, "last": month.following.first_id}
    return connection.execute(statement, ends).first() is not None


def make(cursor: Cursor, month: Month) -> None:
    """Makes the partitions of a month."""
    cursor.execute(_PATIENCE)
    for table in TABLES:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {month.part_of(table)} PARTITION OF {table}"
            f" FOR VALUES FROM ('{month.first_id}') TO ('{month.following.first_id}')"
        )


def drop(cursor: Cursor, month: Month) -> None:
    """Drops the partitions of a month, with all that is in them."""
    cursor.execute(_PATIENCE)
    for table in TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {month.part_of(table)}")


def past(connection: Connection, now_ms: int) -> Iterator[Month]:
    """Months with partitions in which nothing starts any more."""
    this = Month.of(now_ms)
    return (month for month in months(connection) if month.following < this)
