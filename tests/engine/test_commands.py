"""Commands under competition: one wins, none is lost, none harms its neighbours."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.models import chain

from trivium.errors import Conflict, NotFound, Refused, WrongState
from trivium.testing import expect

_TASK = chain('<userTask id="work" camunda:candidateGroups="a"/>')


def test_one_of_fifty_completes_a_task(engine):
    engine.deploy(_TASK)
    task = engine.tasks.query(engine.start("p").id)[0]
    barrier = threading.Barrier(50)

    def complete(number):
        barrier.wait()
        try:
            engine.tasks.complete(task.id, {"winner": number})
        except Refused:
            return 0
        return 1

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(complete, range(50))) == 1


def test_many_threads_start_and_complete_without_conflict(engine):
    engine.deploy(_TASK)

    def live(_):
        instance = engine.start("p")
        engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
        return engine.instances.get(instance.id).state

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(live, range(100))) == {"completed"}
    assert engine.audit.verify().is_whole


def test_parallel_branches_completed_at_once_join(engine):
    branches = "".join(f'<userTask id="t{n}"/>' for n in range(20))
    flows = "".join(
        f'<sequenceFlow id="a{n}" sourceRef="fork" targetRef="t{n}"/>'
        f'<sequenceFlow id="b{n}" sourceRef="t{n}" targetRef="join"/>'
        for n in range(20)
    )
    model = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        '<startEvent id="s"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="e"/>'
        f'{branches}<sequenceFlow id="x" sourceRef="s" targetRef="fork"/>{flows}'
        '<sequenceFlow id="y" sourceRef="join" targetRef="e"/></process></definitions>'
    )
    engine.deploy(model.encode())
    instance = engine.start("p")
    tasks = [task.id for task in engine.tasks.query(instance.id)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(engine.tasks.complete, tasks))
    expect(engine, instance).is_completed()


def test_same_idempotency_key_starts_once(engine):
    engine.deploy(_TASK)
    first = engine.start("p", idempotency_key="order-7")
    second = engine.start("p", idempotency_key="order-7")
    assert first.id == second.id
    assert len(engine.instances.query()) == 1


def test_completing_twice_is_refused(engine):
    engine.deploy(_TASK)
    task = engine.tasks.query(engine.start("p").id)[0]
    engine.tasks.complete(task.id)
    with pytest.raises(NotFound) as refusal:
        engine.tasks.complete(task.id)
    assert refusal.value.code == "task/not-found"


def test_claim_says_who_was_first(engine):
    engine.deploy(_TASK)
    task = engine.tasks.query(engine.start("p").id)[0]
    engine.tasks.claim(task.id, "mary")
    with pytest.raises(Conflict, match="mary has it"):
        engine.tasks.claim(task.id, "john")
    assert engine.tasks.get(task.id).assignee == "mary"


def test_suspended_instance_refuses_work_until_resumed(engine):
    engine.deploy(_TASK)
    instance = engine.start("p")
    task = engine.tasks.query(instance.id)[0]
    engine.instances.suspend(instance.id)
    with pytest.raises(WrongState, match="suspended"):
        engine.tasks.complete(task.id)
    engine.instances.resume(instance.id)
    engine.tasks.complete(task.id)
    expect(engine, instance).is_completed()


def test_terminated_instance_leaves_nothing_open(engine):
    engine.deploy(_TASK)
    instance = engine.start("p")
    engine.instances.terminate(instance.id, "mistake")
    expect(engine, instance).is_terminated()
    assert not engine.tasks.query().items
    assert engine.counts()["active_instances"] == 0


def test_unknown_process_is_refused_with_a_remedy(engine):
    with pytest.raises(NotFound, match="trivium definitions"):
        engine.start("nothing")


def test_poisoned_command_harms_nobody(engine):
    engine.deploy(_TASK)

    class Poison:
        needs_flush = False

        def run(self, batch, seed, user):
            raise ZeroDivisionError

    outcomes = []

    def poison():
        try:
            engine._processor.submit(Poison())
        except ZeroDivisionError:
            outcomes.append("poisoned")

    def start():
        outcomes.append(engine.start("p").state)

    with ThreadPoolExecutor(12) as pool:
        for number in range(60):
            pool.submit(poison if number % 10 == 0 else start)
    assert outcomes.count("active") == 54
    assert outcomes.count("poisoned") == 6
    assert engine.audit.verify().is_whole
