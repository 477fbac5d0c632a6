"""A process killed while it follows the journal counts no task twice and forgets none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.models import chain

from trivium import Engine
from trivium.work import Work

_MODEL = chain('<userTask id="a" camunda:candidateGroups="analysts"/>', '<userTask id="b"/>')
_PROGRAM = """
import sys
from trivium import Engine
from trivium.work import Work

with Engine.open(sys.argv[1]) as engine:
    work = Work(engine)
    while True:
        instance = engine.start("p")
        engine.tasks.complete(engine.tasks.query(instance.id, element="a")[0].id)
        print(len(work.assignments.query(limit=1000)), flush=True)
"""


def _working(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )


def test_killed_follower_goes_on_where_it_was(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'work.db'}"
    step = {"at": "100%", "action": "raise-priority", "priority": 90}
    with Engine.open(url, scheduler=False) as engine:
        work = Work(engine)
        work.people.put("eva", groups=["analysts"])
        work.targets.put({"key": "a", "element": "a", "target": "PT1H"})
        work.targets.put({"key": "b", "element": "b", "target": "PT0.1S", "steps": [step]})
        work.rules.put(
            {"key": "r", "element": "b", "strategies": ["round-robin"], "users": ["eva"]}
        )
        engine.deploy(_MODEL)
    for enough in (10, 60):
        process = _working(url)
        assert process.stdout is not None
        while int(process.stdout.readline()) < enough:
            continue
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with Engine.open(url) as engine:  # with a scheduler: time goes on, and leases run out
        work = Work(engine)
        work.catch_up()
        _judge(engine, work)


def _judge(engine: Engine, work: Work) -> None:
    instances = [info.id for info in engine.instances.query(limit=1000)]
    clocks = list(work.clocks.query(limit=1000))
    ended = [info.id for info in engine.tasks.query(element="a", limit=1000)]
    assert Counter((clock.instance_id, clock.target) for clock in clocks) == Counter(
        [(instance, "a") for instance in instances]
        + [(instance, "b") for instance in instances if not _waits_at_a(engine, instance)]
    )
    assert {clock.status for clock in clocks if clock.target == "a"} == {"met"} | (
        {"on-track"} if ended else set()
    )
    waiting = list(engine.tasks.query(element="b", limit=1000))
    assert {task.assignee for task in waiting} == {"eva"}
    chosen = Counter(each.task_id for each in work.assignments.query(limit=1000))
    assert chosen == Counter(task.id for task in waiting)
    for clock in clocks:
        if clock.target == "b" and clock.status == "breached":
            kinds = Counter(event.kind for event in work.clocks.events(clock.id))
            assert (kinds["started"], kinds["breached"], kinds["step"]) == (1, 1, 1)
    for instance in instances:
        commands = [entry.command for entry in engine.instances.history(instance)]
        raised = [each for each in commands if each["command"] == "update-task"]
        assert len(raised) <= 1


def _waits_at_a(engine: Engine, instance: str) -> bool:
    return any(task.element_id == "a" for task in engine.tasks.query(instance))
