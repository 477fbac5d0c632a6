"""Timers, retries, handlers and external workers."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium import BpmnError, Engine
from trivium.engine.jobs import handlers, heartbeat
from trivium.errors import Conflict, InvalidInput, NotFound, WrongState
from trivium.testing import expect

_RETRIES = "<extensionElements><camunda:failedJobRetryTimeCycle>R3/PT10S</camunda:failedJobRetryTimeCycle></extensionElements>"
_WORK = chain(
    f'<serviceTask id="charge" camunda:type="external" camunda:topic="charge">{_RETRIES}</serviceTask>'
)
_CAUGHT = bpmn(
    """
    <startEvent id="start"/>
    <serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>
    <boundaryEvent id="declined" attachedToRef="charge"><errorEventDefinition errorRef="e"/></boundaryEvent>
    <userTask id="ask"/><endEvent id="end"/>
    start -> charge
    charge -> end
    declined -> ask
    ask -> end
    """,
    roots='<error id="e" errorCode="declined"/>',
)


def _timer(duration):
    return chain(
        f'<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>{duration}</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )


def test_timer_fires_when_its_time_has_come(engine):
    engine.deploy(_timer("PT1H"))
    instance = engine.start("p")
    engine.advance("PT59M")
    expect(engine, instance).is_waiting_at("wait")
    engine.advance("PT1M")
    expect(engine, instance).is_completed()


def test_handler_result_becomes_variables(engine):
    engine.deploy(_WORK)
    engine.handler("charge")(lambda job: {"receipt": f"R-{job.variables['amount']}"})
    instance = engine.start("p", {"amount": 5})
    engine.run_until_idle()
    expect(engine, instance).is_completed().has_variable("receipt", "R-5")


def test_failing_handler_is_retried_by_its_cycle_and_ends_in_an_incident(engine):
    engine.deploy(_WORK)
    calls = []

    @engine.handler("charge")
    def charge(job):
        calls.append(job.id)
        raise RuntimeError("gateway down")

    instance = engine.start("p")
    engine.run_until_idle()
    assert len(calls) == 1
    engine.advance("PT9S")
    assert len(calls) == 1
    engine.advance("PT1S")
    engine.advance("PT10S")
    assert len(calls) == 3
    expect(engine, instance).has_incident_at("charge")
    incident = engine.incidents.query(instance.id)[0]
    assert "gateway down" in incident.message
    engine.handler("charge")(lambda job: {})
    engine.incidents.retry(incident.id)
    engine.run_until_idle()
    expect(engine, instance).is_completed().has_no_incident()


def test_bpmn_error_of_a_handler_is_caught_by_the_model(engine):
    engine.deploy(_CAUGHT)

    @engine.handler("charge")
    def charge(job):
        raise BpmnError("declined", "card expired")

    instance = engine.start("p")
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("ask").has_passed("charge", "declined", "ask")


def test_worker_leases_and_completes(engine):
    engine.deploy(_WORK)
    instance = engine.start("p", {"amount": 7})
    (job,) = engine.jobs.activate("charge", "worker-1")
    assert job.variables == {"amount": 7}
    assert engine.jobs.activate("charge", "worker-2") == []
    engine.jobs.complete(job.id, {"done": True}, lease=job.lease)
    expect(engine, instance).is_completed()


def test_late_result_of_a_lost_lease_is_refused(engine):
    engine.deploy(_WORK)
    engine.start("p")
    (first,) = engine.jobs.activate("charge", "slow", lease_for=timedelta(seconds=5))
    engine.advance("PT6S")
    (second,) = engine.jobs.activate("charge", "fast")
    assert second.id == first.id
    with pytest.raises(Conflict, match="lease"):
        engine.jobs.complete(first.id, lease=first.lease)
    engine.jobs.complete(second.id, lease=second.lease)
    with pytest.raises(NotFound):
        engine.jobs.complete(second.id, lease=second.lease)


def test_extended_lease_is_kept(engine):
    engine.deploy(_WORK)
    engine.start("p")
    (job,) = engine.jobs.activate("charge", "w", lease_for=timedelta(seconds=5))
    engine.jobs.extend(job.id, job.lease, timedelta(minutes=1))
    engine.advance("PT30S")
    assert engine.jobs.activate("charge", "other") == []


def test_activation_waits_for_work(tmp_path):
    with Engine.open(f"sqlite:///{tmp_path / 'w.db'}") as engine:
        engine.deploy(_WORK)
        found = []
        waiting = threading.Thread(
            target=lambda: found.extend(
                engine.jobs.activate("charge", "w", wait_for=timedelta(seconds=20))
            )
        )
        waiting.start()
        engine.start("p")
        waiting.join()
        assert len(found) == 1


def test_scheduler_fires_timers_and_runs_handlers_by_itself(tmp_path):
    done = threading.Event()
    with Engine.open(f"sqlite:///{tmp_path / 's.db'}") as engine:
        engine.deploy(
            chain(
                '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT0.1S</timeDuration>'
                "</timerEventDefinition></intermediateCatchEvent>",
                '<serviceTask id="work" camunda:type="external" camunda:topic="work"/>',
            )
        )
        engine.handler("work")(lambda job: done.set())
        engine.start("p")
        assert done.wait(20)


def test_failed_script_is_an_incident_that_a_corrected_variable_mends(engine):
    engine.deploy(
        bpmn(
            """
            <startEvent id="start"/><exclusiveGateway id="choice"/><task id="low"/><endEvent id="end"/>
            start -> choice
            choice -> end : amount > 10
            choice -> low : amount < 0
            low -> end
            """
        )
    )
    instance = engine.start("p", {"amount": 5})
    expect(engine, instance).is_active().has_incident_at("choice")
    incident = engine.incidents.query(instance.id)[0]
    assert incident.code == "bpmn/no-flow-taken"
    engine.incidents.retry(incident.id, {"amount": 11})
    expect(engine, instance).is_completed()


def test_endless_loop_becomes_an_incident(engine):
    engine.deploy(
        bpmn(
            """
            <startEvent id="start"/><exclusiveGateway id="again"/>
            <scriptTask id="step" camunda:resultVariable="x"><script>1</script></scriptTask>
            start -> again
            again -> step
            step -> again
            """
        )
    )
    engine._compiled.find("process", "p").step_limit = 5_000
    instance = engine.start("p")
    assert engine.incidents.query(instance.id)[0].code == "kernel/step-limit"


def test_timer_is_nothing_that_somebody_does(engine):
    engine.deploy(_timer("PT1H"))
    instance = engine.start("p")
    (timer,) = engine.jobs.query(instance=instance.id)
    for say in (engine.jobs.complete, engine.jobs.fail, engine.jobs.error):
        with pytest.raises(WrongState) as refused:
            say(timer.id) if say == engine.jobs.complete else say(timer.id, "E")
        assert refused.value.code == "job/not-work"
    engine.advance("PT1H")
    expect(engine, instance).is_completed()


def test_job_that_breaks_down_does_not_stop_the_others(engine, monkeypatch):
    engine.deploy(
        chain('<manualTask id="x" camunda:asyncBefore="true"/>', '<userTask id="after"/>')
    )
    broken, fine = engine.start("p").id, engine.start("p").id
    (job,) = engine.jobs.query(broken)
    submit = engine._processor.submit

    def fail(command, *rest):
        if getattr(command, "job_id", None) == job.id:
            raise RuntimeError("nobody foresaw this")
        return submit(command, *rest)

    monkeypatch.setattr(engine._processor, "submit", fail)
    engine.run_until_idle()
    expect(engine, fine).is_waiting_at("after")
    monkeypatch.setattr(engine._processor, "submit", submit)
    engine.advance("PT2M")
    expect(engine, broken).is_waiting_at("after")


def test_topic_gives_out_no_more_at_once_than_it_may(engine):
    engine.deploy(chain('<serviceTask id="work" camunda:type="external" camunda:topic="pay"/>'))
    for _ in range(5):
        engine.start("p")
    engine.jobs.limit("pay", at_once=2)
    first = engine.jobs.activate("pay", "w", limit=10)
    assert len(first) == 2
    assert not engine.jobs.activate("pay", "another", limit=10)
    engine.jobs.complete(first[0].id, lease=first[0].lease)
    assert len(engine.jobs.activate("pay", "another", limit=10)) == 1
    engine.jobs.limit("pay")
    assert len(engine.jobs.activate("pay", "another", limit=10)) == 2


def test_topic_gives_out_no_more_in_a_minute_than_it_may(engine):
    engine.deploy(chain('<serviceTask id="work" camunda:type="external" camunda:topic="pay"/>'))
    for _ in range(200):
        engine.start("p")
    engine.jobs.limit("pay", per_minute=120)
    assert len(engine.jobs.activate("pay", "w", limit=100)) == 2  # a second's worth
    engine.test_clock.advance(timedelta(milliseconds=499))
    assert not engine.jobs.activate("pay", "w", limit=100)
    engine.test_clock.advance(timedelta(milliseconds=1))
    assert len(engine.jobs.activate("pay", "w", limit=100)) == 1
    engine.test_clock.advance(timedelta(hours=1))
    assert len(engine.jobs.activate("pay", "w", limit=100)) == 2


def test_limit_below_one_is_refused(engine):
    with pytest.raises(InvalidInput, match="1 or more"):
        engine.jobs.limit("pay", at_once=0)


def test_topics_say_who_asked_and_what_they_may(engine):
    engine.jobs.activate(["pay", "pack"], "w")
    engine.jobs.limit("pay", at_once=3)
    pack, pay = engine.jobs.topics()
    assert (pack.name, pack.at_once, pay.name, pay.at_once) == ("pack", None, "pay", 3)
    assert pay.asked_at == pack.asked_at is not None


def test_most_important_work_comes_first_over_all_topics(engine):
    for topic, priority in (("a", 1), ("b", 5), ("a", 9)):
        task = f'camunda:type="external" camunda:topic="{topic}" camunda:taskPriority="{priority}"'
        engine.deploy(chain(f'<serviceTask id="w" {task}/>'))
        engine.start("p")
    taken = engine.jobs.activate(["a", "b"], "w", limit=2)
    assert [job.priority for job in taken] == [9, 5]


@pytest.mark.parametrize("kind", ["file", "postgresql"])
def test_lease_of_a_long_handler_is_prolonged_while_it_runs(kind, request, tmp_path, monkeypatch):
    monkeypatch.setattr(heartbeat, "LEASE_MS", 400)
    monkeypatch.setattr(handlers, "LEASE_MS", 400)
    monkeypatch.setattr(heartbeat, "_BEAT_SECONDS", 0.05)
    url = request.getfixturevalue("postgresql_url") if kind == "postgresql" else None
    begun, end, runs = threading.Event(), threading.Event(), []
    with Engine.open(url or f"sqlite:///{tmp_path / 'w.db'}") as engine:

        @engine.handler("pay")
        def pay(job):
            runs.append(job.id)
            begun.set()
            assert end.wait(20)

        engine.deploy(chain('<serviceTask id="work" camunda:type="external" camunda:topic="pay"/>'))
        started = engine.start("p")
        assert begun.wait(20)
        first = engine.jobs.get(runs[0]).lease_until
        assert until(lambda: engine.jobs.get(runs[0]).lease_until > first + timedelta(seconds=1))
        end.set()
        assert until(lambda: engine.instances.get(started.id).state == "completed")
    assert len(runs) == 1


def until(condition, seconds=20):
    """Whether something comes true in time; the database is asked again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        threading.Event().wait(0.01)
    return False
