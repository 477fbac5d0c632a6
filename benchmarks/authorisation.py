"""What authorisation costs: CPU time of commands and lists with it and without, in turns."""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import models
from benchmarks.commands import task_ids
from trivium import Engine
from trivium.engine.acting import acting_as
from trivium.identity import Identity
from trivium.identity.authorisation import Authorisation

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_GRANTS = 1_000
_ROUNDS = 8
_COMMANDS = 300
_TASKS = 2_000
_LISTS = 60


def run() -> list[dict[str, Any]]:
    """Microseconds of a command and of a list, by one caller; the ratio is the median of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'engine.db'}"
        with Engine.open(url, scheduler=False) as engine:
            engine.deploy(models.human(models.TRIVIUM).encode())
            who = Authorisation(_granted(engine).principals.of_user("mary"))
            acting: Callable[[], AbstractContextManager[None]] = lambda: acting_as(who)  # noqa: E731
            return [
                _compared("start and complete", lambda within: _commands(engine, within), acting),
                _compared("list 50 tasks", lambda within: _lists(engine, within), acting),
            ]


def _granted(engine: Engine) -> Identity:
    identity = Identity(engine.database, engine.clock, b"the secret of a benchmark, not used after")
    identity.groups.add("clerks")
    identity.users.add("mary", groups=["clerks"])
    for number in range(_GRANTS // 2 - 2):
        for kind, subject in (("user", "mary"), ("group", "clerks")):
            identity.grants.add(
                "work", "definition", f"p{number}", subject_kind=kind, subject=subject
            )
    for permission in ("start", "work", "operate", "read"):
        identity.grants.add(permission, "definition", "p", subject_kind="group", subject="clerks")
    return identity


def _compared(
    what: str,
    measure: Callable[[Callable[[], AbstractContextManager[None]]], float],
    acting: Callable[[], AbstractContextManager[None]],
) -> dict[str, Any]:
    pairs = []
    measure(nullcontext)
    for number in range(_ROUNDS):
        if number % 2:
            guarded, free = measure(acting), measure(nullcontext)
        else:
            free, guarded = measure(nullcontext), measure(acting)
        pairs.append((free, guarded))
    return {
        "what": what,
        "without, µs": statistics.median(free for free, _ in pairs),
        f"with {_GRANTS:,} grants, µs": statistics.median(guarded for _, guarded in pairs),
        "ratio": statistics.median(guarded / free for free, guarded in pairs),
    }


def _commands(engine: Engine, within: Callable[[], AbstractContextManager[None]]) -> float:
    began = time.process_time()
    for _ in range(_COMMANDS):
        with within():
            engine.start_id("p", {"x": 1})
    took = time.process_time() - began
    for _ in range(2):
        tasks = list(task_ids(engine))
        began = time.process_time()
        for task in tasks:
            with within():
                engine.tasks.complete(task, {"done": True})
        took += time.process_time() - began
    return took / (3 * _COMMANDS) * 1e6


def _lists(engine: Engine, within: Callable[[], AbstractContextManager[None]]) -> float:
    if not engine.tasks.query(limit=1).items:
        for number in range(_TASKS):
            engine.start_id("p", {"x": number})
    began = time.process_time()
    for _ in range(_LISTS):
        with within():
            engine.tasks.query(limit=50)
    return (time.process_time() - began) / _LISTS * 1e6
