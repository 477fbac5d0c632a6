"""A process killed in the middle of its work loses nothing and repeats no completed work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from trivium import Engine

_INSTANCES = 200
_STEPS = ("one", "two", "three", "four")
_MODEL = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p"><startEvent id="start"/>'
    + "".join(
        f'<serviceTask id="{name}" camunda:type="external" camunda:topic="step"/>'
        for name in _STEPS
    )
    + '<endEvent id="end"/>'
    + "".join(
        f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in zip(("start", *_STEPS), (*_STEPS, "end"), strict=True)
    )
    + "</process></definitions>"
)


def _serve(url: str, record: Path) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("server.py")
    return subprocess.Popen(
        [sys.executable, str(script), url, str(record)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )


def _lines(record: Path) -> list[str]:
    return record.read_text(encoding="utf-8").splitlines() if record.exists() else []


def _kill_after(server: subprocess.Popen[str], record: Path, count: int) -> None:
    """Kills once so much work has been recorded: an event, no time."""
    while len(_lines(record)) < count:
        assert server.poll() is None, "the server ended before it was killed"
        time.sleep(0.005)
    server.send_signal(signal.SIGKILL)
    server.wait()
    assert server.stdout is not None
    server.stdout.close()


def test_killed_server_loses_nothing_and_repeats_no_completed_work(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'work.db'}"
    record = tmp_path / "record.txt"
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL.encode())
        ids = {engine.start("p").id for _ in range(_INSTANCES)}
    kills: list[tuple[int, set[str]]] = []
    total = _INSTANCES * len(_STEPS)
    for share in sorted(random.sample(range(total // 10, total * 9 // 10), 3)):
        _kill_after(_serve(url, record), record, share)
        _expire_leases(url)
        kills.append((len(_lines(record)), _completed_jobs(url, ids)))
    server = _serve(url, record)
    assert server.stdout is not None
    assert [server.stdout.readline().strip() for _ in range(2)] == ["ready", "idle"]
    server.stdout.close()
    server.wait()
    with Engine.open(url, scheduler=False) as engine:
        for instance_id in ids:
            assert engine.instances.get(instance_id).state == "completed"
            assert engine.instances.variables(instance_id) == {"last": "four"}
        assert engine.audit.verify().broken == ()
    done = [line.split() for line in _lines(record)]
    assert {(i, e) for i, e, _ in done} == {(i, e) for i in ids for e in _STEPS}, "work was lost"
    for position, completed in kills:
        repeated = {job for _, _, job in done[position:]} & completed
        assert not repeated, "completed work was repeated"


def _expire_leases(url: str) -> None:
    """What a dead process held is free once its lease is over; here that is now."""
    with Engine.open(url, scheduler=False) as engine:
        for job in engine.jobs.query(kind="work", limit=1000):
            if job.lease_owner is not None:
                engine.jobs.release(job.id)


def _completed_jobs(url: str, ids: set[str]) -> set[str]:
    found = set()
    with Engine.open(url, scheduler=False) as engine:
        for instance_id in ids:
            for entry in engine.instances.history(instance_id):
                found |= {e["job_id"] for e in entry.events if e["event"] == "job-completed"}
    return found
