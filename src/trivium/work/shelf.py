"""Calendars, targets, rules, templates as they are stored; read once by id: a version never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.kernel import codec
from trivium.store.work import documents
from trivium.work.assignment import Rule, read_rule
from trivium.work.calendars import Calendar, Timeline, WallTime, WorkingTime, read_calendar
from trivium.work.notifications.templates import Template, read_template
from trivium.work.sla import Policy, read_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, RowMapping

    from trivium.work.sla.policy import Measure

READERS: dict[str, Callable[[Mapping[str, Any]], Calendar | Policy | Rule | Template]] = {
    "calendar": read_calendar,
    "target": read_policy,
    "rule": read_rule,
    "template": read_template,
}


class Stored(NamedTuple):
    """One version of a calendar, target, rule or template."""

    id: str
    tenant: str
    kind: str
    key: str
    version: int
    value: Any


class Shelf:
    """What is known by id, and which versions hold now."""

    def __init__(self) -> None:
        self._known: dict[str, Stored] = {}
        self._timelines: dict[tuple[str, str], Timeline] = {}
        self._current: list[Stored] = []
        self._wall = WallTime()

    def refresh(self, connection: Connection) -> None:
        """Looks which versions hold now."""
        rows = documents.current(connection, tuple(READERS))
        self._current = [self._stored(row) for row in rows]

    def targets(self, tenant: str) -> list[Stored]:
        """The targets of a tenant."""
        return [each for each in self._current if (each.kind, each.tenant) == ("target", tenant)]

    def rules(self, tenant: str) -> list[Stored]:
        """The rules of assignment of a tenant."""
        return [each for each in self._current if (each.kind, each.tenant) == ("rule", tenant)]

    def holding_elements(self) -> set[str]:
        """The elements for which any clock stands still."""
        return {
            name for each in self._current if each.kind == "target" for name in each.value.holds
        }

    def calendar_id(self, tenant: str, key: str | None) -> str | None:
        """The version of a calendar that holds now; None without a key, or without such a calendar."""
        for each in self._current:
            if (each.kind, each.tenant, each.key) == ("calendar", tenant, key):
                return each.id
        return None

    def get(self, connection: Connection, document_id: str) -> Stored:
        """A version, whether it holds now or not."""
        found = self._known.get(document_id)
        if found is None:
            found = self._stored(documents.by_ids(connection, [document_id])[0])
        return found

    def timeline(
        self, connection: Connection, calendar_id: str | None, measure: Measure
    ) -> Timeline:
        """How time is counted for a target."""
        if calendar_id is None or measure == "wall":
            return self._wall
        found = self._timelines.get((calendar_id, measure))
        if found is None:
            calendar: Calendar = self.get(connection, calendar_id).value
            found = WorkingTime(calendar, whole_days=measure == "days")
            self._timelines[calendar_id, measure] = found
        return found

    def _stored(self, row: RowMapping) -> Stored:
        found = self._known.get(row["id"])
        if found is None:
            value = READERS[row["kind"]](codec.decode(row["content"]))
            found = Stored(
                row["id"], row["tenant_id"], row["kind"], row["key"], row["version"], value
            )
            self._known[row["id"]] = found
        return found
