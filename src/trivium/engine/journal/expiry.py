"""How long the history of an ended instance is kept."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from trivium.errors import NotFound
from trivium.expressions import Duration, InvalidSchedule, parse_duration
from trivium.kernel.moments import from_ms, to_ms

if TYPE_CHECKING:
    from trivium.engine.definitions import CompiledDefinitions

_ATTRIBUTE = "historyTimeToLive"
_log = logging.getLogger("trivium.engine")


class Expiry:
    """What models say (`camunda:historyTimeToLive`), else what the engine was told; else for ever."""

    def __init__(self, definitions: CompiledDefinitions, otherwise: timedelta | None) -> None:
        self._definitions = definitions
        self._otherwise = None if otherwise is None else Duration(rest=otherwise)
        self._known: dict[str, Duration | None] = {}

    def kept_for(self, definition_id: str) -> Duration | None:
        """How long; None for ever."""
        if definition_id not in self._known:
            self._known[definition_id] = self._read(definition_id)
        return self._known[definition_id]

    def before(self, definition_id: str, now: int) -> int | None:
        """What ended until then may go; None if nothing may."""
        kept_for = self.kept_for(definition_id)
        return None if kept_for is None else to_ms(kept_for.after(from_ms(now), times=-1))

    def _read(self, definition_id: str) -> Duration | None:
        try:
            definition = self._definitions.get(definition_id)
        except NotFound:
            return self._otherwise
        said = definition.extensions.get(definition.key, {}).get(_ATTRIBUTE)
        if said is None or not str(said).strip():
            return self._otherwise
        found = duration_of(str(said))
        if found is None:
            _log.warning(
                "the history of %s is kept for ever: its %s %r is no duration",
                definition.key,
                _ATTRIBUTE,
                said,
            )
        return found


def duration_of(text: str) -> Duration | None:
    """`P30D`, or a number of days; None if it is neither."""
    if text.strip().isdecimal():
        return Duration(days=int(text))
    try:
        found = parse_duration(text)
    except InvalidSchedule:
        return None
    return None if found.is_negative else found
