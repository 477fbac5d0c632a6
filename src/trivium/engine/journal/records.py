"""Journal entries of all trees, for those who follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.infos import JournalRecord
from trivium.engine.moments import instant
from trivium.engine.views.history import named
from trivium.kernel import codec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, RowMapping

    from trivium.store.cursors import Cursor


def record_of(row: RowMapping) -> JournalRecord:
    """One row of the journal."""
    command, events = codec.decode(row["entry"])
    return JournalRecord(
        root_id=row["root_id"],
        seq=row["seq"],
        position=row["position"],
        at=instant(row["at"]),
        actor=row["actor"],
        kind=row["kind"],
        command=command,
        events=tuple(named(event) for event in events),
    )


class Handled:
    """Hands entries to a function of a program."""

    def __init__(self, handler: Callable[[Sequence[JournalRecord]], None]) -> None:
        self._handler = handler

    def prepare(
        self, connection: Connection, rows: Sequence[RowMapping]
    ) -> Sequence[JournalRecord]:
        del connection
        return [record_of(row) for row in rows]

    def deliver(self, prepared: Sequence[JournalRecord]) -> None:
        self._handler(prepared)

    def write(self, cursor: Cursor, prepared: Sequence[JournalRecord]) -> None:
        """Nothing: what it does is done outside."""
