"""What an observer of an engine is told."""

from __future__ import annotations

import logging
import re
import threading
from pathlib import Path

import pytest
from tests.models import chain

from trivium.engine import Observer, correlated
from trivium.errors import NotFound, Unavailable
from trivium.kernel import decide
from trivium.testing import TestEngine

ASKS = chain('<userTask id="ask"/>')
CONTINUES = chain('<task id="a" camunda:asyncBefore="true"/>', '<userTask id="ask"/>')
WORKS = chain('<serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>')


def test_commands_are_told_with_their_trees_and_outcomes(engine, watching):
    engine.deploy(ASKS)
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    with pytest.raises(NotFound):
        engine.tasks.complete("gone")
    assert watching.kinds() == ["Deploy", "Start", "CompleteTask", "CompleteTask"]
    assert [item.root_id for item in watching.items] == [None, instance.id, instance.id, None]
    assert [type(item.error) for item in watching.items] == [type(None)] * 3 + [NotFound]


def test_commands_that_wait_share_a_batch(engine, watching):
    engine.deploy(ASKS)
    with engine._processor._seats[0].lock:  # somebody is at work: all others have to wait
        threads = [threading.Thread(target=engine.start_id, args=("p",)) for _ in range(5)]
        for thread in threads:
            thread.start()
        while len(engine._processor._queue) < 5:
            pass
    engine._processor._wake_next()
    for thread in threads:
        thread.join()
    assert [len(batch) for batch in watching.batches] == [1, 5]


def test_jobs_keep_what_caused_the_command_that_made_them(engine, watching):
    engine.deploy(CONTINUES)
    with correlated("order-7"):
        engine.start("p")
    engine.start("p")
    kept = {job.id: job.correlation_id for job in engine.jobs.query()}
    assert set(kept.values()) == {"order-7", None}
    engine.run_until_idle()
    assert {run.id: run.origin and run.origin.correlation_id for run in watching.runs} == kept
    caused = [item for item in watching.items if type(item.command).__name__ == "RunJob"]
    origins = {i.command.job_id: i.origin and i.origin.correlation_id for i in caused}
    assert origins == kept


def test_cause_goes_on_from_job_to_job_and_tree_to_tree(engine, watching):
    definitions = '<message id="m" name="shipped"/>'
    throws = chain(
        '<task id="a" camunda:asyncBefore="true"/>',
        '<intermediateThrowEvent id="t"><messageEventDefinition messageRef="m"/>'
        "</intermediateThrowEvent>",
        key="throws",
        roots=definitions,
    )
    catches = chain(
        '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/>'
        "</intermediateCatchEvent>",
        '<task id="b" camunda:asyncBefore="true"/>',
        key="catches",
        roots=definitions,
    )
    engine.deploy([catches, throws])
    engine.start("catches")
    with correlated("order-8"):
        engine.start("throws")
    engine.run_until_idle()
    assert [run.kind for run in watching.runs] == ["async", "command", "async"]
    assert {run.origin.correlation_id for run in watching.runs} == {"order-8"}


def test_work_of_handlers_is_told_with_its_outcome(engine, watching):
    engine.deploy(WORKS)

    @engine.handler("charge")
    def charge(job):
        if job.retries > 2:
            raise ValueError
        assert job.correlation_id == "order-9"

    with correlated("order-9"):
        instance = engine.start("p")
    engine.run_until_idle()
    assert [run.outcome for run in watching.runs] == ["failed", "done"]
    assert {(run.topic, run.instance_id) for run in watching.runs} == {("charge", instance.id)}
    results = [i for i in watching.items if type(i.command).__name__ in {"FailJob", "CompleteJob"}]
    assert {item.origin.correlation_id for item in results} == {"order-9"}


def test_nobody_looks_up_causes_while_nobody_observes(engine, monkeypatch):
    engine.deploy(CONTINUES)
    with correlated("order-7"):
        engine.start("p")
    monkeypatch.setattr("trivium.store.origins.belongings", None)
    assert engine.run_until_idle() == 1


def test_retried_and_divided_transactions_are_told(engine, watching, monkeypatch):
    engine.deploy(ASKS)
    real = engine._processor._decide
    failures = [Unavailable("Expected the database to answer, but it does not.")]

    def decide(cursor, taken):
        if failures:
            raise failures.pop()
        real(cursor, taken)

    monkeypatch.setattr(engine._processor, "_decide", decide)
    engine.start("p")
    assert (watching.retries, watching.divisions) == (1, 0)


def test_observer_that_fails_is_logged_and_harms_nobody(caplog):
    class Broken(Observer):
        def decided(self, items, taken_ns):
            raise ZeroDivisionError

    with TestEngine() as engine, caplog.at_level(logging.ERROR):
        end = engine.observe(Broken())
        engine.deploy(ASKS)
        end()
        assert engine.start("p").state == "active"
    assert [record.message for record in caplog.records] == ["an observer failed"]


def test_job_that_breaks_the_others_is_told_as_failed(engine, watching, monkeypatch):
    engine.deploy(CONTINUES)
    with correlated("order-7"):
        good, bad = engine.start("p"), engine.start("p")
    real = decide.decide

    def decided(command, tree, *rest):
        if tree.root_id == bad.id:
            raise ZeroDivisionError
        return real(command, tree, *rest)

    monkeypatch.setattr(decide, "decide", decided)
    engine.run_until_idle()
    assert {(run.instance_id, run.outcome) for run in watching.runs} == {
        (good.id, "done"),
        (bad.id, "failed"),
    }
    assert {run.origin.correlation_id for run in watching.runs} == {"order-7"}


def test_example_of_the_page_runs():
    page = Path(__file__).parents[2] / "docs" / "reference" / "observability.md"
    (example,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(example, {})  # noqa: S102  # our own page


def test_dry_runs_are_told_of_no_commands(engine, watching):
    engine.deploy(ASKS)
    with engine.dry_run():
        engine.start("p")
    assert watching.kinds() == ["Deploy"]
