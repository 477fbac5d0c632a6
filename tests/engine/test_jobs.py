"""Timers, retries, handlers and external workers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium import BpmnError, Engine
from trivium.errors import Conflict, NotFound, WrongState
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
