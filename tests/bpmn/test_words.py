"""Words of BPMN itself that no scenario of the suite exercises: what each of them does."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel
from trivium.testing import expect

_MESSAGE = '<message id="m" name="paid"/>'
_HEARS = bpmn(
    '<startEvent id="on"><messageEventDefinition messageRef="m"/></startEvent><userTask id="u"/>'
    "\non -> u",
    key="hears",
    roots=_MESSAGE,
)


def _roots(model, roots):
    return model.replace(b"<process", roots.encode() + b"<process", 1)


def _codes(engine, model):
    try:
        return [(each.code, each.severity) for each in engine.deploy(model).findings]
    except InvalidModel as error:
        return [(each.code, each.severity) for each in error.findings]


def test_default_flow_of_an_activity_is_taken_when_no_condition_holds(engine):
    body = (
        '<startEvent id="start"/><manualTask id="t" default="t-b"/><userTask id="a"/>'
        '<userTask id="b"/>\nstart -> t\nt -> a : yes\nt -> b'
    )
    engine.deploy(bpmn(body))
    expect(engine, engine.start("p", {"yes": True})).is_waiting_at("a")
    expect(engine, engine.start("p", {"yes": False})).is_waiting_at("b")


def test_default_flow_of_a_complex_gateway_is_taken_when_no_condition_holds(engine):
    body = (
        '<startEvent id="start"/><complexGateway id="g" default="g-b"/><userTask id="a"/>'
        '<userTask id="b"/>\nstart -> g\ng -> a : yes\ng -> b'
    )
    engine.deploy(bpmn(body))
    expect(engine, engine.start("p", {"yes": False})).is_waiting_at("b")


def test_event_definition_may_be_written_beside_the_process(engine):
    refers = '<{0} id="{1}"><eventDefinitionRef>{2}</eventDefinitionRef></{0}>'.format
    body = (
        '<startEvent id="start"/>'
        + refers("intermediateCatchEvent", "wait", "hour")
        + refers("endEvent", "stop", "all")
        + '<userTask id="beside"/>\nstart -> wait\nstart -> beside\nwait -> stop'
    )
    roots = (
        '<timerEventDefinition id="hour"><timeDuration>PT1H</timeDuration></timerEventDefinition>'
        '<terminateEventDefinition id="all"/>'
    )
    engine.deploy(bpmn(body, roots=roots))
    instance = engine.start("p")
    expect(engine, instance).is_waiting_at("wait", "beside")
    engine.advance("PT1H")
    expect(engine, instance).is_ended()


def test_language_of_an_expression_is_that_which_it_names(engine):
    body = (
        '<startEvent id="start"/><exclusiveGateway id="g" default="d"/><userTask id="a"/>'
        '<userTask id="b"/><sequenceFlow id="d" sourceRef="g" targetRef="b"/>'
        '<sequenceFlow id="c" sourceRef="g" targetRef="a"><conditionExpression'
        ' language="http://www.omg.org/spec/FEEL/20140401">count(items) = 2</conditionExpression>'
        "</sequenceFlow>\nstart -> g"
    )
    engine.deploy(bpmn(body))
    expect(engine, engine.start("p", {"items": [1, 2]})).is_waiting_at("a")


def test_scripts_are_in_the_format_that_they_name(engine):
    script = (
        '<scriptTask id="s" scriptFormat="javascript" camunda:resultVariable="x">{}</scriptTask>'
    )
    text = "<script>[1, 2].map(each => each * 2).length</script>"
    engine.deploy(chain(script.format(text), '<userTask id="u"/>'))
    expect(engine, engine.start("p")).has_variable("x", 2)


def test_collection_of_a_loop_is_data_and_so_is_what_it_leaves(engine):
    loop = (
        "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>answers</loopDataOutputRef>"
        '<inputDataItem id="i" name="item"/><outputDataItem id="o" name="answer"/>'
    )
    body = (
        '<property id="items" name="items"/><property id="answers" name="answers"/>'
        '<startEvent id="start"/><scriptTask id="s" camunda:resultVariable="answer">'
        f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>"
        "<script>item * 2</script></scriptTask>"
        '<userTask id="u"/>\nstart -> s\ns -> u'
    )
    engine.deploy(bpmn(body))
    instance = engine.start("p", {"items": [1, 2]})
    assert engine.instances.variables(instance.id)["answers"] == [2, 4]


def test_assignments_carry_parts_of_data(engine):
    body = (
        '<startEvent id="start"/><userTask id="ask"><ioSpecification><dataInput id="in"'
        ' name="order"/><inputSet/><outputSet/></ioSpecification><dataInputAssociation>'
        "<targetRef>in</targetRef><assignment><from>number + 1</from><to>order.number</to>"
        "</assignment></dataInputAssociation></userTask>\nstart -> ask"
    )
    engine.deploy(bpmn(body))
    instance = engine.start("p", {"number": 4})
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id)["order"] == {"number": 5}


_SENT = (
    '<dataInput id="in" name="amount"/><dataInputAssociation><targetRef>in</targetRef>'
    "<transformation>price * 2</transformation></dataInputAssociation>"
)
_MESSAGE_EVENT = '<messageEventDefinition messageRef="m"/>'


@pytest.mark.parametrize(
    "sender",
    [
        f'<intermediateThrowEvent id="x">{_SENT}{_MESSAGE_EVENT}</intermediateThrowEvent>',
        f'<endEvent id="x">{_SENT}{_MESSAGE_EVENT}</endEvent>',
        '<sendTask id="x" messageRef="m"><ioSpecification><dataInput id="in" name="amount"/>'
        "<inputSet/><outputSet/></ioSpecification>" + _SENT.partition("/>")[2] + "</sendTask>",
    ],
)
def test_data_goes_along_with_a_message(engine, sender):
    engine.deploy(_HEARS)
    engine.deploy(bpmn(f'<startEvent id="start"/>{sender}\nstart -> x', roots=_MESSAGE))
    expect(engine, engine.start("p", {"price": 4})).is_completed()
    engine.advance("PT0S")
    (heard,) = engine.instances.query(key="hears")
    assert engine.instances.variables(heard.id) == {"amount": 8}


def test_send_task_that_says_who_sends_is_work_for_them(engine):
    task = '<sendTask id="x" messageRef="m" camunda:type="external" camunda:topic="mail"/>'
    engine.deploy(chain(task, roots=_MESSAGE))
    engine.start("p")
    assert len(engine.jobs.activate("mail", "w")) == 1


@pytest.mark.parametrize(
    "event",
    [
        '<intermediateCatchEvent id="x">{0}</intermediateCatchEvent>',
        '<userTask id="u"/><boundaryEvent id="x" attachedToRef="u">{0}</boundaryEvent>',
    ],
)
def test_data_of_a_message_is_carried_to_where_it_belongs(engine, event):
    carried = (
        '<property id="total" name="total"/><dataOutput id="out" name="amount"/><dataOutputAssociation><sourceRef>out</sourceRef>'
        "<targetRef>total</targetRef></dataOutputAssociation>" + _MESSAGE_EVENT
    )
    first = "u" if "boundary" in event else "x"
    body = (
        f'<startEvent id="start"/>{event.format(carried)}'
        f'<userTask id="last"/>\nstart -> {first}\nx -> last'
    )
    engine.deploy(bpmn(body, roots=_MESSAGE))
    instance = engine.start("p")
    engine.messages.correlate("paid", variables={"amount": 7})
    expect(engine, instance).is_waiting_at("last").has_variable("total", 7)


def test_lanes_of_a_sub_process_are_candidates_too(engine):
    body = (
        '<startEvent id="start"/><subProcess id="sub"><laneSet id="ls"><lane id="l" name="Sales">'
        '<flowNodeRef>u</flowNodeRef></lane></laneSet><startEvent id="in"/><userTask id="u"/>'
        '<sequenceFlow id="f" sourceRef="in" targetRef="u"/></subProcess>\nstart -> sub'
    )
    model = bpmn(body).replace(b"<process", b'<process camunda:laneCandidates="true"')
    engine.deploy(model)
    (task,) = engine.tasks.query(engine.start("p").id)
    assert task.candidate_groups == ("Sales",)


def test_performer_is_the_assignee(engine):
    said = "<resourceAssignmentExpression><formalExpression>bob</formalExpression>"
    engine.deploy(
        chain(
            f'<userTask id="u"><performer>{said}</resourceAssignmentExpression></performer></userTask>'
        )
    )
    (task,) = engine.tasks.query(engine.start("p").id)
    assert task.assignee == "bob"


@pytest.mark.parametrize(("waits", "waiting"), [("true", ["undo"]), ("false", ["undo", "last"])])
def test_thrower_waits_for_compensation_as_it_says(engine, waits, waiting):
    body = (
        '<startEvent id="start"/><manualTask id="a"/><boundaryEvent id="b" attachedToRef="a">'
        '<compensateEventDefinition/></boundaryEvent><userTask id="undo" isForCompensation="true"/>'
        '<association id="to" sourceRef="b" targetRef="undo"/><intermediateThrowEvent id="x">'
        '<compensateEventDefinition activityRef="a" waitForCompletion="{}"/>'
        '</intermediateThrowEvent><userTask id="last"/>\nstart -> a\na -> x\nx -> last'
    )
    engine.deploy(bpmn(body.format(waits)))
    expect(engine, engine.start("p")).is_waiting_at(*waiting)


# -- what is not executed says so


def test_role_that_names_a_resource_only_has_no_effect(engine):
    role = '<userTask id="u"><potentialOwner><resourceRef>sales</resourceRef></potentialOwner></userTask>'
    assert _codes(engine, chain(role)) == [("bpmn/extension-without-effect", "warning")]


@pytest.mark.parametrize("name", ["globalTask", "globalUserTask", "globalScriptTask"])
def test_global_task_is_nothing_that_can_be_called(engine, name):
    model = _roots(chain('<userTask id="u"/>'), f'<{name} id="g" name="G"/>')
    assert _codes(engine, model) == [("bpmn/unsupported-element", "warning")]


@pytest.mark.parametrize(
    ("value", "codes"), [("false", []), ("true", [("bpmn/unsupported-extension", "error")])]
)
def test_extension_that_must_be_understood_is_refused(engine, value, codes):
    extension = f'<extension definition="x:y" mustUnderstand="{value}"/>'
    assert _codes(engine, _roots(chain('<userTask id="u"/>'), extension)) == codes


@pytest.mark.parametrize(
    "said",
    [
        '<userTask id="x" isInterrupting="false"/>',
        '<userTask id="x" calledElement="p"/>',
        '<userTask id="x"><timeDuration>PT1H</timeDuration></userTask>',
        '<parallelGateway id="x" default="x-end"/>',
    ],
)
def test_word_where_the_standard_has_none_has_no_effect(engine, said):
    assert _codes(engine, chain(said)) == [("bpmn/extension-without-effect", "warning")]
