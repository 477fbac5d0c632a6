"""Durable commands a second on SQLite, beside bare `sqlite3` writing the same rows."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import models
from trivium import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_COMMANDS = 12_000
_GROUP = 64


def run() -> list[dict[str, Any]]:
    """Starts and completions of the model with two user tasks, by callers."""
    with tempfile.TemporaryDirectory() as folder:
        alone = _bare(Path(folder) / "alone.db", 1)
        grouped = _bare(Path(folder) / "grouped.db", _GROUP)
        rows = []
        for callers in (1, 16, 64):
            rate, latencies = _engine(Path(folder) / f"engine-{callers}.db", callers)
            limit = alone if callers == 1 else grouped
            rows.append(
                {
                    "callers": str(callers),
                    "commands/s": rate,
                    "bare sqlite3/s": limit,
                    "share": rate / limit,
                    "p50 ms": percentile(latencies, 50),
                    "p99 ms": percentile(latencies, 99),
                }
            )
    return rows


def _engine(path: Path, callers: int) -> tuple[float, list[float]]:
    """Starts by all callers at once, then completions; finding the tasks between is not timed."""
    count = (_COMMANDS if callers > 1 else _COMMANDS // 4) // 3 // callers * callers
    latencies: list[float] = []
    with Engine.open(f"sqlite:///{path}", scheduler=False) as engine:
        engine.deploy(models.human(models.TRIVIUM).encode())
        starts: deque[int] = deque(range(count))
        took = drain(callers, starts, lambda _: engine.start_id("p", {"x": 1}), latencies)
        for _ in range(2):
            open_tasks: deque[str] = deque(task_ids(engine))
            took += drain(
                callers,
                open_tasks,
                lambda task: engine.tasks.complete(task, {"done": True}),
                latencies,
            )
    return len(latencies) / took, latencies


def task_ids(engine: Engine) -> Iterator[str]:
    cursor = None
    while True:
        page = engine.tasks.query(limit=1000, cursor=cursor)
        yield from (task.id for task in page)
        cursor = page.next_cursor
        if cursor is None:
            return


def drain(
    callers: int, work: deque[Any], command: Callable[[Any], Any], latencies: list[float]
) -> float:
    """Seconds until all callers together have done everything."""

    def take() -> None:
        while work:
            try:
                item = work.popleft()
            except IndexError:
                return
            begun = time.perf_counter()
            command(item)
            latencies.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    _in_threads(callers, take)
    return time.perf_counter() - begun


def _in_threads(count: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def _bare(path: Path, group: int) -> float:
    """An update of a 1 KB row and three inserts a command, in transactions of `group` commands."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    for table in ("state", "history", "work", "task"):
        database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, content BLOB)")
    content = os.urandom(1024)
    database.executemany("INSERT INTO state VALUES (?, ?)", [(n, content) for n in range(1000)])
    count, begun = 0, time.perf_counter()
    while count < _COMMANDS:
        database.execute("BEGIN IMMEDIATE")
        rows = [(content, (count + n) % 1000) for n in range(group)]
        database.executemany("UPDATE state SET content = ? WHERE id = ?", rows)
        for table in ("history", "work", "task"):
            inserted = [(content[:256],)] * group
            database.executemany(f"INSERT INTO {table} (content) VALUES (?)", inserted)
        database.execute("COMMIT")
        count += group
    took = time.perf_counter() - begun
    database.close()
    return count / took
