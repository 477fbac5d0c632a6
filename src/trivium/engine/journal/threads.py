"""Threads that do something again and again: when they are woken, and now and then to be safe."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from trivium.errors import Refused, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

_SAFETY_SECONDS = 1.0
_GATHER_SECONDS = 0.1
"""So long what follows is gathered: a commit with a hundred commands costs little more than with one."""
_LONGEST_PAUSE_SECONDS = 60.0
_log = logging.getLogger("trivium.engine")


class Loop:
    """Calls `step` until it gives nothing any more, then sleeps until it is woken."""

    def __init__(self, name: str, step: Callable[[], int | None]) -> None:
        self._step = step
        self._awake = threading.Event()
        self._stopped = threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"trivium-{name}", daemon=True)

    def start(self) -> None:
        """From now on."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something; returns at once."""
        self._awake.set()

    def stop(self) -> None:
        """Finishes the step that runs."""
        self._stopped.set()
        self._awake.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._awake.clear()
            if self._attempt():
                self._awake.wait(_SAFETY_SECONDS)
                self._stopped.wait(_GATHER_SECONDS)
            else:
                self._failures += 1
                self._stopped.wait(min(2.0 ** (self._failures - 1), _LONGEST_PAUSE_SECONDS))

    def _attempt(self) -> bool:
        try:
            while not self._stopped.is_set() and self._step():
                pass
        except (Refused, Unavailable) as error:
            _log.warning("%s waits: %s", self._thread.name, error)
            return False
        except Exception:  # noqa: BLE001  # the job runner's edge: it is tried again, later and later
            _log.exception("%s failed, and is tried again", self._thread.name)
            return False
        self._failures = 0
        return True
