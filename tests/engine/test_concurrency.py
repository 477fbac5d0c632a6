"""Many callers on one instance."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor

from tests.models import chain

from trivium import Engine
from trivium.errors import Unavailable

_BRANCHES = 1_000
_THREADS = 32


def test_a_thousand_branches_are_completed_by_32_threads_without_a_conflict(tmp_path):
    loop = (
        f"<multiInstanceLoopCharacteristics><loopCardinality>{_BRANCHES}</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    with Engine.open(f"sqlite:///{tmp_path / 'work.db'}") as engine:
        engine.deploy(chain(f'<userTask id="ask">{loop}</userTask>'))
        instance = engine.start("p")
        open_tasks = deque(task.id for task in engine.tasks.query(instance.id, limit=_BRANCHES))
        assert len(open_tasks) == _BRANCHES

        def work(number: int) -> int:
            done = 0
            while True:
                try:
                    task = open_tasks.popleft()
                except IndexError:
                    return done
                engine.tasks.complete(task, {f"by{number}": done}, user=f"w{number}")
                done += 1

        with ThreadPoolExecutor(_THREADS) as pool:
            assert sum(pool.map(work, range(_THREADS))) == _BRANCHES
        assert engine.instances.get(instance.id).state == "completed"
        entries = []
        cursor = None
        while not entries or cursor:
            page = engine.instances.history(instance.id, limit=1000, cursor=cursor)
            entries += page.items
            cursor = page.next_cursor
        completed = Counter(
            event["item"]
            for entry in entries
            for event in entry.events
            if event["event"] == "completed" and event["element"] == "ask"
        )
        assert len(completed) == _BRANCHES + 1  # and the body
        assert set(completed.values()) == {1}
        assert engine.audit.verify().broken == ()


class _Operation:
    needs_flush = False

    def __init__(self, act):
        self.act = act

    def run(self, batch, seed, user):
        return self.act()


class _StopError(BaseException):
    """What ends a thread from outside, as an interrupt does."""


def test_nobody_waits_for_a_caller_that_was_interrupted(tmp_path):
    """The one who works for all is stopped: the others hear that the outcome is not known."""
    with Engine.open(f"sqlite:///{tmp_path / 'work.db'}", scheduler=False) as engine:
        processor = engine._processor  # what is tested has no other door
        entered, go = threading.Event(), threading.Event()

        def block():
            entered.set()
            go.wait()

        def stop():
            raise _StopError

        with ThreadPoolExecutor(3) as pool:
            first = pool.submit(processor.submit, _Operation(block))
            entered.wait()
            stopped = pool.submit(processor.submit, _Operation(stop))
            waiting = pool.submit(processor.submit, _Operation(lambda: "done"))
            while len(processor._queue) < 2:  # both wait
                time.sleep(0.001)
            go.set()
            first.result(30)
            outcomes = {type(each.exception(30)) for each in (stopped, waiting)}
        assert outcomes <= {_StopError, Unavailable, type(None)}
        assert processor.submit(_Operation(lambda: "goes on")) == "goes on"
