"""What authorisation costs: commands and lists with it and without, in turns."""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import models
from benchmarks.commands import task_ids
from benchmarks.postgresql import new_database, server
from trivium import Engine
from trivium.engine.acting import acting_as
from trivium.identity import Identity
from trivium.identity.authorisation import Authorisation

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    Clock = Callable[[], float]

_GRANTS = 1_000
_ROUNDS = 8
_COMMANDS = 300
_TASKS = 2_000
_LISTS = 60


def run() -> list[dict[str, Any]]:
    """Microseconds of a command and of lists, by one caller; the ratio is the median of the rounds.

    Mary has 1,000 grants, by which she sees half of the tasks; Claire has none and may claim all of them.
    On SQLite it is CPU time, on PostgreSQL, whose server works elsewhere, time on the clock.
    """
    with tempfile.TemporaryDirectory() as folder:
        rows = _measured("sqlite", f"sqlite:///{Path(folder) / 'engine.db'}")
    with server() as running:
        return rows + _measured("postgresql", new_database(running))


def _measured(database: str, url: str) -> list[dict[str, Any]]:
    clock = time.process_time if database == "sqlite" else time.perf_counter
    with Engine.open(url, scheduler=False) as engine:
        for key in ("p", "q", "r", "s"):
            model = models.human(models.TRIVIUM).replace('process id="p"', f'process id="{key}"')
            offered = model.replace("<userTask ", '<userTask camunda:candidateGroups="claimants" ')
            engine.deploy(offered.encode())
        principals = _granted(engine).principals
        mary, claire = (
            partial(acting_as, Authorisation(principals.of_user(name)))
            for name in ("mary", "claire")
        )
        compared = [
            _compared("start and complete", lambda within: _commands(engine, clock, within), mary)
        ]
        for number in range(_TASKS):
            engine.start_id(("p", "q")[number % 2], {"x": number})
        for what, options, who in (
            ("list 50 tasks", {}, mary),
            ("list 50 tasks to claim", {}, claire),
            ("list and count", {"with_total": True}, mary),
        ):
            lists = partial(_lists, engine, clock, options)
            compared.append(_compared(what, lists, who))
    return [{"database": database, **row} for row in compared]


def _granted(engine: Engine) -> Identity:
    identity = Identity(engine.database, engine.clock, b"the secret of a benchmark, not used after")
    identity.groups.add("clerks")
    identity.groups.add("claimants")
    identity.users.add("mary", groups=["clerks"])
    identity.users.add("claire", groups=["claimants"])
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


def _commands(
    engine: Engine, clock: Clock, within: Callable[[], AbstractContextManager[None]]
) -> float:
    began = clock()
    for _ in range(_COMMANDS):
        with within():
            engine.start_id("p", {"x": 1})
    took = clock() - began
    for _ in range(2):
        tasks = list(task_ids(engine))
        began = clock()
        for task in tasks:
            with within():
                engine.tasks.complete(task, {"done": True})
        took += clock() - began
    return took / (3 * _COMMANDS) * 1e6


def _lists(
    engine: Engine,
    clock: Clock,
    options: dict[str, Any],
    within: Callable[[], AbstractContextManager[None]],
) -> float:
    began = clock()
    for _ in range(_LISTS):
        with within():
            engine.tasks.query(limit=50, **options)
    return (clock() - began) / _LISTS * 1e6
