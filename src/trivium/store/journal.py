"""Reading the journal of all trees: nothing is skipped, and each tree's entries come in their order.

On SQLite positions are handed out in the order of commits. On PostgreSQL they are not, and neither are the
numbers of transactions: what is read is therefore what one snapshot of the database sees and the one before
did not. A snapshot that sees an entry sees all that were committed before it, so also those before it of the
same tree, which are written under one lock. Such a window stays the same however long it takes to read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from sqlalchemy import Text, and_, cast, func, or_, select

from trivium.errors import InvalidInput, WrongState
from trivium.store.tables import instances, journal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.cursors import Cursor

_MOST_COUNTED = 100_000
_BEYOND = 2**63 - 1
_RENUMBER = (
    "UPDATE journal SET xact = 0"
    " WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
)


def _fitting(text: str) -> int:
    """A number of a cursor; whoever made it up gets no further than those that a column holds."""
    if not text.isdecimal() or int(text) > _BEYOND:
        raise ValueError(text)
    return int(text)


class Snapshot(NamedTuple):
    """Which transactions are over: those below `least`, and those below `next` that are not `running`."""

    least: int
    next: int
    running: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """From PostgreSQL's text form of a `pg_snapshot`."""
        least, following, running = text.split(":")
        numbers = tuple(_fitting(each) for each in running.split(",") if each)
        return cls(_fitting(least), _fitting(following), numbers)

    def __str__(self) -> str:
        return f"{self.least}:{self.next}:{','.join(map(str, self.running))}"

    def sees(self, xact: int) -> bool:
        """Whether what this transaction wrote was there."""
        return xact < self.least or (xact < self.next and xact not in self.running)

    def seen(self) -> ColumnElement[bool]:
        """The same of the rows of the journal."""
        xact = journal.c.xact
        if not self.running:
            return xact < self.next
        return and_(xact < self.next, xact.not_in(self.running))

    def unseen(self) -> ColumnElement[bool]:
        """The opposite, so that the index serves."""
        xact = journal.c.xact
        if not self.running:
            return xact >= self.next
        return and_(xact >= self.least, or_(xact >= self.next, xact.in_(self.running)))


class Place(NamedTuple):
    """How far somebody has read: all that `before` sees, and what `window` sees up to a position.

    On SQLite the position says it all.
    """

    before: Snapshot | None = None
    window: Snapshot | None = None
    position: int = 0
    last: int = 0
    """The position at which the window ends."""

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """From its text form; without one the beginning.

        Raises:
            InvalidInput: it is none (`journal/cursor`).
        """
        if not text:
            return cls()
        try:
            before, window, position, last = text.split("/")
            return cls(
                Snapshot.parse(before) if before else None,
                Snapshot.parse(window) if window else None,
                _fitting(position),
                _fitting(last),
            )
        except ValueError as error:
            raise InvalidInput(
                f"Expected a cursor of the journal, but found {text!r}. Begin without one, or with one"
                " that came with a page.",
                code="journal/cursor",
            ) from error

    def __str__(self) -> str:
        return f"{self.before or ''}/{self.window or ''}/{self.position}/{self.last}"

    def is_past(self, xact: int, position: int) -> bool:
        """Whether an entry has been read."""
        if self.before is not None and self.before.sees(xact):
            return True
        is_open = self.window.sees(xact) if self.window is not None else self.before is None
        return is_open and position <= self.position


def read(
    connection: Connection,
    place: Place,
    limit: int,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> tuple[Sequence[RowMapping], Place]:
    """The next entries, and where they end. No entries: there are none beyond `place` for now.

    Raises:
        WrongState: the database was restored on another server (`journal/restored`).
    """
    if connection.dialect.name == "sqlite":
        return _read_on(connection, place, limit, conditions)
    while True:
        has_opened = place.window is None
        if has_opened:
            place = _with_window(connection, place)
        rows: Sequence[RowMapping] = ()
        if place.last:
            rows = _rows(connection, [*_left(place), *conditions], limit)
        is_through = len(rows) < limit or rows[-1]["position"] == place.last
        if is_through:
            place = Place(place.window)
        else:
            place = place._replace(position=rows[-1]["position"])
        if rows or has_opened:
            return rows, place


def place_after(row: RowMapping, begun: Place, ended: Place) -> Place:
    """Where somebody is who has read a page, from `begun` to `ended`, up to a row of it."""
    if ended == Place(position=ended.position):
        return Place(position=row["position"])
    before, window = ended.before, ended.window
    if window is None:  # the page ended with its window
        window = ended.before
        is_same = begun.window is None or begun.window == window
        before = begun.before if is_same else begun.window
    return Place(before, window, row["position"], _BEYOND)


def _read_on(
    connection: Connection, place: Place, limit: int, conditions: Sequence[ColumnElement[bool]]
) -> tuple[Sequence[RowMapping], Place]:
    rows = _rows(connection, [journal.c.position > place.position, *conditions], limit)
    if len(rows) == limit:
        return rows, place._replace(position=rows[-1]["position"])
    return rows, place._replace(position=max(newest(connection), place.position))


def _rows(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int
) -> Sequence[RowMapping]:
    statement = select(journal).where(*conditions).order_by(journal.c.position).limit(limit)
    return connection.execute(statement).mappings().all()


def _with_window(connection: Connection, place: Place) -> Place:
    """What has been committed since, from the first position in it to the last."""
    window = current(connection)
    conditions = [window.seen()]
    if place.before is not None:
        if window.next < place.before.next:
            raise _restored(place.before.next, window.next)
        conditions.append(place.before.unseen())
    c = journal.c
    ends = select(func.min(c.position), func.max(c.position)).where(*conditions)
    first, last = connection.execute(ends).one()
    if last is None:
        return Place(place.before, window)
    return Place(place.before, window, first - 1, last)


def _restored(before: int, now: int) -> WrongState:
    return WrongState(
        f"Expected the transactions of this database to be numbered from {before} on, but they are at"
        f" {now}: it was restored on another server. `trivium rebuild` makes its journal readable"
        " again; every reader begins anew.",
        code="journal/restored",
    )


def _left(place: Place) -> list[ColumnElement[bool]]:
    c = journal.c
    found = [c.position > place.position, c.position <= place.last]
    if place.window is not None:
        found.append(place.window.seen())
    if place.before is not None:
        found.append(place.before.unseen())
    return found


def by_position(connection: Connection, after: int, limit: int) -> Sequence[RowMapping]:
    """Entries of all trees as one moment sees them; those of a tree come in their order."""
    c = journal.c
    statement = select(journal).where(c.position > after).order_by(c.position)
    return connection.execute(statement.limit(limit)).mappings().all()


def current(connection: Connection) -> Snapshot:
    """The snapshot that this connection reads."""
    found = connection.execute(select(cast(func.pg_current_snapshot(), Text))).scalar_one()
    return Snapshot.parse(found)


def end(connection: Connection) -> Place:
    """Beyond all that there is now."""
    if connection.dialect.name == "sqlite":
        return Place(position=newest(connection))
    return Place(current(connection))


def newest(connection: Connection) -> int:
    """The last position; 0 if there is none."""
    return connection.execute(select(func.max(journal.c.position))).scalar_one() or 0


def conditions(
    *,
    kinds: Collection[str] | None,
    definition_key: str | None,
    root_id: str | None,
) -> list[ColumnElement[bool]]:
    """The filters of a reader: kinds of commands, the key of the root's definition, one tree."""
    c = journal.c
    found: list[ColumnElement[bool]] = []
    if kinds is not None:
        found.append(c.kind.in_(kinds))
    if definition_key is not None:
        of_key = select(instances.c.id).where(instances.c.key == definition_key)
        found.append(c.root_id.in_(of_key))
    if root_id is not None:
        found.append(c.root_id == root_id)
    return found


def unread(connection: Connection, place: Place) -> tuple[int, int | None]:
    """How many entries lie beyond a place, 100,000 at most, and the time of the oldest of them."""
    c = journal.c
    if connection.dialect.name == "sqlite":
        beyond: ColumnElement[bool] = c.position > place.position
    elif place.window is not None:
        beyond = or_(and_(*_left(place)), place.window.unseen())
    elif place.before is not None:
        beyond = place.before.unseen()
    else:
        beyond = c.position > 0
    some = select(c.at).where(beyond).limit(_MOST_COUNTED).subquery()
    count, oldest = connection.execute(select(func.count(), func.min(some.c.at))).one()
    return count, oldest


def is_renumbered(connection: Connection) -> bool:
    """Whether entries come from transactions that this server has not come to yet."""
    if connection.dialect.name == "sqlite":
        return False
    beyond = journal.c.xact >= current(connection).next
    return connection.execute(select(journal.c.position).where(beyond).limit(1)).first() is not None


def renumber(cursor: Cursor) -> None:
    """Makes a journal readable whose database was restored on another server.

    What was written there counts as written before anything that is written from now on.
    """
    cursor.execute(_RENUMBER)
    cursor.execute("UPDATE cursors SET content = NULL")
