"""What is told of the journal while it happens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from trivium.engine.moments import instant
from trivium.kernel import codec

_NOBODY: frozenset[str] = frozenset()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An instance as far as it decides who may hear of it."""

    id: str
    root_id: str
    kind: str
    """`process` or `case`."""
    key: str
    definition_id: str
    tenant: str = ""
    business_key: str | None = None
    started_by: str | None = None


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a task concerns: who has it, owns it, may claim it."""

    assignee: str | None = None
    owner: str | None = None
    users: frozenset[str] = _NOBODY
    groups: frozenset[str] = _NOBODY


class LiveEvent(msgspec.Struct, kw_only=True):
    """One event of one instance; what is of a task also says whom it concerned before, and concerns now."""

    type: str
    root_id: str
    seq: int
    at: int
    actor: str | None
    instance: Told
    element_id: str | None = None
    facts: dict[str, Any] = {}
    task_id: str | None = None
    before: Audience | None = None
    after: Audience | None = None
    _text: str | None = None
    _gone: str | None = None

    @property
    def happened_at(self) -> datetime:
        """When."""
        return instant(self.at)

    @property
    def text(self) -> str:
        """As JSON; made once for all who hear it."""
        if self._text is None:
            self._text = codec.encode(self._whole()).decode()
        return self._text

    @property
    def gone(self) -> str:
        """As JSON for those whom the task concerned before and does not now: no more than that."""
        if self._gone is None:
            members = {"task_id": self.task_id, **self._head("task.removed")}
            self._gone = codec.encode(members).decode()
        return self._gone

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "type": kind,
            "at": instant(self.at),
            "root_instance_id": self.root_id,
            "sequence": self.seq,
        }

    def _whole(self) -> dict[str, Any]:
        told = self.instance
        members = {
            **self._head(self.type),
            "process_instance_id": told.id,
            "process_definition_id": told.definition_id,
            "process_definition_key": told.key,
            "business_key": told.business_key,
            "activity_id": self.element_id,
            "actor": self.actor,
        }
        if self.task_id is not None:
            members["task_id"] = self.task_id
        return members | self.facts


class LiveEntry(msgspec.Struct, frozen=True):
    """One entry of the journal: what is told of it, and the cursor that goes on after it."""

    root_id: str
    cursor: str
    xact: int
    position: int
    events: tuple[LiveEvent, ...]
    task_events: tuple[LiveEvent, ...]
    """Those that are of a task: all that most listeners want."""
