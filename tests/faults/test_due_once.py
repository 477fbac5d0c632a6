"""What is due is done once, although every node sees it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from tests.models import bpmn

from trivium import Engine
from trivium.testing.clock import Clock

_NODES = 4
_CYCLE = "<timerEventDefinition><timeCycle>R5/PT1H</timeCycle></timerEventDefinition>"
_STARTS = bpmn(
    f'<startEvent id="start">{_CYCLE}</startEvent><endEvent id="end"/>\nstart -> end',
    key="every-hour",
)
_REMINDS = bpmn(
    '<startEvent id="start"/><userTask id="ask"/><endEvent id="end"/>'
    f'<boundaryEvent id="late" attachedToRef="ask" cancelActivity="false">{_CYCLE}</boundaryEvent>'
    '<endEvent id="reminded"/>\nstart -> ask\nask -> end\nlate -> reminded'
)


@pytest.fixture(params=["file", "postgresql"])
def nodes(request, tmp_path):
    """Engines on one database and one clock, which do what is due when they are told."""
    if request.param == "file":
        url = f"sqlite:///{tmp_path / 'work.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    clock = Clock()
    with ExitStack() as stack:
        yield [
            stack.enter_context(Engine.open(url, scheduler=False, clock=clock))
            for _ in range(_NODES)
        ]


def _all_at_once(nodes, act) -> list:
    gate = threading.Barrier(len(nodes))

    def run(engine):
        gate.wait(60)
        return act(engine)

    with ThreadPoolExecutor(len(nodes)) as pool:
        return list(pool.map(run, nodes))


def _pass_time(nodes, hours: int):
    for _ in range(hours):
        nodes[0].clock.advance(timedelta(hours=1))
        _all_at_once(nodes, lambda engine: engine.run_until_idle())


def test_timer_that_starts_instances_starts_one_each_time(nodes):
    nodes[0].deploy(_STARTS)
    _pass_time(nodes, 2)
    assert len(nodes[0].instances.query(key="every-hour")) == 2


def test_timer_that_comes_again_reminds_once_each_time(nodes):
    nodes[0].deploy(_REMINDS)
    ids = [nodes[0].start("p").id for _ in range(5)]
    _pass_time(nodes, 2)
    for instance_id in ids:
        history = nodes[0].instances.history(instance_id)
        assert sum(each.command["command"] == "run-job" for each in history) == 2


def test_what_another_node_saw_as_due_is_not_done_again_before_it_comes_again(nodes, monkeypatch):
    """One node has looked at what is due, and another does it before the first has its turn."""
    nodes[0].deploy([_STARTS, _REMINDS])
    instance = nodes[0].start("p")
    nodes[0].clock.advance(timedelta(hours=1))
    slow, *others = nodes
    looked, go = threading.Event(), threading.Event()
    submit = slow._processor.submit

    def wait_and_submit(*what):
        looked.set()
        go.wait(60)
        return submit(*what)

    monkeypatch.setattr(slow._processor, "submit", wait_and_submit)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(slow.run_until_idle)
        looked.wait(60)
        others[0].run_until_idle()
        go.set()
        late.result(60)
    assert len(nodes[0].instances.query(key="every-hour")) == 1
    history = nodes[0].instances.history(instance.id)
    assert sum(each.command["command"] == "run-job" for each in history) == 1
