"""PostgreSQL is restarted under load, as after a crash; and one of its processes is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import postgresql
from tests.faults.load import MODEL, Load
from tests.faults.nodes import Cluster
from tests.faults.reports import Report, report

from trivium import Engine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.own_postgresql import OwnServer

_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' ORDER BY pid"


def story(
    server: OwnServer, url: str, folder: Path, seed: int, *, instances: int, restarts: int
) -> Report:
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(MODEL)
    with Cluster(url, folder, 2, seed) as cluster:
        load = Load(cluster)
        load.begin(instances)
        moments = sorted(cluster.random.sample(range(instances // 10, instances), restarts))
        for number, moment in enumerate(moments):
            load.wait_for(moment)
            if number % 2:
                pids = [row[0] for row in postgresql.execute(url, _BACKENDS)]
                server.crash_backend(cluster.random.choice(pids))
            else:
                server.restart()
        ids = load.finish()
        note = f"PostgreSQL restarted or crashed {restarts} times"
        return report(url, ids, record=cluster.record, note=note)


def test_nothing_is_lost_or_done_twice_when_postgresql_is_restarted(
    own_server, tmp_path, fault_seed
):
    found = story(own_server, own_server.create(), tmp_path, fault_seed, instances=60, restarts=2)
    print(found)
    assert found.is_clean, found
    assert (found.started, found.ended) == (60, 60)
