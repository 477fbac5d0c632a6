"""The history of activities and the daily statistics, kept up to date from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from trivium.engine.journal.activities import Activity, Fold, entry_of, migrated, needed
from trivium.errors import NotFound
from trivium.store import activities as stored
from trivium.store import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.engine.definitions import CompiledDefinitions
    from trivium.engine.journal.activities import Kind
    from trivium.engine.journal.days import Days
    from trivium.store.cursors import Cursor


class ActivityHistory:
    """A consumer of the journal that writes rows; it can begin anew at any time."""

    name = "activities"

    def __init__(self, definitions: CompiledDefinitions) -> None:
        self._definitions = definitions
        self._kinds: dict[tuple[str, str], Kind] = {}

    def prepare(self, connection: Connection, rows: Sequence[RowMapping]) -> Fold:
        there = history.known(connection, {row["root_id"] for row in rows})
        entries = [entry_of(row) for row in rows if row["root_id"] in there]  # some were cleaned up
        found = stored.known(connection, *needed(entries))
        moved = migrated(entries)
        if moved:
            found += stored.open_in(connection, moved)
        fold = Fold((Activity(**row) for row in found), self.kind)
        for entry in entries:
            fold.entry(entry)
        add_stored(connection, fold.days, kept=False)
        return fold

    def deliver(self, prepared: Fold) -> None:
        """Nothing: it only writes."""

    def write(self, cursor: Cursor, prepared: Fold) -> None:
        stored.put(cursor, [msgspec.structs.astuple(row) for row in prepared.changed.values()])
        stored.put_days(cursor, list(prepared.days.rows(kept=False)))

    def empty(self, cursor: Cursor) -> None:
        """Takes away what it has written."""
        stored.empty(cursor)

    def kind(self, definition_id: str, element_id: str) -> Kind:
        """What an element is; without a name if its definition is gone."""
        known = self._kinds.get((definition_id, element_id))
        if known is None:
            known = self._kinds[definition_id, element_id] = self._looked_up(
                definition_id, element_id
            )
        return known

    def _looked_up(self, definition_id: str, element_id: str) -> Kind:
        try:
            definition = self._definitions.get(definition_id)
        except NotFound:
            return "", False
        node = definition.by_id.get(element_id)
        if node is None and element_id == definition.key:
            node = definition.root
        return ("", False) if node is None else (node.kind, node.inner is not None)


def add_stored(connection: Connection, days: Days, *, kept: bool) -> None:
    """Adds what is counted already to what is to be written."""
    if not days.counts:
        return
    definition_ids, on, element_ids = (set(each) for each in zip(*days.counts, strict=True))
    days.add(stored.days(connection, definition_ids, on, element_ids, kept=kept))
