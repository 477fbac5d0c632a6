"""The same thing asked for from several nodes at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from tests.faults.reports import report
from tests.models import bpmn, chain

from trivium import Engine
from trivium.errors import NotFound, Refused

_ASK = chain('<userTask id="ask"/>')
_BRANCHES = ("a", "b", "c", "d")
_JOIN = bpmn(
    '<startEvent id="start"/><parallelGateway id="fork"/>'
    + "".join(f'<userTask id="{each}"/>' for each in _BRANCHES)
    + '<parallelGateway id="join"/><userTask id="after"/><endEvent id="end"/>'
    + "\nstart -> fork\n"
    + "\n".join(f"fork -> {each}\n{each} -> join" for each in _BRANCHES)
    + "\njoin -> after\nafter -> end",
    key="joined",
)
_NODES = 3


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'work.db'}"
    return request.getfixturevalue("postgresql_url")


@contextmanager
def _nodes(url, count=_NODES):
    with ExitStack() as stack:
        yield [stack.enter_context(Engine.open(url, scheduler=False)) for _ in range(count)]


def _together(acts) -> list:
    """What all of them give, or raise, begun at one moment."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait(60)
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_fifty_completes_a_task_and_the_others_are_refused(url):
    with _nodes(url) as nodes:
        nodes[0].deploy(_ASK)
        instance = nodes[0].start("p")
        (task,) = nodes[0].tasks.query(instance.id)

        def complete(number):
            return nodes[number % _NODES].tasks.complete(task.id, {"by": number}, user=f"u{number}")

        answers = _together([lambda number=number: complete(number) for number in range(50)])
        assert answers.count(None) == 1
        refused = [each for each in answers if each is not None]
        assert {(type(each), each.code) for each in refused} == {(NotFound, "task/not-found")}
        assert nodes[0].instances.variables(instance.id) == {"by": answers.index(None)}
    found = report(url, {instance.id})
    assert found.is_clean, found


def test_branches_completed_on_several_nodes_join_once(url):
    with _nodes(url) as nodes:
        nodes[0].deploy(_JOIN)
        ids = [nodes[0].start("joined").id for _ in range(10)]
        acts = []
        for instance_id in ids:
            for number, task in enumerate(nodes[0].tasks.query(instance_id)):
                node = nodes[number % _NODES]
                acts.append(lambda node=node, task=task: node.tasks.complete(task.id))
        assert len(acts) == len(ids) * len(_BRANCHES)
        assert set(_together(acts)) == {None}
        after = nodes[0].tasks.query(limit=100)
        assert Counter(each.element_id for each in after) == {"after": len(ids)}
        for task in after:
            nodes[0].tasks.complete(task.id)
    found = report(url, set(ids))
    assert found.is_clean, found


def test_one_key_from_several_nodes_does_it_once(url):
    with _nodes(url) as nodes:
        nodes[0].deploy(_ASK)
        for number in range(10):
            key = f"order {number}"
            starts = [
                lambda node=node, key=key: node.start("p", business_key=key, idempotency_key=key).id
                for node in nodes * 2
            ]
            (instance_id,) = set(_together(starts))
            (task,) = nodes[0].tasks.query(instance_id)
            done = [
                lambda node=node, key=key, task=task: node.tasks.complete(
                    task.id, {"n": 1}, idempotency_key=f"complete {key}"
                )
                for node in nodes * 2
            ]
            assert set(_together(done)) == {None}
        ids = {each.id for each in nodes[0].instances.query(limit=100)}
        assert len(ids) == 10
    found = report(url, ids)
    assert found.is_clean, found


def test_work_is_leased_to_one_of_many_workers(url):
    model = chain('<serviceTask id="do" camunda:type="external" camunda:topic="t"/>')
    with _nodes(url) as nodes:
        nodes[0].deploy(model)
        ids = {nodes[0].start("p").id for _ in range(40)}

        def work(node, name):
            found = []
            while jobs := node.jobs.activate("t", name, limit=3):
                for job in jobs:
                    node.jobs.complete(job.id, lease=job.lease)
                    found.append(job.id)
            return found

        workers = [
            lambda node=node, name=f"w{n}": work(node, name) for n, node in enumerate(nodes * 3)
        ]
        done = Counter(job for found in _together(workers) for job in found)
        # who finds everything locked goes home: what is left is for the next one
        done.update(work(nodes[0], "last"))
        assert set(done.values()) == {1}
        assert len(done) == len(ids)
    found = report(url, ids)
    assert found.is_clean, found


def test_deployments_of_one_file_make_one_version(url):
    with _nodes(url) as nodes:
        found = _together([lambda node=node: node.deploy(_ASK) for node in nodes * 2])
        assert len({each.id for each in found}) == 1
        assert [each.version for each in nodes[0].definitions.query()] == [1]
