"""Data objects, and data that is carried to activities and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.models import bpmn

from trivium.errors import InvalidModel
from trivium.testing import expect

_VALUES = "".join(
    f'<dataObject id="{name}Id" name="{name}" itemSubjectRef="xsd:{kind}"><extensionElements>'
    f"<camunda:value>{value}</camunda:value></extensionElements></dataObject>"
    for name, kind, value in (
        ("text", "string", "hello"),
        ("number", "int", "7"),
        ("price", "double", "1.10"),
        ("yes", "boolean", "true"),
        ("day", "datetime", "2013-09-16T11:23:00"),
    )
)


def test_data_objects_have_their_values_from_the_start(engine):
    engine.deploy(bpmn(f'{_VALUES}<startEvent id="start"/><userTask id="ask"/>\nstart -> ask'))
    instance = engine.start("p", {"text": "given"})
    assert engine.instances.variables(instance.id) == {
        "text": "given",
        "number": 7,
        "price": Decimal("1.10"),
        "yes": True,
        "day": "2013-09-16T11:23:00",
    }


def test_those_of_a_sub_process_vanish_with_it(engine):
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><subProcess id="sub">{_VALUES}<startEvent id="in"/>'
            '<userTask id="ask"/><sequenceFlow id="i" sourceRef="in" targetRef="ask"/></subProcess>'
            '<userTask id="after"/>\nstart -> sub\nsub -> after'
        )
    )
    instance = engine.start("p")
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id)["number"] == 7
    engine.tasks.complete(task.id, {"number": 8})
    expect(engine, instance).is_waiting_at("after")
    assert engine.instances.variables(instance.id) == {}


def test_value_that_is_not_of_its_type_is_refused(engine):
    broken = _VALUES.replace(">7<", ">seven<")
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(bpmn(f'{broken}<startEvent id="start"/>'))
    assert [f.code for f in refused.value.findings] == ["bpmn/data-object-value"]


_CARRYING = """
<dataObject id="order" name="the order"/><dataObjectReference id="orderRef" dataObjectRef="order"/>
<dataObject id="total" name="total"/>
<startEvent id="start"/>
<userTask id="ask">
<ioSpecification><dataInput id="in1" name="given"/><dataInput id="in2" name="double"/>
<dataOutput id="out1" name="answer"/><inputSet/><outputSet/></ioSpecification>
<dataInputAssociation><sourceRef>orderRef</sourceRef><targetRef>in1</targetRef></dataInputAssociation>
<dataInputAssociation><targetRef>in2</targetRef><transformation>base * 2</transformation></dataInputAssociation>
<dataOutputAssociation><sourceRef>out1</sourceRef><targetRef>total</targetRef></dataOutputAssociation>
</userTask>
<userTask id="after"/>
"""


def test_associations_carry_data_in_and_out(engine):
    lines = [line for line in _CARRYING.splitlines() if line]
    flows = ["start -> ask", "ask -> after"]
    engine.deploy(bpmn("\n".join([*lines, *flows])))
    instance = engine.start("p", {"the order": {"id": 5}, "base": 4})
    (task,) = engine.tasks.query(instance.id)
    seen = engine.tasks.variables(task.id)
    assert (seen["given"], seen["double"]) == ({"id": 5}, 8)
    engine.tasks.complete(task.id, {"answer": 42})
    expect(engine, instance).is_waiting_at("after").has_variable("total", 42)
    assert "given" not in engine.instances.variables(instance.id)


def test_associations_that_are_only_drawn_change_nothing(engine):
    drawn = (
        '<dataObjectReference id="ref" name="Invoice" dataObjectRef="invoice"/>'
        '<dataObject id="invoice"/><startEvent id="start"/><userTask id="ask">'
        '<property id="__placeholder" name="__targetRef_placeholder"/><dataInputAssociation>'
        "<sourceRef>ref</sourceRef><targetRef>__placeholder</targetRef></dataInputAssociation>"
        "</userTask>\nstart -> ask"
    )
    engine.deploy(bpmn(drawn))
    instance = engine.start("p", {"x": 1})
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id) == {"x": 1}


def test_event_sub_process_of_an_ad_hoc_one_reacts(engine):
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><adHocSubProcess id="free">{_VALUES}<userTask id="a"/>'
            '<subProcess id="handler" triggeredByEvent="true"><startEvent id="on"'
            ' isInterrupting="false"><signalEventDefinition signalRef="s"/></startEvent>'
            '<userTask id="b"/><sequenceFlow id="i" sourceRef="on" targetRef="b"/></subProcess>'
            "</adHocSubProcess>\nstart -> free",
            roots='<signal id="s" name="closed"/>',
        )
    )
    instance = engine.start("p")
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("b")
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id)["number"] == 7
