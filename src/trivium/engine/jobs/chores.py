"""Work of products that comes due: it follows what was committed, and waits for times of its own."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Protocol

from trivium.errors import TriviumError

if TYPE_CHECKING:
    from collections.abc import Callable

    from trivium.engine.clock import Clock

_LOOK_AGAIN_SECONDS = 1.0
"""Other nodes write the same database: it is looked at again after that at the latest."""
_REST_SECONDS = 0.05
"""Between two turns: under load many commits are followed together, which costs them less."""
_log = logging.getLogger("trivium.engine")


class Chore(Protocol):
    """Something that a product does by itself. It is not called by two threads of a node at once."""

    def do_due(self) -> int:
        """Does all that is due now, outside of any transaction of the engine; gives how much that was.

        It is called after every commit and when its next time has come, so it must be quick to find
        nothing. Several nodes may call it at once: it locks what it changes.
        """

    def next_due(self) -> int | None:
        """When something is due after now, in milliseconds since 1970; None if nothing is planned."""


class Chores:
    """Does chores in a thread of its own, or when it is asked to, where there is no scheduler."""

    def __init__(self, clock: Clock, *, is_threaded: bool) -> None:
        self._clock = clock
        self._is_threaded = is_threaded
        self._chores: list[Chore] = []
        self._ends: list[Callable[[], None]] = []
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, chore: Chore, stop: Callable[[], None] | None = None) -> None:
        """Has this done from now on; `stop` ends what it does in threads of its own."""
        self._chores.append(chore)
        if stop is not None:
            self._ends.append(stop)
        if self._is_threaded and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="trivium-chores", daemon=True)
            self._thread.start()
        self.wake()

    def do_all(self) -> int:
        """Does what is due now; gives how much it was."""
        return sum(chore.do_due() for chore in self._chores)

    def next_due(self) -> int | None:
        """When the next thing is due."""
        times = [chore.next_due() for chore in self._chores]
        return min((at for at in times if at is not None), default=None)

    def wake(self) -> None:
        """Something was committed."""
        if self._thread is not None:
            self._awake.set()

    def stop(self) -> None:
        """Finishes what runs, starts nothing new."""
        self._stopping.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join()
        for stop in self._ends:
            stop()

    def _run(self) -> None:
        while not self._stopping.wait(_REST_SECONDS):
            self._awake.clear()
            self._awake.wait(self._turn())

    def _turn(self) -> float:
        """Does what is due; gives the seconds until something is due again."""
        times = [self._attempt(chore) for chore in self._chores]
        due_at = min((at for at in times if at is not None), default=None)
        if due_at is None:
            return _LOOK_AGAIN_SECONDS
        seconds = (due_at - self._clock.now_ms()) / 1000
        return min(max(seconds, 0), _LOOK_AGAIN_SECONDS)

    def _attempt(self, chore: Chore) -> int | None:
        """When it is due again; what fails is tried again after a while, and does not stop the others."""
        try:
            chore.do_due()
            return chore.next_due()
        except TriviumError as error:
            _log.warning("a chore could not be done, and is tried again: %s", error)
        except Exception:  # noqa: BLE001  # the job runner's edge: the engine goes on without it
            _log.exception("a chore failed, and is tried again")
        return None
