"""Events with several definitions."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel
from trivium.testing import expect

_ROOTS = (
    '<message id="m" name="paid"/><signal id="s" name="closed"/><error id="e" errorCode="E1"/>'
    '<escalation id="x" escalationCode="X1"/>'
)
_MESSAGE = '<messageEventDefinition messageRef="m"/>'
_SIGNAL = '<signalEventDefinition signalRef="s"/>'
_TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
_CYCLE = "<timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition>"
_CONDITION = "<conditionalEventDefinition><condition>ready</condition></conditionalEventDefinition>"

_HAPPENS = {
    "message": lambda engine, _: engine.messages.correlate("paid", variables={"by": "card"}),
    "signal": lambda engine, _: engine.signals.broadcast("closed"),
    "timer": lambda engine, _: engine.advance("PT1H"),
    "condition": lambda engine, instance: engine.instances.set_variables(
        instance.id, {"ready": True}
    ),
}


def _catching(attributes=""):
    parts = _MESSAGE + _SIGNAL + _TIMER + _CONDITION
    return chain(
        f'<intermediateCatchEvent id="wait" {attributes}>{parts}</intermediateCatchEvent>',
        '<userTask id="after"/>',
        roots=_ROOTS,
    )


@pytest.mark.parametrize("what", _HAPPENS)
def test_first_of_several_goes_on_and_the_others_are_forgotten(engine, what):
    engine.deploy(_catching())
    instance = engine.start("p")
    _HAPPENS[what](engine, instance)
    expect(engine, instance).is_waiting_at("after")
    (element,) = engine.instances.tree(instance.id).root.children
    assert [wait.kind for wait in element.waits] == ["task"]


@pytest.mark.parametrize(
    "order",
    [("message", "signal", "timer", "condition"), ("condition", "timer", "signal", "message")],
)
def test_parallel_multiple_event_needs_all_in_any_order(engine, order):
    engine.deploy(_catching('parallelMultiple="true"'))
    instance = engine.start("p")
    for what in order:
        expect(engine, instance).is_waiting_at("wait")
        _HAPPENS[what](engine, instance)
    expect(engine, instance).is_waiting_at("after").has_variable("by", "card")


def test_same_thing_twice_does_not_count_for_another(engine):
    parts = _SIGNAL + _CYCLE
    event = f'<intermediateCatchEvent id="wait" parallelMultiple="true">{parts}</intermediateCatchEvent>'
    engine.deploy(chain(event, '<userTask id="after"/>', roots=_ROOTS))
    instance = engine.start("p")
    engine.advance("PT3H")
    expect(engine, instance).is_waiting_at("wait")
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("after")


def _boundary(attributes, parts):
    return bpmn(
        '<startEvent id="start"/><userTask id="ask"/>'
        f'<boundaryEvent id="caught" attachedToRef="ask" {attributes}>{parts}</boundaryEvent>'
        '<userTask id="other"/><endEvent id="end"/>'
        "\nstart -> ask\nask -> end\ncaught -> other\nother -> end",
        roots=_ROOTS,
    )


def test_boundary_event_catches_an_error_or_a_message(engine):
    engine.deploy(_boundary("", '<errorEventDefinition errorRef="e"/>' + _MESSAGE))
    thrown, sent = engine.start("p", business_key="1"), engine.start("p", business_key="2")
    engine.tasks.error(engine.tasks.query(thrown.id)[0].id, "E1")
    engine.messages.correlate("paid", business_key="2")
    expect(engine, thrown).is_waiting_at("other")
    expect(engine, sent).is_waiting_at("other")


def test_boundary_event_that_does_not_interrupt_waits_for_all_again(engine):
    engine.deploy(_boundary('parallelMultiple="true" cancelActivity="false"', _MESSAGE + _SIGNAL))
    instance = engine.start("p")
    for _ in range(2):
        engine.messages.correlate("paid")
        engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("ask", "other", "other")


def test_boundary_event_that_does_not_interrupt_happens_with_each(engine):
    engine.deploy(_boundary('cancelActivity="false"', _MESSAGE + _SIGNAL + _CYCLE))
    instance = engine.start("p")
    for what in ("message", "signal", "timer", "message", "timer"):
        _HAPPENS[what](engine, instance)
    expect(engine, instance).is_waiting_at("ask", *["other"] * 5)


def test_event_sub_process_is_started_by_any(engine):
    inner = (
        '<subProcess id="handler" triggeredByEvent="true"><startEvent id="on" '
        f'isInterrupting="true">{_MESSAGE}{_SIGNAL}</startEvent><userTask id="other"/>'
        '<sequenceFlow id="i" sourceRef="on" targetRef="other"/></subProcess>'
    )
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><userTask id="ask"/>{inner}\nstart -> ask',
            roots=_ROOTS,
        )
    )
    instance = engine.start("p")
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("other")


def test_process_is_started_by_any(engine):
    engine.deploy(
        bpmn(
            f'<startEvent id="start">{_MESSAGE}{_SIGNAL}<timerEventDefinition><timeCycle>R2/PT1H'
            '</timeCycle></timerEventDefinition></startEvent><userTask id="ask"/>\nstart -> ask',
            roots=_ROOTS,
        )
    )
    engine.messages.correlate("paid")
    engine.signals.broadcast("closed")
    engine.advance("PT2H")
    assert [task.element_id for task in engine.tasks.query()] == ["ask"] * 4


def test_event_based_gateway_takes_a_multiple_event(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><eventBasedGateway id="race"/>'
            f'<intermediateCatchEvent id="any">{_MESSAGE}{_SIGNAL}</intermediateCatchEvent>'
            f'<intermediateCatchEvent id="late">{_TIMER}</intermediateCatchEvent>'
            '<userTask id="a"/><userTask id="b"/>'
            "\nstart -> race\nrace -> any\nrace -> late\nany -> a\nlate -> b",
            roots=_ROOTS,
        )
    )
    instance = engine.start("p")
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("a")


def test_throwing_event_throws_all_and_what_ends_it_last(engine):
    sub = (
        '<subProcess id="sub"><startEvent id="in"/><endEvent id="out">'
        '<errorEventDefinition errorRef="e"/><signalEventDefinition signalRef="s"/>'
        '<escalationEventDefinition escalationRef="x"/></endEvent>'
        '<sequenceFlow id="i" sourceRef="in" targetRef="out"/></subProcess>'
        '<boundaryEvent id="told" attachedToRef="sub" cancelActivity="false">'
        '<escalationEventDefinition escalationRef="x"/></boundaryEvent>'
        '<boundaryEvent id="failed" attachedToRef="sub"><errorEventDefinition errorRef="e"/>'
        "</boundaryEvent>"
    )
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/>{sub}<userTask id="a"/><userTask id="b"/>'
            "\nstart -> sub\ntold -> a\nfailed -> b",
            roots=_ROOTS,
        )
    )
    listener = f'<intermediateCatchEvent id="wait">{_SIGNAL}</intermediateCatchEvent>'
    engine.deploy(chain(listener, key="other", roots=_ROOTS))
    other = engine.start("other")
    instance = engine.start("p")
    engine.advance("PT1S")
    expect(engine, instance).is_waiting_at("a", "b")
    expect(engine, other).is_completed()


@pytest.mark.parametrize(
    "event",
    [
        f'<intermediateCatchEvent id="x"><linkEventDefinition name="l"/>{_SIGNAL}</intermediateCatchEvent>',
        f'<startEvent id="x" parallelMultiple="true">{_CYCLE}{_TIMER}</startEvent>',
        '<endEvent id="x"><errorEventDefinition errorRef="e"/><terminateEventDefinition/></endEvent>',
    ],
)
def test_what_does_not_go_together_is_refused(engine, event):
    model = bpmn(f'<startEvent id="start"/>{event}', roots=_ROOTS)
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(model)
    codes = {finding.code for finding in refused.value.findings}
    assert "bpmn/events-do-not-go-together" in codes


_ALL_START = bpmn(
    f'<startEvent id="start" parallelMultiple="true">{_MESSAGE}{_SIGNAL}</startEvent>'
    '<userTask id="a"/>\nstart -> a',
    roots=_ROOTS,
)


@pytest.mark.parametrize("order", [["message", "signal"], ["signal", "message"]])
def test_process_begins_when_all_events_have_come_in_any_order(engine, order):
    engine.deploy(_ALL_START)
    for number, what in enumerate(order):
        _HAPPENS[what](engine, None)
        (running,) = engine.instances.query(key="p")
        waiting = [task.element_id for task in engine.tasks.query(running.id)]
        assert waiting == (["a"] if number else [])
    assert engine.instances.variables(running.id)["by"] == "card"


def test_process_that_needs_several_events_is_started_at_once_by_hand(engine):
    engine.deploy(_ALL_START)
    instance = engine.start("p", start_event="start")
    expect(engine, instance).is_waiting_at("a")


_MOMENT = "<timerEventDefinition><timeDate>2026-01-02T00:00:00Z</timeDate></timerEventDefinition>"
_IF = (
    "<conditionalEventDefinition><condition>amount &gt; 10</condition></conditionalEventDefinition>"
)


def _all_start(*definitions):
    return bpmn(
        f'<startEvent id="start" parallelMultiple="true">{"".join(definitions)}</startEvent>'
        '<userTask id="a"/>\nstart -> a',
        roots=_ROOTS,
    )


def _waiting(engine):
    return [task.element_id for task in engine.tasks.query()]


@pytest.mark.parametrize("timer", [_TIMER, _CYCLE, _MOMENT])
def test_first_message_begins_a_process_that_needs_a_time_too(engine, timer):
    engine.deploy(_all_start(_MESSAGE, timer))
    engine.advance("PT2H")  # nothing is there that the time is told of
    assert not engine.instances.query().items
    engine.messages.correlate("paid")
    assert _waiting(engine) == []
    engine.advance("P20Y")
    assert _waiting(engine) == ["a"]
    assert len(engine.instances.query().items) == 1


def test_date_that_has_passed_has_come(engine):
    engine.deploy(_all_start(_MESSAGE, _MOMENT))
    engine.advance("P20Y")
    engine.messages.correlate("paid")
    engine.run_until_idle()
    assert _waiting(engine) == ["a"]


def test_condition_of_a_start_event_is_looked_at_from_the_first_message_on(engine):
    engine.deploy(_all_start(_IF, _MESSAGE, _SIGNAL))
    engine.messages.correlate("paid", variables={"amount": 11})
    assert _waiting(engine) == []  # the condition has come, the signal has not
    engine.signals.broadcast("closed", {"amount": 1})
    assert _waiting(engine) == ["a"]
    second = engine.messages.correlate("paid", variables={"amount": 1}).instance_id
    engine.signals.broadcast("closed")
    assert _waiting(engine) == ["a"]
    engine.instances.set_variables(second, {"amount": 20})
    assert _waiting(engine) == ["a", "a"]
