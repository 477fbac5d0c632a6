"""Several nodes and threads: every entry counts once, every step is taken once."""

from __future__ import annotations

import threading

import pytest
from tests.models import chain

from trivium import Engine
from trivium.work import Work

_MODEL = chain('<userTask id="a" camunda:candidateGroups="analysts"/>', '<userTask id="b"/>')
_COUNT = 40


class Told:
    """Counts notices, and says when there are enough."""

    def __init__(self, enough):
        self.enough = enough
        self.seen = []
        self.is_enough = threading.Event()

    def notify(self, notice):
        self.seen.append(notice.id)
        if len(set(self.seen)) >= self.enough:
            self.is_enough.set()


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return f"sqlite:///{tmp_path / 'nodes.db'}"


def test_two_nodes_keep_each_clock_once(url):
    told = Told(_COUNT)
    step = {"at": "PT0.001S after", "action": "notify", "to": "user:eva"}
    with Engine.open(url) as one, Engine.open(url) as two:
        works = [Work(engine, notifier=told) for engine in (one, two)]
        for name in ("adam", "bela"):
            works[0].people.put(name, groups=["analysts"])
        works[0].targets.put({"key": "a", "element": "a", "target": "PT1H"})
        works[0].targets.put({"key": "b", "element": "b", "target": "PT0.001S", "steps": [step]})
        works[0].rules.put({"key": "r", "element": "a", "strategies": "round-robin"})
        one.deploy(_MODEL)

        def play(engine):
            for _ in range(_COUNT // 2):
                instance = engine.start("p")
                engine.tasks.complete(engine.tasks.query(instance.id)[0].id)

        threads = [threading.Thread(target=play, args=(engine,)) for engine in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told.is_enough.wait(60)
        for work in works:  # what is under way in other threads is waited for
            work.catch_up()
        first = works[1].clocks.query(target="a", limit=200)
        second = works[1].clocks.query(target="b", limit=200)
        assert [clock.status for clock in first] == ["met"] * _COUNT
        assert [clock.status for clock in second] == ["breached"] * _COUNT
        for clock in second:
            kinds = [event.kind for event in works[0].clocks.events(clock.id)]
            assert sorted(kinds) == ["breached", "started", "step", "warned"]
    assert len(told.seen) == len(set(told.seen)) == _COUNT


def test_clock_of_a_running_engine_strikes_by_itself(url):
    told = Told(1)
    step = {"at": "100%", "action": "notify", "to": "user:eva"}
    with Engine.open(url) as engine:
        work = Work(engine, notifier=told)
        work.targets.put({"key": "t", "target": "PT0.2S", "steps": [step]})
        engine.deploy(_MODEL)
        engine.start("p")
        assert told.is_enough.wait(30)
        (clock,) = work.clocks.query()
        late = (clock.due_at - clock.started_at).total_seconds()
    assert late == 0.2
