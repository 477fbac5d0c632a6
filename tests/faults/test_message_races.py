"""Messages sent before, at and after the moment their catcher opens, from several nodes: each delivered once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

import pytest
from tests.faults.reports import Report, report
from tests.models import chain

from trivium import Engine

_CATCH = '<intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
_MODEL = chain(_CATCH, roots='<message id="m" name="paid"/>')
_LIFE = timedelta(hours=1)


def story(url: str, seed: int, *, races: int, nodes: int = 3, threads: int = 6) -> Report:
    """Each race is a start and a message on two nodes, at the same moment, or one a little later."""
    chance = random.Random(seed)  # noqa: S311  # chance, not secrecy
    with ExitStack() as stack:
        engines = [
            stack.enter_context(Engine.open(url, scheduler=False, synchronous="OFF"))
            for _ in range(nodes)
        ]
        engines[0].deploy(_MODEL)
        pool = stack.enter_context(ThreadPoolExecutor(threads))

        def start(number: int, engine: Engine, gate: threading.Barrier | None) -> str:
            _pass(gate)
            return engine.start_id("p", business_key=f"k{number}")

        def send(number: int, engine: Engine, gate: threading.Barrier | None, kind: int) -> None:
            _pass(gate)
            key = f"k{number}"
            named = [{}, {"message_id": key}, {"idempotency_key": f"m{key}"}][kind]
            engine.messages.correlate("paid", business_key=key, time_to_live=_LIFE, **named)

        started: set[str] = set()
        asked: deque[Future] = deque()
        for number in range(races):
            gate = threading.Barrier(2) if chance.random() < 0.8 else None
            one, other = chance.choice(engines), chance.choice(engines)
            story = [
                (start, number, one, gate),
                (send, number, other, gate, chance.randrange(3)),
            ]
            chance.shuffle(story)
            asked += [
                pool.submit(*each) for each in story
            ]  # two who wait for each other are neighbours
            while len(asked) > 2 * threads:
                started.add(asked.popleft().result(60) or "")
        started |= {each.result(60) or "" for each in asked}
        with engines[0]._database.reading() as connection:
            left = "SELECT COUNT(*) FROM messages WHERE delivered = 0"
            assert connection.exec_driver_sql(left).scalar() == 0, "delivered, and kept as well"
    return report(url, started - {""}, note=f"{races} messages raced")


def _pass(gate: threading.Barrier | None) -> None:
    if gate is not None:
        gate.wait(60)


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'work.db'}"
    return request.getfixturevalue("postgresql_url")


def test_each_message_is_delivered_once(url, fault_seed):
    found = story(url, fault_seed, races=600)
    print(found)
    assert found.is_clean, found
    assert found.ended == 600


def test_a_kept_message_goes_to_one_of_several_catchers_that_open_at_once(url):
    with ExitStack() as stack:
        engines = [stack.enter_context(Engine.open(url, scheduler=False)) for _ in range(4)]
        engines[0].deploy(_MODEL)
        pool = stack.enter_context(ThreadPoolExecutor(4))
        for number in range(25):
            name = Counter()
            engines[0].messages.correlate("paid", message_id=f"{number}", time_to_live=_LIFE)
            gate = threading.Barrier(4)

            def start(engine: Engine, gate: threading.Barrier = gate) -> str:
                gate.wait(60)
                return engine.start("p").id

            for instance_id in pool.map(start, engines):
                name[engines[0].instances.get(instance_id).state] += 1
            assert name == {"completed": 1, "active": 3}
            for instance in engines[0].instances.query(state="active"):
                engines[0].instances.terminate(instance.id)


@pytest.mark.parametrize("name", ["message_id", "idempotency_key"])
def test_the_same_message_from_all_nodes_at_once_is_delivered_once(url, name):
    with ExitStack() as stack:
        engines = [stack.enter_context(Engine.open(url, scheduler=False)) for _ in range(4)]
        engines[0].deploy(_MODEL)
        pool = stack.enter_context(ThreadPoolExecutor(4))
        for number in range(15):
            first, second = (engines[0].start("p", business_key=key).id for key in ("a", "b"))
            gate = threading.Barrier(4)

            def send(engine, own={name: str(number)}, gate=gate, instance_id=first):  # noqa: B006
                gate.wait(60)
                sent = engine.messages.correlate(
                    "paid", instance=instance_id, time_to_live=_LIFE, **own
                )
                return sent.instance_id, sent.result

            results = Counter(pool.map(send, engines))
            once = {(first, "correlated"): 1, (first, "duplicate"): 3}
            assert results == ({(first, "correlated"): 4} if name == "idempotency_key" else once)
            assert engines[0].instances.get(second).state == "active"
            engines[0].instances.terminate(second)


def test_message_that_is_decided_beside_its_catcher_is_delivered(url, monkeypatch):
    """Both are in one transaction, the message first: it finds nobody, and then somebody after all."""
    with Engine.open(url, scheduler=False) as engine, ThreadPoolExecutor(3) as pool:
        engine.deploy(_MODEL)
        processor = engine._processor
        commit, entered, go = processor._commit, threading.Event(), threading.Event()

        def block(taken):
            entered.set()
            go.wait(60)
            return commit(taken)

        monkeypatch.setattr(processor, "_commit", block)
        monkeypatch.setattr(processor, "_seats", processor._seats[:1])
        working = [pool.submit(engine.messages.correlate, "other", time_to_live=_LIFE)]
        entered.wait(60)
        send = partial(engine.messages.correlate, "paid", business_key="k", time_to_live=_LIFE)
        for act in (send, partial(engine.start, "p", business_key="k")):
            working.append(pool.submit(act))
            while len(processor._queue) < len(working) - 1:
                time.sleep(0.001)
        go.set()
        _, _, started = (each.result(60) for each in working)
        assert engine.instances.get(started.id).state == "completed"
