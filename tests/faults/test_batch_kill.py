"""A process killed in the middle of a batch forgets no instance and does none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.models import chain

from trivium import Engine

_INSTANCES = 1_000
_MODEL = chain('<userTask id="a"/>')
_PROGRAM = """
import sys
from trivium import Engine

with Engine.open(sys.argv[1], scheduler=False) as engine:
    for info in engine.batches.work_off(sys.argv[2]):
        print(info.done, flush=True)
"""


def _working(url: str, batch_id: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, url, batch_id],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )


def test_killed_batch_goes_on_where_it_was(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'work.db'}"
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        ids = [engine.start("p").id for _ in range(_INSTANCES)]
        batch = engine.batches.set_variables(ids, {"seen": True})
    for after in (100, 500):
        process = _working(url, batch.id)
        assert process.stdout is not None
        while int(process.stdout.readline()) < after:
            continue
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    with Engine.open(url, scheduler=False) as engine:
        before = engine.batches.get(batch.id)
        assert before.state == "running"
        assert 500 <= before.done < _INSTANCES
        engine.run_until_idle()
        info = engine.batches.get(batch.id)
        assert (info.state, info.done, info.failed) == ("completed", _INSTANCES, 0)
        for instance_id in ids:
            history = engine.instances.history(instance_id)
            done = [each for each in history if each.command["command"] == "set-variables"]
            assert len(done) == 1
