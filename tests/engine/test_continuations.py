"""Asynchronous continuations and retry cycles of gateways and events, and joins that look again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.kernel.commands import Modification
from trivium.testing import expect

_CYCLE = (
    "<extensionElements><camunda:failedJobRetryTimeCycle>R3/PT1M"
    "</camunda:failedJobRetryTimeCycle></extensionElements>"
)
_THROW = '<intermediateThrowEvent id="x" {}/>'
_ELEMENTS = {
    "exclusive": '<exclusiveGateway id="x" {}/>',
    "parallel": '<parallelGateway id="x" {}/>',
    "inclusive": '<inclusiveGateway id="x" {}/>',
    "complex": '<complexGateway id="x" {}/>',
    "throw": _THROW,
    "signal": '<intermediateThrowEvent id="x" {}><signalEventDefinition signalRef="s"/>'
    "</intermediateThrowEvent>",
}
_ROOTS = '<signal id="s" name="s"/>'


def _complete(engine, instance, *elements):
    for element in elements:
        (task,) = [t for t in engine.tasks.query(instance.id) if t.element_id == element]
        engine.tasks.complete(task.id)


@pytest.mark.parametrize("said", ["asyncBefore", "asyncAfter", "async", "asyncLeave"])
@pytest.mark.parametrize("kind", _ELEMENTS)
def test_token_waits_for_a_job(engine, kind, said):
    element = _ELEMENTS[kind].format(f'camunda:{said}="true"')
    engine.deploy(chain(element, '<userTask id="after"/>', roots=_ROOTS))
    instance = engine.start("p")
    assert not engine.tasks.query(instance.id)
    (job,) = engine.jobs.query(instance.id)
    assert (job.kind, job.element_id) == ("async", "x")
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("after").has_passed("x")


@pytest.mark.parametrize("said", ["asyncBefore", "asyncAfter"])
@pytest.mark.parametrize("element", ["start", "end"])
def test_token_waits_at_the_ends_of_the_process(engine, element, said):
    model = chain('<userTask id="work"/>').replace(
        f'id="{element}"'.encode(), f'id="{element}" camunda:{said}="true"'.encode()
    )
    engine.deploy(model)
    instance = engine.start("p")
    if element == "start":
        assert not engine.tasks.query(instance.id)
        engine.run_until_idle()
    _complete(engine, instance, "work")
    if element == "end":
        expect(engine, instance).is_active()
        engine.run_until_idle()
    expect(engine, instance).is_completed()


def test_token_waits_after_a_boundary_event(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="s"/><userTask id="work"/><userTask id="late"/>'
            '<boundaryEvent id="x" attachedToRef="work" camunda:asyncAfter="true"><timerEventDefinition>'
            "<timeDuration>PT1M</timeDuration></timerEventDefinition></boundaryEvent>\ns -> work\nx -> late"
        )
    )
    instance = engine.start("p")
    engine.advance(timedelta(minutes=1))
    expect(engine, instance).is_waiting_at("late")


_FORKED = """<startEvent id="s"/><{kind} id="f"/><userTask id="a"/><{kind} id="x" camunda:asyncBefore="true"/>
<userTask id="after"/>
s -> f
f -> a
f -> x
a -> x
x -> after"""


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
@pytest.mark.parametrize("job_first", [True, False])
def test_each_token_waits_before_a_join_for_itself(engine, kind, job_first):
    engine.deploy(bpmn(_FORKED.format(kind=kind)))
    instance = engine.start("p")
    for number, step in enumerate(["job", "task"] if job_first else ["task", "job"]):
        if step == "task":
            _complete(engine, instance, "a")
        else:
            engine.run_until_idle()
        if number == 0:
            assert "after" not in {t.element_id for t in engine.tasks.query(instance.id)}
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("after")


def test_inclusive_join_goes_on_when_the_token_it_waits_for_is_taken_away(engine):
    engine.deploy(
        bpmn(_FORKED.format(kind="inclusiveGateway").replace(' camunda:asyncBefore="true"', ""))
    )
    instance = engine.start("p")
    expect(engine, instance).is_waiting_at("a")
    engine.instances.modify(instance.id, [Modification(kind="cancel", element_id="a")])
    expect(engine, instance).is_waiting_at("after")


_ELSEWHERE = """<startEvent id="s"/><inclusiveGateway id="f"/><exclusiveGateway id="g"/><inclusiveGateway id="x"/>
<userTask id="after"/><userTask id="other"/>
s -> f
f -> g
f -> x
g -> x : n = 1
g -> other : n = 2
x -> after"""


@pytest.mark.parametrize("how", ["retry", "skip"])
def test_inclusive_join_goes_on_when_what_failed_goes_elsewhere(engine, how):
    engine.deploy(bpmn(_ELSEWHERE))
    instance = engine.start("p", {"n": 0})
    expect(engine, instance).has_incident_at("g")
    (incident,) = engine.incidents.query(instance.id)
    if how == "retry":
        engine.incidents.retry(incident.id, {"n": 2})
    else:
        engine.incidents.resolve(incident.id, "skip", flow="g-other")
    expect(engine, instance).is_waiting_at("after", "other")


_OUT = (
    '<camunda:inputOutput><camunda:outputParameter name="o">${missing.name}'
    "</camunda:outputParameter></camunda:inputOutput></extension"
)


@pytest.mark.parametrize(
    "element",
    [
        f'<scriptTask id="x">{_CYCLE}<script>${{missing.name}}</script></scriptTask>',
        f'<intermediateThrowEvent id="x">{_CYCLE.replace("</extension", _OUT)}</intermediateThrowEvent>',
    ],
)
def test_retry_cycle_ends_in_an_incident(engine, element):
    engine.deploy(chain(element))
    instance = engine.start("p")
    for _ in range(2):
        expect(engine, instance).has_no_incident()
        engine.advance(timedelta(minutes=1))
    expect(engine, instance).has_incident_at("x")


def test_retry_cycle_of_a_gateway_tries_its_conditions_again(engine):
    engine.deploy(
        bpmn(
            f'<startEvent id="s"/><exclusiveGateway id="x">{_CYCLE}</exclusiveGateway><userTask id="a"/>'
            '<userTask id="b"/>\ns -> x\nx -> a : n = 1\nx -> b : n = 2'
        )
    )
    instance = engine.start("p", {"n": 0})
    expect(engine, instance).has_no_incident()
    engine.instances.set_variables(instance.id, {"n": 2})
    engine.advance(timedelta(minutes=1))
    expect(engine, instance).is_waiting_at("b")


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway", "exclusiveGateway"])
def test_gateway_with_one_incoming_flow_is_heard(engine, kind):
    listener = (
        '<extensionElements><camunda:executionListener event="start"'
        " expression=\"${execution.setVariable('heard', 1)}\"/></extensionElements>"
    )
    engine.deploy(chain(f'<{kind} id="x">{listener}</{kind}>', '<userTask id="after"/>'))
    expect(engine, engine.start("p")).has_variable("heard", 1)
