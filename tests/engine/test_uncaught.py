"""Errors and escalations that nobody catches: what threw them can be tried again, and nothing is stuck."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.testing import expect

_ROOTS = (
    '<error id="e" errorCode="E"/><escalation id="x" escalationCode="X"/><signal id="s" name="s"/>'
)
_WORK = '<serviceTask id="work" camunda:type="external" camunda:topic="t"/>'
_ESCALATED = (
    '<boundaryEvent id="told" attachedToRef="work" cancelActivity="false">'
    '<escalationEventDefinition escalationRef="x"/></boundaryEvent><userTask id="look"/>'
)


def _job(engine):
    (job,) = engine.jobs.activate("t", "w", limit=1)
    return job


def _incident(engine, instance):
    (incident,) = engine.incidents.query(instance.id)
    return incident


def _ends_in(definitions):
    return bpmn(
        '<startEvent id="start"/><userTask id="ask"/>'
        f'<endEvent id="end">{definitions}</endEvent>\nstart -> ask\nask -> end',
        roots=_ROOTS,
    )


def test_error_at_an_end_event_is_thrown_again_by_a_retry(engine):
    engine.deploy(_ends_in('<errorEventDefinition errorRef="e"/>'))
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    first = _incident(engine, instance)
    engine.incidents.retry(first.id)
    again = _incident(engine, instance)
    assert (again.code, again.id == first.id) == ("bpmn/uncaught-error", False)
    expect(engine, instance).is_waiting_at("end")


def test_what_was_thrown_beside_an_error_is_not_thrown_again(engine):
    engine.deploy(
        _ends_in('<signalEventDefinition signalRef="s"/><errorEventDefinition errorRef="e"/>')
    )
    engine.deploy(
        bpmn(
            '<startEvent id="on"><signalEventDefinition signalRef="s"/></startEvent>'
            '<userTask id="u"/>\non -> u',
            key="heard",
            roots=_ROOTS,
        )
    )
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.incidents.retry(_incident(engine, instance).id)
    engine.advance("PT0S")
    assert len(engine.instances.query(key="heard")) == 1


def test_work_whose_error_nobody_catches_is_given_out_again_by_a_retry(engine):
    engine.deploy(chain(_WORK, roots=_ROOTS))
    instance = engine.start("p")
    job = _job(engine)
    engine.jobs.error(job.id, "E")
    engine.incidents.retry(_incident(engine, instance).id)
    again = _job(engine)
    assert again.id != job.id
    engine.jobs.complete(again.id)
    expect(engine, instance).is_completed()


@pytest.mark.parametrize("is_caught", [False, True])
def test_work_is_still_to_be_done_after_an_escalation_that_interrupts_nothing(engine, is_caught):
    body = _WORK + (_ESCALATED if is_caught else "")
    flows = "start -> work\nwork -> end" + ("\ntold -> look" if is_caught else "")
    model = bpmn(f'<startEvent id="start"/>{body}<endEvent id="end"/>\n{flows}', roots=_ROOTS)
    engine.deploy(model)
    instance = engine.start("p")
    job = _job(engine)
    engine.jobs.error(job.id, "X", escalation=True)
    engine.jobs.complete(job.id)
    if is_caught:
        expect(engine, instance).is_waiting_at("look")
    else:
        expect(engine, instance).is_completed()


def test_new_trouble_takes_the_place_of_the_old(engine):
    engine.deploy(chain('<userTask id="u"/>', roots=_ROOTS))
    instance = engine.start("p")
    task = engine.tasks.query(instance.id)[0]
    for _ in range(2):
        engine.tasks.error(task.id, "E")
    _incident(engine, instance)
    engine.tasks.complete(task.id)
    names = [e["event"] for entry in engine.instances.history(instance.id) for e in entry.events]
    assert names.count("incident-raised") == names.count("incident-resolved") == 2
    expect(engine, instance).is_completed()
