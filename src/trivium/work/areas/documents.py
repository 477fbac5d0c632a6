"""`work.calendars`, `work.targets`, `work.rules`, `work.templates`: data in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.moments import instant
from trivium.errors import Conflict, NotFound
from trivium.kernel import codec
from trivium.store.transactions import transaction
from trivium.store.work import clocks, documents
from trivium.work.assignment import rule_data
from trivium.work.calendars import WorkingTime, calendar_data, read_calendar
from trivium.work.infos import DocumentInfo
from trivium.work.notifications.templates import template_data
from trivium.work.shelf import READERS
from trivium.work.sla import Policy, policy_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.clock import Clock
    from trivium.store.database import Database
    from trivium.work.follower import Follower
    from trivium.work.shelf import Shelf
    from trivium.work.sla.book import Book

_WRITERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "calendar": calendar_data,
    "target": policy_data,
    "rule": rule_data,
    "template": template_data,
}
_MISSING = {
    "calendar": "calendar/not-found",
    "target": "sla/target-not-found",
    "rule": "assignment/rule-not-found",
    "template": "notification/template-not-found",
}


class Documents:
    """Calendars, targets, rules or templates: each has a key, and versions of which the last one holds."""

    def __init__(  # what it reads, and whom it tells
        self, kind: str, database: Database, clock: Clock, shelf: Shelf, follower: Follower
    ) -> None:
        self._kind = kind
        self._database = database
        self._clock = clock
        self._shelf = shelf
        self._follower = follower

    def put(
        self,
        data: Mapping[str, Any],
        *,
        user: str | None = None,
        tenant: str = "",
        moves_running: bool = False,
    ) -> DocumentInfo:
        """Adds a version, which holds for all that starts from now on.

        With `moves_running` the clocks that run by the old version go on by the new one, with what they
        have counted so far. The same data again makes no new version.

        Raises:
            InvalidModel: the data is not right; all findings are listed. NotFound: its calendar is not there.
        """
        value = READERS[self._kind](data)
        content = codec.canonical(_WRITERS[self._kind](value))
        with transaction(self._database) as connection:
            old = self._current(connection, value.key, tenant)
            if old is not None and bytes(old["content"]) == content:
                return _info(old)
            if isinstance(value, Policy):
                self._needs_calendar(connection, value.calendar, tenant)
            book = self._follower.catch_up(connection)
            self._follower.start(connection)
            row = {
                "id": self._follower.new_ids()(),
                "tenant_id": tenant,
                "kind": self._kind,
                "key": value.key,
                "content": content,
                "created_at": self._clock.now_ms(),
                "created_by": user,
            }
            documents.put(connection, row)
            self._shelf.refresh(connection)
            if moves_running and self._kind in {"calendar", "target"}:
                for root_id in clocks.roots_with(connection, tenant):
                    book.read({root_id})
                    self._move(book, root_id, value.key)
            book.write()
        return self.get(value.key, tenant=tenant)

    def _move(self, book: Book, root_id: str, key: str) -> None:
        for kept in book.of(root_id):
            if key == (kept.policy.key if self._kind == "target" else kept.policy.calendar):
                for target in self._shelf.targets(kept.place.tenant):
                    if target.key == kept.policy.key:
                        book.move(kept, target, self._clock.now_ms())

    def _needs_calendar(self, connection: Connection, key: str | None, tenant: str) -> None:
        if key is None:
            return
        found = documents.current(connection, ("calendar",))
        if not any((row["key"], row["tenant_id"]) == (key, tenant) for row in found):
            raise _not_found("calendar", key)

    def get(self, key: str, *, tenant: str = "") -> DocumentInfo:
        """The version that holds now.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            row = self._current(connection, key, tenant)
        if row is None:
            raise _not_found(self._kind, key)
        return _info(row)

    def timeline(self, key: str, *, tenant: str = "") -> WorkingTime:
        """The working time of a calendar, to reckon with.

        Raises:
            NotFound: there is no such calendar.
        """
        return WorkingTime(read_calendar(self.get(key, tenant=tenant).data))

    def all(self, *, tenant: str = "") -> list[DocumentInfo]:
        """All that hold now, by their keys."""
        with self._database.reading() as connection:
            rows = documents.current(connection, (self._kind,))
        return [_info(row) for row in rows if row["tenant_id"] == tenant]

    def versions(self, key: str, *, tenant: str = "") -> list[DocumentInfo]:
        """All versions there ever were, the newest first.

        Raises:
            NotFound: there never was any.
        """
        with self._database.reading() as connection:
            rows = documents.versions(connection, tenant, self._kind, key)
        if not rows:
            raise _not_found(self._kind, key)
        return [_info(row) for row in rows]

    def remove(self, key: str, *, tenant: str = "") -> None:
        """Has nothing start by it any more; what runs goes on.

        Raises:
            NotFound: there is none. Conflict: a target needs this calendar.
        """
        with transaction(self._database) as connection:
            if self._kind == "calendar":
                self._refuse_if_used(connection, key, tenant)
            self._follower.catch_up(connection).write()
            if not documents.retire(connection, tenant, self._kind, key, "removed"):
                raise _not_found(self._kind, key)

    def _refuse_if_used(self, connection: Connection, key: str, tenant: str) -> None:
        for row in documents.current(connection, ("target",)):
            if row["tenant_id"] == tenant and codec.decode(row["content"]).get("calendar") == key:
                raise Conflict(
                    f"Expected a calendar that no target needs, but `{row['key']}` counts by `{key}`."
                    " Change that target first.",
                    code="calendar/in-use",
                    target=row["key"],
                )

    def _current(self, connection: Connection, key: str, tenant: str) -> RowMapping | None:
        found = documents.versions(connection, tenant, self._kind, key)
        return found[0] if found and found[0]["state"] == "current" else None


def _not_found(kind: str, key: str) -> NotFound:
    return NotFound(
        f"Expected a {kind} `{key}`, but there is none. Ask for the list of them.",
        code=_MISSING[kind],
        key=key,
    )


def _info(row: RowMapping) -> DocumentInfo:
    return DocumentInfo(
        kind=row["kind"],
        key=row["key"],
        version=row["version"],
        state=row["state"],
        data=codec.decode(row["content"]),
        created_at=instant(row["created_at"]),
        created_by=row["created_by"],
    )
