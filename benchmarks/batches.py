"""A batch of migrations beside a plain loop, and what others notice of it meanwhile."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import models
from benchmarks.million import start_others
from trivium import Engine

_COUNTS = (1_000, 10_000)


def run() -> list[dict[str, Any]]:
    """Instances a second, by a loop and by a batch, and the starts of others beside the batch."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for count in _COUNTS:
            url = f"sqlite:///{Path(folder) / f'{count}.db'}"
            with Engine.open(url) as engine:
                rows.append(_measured(engine, count))
    return rows


def _measured(engine: Engine, count: int) -> dict[str, Any]:
    model = models.human(models.TRIVIUM)
    first = engine.deploy(model.encode()).definitions[0]
    ids = [engine.start(first.key).id for _ in range(2 * count)]
    second = engine.deploy(model.replace("<process ", '<process name="second" ').encode())
    plan = engine.migrations.plan(first.id, second.definitions[0].id)
    begun = time.perf_counter()
    engine.migrations.migrate_all(plan, ids[:count])
    loop = time.perf_counter() - begun
    beside: list[float] = []
    over = threading.Event()
    other = threading.Thread(target=start_others, args=(engine, beside, over))
    other.start()
    begun = time.perf_counter()
    batch = engine.batches.migrate(plan, ids[count:])
    while engine.batches.get(batch.id).state == "running":
        over.wait(0.02)
    took = time.perf_counter() - begun
    over.set()
    other.join()
    assert engine.batches.get(batch.id).done == count
    beside.sort()
    return {
        "instances": f"{count:,}",
        "loop a second": count / loop,
        "batch a second": count / took,
        "times": loop / took,
        "other starts": len(beside),
        "their p50 ms": beside[len(beside) // 2] * 1000,
        "their p99 ms": beside[len(beside) * 99 // 100] * 1000,
    }
