"""What Flowable's models say in attributes of its own."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.testing import expect

_INNER = (
    '<startEvent id="in"/><parallelGateway id="both"/><userTask id="a"/><userTask id="b"/>'
    '<endEvent id="stop"><terminateEventDefinition {attribute}/></endEvent>'
    '<sequenceFlow id="i1" sourceRef="in" targetRef="both"/>'
    '<sequenceFlow id="i2" sourceRef="both" targetRef="a"/>'
    '<sequenceFlow id="i3" sourceRef="both" targetRef="b"/>'
    '<sequenceFlow id="i4" sourceRef="a" targetRef="stop"/>'
)


def _terminating(attribute):
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    inner = _INNER.format(attribute=attribute)
    return chain(f'<subProcess id="sub">{loop}{inner}</subProcess>', '<userTask id="after"/>')


@pytest.mark.parametrize(
    ("attribute", "left"),
    [
        ("", ["a", "a", "b", "b"]),
        ('camunda:terminateMultiInstance="true"', ["after"]),
        ('camunda:terminateAll="true"', None),
    ],
)
def test_terminate_event_ends_as_much_as_it_says(engine, attribute, left):
    engine.deploy(_terminating(attribute))
    instance = engine.start("p")
    task = next(task for task in engine.tasks.query(instance.id) if task.element_id == "a")
    engine.tasks.complete(task.id)
    if left is None:
        expect(engine, instance).is_ended()
    else:
        expect(engine, instance).is_waiting_at(*left)


def test_terminate_all_in_a_called_process_ends_the_caller(engine):
    engine.deploy(_terminating('camunda:terminateAll="true"').replace(b'"p"', b'"called"'))
    engine.deploy(chain('<callActivity id="call" calledElement="called"/>', '<userTask id="x"/>'))
    instance = engine.start("p")
    task = next(task for task in engine.tasks.query() if task.element_id == "a")
    engine.tasks.complete(task.id)
    expect(engine, instance).is_ended()
    assert not engine.tasks.query().items
    assert {each.state for each in engine.instances.query()} <= {"completed", "terminated"}


def test_signal_of_the_instance_stays_inside(engine):
    roots = '<signal id="s" name="now" camunda:scope="processInstance"/>'
    signal = '<signalEventDefinition signalRef="s"/>'
    model = bpmn(
        '<startEvent id="start"/><parallelGateway id="fork"/>'
        f'<intermediateCatchEvent id="wait">{signal}</intermediateCatchEvent><userTask id="ask"/>'
        f'<intermediateThrowEvent id="tell">{signal}</intermediateThrowEvent>'
        '<userTask id="told"/><endEvent id="end"/>'
        "\nstart -> fork\nfork -> wait\nfork -> ask\nask -> tell\nwait -> told\ntell -> end",
        roots=roots,
    )
    engine.deploy(model)
    first, second = engine.start("p"), engine.start("p")
    engine.tasks.complete(engine.tasks.query(first.id)[0].id)
    engine.advance("PT1S")
    expect(engine, first).is_waiting_at("told")
    expect(engine, second).is_waiting_at("ask", "wait")


def test_index_of_an_instance_has_the_name_that_was_asked_for(engine):
    engine.deploy(
        chain(
            '<userTask id="ask"><multiInstanceLoopCharacteristics camunda:collection="items"'
            ' camunda:elementVariable="item" camunda:elementIndexVariable="i"/></userTask>'
        )
    )
    instance = engine.start("p", {"items": ["a", "b"]})
    found = [engine.tasks.variables(task.id) for task in engine.tasks.query(instance.id)]
    assert sorted((each["item"], each["i"]) for each in found) == [("a", 0), ("b", 1)]


@pytest.mark.parametrize(
    ("attribute", "key"),
    [
        ("", None),
        ('camunda:inheritBusinessKey="true"', "ORDER-1"),
        ('camunda:businessKey="${prefix}-2"', "X-2"),
    ],
)
def test_called_process_has_the_key_and_tells_its_id(engine, attribute, key):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    engine.deploy(
        chain(
            f'<callActivity id="call" calledElement="called" {attribute}'
            ' camunda:processInstanceIdVariableName="calledId"/>'
        )
    )
    instance = engine.start("p", {"prefix": "X"}, business_key="ORDER-1")
    called = engine.instances.variables(instance.id)["calledId"]
    assert engine.instances.get(called).business_key == key


def test_error_is_told_in_the_variable_that_was_asked_for(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><userTask id="ask"/><boundaryEvent id="caught"'
            ' attachedToRef="ask"><errorEventDefinition errorRef="e"'
            ' camunda:errorVariableName="what"/></boundaryEvent><userTask id="after"/>'
            "\nstart -> ask\ncaught -> after",
            roots='<error id="e" errorCode="E1"/>',
        )
    )
    instance = engine.start("p")
    engine.tasks.error(engine.tasks.query(instance.id)[0].id, "E1")
    expect(engine, instance).is_waiting_at("after").has_variable("what", "E1")
