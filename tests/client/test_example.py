"""The example of a worker does what it says."""

from __future__ import annotations

import importlib.util
import re
from functools import partial
from pathlib import Path

import pytest

from trivium import testing
from trivium.client import Client

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def example():
    """The module, loaded anew."""
    spec = importlib.util.spec_from_file_location("example", _ROOT / "examples/worker.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_example_has_a_handler_for_every_topic_of_its_model(example):
    with testing.engine() as engine:
        engine.deploy(_ROOT / "examples/order-fulfilment.bpmn")
        order = engine.start("order-fulfilment", {"total": 5, "items": 1})
        engine.tasks.complete(engine.tasks.query(order.id, element="pick")[0].id)
        done = []
        while jobs := engine.jobs.activate(example.worker.topics, "test"):
            (job,) = jobs
            result = example.charge(job) if job.topic == "charge-card" else None
            engine.jobs.complete(job.id, result, lease=job.lease)
            done.append(job.topic)
    assert done == ["charge-card", "tell-carrier"] == example.worker.topics


def test_handler_runs_within_the_engine_as_it_does_elsewhere(example):
    with testing.engine() as engine:
        engine.handler("charge-card")(example.charge)
        engine.deploy(_ROOT / "examples/order-fulfilment.bpmn")
        order = engine.start("order-fulfilment", {"total": 5000, "items": 1})
        engine.run_until_idle()
        assert engine.tasks.query(order.id, element="ask-customer")


_BLOCKS = re.findall(
    r"```python\n(.*?)```",
    (_ROOT / "docs/reference/client.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def test_example_of_the_client_runs(monkeypatch, transport, client, capsys):
    path = _ROOT / "examples/order-fulfilment.bpmn"
    client.deploy_definitions({path.name: path.read_bytes()})
    opened = partial(Client, transport=transport)
    monkeypatch.setattr("trivium.client.Client", opened)
    exec(_BLOCKS[0], {})  # noqa: S102  # our own page
    assert capsys.readouterr().out == "active\n"


def test_example_of_a_worker_is_one():
    scope = {"__name__": "page"}
    exec(next(each for each in _BLOCKS if "@worker.job" in each), scope)  # noqa: S102  # our own page
    assert scope["worker"].topics == ["charge-card"]
