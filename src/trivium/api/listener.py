"""Who listens: what they ask for, what they hear, and what waits for them."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from trivium.engine.live.reader import cursor_text
from trivium.errors import LimitExceeded, TriviumError
from trivium.identity import hearing

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.live.events import LiveEntry, LiveEvent
    from trivium.identity import Principal
    from trivium.store.journal import Place

_RESTS_TO_PASS = 2
"""What the feed reads after its next rest, it reads after whoever has caught up before it."""


class Bounds(NamedTuple):
    """How much may wait for one who reads slowly."""

    events: int = 2000
    characters: int = 2_000_000


class Wanted(NamedTuple):
    """What somebody asks to be told of; what is empty does not restrict."""

    types: tuple[str, ...] = ()
    definition_keys: frozenset[str] = frozenset()
    instance_ids: frozenset[str] = frozenset()
    """With all that they called."""
    activity_ids: frozenset[str] = frozenset()
    tasks_only: bool = False
    """Of others nothing is asked."""
    mine_only: bool = False
    groups: frozenset[str] = frozenset()
    """For which somebody claims tasks, beside their own."""

    def is_of(self, event: LiveEvent, principal: Principal) -> bool:
        """Whether it is asked for."""
        told = event.instance
        if self.types and not any(_is_one(event.type, each) for each in self.types):
            return False
        if self.definition_keys and told.key not in self.definition_keys:
            return False
        if self.instance_ids and self.instance_ids.isdisjoint((told.id, told.root_id)):
            return False
        if self.activity_ids and event.element_id not in self.activity_ids:
            return False
        return not self.mine_only or hearing.concerns(principal, event, self.groups)


def _is_one(kind: str, wanted: str) -> bool:
    """`task` stands for all of its family."""
    return kind == wanted or kind.startswith(f"{wanted}.")


class Listener:
    """One connection: what waits for it, and how far it has come. Lives in the event loop."""

    def __init__(
        self,
        principal: Principal,
        wanted: Wanted,
        renew: Callable[[], Principal],
        bounds: Bounds = Bounds(),  # noqa: B008  # it is frozen
    ) -> None:
        self.principal = principal
        self.revision = -1
        self.wanted = wanted
        self.renew = renew
        self.cursor = ""
        self.ended: asyncio.Future[TriviumError] = asyncio.get_running_loop().create_future()
        self._bounds = bounds
        self._waiting: deque[tuple[LiveEntry, list[str]]] = deque()
        self._events = self._characters = 0
        self._something = asyncio.Event()
        self._past: Place | None = None
        self._rests = 0
        self._is_behind = False
        self._has_missed = False

    # -- what the feed does

    def offer(self, entry: LiveEntry) -> None:
        """Keeps what somebody hears of an entry; who reads too slowly is cut off."""
        if self._has_missed or self.ended.done() or self._has_read(entry):
            return
        texts = self.heard(entry)
        if not texts:
            return
        self._events += len(texts)
        self._characters += sum(map(len, texts))
        if self._events > self._bounds.events or self._characters > self._bounds.characters:
            self._overflow()
            return
        self._waiting.append((entry, texts))
        self._something.set()

    def _has_read(self, entry: LiveEntry) -> bool:
        return self._past is not None and self._past.is_past(entry.xact, entry.position)

    def _overflow(self) -> None:
        self._clear()
        if self._is_behind:  # it reads the journal itself now, and finds it there
            self._has_missed = True
        else:
            self.end(
                LimitExceeded(
                    "Expected somebody who reads what is sent, but too much of it waits. Connect again"
                    " with the last cursor, and ask for less.",
                    code="live/too-slow",
                )
            )

    def rest(self, cursor: str) -> None:
        """All that there is for now was offered; the cursor is the feed's."""
        if self._is_behind:
            return
        if self._past is not None:  # the feed may be where it was when this one caught up
            self._rests += 1
            if self._rests < _RESTS_TO_PASS:
                return
            self._past = None
        if not self._waiting:
            self.cursor = cursor

    def end(self, why: TriviumError) -> None:
        """It is over."""
        if not self.ended.done():
            self.ended.set_result(why)

    # -- what the connection does

    def heard(self, entry: LiveEntry) -> list[str]:
        """What somebody hears of an entry, as JSON."""
        principal, wanted = self.principal, self.wanted
        events = entry.task_events if wanted.tasks_only else entry.events
        found = (
            hearing.text_for(principal, event) for event in events if wanted.is_of(event, principal)
        )
        return [text for text in found if text is not None]

    def fall_behind(self) -> None:
        """From now on it reads the journal itself; what is offered meanwhile waits."""
        self._is_behind, self._has_missed = True, False
        self._clear()

    def catch_up(self, place: Place) -> bool:
        """It has read all up to there; false if more was offered meanwhile than can wait."""
        if self._has_missed:
            return False
        self._past, self._rests, self._is_behind = place, 0, False
        self.cursor = cursor_text(place)
        waiting = [each for each in self._waiting if not self._has_read(each[0])]
        self._clear()
        for entry, texts in waiting:
            self._events += len(texts)
            self._characters += sum(map(len, texts))
            self._waiting.append((entry, texts))
        return True

    async def next(self) -> list[str]:
        """The events that wait; waits for one. Then `cursor` is the one after them."""
        while not self._waiting:
            self._something.clear()
            await self._something.wait()
        texts = [text for _, some in self._waiting for text in some]
        self.cursor = self._waiting[-1][0].cursor
        self._clear()
        return texts

    def _clear(self) -> None:
        self._waiting.clear()
        self._events = self._characters = 0
