"""Very many timers that wait, some of which are due at once, while one of four nodes is killed."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from tests import postgresql
from tests.faults.many_timers import Timers, ids
from tests.faults.nodes import Cluster
from tests.faults.reports import Report, report

if TYPE_CHECKING:
    from pathlib import Path

_DAY_MS = 24 * 3600 * 1000
_LEFT = "SELECT count(*) FROM jobs WHERE due_at <= %s"
_LATENESS = (
    "SELECT percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY at - %s)"
    " FROM journal WHERE kind = 'run-job'"
)
_SETTLED_MS = 3_000
_DUE = "SELECT id FROM jobs WHERE suspended = 0 AND kind <> 'work' AND due_at <= {} ORDER BY due_at, id LIMIT 1024"


def story(
    url: str, folder: Path, seed: int, *, waiting: int, due: int, nodes: int = 4
) -> tuple[Report, int]:
    """The report, and how many blocks the database reads to see that nothing is due."""
    timers = Timers(url)
    timers.write("waiting", waiting, _now(url) + _DAY_MS)
    with Cluster(url, folder, nodes, seed) as cluster:
        due_at = _now(url) + _SETTLED_MS + due // 10
        timers.write("due", due, due_at)
        blocks = _blocks(url, due_at - 1)
        while _left(url, due_at) > due * 2 // 3:
            time.sleep(0.02)
        cluster.kill_one()
        while _left(url, due_at):
            time.sleep(0.02)
        ((late,),) = postgresql.execute(url, _LATENESS, [due_at])
        note = (
            f"{due} of {due + waiting} timers due at once, one of {nodes} nodes killed:"
            f" late by p50 {late[0]} ms, p99 {late[1]} ms, at most {late[2]} ms"
        )
    waits = {timers.first, *ids("waiting", waiting)}
    return report(url, set(ids("due", due)), waiting=waits, note=note), blocks


def _now(url: str) -> int:
    ((now,),) = postgresql.execute(url, "SELECT (extract(epoch FROM now()) * 1000)::bigint")
    return now


def _left(url: str, due_at: int) -> int:
    return postgresql.execute(url, _LEFT, [due_at])[0][0]


def _blocks(url: str, now: int) -> int:
    """Read to find that nothing is due."""
    explained = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + _DUE.format(now)
    ((found,),) = postgresql.execute(url, explained)
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def test_timers_fire_once_and_those_that_wait_cost_nothing(postgresql_server, tmp_path, fault_seed):
    url = postgresql_server.create()
    found, blocks = story(url, tmp_path, fault_seed, waiting=90_000, due=10_000)
    print(found)
    assert found.is_clean, found
    assert found.ended == 10_000
    assert blocks < 20, "what waits is looked at"
