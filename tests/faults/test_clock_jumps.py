"""A node whose clock is hours wrong does nothing too early, too late or twice."""

from __future__ import annotations

import pytest
from tests import postgresql
from tests.faults.load import wait_until_ended
from tests.faults.nodes import Node
from tests.faults.reports import report
from tests.models import chain

from trivium import Engine

_HOURS = 3600
_TIMER = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"
_CATCH = '<intermediateCatchEvent id="{}">' + _TIMER + "</intermediateCatchEvent>"
_SOON = chain(_CATCH.format("pause", "PT0.2S"), key="soon")
_LATER = chain(_CATCH.format("pause", "PT1H"), key="later")
_WORK = chain('<serviceTask id="do" camunda:type="external" camunda:topic="t"/>', key="work")


@pytest.fixture(scope="module")
def database(postgresql_server) -> str:
    url = postgresql_server.create()
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy([_SOON, _LATER, _WORK])
    return url


@pytest.fixture(scope="module")
def nodes(database, tmp_path_factory):
    """One has the right time, one is ahead, and one behind."""
    record = tmp_path_factory.mktemp("nodes") / "record.txt"
    found = [Node(database, record, "--clock", str(hours * _HOURS)) for hours in (0, 5, -5)]
    for node in found:
        node.wait_until_ready()
    yield found
    for node in found:
        node.stop()


def test_timers_fire_when_they_are_due_whoever_made_them(nodes, database):
    soon = {node.ask("start", "soon")["id"] for node in nodes for _ in range(3)}
    later = {node.ask("start", "later")["id"] for node in nodes for _ in range(3)}
    fired = "SELECT id FROM instances WHERE key = 'soon' AND state = 'completed'"
    while len(postgresql.execute(database, fired)) < len(soon):
        nodes[0].ask("ping")
    waiting = "SELECT id FROM instances WHERE key = 'later' AND state = 'active'"
    assert {row[0] for row in postgresql.execute(database, waiting)} == later
    spread = (
        "SELECT (max(due_at) - min(due_at)) / 1000,"
        " abs(min(due_at) / 1000 - extract(epoch FROM now()) - 3600) FROM jobs"
    )
    ((between, off),) = postgresql.execute(database, spread)
    assert between < 60
    assert off < 60
    for instance_id in later:
        nodes[0].ask("instances.terminate", instance_id)


def test_lease_is_held_whoever_asks(nodes, database):
    instance_id = nodes[0].ask("start", "work")["id"]
    for worker in nodes:
        (job,) = worker.ask("jobs.activate", "t", "w", lease_for=60)
        for other in nodes:
            assert other.ask("jobs.activate", "t", "x") == []
        nodes[0].ask("jobs.release", job["id"])
    (job,) = nodes[0].ask("jobs.activate", "t", "w", lease_for=60)
    nodes[0].ask("jobs.complete", job["id"], lease=job["lease"])
    wait_until_ended(database)
    found = report(database, {instance_id})
    assert found.is_clean, found


def test_message_is_kept_as_long_as_it_lives(nodes, database):
    model = chain(
        '<receiveTask id="r" messageRef="m"/>', key="late", roots='<message id="m" name="paid"/>'
    )
    with Engine.open(database, scheduler=False) as engine:
        engine.deploy(model)
    for sender in nodes:
        sender.ask("messages.correlate", "paid", time_to_live=600)
        for other in nodes:  # who would throw away what has expired
            other.ask("messages.correlate", f"other {other.pid}", time_to_live=0.001)
        (receiver,) = [node for node in nodes if node is not sender][:1]
        started = receiver.ask("start", "late")["id"]
        assert receiver.ask("instances.get", started)["state"] == "completed"
