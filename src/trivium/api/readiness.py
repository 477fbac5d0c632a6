"""Whether a server can take work, and if not, why."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import anyio
from anyio import to_thread

from trivium.errors import Unavailable

if TYPE_CHECKING:
    from trivium.engine import Engine

_PATIENCE_SECONDS = 2.0
_MOST_ASKING = 4
"""So many threads may hang at a database that says nothing; who comes then gets the same answer at once."""
_SILENT = f"The database has not answered within {_PATIENCE_SECONDS:g} seconds."


class State(NamedTuple):
    """How something is; without a reason it is well."""

    reason: str | None = None
    latency_ms: float | None = None

    @property
    def is_well(self) -> bool:
        """Whether it does what it should."""
        return self.reason is None


class Readiness:
    """Asks the database and the engine, and knows when the server is to end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_stopping = False
        self._asking = 0
        self._counting = threading.Lock()

    def start(self) -> None:
        """The server takes requests."""
        self._is_stopping = False

    def stop(self) -> None:
        """The server is about to end: it should be sent nothing more. From any thread, or a signal."""
        self._is_stopping = True

    def engine(self) -> State:
        """How the engine of this process is."""
        if self._is_stopping:
            return State("The server is stopping.")
        if self._engine.has_scheduler and not self._engine.is_scheduling:
            return State(
                "What is due is not done any more: its thread has died. Restart the server."
            )
        return State()

    def process(self) -> State:
        """Whether the process is worth keeping; one that stops is."""
        return State() if self._is_stopping else self.engine()

    async def database(self) -> State:
        """How the database is, and how long it takes to say next to nothing."""
        if self._asking >= _MOST_ASKING:
            return State(_SILENT)
        with anyio.move_on_after(_PATIENCE_SECONDS):
            return await to_thread.run_sync(self._ask, abandon_on_cancel=True)
        return State(_SILENT)

    def _ask(self) -> State:
        with self._counting:
            self._asking += 1
        begun = time.perf_counter()
        try:
            self._engine.ping()
        except Unavailable as error:
            return State(error.message)
        finally:
            with self._counting:
                self._asking -= 1
        return State(latency_ms=round((time.perf_counter() - begun) * 1000, 3))
