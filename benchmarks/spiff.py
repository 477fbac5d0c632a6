"""SpiffWorkflow's side: in memory, and saved to SQLite after each step."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer


def specification(model: str) -> tuple[Any, Any]:
    """A model parsed once."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(model.encode())))
    return parser.get_spec("p"), parser.get_subprocess_specs("p")


def complete(spec: tuple[Any, Any], variables: dict[str, Any]) -> None:
    """One instance from start to end, user tasks completed at once."""
    workflow = BpmnWorkflow(*spec)
    workflow.data.update(variables)
    first = workflow.get_next_task(state=TaskState.READY)
    first.data.update(variables)
    while not workflow.is_completed():
        workflow.do_engine_steps()
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not ready and not workflow.get_tasks(state=TaskState.READY):
            break
        for task in ready:
            task.run()
    if not workflow.is_completed():
        raise RuntimeError("SpiffWorkflow did not come to the end")


def per_second(model: str, variables: dict[str, Any], seconds: float) -> float:
    """Instances a second in memory."""
    spec = specification(model)
    complete(spec, variables)
    count, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        complete(spec, variables)
        count += 1
    return count / (time.perf_counter() - begun)


def saved_per_second(model: str, variables: dict[str, Any], seconds: float) -> float:
    """Instances a second, its state saved to SQLite (WAL, NORMAL) after each step."""
    spec = specification(model)
    serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "spiff.db", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute("CREATE TABLE w (id INTEGER PRIMARY KEY, state TEXT)")
        count, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            workflow = BpmnWorkflow(*spec)
            workflow.get_next_task(state=TaskState.READY).data.update(variables)
            while not workflow.is_completed():
                task = workflow.get_next_task(state=TaskState.READY)
                if task is None:
                    break
                task.run()
                state = json.dumps(serializer.to_dict(workflow))
                database.execute("INSERT OR REPLACE INTO w VALUES (?, ?)", (count, state))
            count += 1
        took = time.perf_counter() - begun
        database.close()
    return count / took
