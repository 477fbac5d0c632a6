"""Five models in memory and durably, beside SpiffWorkflow; and how cost grows with size."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import models, spiff
from trivium import Engine, bpmn
from trivium.kernel import commands
from trivium.kernel.rows import HumanTask
from trivium.kernel.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 1.5
_CASES: tuple[tuple[str, Callable[[models.Dialect], str], dict[str, Any], int], ...] = (
    ("sequence of 10 scripts", models.sequence, {"x": 0}, 12),
    ("two user tasks, gateway", models.human, {"x": 1}, 5),
    ("fork to 10 and join", models.fork, {"x": 0}, 14),
    ("multi-instance over 1,000", models.many, {"n": 1000}, 3002),
    ("loop of 1,000", models.loop, {"x": 0, "n": 1000}, 3003),
)


def run() -> list[dict[str, Any]]:
    """Instances a second of each model, and the growth of the last two."""
    return [*_in_memory(), *_durable(), *_growth()]


def _in_memory() -> list[dict[str, Any]]:
    rows = []
    for name, make, variables, activities in _CASES:
        ours = _per_second(make(models.TRIVIUM), variables)
        slow = activities > 1000
        theirs = (
            None
            if slow and make is models.loop  # its step search ends after 1,000 levels
            else spiff.per_second(make(models.SPIFF), variables, _SECONDS)
        )
        rows.append(
            {
                "what": f"in memory: {name}",
                "trivium/s": ours,
                "spiff/s": theirs,
                "ratio": None if theirs is None else ours / theirs,
                "µs an activity": 1e6 / ours / activities,
            }
        )
    return rows


def _per_second(model: str, variables: dict[str, Any]) -> float:
    session = Session()
    session.deploy(bpmn.compile_source(bpmn.read(model.encode()))[0])
    _to_the_end(session, variables)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < _SECONDS:
        _to_the_end(session, variables)
        count += 1
    return count / (time.perf_counter() - begun)


def _to_the_end(session: Session, variables: dict[str, Any]) -> None:
    root_id = session.start("p", dict(variables))
    while session.trees[root_id].items:
        tasks = [row for row, _ in session.rows.values() if isinstance(row, HumanTask)]
        if tasks:
            session.submit(commands.CompleteTask(task_id=tasks[0].id))
        else:
            session.run()  # many instances are started in turns
    session.forget(root_id)


def _durable() -> list[dict[str, Any]]:
    rows = []
    for name, make, variables, _ in _CASES[:3]:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'bench.db'}"
            with Engine.open(url, scheduler=False) as engine:
                engine.deploy(make(models.TRIVIUM).encode())
                ours = _saved_per_second(engine, variables)
        theirs = spiff.saved_per_second(make(models.SPIFF), variables, _SECONDS)
        rows.append(
            {
                "what": f"SQLite, one caller: {name}",
                "trivium/s": ours,
                "spiff/s": theirs,
                "ratio": ours / theirs,
            }
        )
    return rows


def _saved_per_second(engine: Engine, variables: dict[str, Any]) -> float:
    """Only the commands are timed: SpiffWorkflow has its tasks at hand and asks no database for them."""
    count, took = 0, 0.0
    while took < _SECONDS:
        begun = time.perf_counter()
        instance_id = engine.start_id("p", variables)
        took += time.perf_counter() - begun
        while tasks := engine.tasks.query(instance_id).items:
            begun = time.perf_counter()
            engine.tasks.complete(tasks[0].id)
            took += time.perf_counter() - begun
        count += 1
    return count / took


def _growth() -> list[dict[str, Any]]:
    rows = []
    for name, make in (("multi-instance", models.many), ("loop", models.loop)):
        costs = {size: _cost(make(models.TRIVIUM), size) for size in (100, 1_000, 10_000)}
        for size, cost in costs.items():
            rows.append(
                {
                    "what": f"growth: {name} of {size:,}",
                    "µs an iteration": cost,
                    "ratio": cost / costs[100],
                }
            )
    return rows


def _cost(model: str, size: int) -> float:
    session = Session()
    session.deploy(bpmn.compile_source(bpmn.read(model.encode()))[0])
    best = float("inf")
    for _ in range(max(3, 3_000 // size)):
        begun = time.perf_counter()
        _to_the_end(session, {"x": 0, "n": size})
        best = min(best, time.perf_counter() - begun)
    return best / size * 1e6
