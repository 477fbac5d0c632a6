"""`kill -9` of one of three nodes, again and again, while callers start instances and go on with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.load import MODEL, Load
from tests.faults.nodes import Cluster
from tests.faults.reports import Report, report

from trivium import Engine

if TYPE_CHECKING:
    from pathlib import Path


def story(url: str, folder: Path, seed: int, *, instances: int, kills: int) -> Report:
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(MODEL)
    with Cluster(url, folder, 3, seed) as cluster:
        load = Load(cluster)
        load.begin(instances)
        moments = sorted(cluster.random.sample(range(instances // 10, instances), kills))
        for moment in moments:
            load.wait_for(moment)
            cluster.kill_one()
        ids = load.finish()
        note = f"{kills} of 3 nodes killed"
        return report(url, ids, record=cluster.record, killed=cluster.killed, note=note)


def test_nothing_is_lost_or_done_twice_when_nodes_are_killed(
    postgresql_server, tmp_path, fault_seed
):
    found = story(postgresql_server.create(), tmp_path, fault_seed, instances=60, kills=2)
    print(found)
    assert found.is_clean, found
    assert (found.started, found.ended) == (60, 60)
