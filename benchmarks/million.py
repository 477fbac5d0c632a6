"""A multi-instance of a million elements on SQLite, and what others notice of it meanwhile."""

from __future__ import annotations

import resource
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import models
from trivium import Engine

_COUNTS = (10_000, 100_000, 1_000_000)


def run() -> list[dict[str, Any]]:
    """Time and memory an element, and how long other instances' starts take beside it."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for count in _COUNTS:
            with Engine.open(f"sqlite:///{Path(folder) / f'{count}.db'}") as engine:
                rows.append(_measured(engine, count))
    first = rows[0]["µs an element"]
    for row in rows:
        row["growth"] = row["µs an element"] / first
    return rows


def _measured(engine: Engine, count: int) -> dict[str, Any]:
    engine.deploy([models.collection().encode(), models.human(models.TRIVIUM).encode()])
    beside: list[float] = []
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    started = engine.start("many", {"items": list(range(count))})
    over = threading.Event()
    other = threading.Thread(target=start_others, args=(engine, beside, over))
    other.start()
    while engine.instances.get(started.id).state == "active":
        over.wait(0.02)
    took = time.perf_counter() - begun
    over.set()
    other.join()
    assert engine.instances.variables(started.id)["last"] == count - 1
    after_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    beside.sort()
    assert beside, "nobody else had a turn"
    return {
        "elements": f"{count:,}",
        "seconds": took,
        "µs an element": took / count * 1e6,
        "peak MB more": (after_kb - before_kb) / 1024,
        "other starts": len(beside),
        "their p50 ms": beside[len(beside) // 2] * 1000,
        "their p99 ms": beside[len(beside) * 99 // 100] * 1000,
    }


def start_others(engine: Engine, latencies: list[float], over: threading.Event) -> None:
    """Somebody who starts an instance every few milliseconds."""
    while not over.wait(0.005):
        begun = time.perf_counter()
        engine.start_id("p", {"x": 1})
        latencies.append(time.perf_counter() - begun)
