"""`work.notifications`: what users were told, how they want to hear, and what could not be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.areas.paging import NEWEST_FIRST, asked, paged
from trivium.engine.moments import instant, instant_or_none
from trivium.errors import NotFound
from trivium.kernel import codec
from trivium.store.transactions import transaction
from trivium.store.work import deliveries
from trivium.store.work import notices as stored
from trivium.work.infos import DeliveryInfo, NotificationInfo
from trivium.work.notifications.preferences import (
    Preferences,
    preferences_data,
    read_preferences,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from trivium.engine.clock import Clock
    from trivium.engine.infos import Page
    from trivium.store.database import Database
    from trivium.work.notifications.settings import NotifyingSettings


class Notifications:
    """Each user's own; and for operators what is on its way."""

    def __init__(self, database: Database, clock: Clock, settings: NotifyingSettings) -> None:
        self._database = database
        self._clock = clock
        self._channels = frozenset(settings.channels)

    def query(
        self,
        user: str,
        *,
        is_unread: bool | None = None,
        kind: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[NotificationInfo]:
        """What a user was told, the newest first; with `is_unread` what was not read yet, or was."""
        paging = asked(limit, cursor, None, {}, NEWEST_FIRST)
        where = stored.conditions(kind, is_unread=is_unread)
        with self._database.reading() as connection:
            rows = stored.notification_page(connection, user, where, paging)
        return paged(rows, paging, _info)

    def count_unread(self, user: str) -> int:
        """How much a user has not read."""
        with self._database.reading() as connection:
            return stored.count_unread(connection, user)

    def read(self, user: str, notification_id: str) -> NotificationInfo:
        """A user has read one; doing so again changes nothing.

        Raises:
            NotFound: the user was told no such thing.
        """
        with transaction(self._database) as connection:
            stored.mark_read(connection, user, self._clock.now_ms(), notification_id)
            row = stored.one(connection, user, notification_id)
        if row is None:
            raise NotFound(
                f"Expected a notification {notification_id} of {user}, but there is none.",
                code="notification/not-found",
                id=notification_id,
            )
        return _info(row)

    def read_all(self, user: str) -> int:
        """A user has read all; gives how many were not read before."""
        with transaction(self._database) as connection:
            return stored.mark_read(connection, user, self._clock.now_ms(), None)

    # -- preferences

    def preferences(self, user: str) -> dict[str, Any]:
        """How a user wants to hear."""
        with self._database.reading() as connection:
            content = stored.preferences(connection, [user]).get(user)
        if content is None:
            return preferences_data(Preferences())
        found: dict[str, Any] = codec.decode(content)
        return found

    def troubles(self, user: str) -> list[DeliveryInfo]:
        """The channels by which a user could not be reached the last time."""
        with self._database.reading() as connection:
            return [_delivery(row) for row in deliveries.troubles(connection, user)]

    def put_preferences(
        self, user: str, data: Mapping[str, Any], *, tenant: str = ""
    ) -> dict[str, Any]:
        """How a user wants to hear from now on; what is on its way stays so.

        Raises:
            InvalidModel: the data is not right; all findings are listed.
        """
        found = preferences_data(read_preferences(data, self._channels))
        with transaction(self._database) as connection:
            now = self._clock.now_ms()
            stored.put_preferences(connection, tenant, user, codec.canonical(found), now)
        return found

    # -- for operators

    def deliveries(
        self,
        *,
        state: str | None = None,
        channel: str | None = None,
        user: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[DeliveryInfo]:
        """What goes out or went, the newest first; `state` is waiting, sent or failed."""
        paging = asked(limit, cursor, None, {}, NEWEST_FIRST)
        filters = {"state": state, "channel": channel, "user_id": user}
        with self._database.reading() as connection:
            rows = deliveries.delivery_page(connection, filters, paging)
        return paged(rows, paging, _delivery)

    def deliver_again(self, delivery_id: str) -> DeliveryInfo:
        """Has one that failed tried anew, at once.

        Raises:
            NotFound: there is none that failed.
        """
        with transaction(self._database) as connection:
            is_tried = deliveries.again(connection, delivery_id, self._clock.now_ms())
            row = deliveries.one(connection, delivery_id)
        if row is None or not is_tried:
            raise NotFound(
                f"Expected a delivery {delivery_id} that failed, but there is none.",
                code="notification/delivery-not-found",
                id=delivery_id,
            )
        return _delivery(row)


def _info(row: RowMapping) -> NotificationInfo:
    return NotificationInfo(
        id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        text=row["text"],
        instance_id=row["instance_id"],
        task_id=row["task_id"],
        created_at=instant(row["created_at"]),
        read_at=instant_or_none(row["read_at"]),
    )


def _delivery(row: RowMapping) -> DeliveryInfo:
    return DeliveryInfo(
        id=row["id"],
        user=row["user_id"],
        channel=row["channel"],
        address=row["address"],
        state=row["state"],
        attempts=row["attempts"],
        error=row["error"],
        created_at=instant(row["created_at"]),
        due_at=instant_or_none(row["due_at"]),
        ended_at=instant_or_none(row["ended_at"]),
    )
