"""The way that an instance has taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.engine.infos import JournalEntry


def path_of(entries: Iterable[JournalEntry]) -> Iterator[str]:
    """The ids of the elements entered and the flows taken, in order."""
    for entry in entries:
        for event in entry.events:
            if event["event"] in {"entered", "passed"}:
                yield event["element"]
            elif event["event"] == "flow":
                yield event["flow"]
