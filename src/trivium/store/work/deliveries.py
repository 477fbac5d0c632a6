"""What is on its way to people: taken under a lease, settled by who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, or_, select, update

from trivium.store.paging import page
from trivium.store.tables import notification_deliveries, notification_items, notifications
from trivium.store.visibility import restricted
from trivium.store.work.notices import put_if_absent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from trivium.store.paging import Paging

_C = notification_deliveries.c
_I = notification_items.c


class Taken(NamedTuple):
    """A delivery that this node is at; `lease` is the number of its turn."""

    id: str
    user: str
    channel: str
    address: str
    attempts: int
    lease: int


def add(
    connection: Connection,
    rows: Sequence[Mapping[str, Any]],
    items: Sequence[Mapping[str, Any]],
) -> None:
    """New deliveries, and what they say."""
    if rows:
        connection.execute(insert(notification_deliveries), list(rows))
    if items:
        connection.execute(put_if_absent(connection, notification_items), list(items))


def join(connection: Connection, row: Mapping[str, Any]) -> str | None:
    """The delivery of this key, made if need be, for one notification more; None if it has begun.

    The row stays locked until the transaction is over, so that nobody begins meanwhile.
    """
    statement = put_if_absent(connection, notification_deliveries).values(**row)
    connection.execute(statement)
    still_waits = (_C.key == row["key"], _C.state == "waiting", _C.lease == 0)
    found = connection.execute(
        update(notification_deliveries).where(*still_waits).values(lease=0).returning(_C.id)
    )
    return found.scalar_one_or_none()


def take(connection: Connection, now: int, until: int, paused: Collection[str]) -> Taken | None:
    """The delivery that has waited for the longest time; nobody else gets it until then."""
    where = [_C.due_at <= now, _C.lease_until <= now]
    if paused:
        where.append(_C.channel.not_in(paused))
    first = select(_C.id).where(*where).order_by(_C.due_at, _C.id).limit(1)
    found = connection.execute(first.with_for_update(skip_locked=True)).scalar_one_or_none()
    if found is None:
        return None
    values = {"lease": _C.lease + 1, "lease_until": until}
    columns = (_C.id, _C.user_id, _C.channel, _C.address, _C.attempts, _C.lease)
    taken = update(notification_deliveries).where(_C.id == found).values(**values)
    return Taken(*connection.execute(taken.returning(*columns)).one())


def settle(connection: Connection, taken: Taken, values: Mapping[str, Any]) -> bool:
    """What has become of it; false if others took it meanwhile, and then nothing is changed."""
    where = (_C.id == taken.id, _C.lease == taken.lease, _C.state == "waiting")
    statement = update(notification_deliveries).where(*where)
    return connection.execute(statement.values(lease_until=0, **values)).rowcount > 0


def next_due(connection: Connection, paused: Collection[str]) -> int | None:
    """When the next one can be taken."""
    at = func.min(_later_of(_C.due_at, _C.lease_until, connection))
    statement = select(at).where(_C.due_at.is_not(None))
    if paused:
        statement = statement.where(_C.channel.not_in(paused))
    found: int | None = connection.execute(statement).scalar_one()
    return found


def _later_of(first: Any, second: Any, connection: Connection) -> Any:
    name = "greatest" if connection.dialect.name == "postgresql" else "max"
    return getattr(func, name)(first, second)


def content_of(connection: Connection, delivery_id: str) -> Sequence[RowMapping]:
    """What a delivery says, the oldest first."""
    statement = (
        select(notifications)
        .join(notification_items, _I.notification_id == notifications.c.id)
        .where(_I.delivery_id == delivery_id)
        .order_by(notifications.c.id)
    )
    return connection.execute(statement).mappings().all()


# -- for operators


def delivery_page(
    connection: Connection, filters: Mapping[str, Any], paging: Paging
) -> Sequence[RowMapping]:
    """Deliveries."""
    where: list[ColumnElement[bool]] = [
        _C[name] == value for name, value in filters.items() if value is not None
    ]
    statement = select(notification_deliveries)
    return page(connection, statement, notification_deliveries, where, paging)


def one(connection: Connection, delivery_id: str) -> RowMapping | None:
    """A delivery, for who asks."""
    where = (_C.id == delivery_id, *restricted(notification_deliveries))
    statement = select(notification_deliveries).where(*where)
    return connection.execute(statement).mappings().one_or_none()


def again(connection: Connection, delivery_id: str, now: int) -> bool:
    """Has one that failed tried anew; whether it had."""
    where = (
        *(_C.id == delivery_id, _C.state == "failed"),
        *restricted(notification_deliveries),
    )
    values = {"state": "waiting", "due_at": now, "attempts": 0, "ended_at": None}
    statement = update(notification_deliveries).where(*where).values(**values)
    return connection.execute(statement).rowcount > 0


def troubles(connection: Connection, user: str) -> Sequence[RowMapping]:
    """The newest delivery that has ended on each channel of a user, if it failed."""
    newest = (
        select(func.max(_C.id))
        .where(_C.user_id == user, or_(_C.state == "sent", _C.state == "failed"))
        .group_by(_C.channel)
    )
    statement = select(notification_deliveries).where(_C.id.in_(newest), _C.state == "failed")
    return connection.execute(statement).mappings().all()
