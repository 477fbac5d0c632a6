"""What a handler is given."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from trivium.client.shapes import ActivatedJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work for a handler, named as within the engine, so that a handler can be used in both places."""

    id: str
    topic: str
    instance_id: str | None
    root_id: str | None
    element_id: str | None
    variables: dict[str, Any]
    """What its element sees; dates, times and durations as ISO 8601."""
    headers: dict[str, str]
    """What the model says to the worker."""
    retries: int
    priority: int
    due_at: datetime
    error: str | None
    """Why it failed when it was last tried."""
    lease: int
    """The fencing token: a result under an older one is refused."""
    _lost: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    @classmethod
    def of(cls, taken: ActivatedJob) -> Self:
        """The job that was leased."""
        return cls(
            id=taken.id,
            topic=taken.topic or "",
            instance_id=taken.process_instance_id,
            root_id=taken.root_instance_id,
            element_id=taken.activity_id,
            variables=taken.variables,
            headers=taken.headers,
            retries=taken.retries,
            priority=taken.priority,
            due_at=taken.due,
            error=taken.error_message,
            lease=taken.lease,
        )

    @property
    def idempotency_key(self) -> str:
        """The same however often this work is tried, for systems that recognise repetitions by one."""
        return self.id

    @property
    def is_lost(self) -> bool:
        """Whether somebody else has it by now, or nobody wants it: stop, nothing will be taken.

        An asynchronous handler need not ask: it is cancelled.
        """
        return self._lost.is_set()

    def lose(self) -> None:
        """Tells the handler; the worker does."""
        self._lost.set()
