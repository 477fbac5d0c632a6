"""Named places at which a test lets this process die, or its line to the database break.

`TRIVIUM_FAIL_POINT=store.commit:2:kill` kills the process when it comes there for the second time; `stop`
has it stand still until it is told to go on; `drop` breaks the line of the transaction, and `deafen` lets
what is sent through it arrive, but no answer. Nobody but a test sets it. Not set, a place costs a comparison.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter
from types import MappingProxyType
from typing import Final

POINTS: Final = MappingProxyType(
    {
        "processor.taken": "commands are taken from the queue, nothing is begun",
        "store.begun": "a write transaction is begun, nothing is read",
        "processor.read": "what the commands are about is read and locked",
        "processor.decided": "all are decided, nothing is written",
        "writing.deleted": "rows that end are deleted, the others not yet written",
        "writing.inserted": "rows are inserted, not all are updated",
        "writing.written": "a group of rows is written",
        "messages.kept": "a message without a receiver is kept",
        "messages.delivered": "a message that was kept is delivered",
        "outbox.taken": "a message for another tree is taken from the outbox, not delivered",
        "start-timer.moved": "a timer that starts instances has its next time, nothing is started",
        "batches.marked": "items of a batch are done and marked",
        "deployments.stored": "definitions are stored",
        "processor.flushed": "everything is written",
        "store.commit": "next the transaction is committed",
        "store.committed": "it is committed, nobody knows",
        "processor.answered": "the callers are about to hear",
        "due.found": "what is due is looked up, nothing is done",
        "batches.found": "the next items of a batch are looked up, nothing is done",
        "jobs.leased": "work is leased, its worker does not know",
        "handlers.done": "a handler has done its work, and not reported",
    }
)
IN_TRANSACTION: Final = frozenset(
    name
    for name in POINTS
    if not name.startswith(("due.", "jobs.", "handlers."))
    and name not in {"processor.taken", "store.committed", "processor.answered", "batches.found"}
)
"""Where there is a line that can break."""


_SIGNALS: Final = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


class _Plan:
    """What is to happen where."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.nth = 1
        self.act = ""
        self.reached: Counter[str] = Counter()
        self.held = threading.local()

    def set(self, spec: str | None) -> None:
        name, nth, act = (spec or "::").split(":")
        self.name = name or None
        self.nth = int(nth or 1)
        self.act = act
        self.reached.clear()
        if name not in POINTS and name not in {"", "*"}:
            raise ValueError(spec)


_plan = _Plan()


def arm(spec: str | None) -> None:
    """What TRIVIUM_FAIL_POINT says, from now on; `*:1:count` only counts, None is the end of it."""
    _plan.set(spec)


def reached() -> dict[str, int]:
    """How often this process has come to each place since it was armed."""
    return dict(_plan.reached)


def hold(line: int) -> None:
    """The file number of the line to the database that this thread uses in its transaction."""
    if _plan.name is not None:
        _plan.held.line = line


def reach(name: str) -> None:
    """Here is the place of this name."""
    if _plan.name is None:
        return
    _plan.reached[name] += 1
    if name == _plan.name and _plan.reached[name] == _plan.nth:
        _act(_plan.act)


def _act(act: str) -> None:
    if act in _SIGNALS:
        # to this thread: sent to the process it may reach another first, and this goes on a little
        signal.pthread_kill(threading.get_ident(), _SIGNALS[act])
        return
    how = {"drop": socket.SHUT_RDWR, "deafen": socket.SHUT_RD}[act]
    with socket.socket(fileno=os.dup(_plan.held.line)) as line:
        line.shutdown(how)


arm(os.environ.get("TRIVIUM_FAIL_POINT"))
