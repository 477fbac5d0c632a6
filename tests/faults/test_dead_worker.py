"""A worker that dies holds its leases until they run out; then others do its work, and its late results do no harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.faults.nodes import Node
from tests.faults.reports import report
from tests.models import chain

from trivium import Engine
from trivium.errors import Conflict, NotFound

_MODEL = chain('<serviceTask id="do" camunda:type="external" camunda:topic="t"/>')
_WORK = 12


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'work.db'}"
    return request.getfixturevalue("postgresql_url")


def test_work_of_a_dead_worker_is_done_by_another_when_its_lease_is_over(url, tmp_path):
    dead = Node(url, tmp_path / "record.txt").wait_until_ready()
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        ids = {engine.start("p").id for _ in range(_WORK)}
        held = dead.ask("jobs.activate", "t", "dead", limit=_WORK, lease_for=2)
        assert len(held) == _WORK
        dead.kill()
        assert engine.jobs.activate("t", "alive", limit=_WORK) == []
        done: dict[str, int] = {}
        while len(done) < _WORK:
            patience = timedelta(seconds=10)
            found = engine.jobs.activate("t", "alive", limit=5, wait_for=patience)
            assert found, "what the dead worker held is not given to another"
            for job in found:
                engine.jobs.complete(job.id, lease=job.lease)
                done[job.id] = job.lease
        assert done == {job["id"]: job["lease"] + 1 for job in held}
        for job in held:
            with pytest.raises(NotFound):
                engine.jobs.complete(job["id"], lease=job["lease"])
    found = report(url, ids)
    assert found.is_clean, found
    assert found.ended == _WORK


def test_late_result_of_a_lost_lease_is_refused_while_another_has_the_work(url):
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        instance_id = engine.start("p").id
        moment = timedelta(milliseconds=1)
        (late,) = engine.jobs.activate("t", "slow", lease_for=moment)
        (job,) = engine.jobs.activate("t", "quick", wait_for=timedelta(seconds=10))
        assert (job.id, job.lease) == (late.id, late.lease + 1)
        for act in (
            lambda: engine.jobs.complete(late.id, {"by": "slow"}, lease=late.lease),
            lambda: engine.jobs.fail(late.id, "no", lease=late.lease),
            lambda: engine.jobs.error(late.id, "e", lease=late.lease),
            lambda: engine.jobs.extend(late.id, late.lease, timedelta(hours=1)),
        ):
            with pytest.raises(Conflict) as refused:
                act()
            assert refused.value.code == "job/lease-lost"
        engine.jobs.complete(job.id, {"by": "quick"}, lease=job.lease)
        assert engine.instances.variables(instance_id) == {"by": "quick"}
    found = report(url, {instance_id})
    assert found.is_clean, found
