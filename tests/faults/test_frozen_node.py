"""A node that stands still in the middle of a transaction, as a paused machine does, does not hold up others for long."""

from __future__ import annotations

import os
import signal

import pytest
from tests.faults.nodes import Node
from tests.faults.reports import report
from tests.models import chain

from trivium import Engine

_MODEL = chain('<userTask id="ask"/>')
_PATIENCE = "-c%20transaction_timeout%3D500ms"
"""Instead of the minute that a node sets if nobody has set anything."""


@pytest.mark.parametrize("place", ["processor.decided", "store.commit"])
def test_others_go_on_and_what_it_began_is_done_once_when_it_wakes(
    postgresql_server, tmp_path, place
):
    url = postgresql_server.create()
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(_MODEL)
        instance_id = engine.start("p").id
        (task,) = engine.tasks.query(instance_id)
        frozen = Node(f"{url}&options={_PATIENCE}", tmp_path / "record.txt").wait_until_ready()
        frozen.ask("jobs.say_asked", ["step"])  # what a node writes by itself is written
        frozen.ask("arm", f"{place}:1:stop")
        answer = frozen.send("tasks.complete", task.id, {"by": "frozen"}, idempotency_key="k")
        os.waitid(os.P_PID, frozen.pid, os.WSTOPPED | os.WNOWAIT)
        engine.instances.set_variables(instance_id, {"meanwhile": True})
        engine.tasks.complete(task.id, {"by": "another"}, idempotency_key="k2")
        os.kill(frozen.pid, signal.SIGCONT)
        with pytest.raises(Exception, match="task/not-found"):
            answer.result(60)
        assert frozen.ask("start", "p", idempotency_key="s")["state"] == "active"
        frozen.stop()
        assert engine.instances.variables(instance_id) == {"by": "another", "meanwhile": True}
        (second,) = engine.tasks.query()
        engine.tasks.complete(second.id)
        found = report(url, {instance_id, second.instance_id})
    assert found.is_clean, found
