"""Journal rows as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from trivium.engine.infos import JournalEntry
from trivium.engine.moments import instant
from trivium.kernel import codec
from trivium.kernel.events import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS: dict[str, tuple[str, ...]] = {
    str(kind.__struct_config__.tag): kind.__struct_fields__ for kind in get_args(Event)
}


def entry_of(row: Mapping[Any, Any]) -> JournalEntry:
    """One row of the journal, its events as mappings with their `event` name."""
    command, events = codec.decode(row["entry"])
    return JournalEntry(
        seq=row["seq"],
        at=instant(row["at"]),
        actor=row["actor"],
        command=command,
        events=tuple(named(event) for event in events),
    )


def named(event: list[Any]) -> dict[str, Any]:
    """An event as it is stored, with the names of its fields."""
    return {"event": event[0], **dict(zip(_FIELDS[event[0]], event[1:], strict=False))}
