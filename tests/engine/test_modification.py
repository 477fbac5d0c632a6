"""Modification: tokens are moved by hand; and dry runs of it and of anything else."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect


def before(element, **more):
    return Modification(kind="start-before", element_id=element, **more)


def after(element, **more):
    return Modification(kind="start-after", element_id=element, **more)


def cancel(element=None, **more):
    return Modification(kind="cancel", element_id=element, **more)


_NESTED = bpmn(
    '<startEvent id="start"/><userTask id="first"/>'
    '<subProcess id="outer"><startEvent id="o1"/><userTask id="a"/>'
    '<subProcess id="inner"><startEvent id="i1"/><userTask id="b"/><userTask id="c"/>'
    '<sequenceFlow id="i2" sourceRef="i1" targetRef="b"/>'
    '<sequenceFlow id="i3" sourceRef="b" targetRef="c"/></subProcess>'
    '<sequenceFlow id="o2" sourceRef="o1" targetRef="a"/>'
    '<sequenceFlow id="o3" sourceRef="a" targetRef="inner"/></subProcess>'
    '<boundaryEvent id="late" attachedToRef="outer"><timerEventDefinition><timeDuration>PT1H'
    "</timeDuration></timerEventDefinition></boundaryEvent>"
    '<userTask id="last"/><userTask id="escalated"/><endEvent id="end"/>'
    "\nstart -> first\nfirst -> outer\nouter -> last\nlast -> end\nlate -> escalated"
)


@pytest.fixture
def nested(engine):
    engine.deploy(_NESTED)
    return engine.start("p")


def test_token_is_moved_from_one_element_to_another(engine, nested):
    engine.instances.modify(nested.id, [cancel("first"), before("last")], "wrong way")
    expect(engine, nested).is_waiting_at("last")
    engine.tasks.complete(engine.tasks.query(nested.id)[0].id)
    expect(engine, nested).is_completed()


def test_start_after_and_at_a_flow(engine, nested):
    flow = Modification(kind="start-transition", element_id="outer-last")
    engine.instances.modify(nested.id, [after("first"), flow])
    expect(engine, nested).is_waiting_at("first", "a", "last")


def test_scopes_around_are_opened_with_their_events_and_end_as_usual(engine, nested):
    engine.instances.modify(nested.id, [before("c"), cancel("first")])
    expect(engine, nested).is_waiting_at("c")
    engine.tasks.complete(engine.tasks.query(nested.id)[0].id)
    expect(engine, nested).is_waiting_at("last")
    engine.instances.modify(nested.id, [cancel("last"), before("b")])
    engine.advance("PT1H")
    expect(engine, nested).is_waiting_at("escalated")


def test_open_scope_is_used_and_two_starts_share_a_new_one(engine, nested):
    engine.instances.modify(nested.id, [before("b"), before("c"), before("a")])
    tree = engine.instances.tree(nested.id).root
    assert [child.element_id for child in tree.children] == ["first", "outer"]
    expect(engine, nested).is_waiting_at("first", "a", "b", "c")


def test_scope_that_is_left_empty_ends_up_to_the_instance(engine, nested):
    engine.instances.modify(nested.id, [before("b"), cancel("first")])
    engine.instances.modify(nested.id, [cancel("b")], "not wanted")
    expect(engine, nested).is_terminated()


def test_new_scope_has_the_variables_that_are_given(engine, nested):
    engine.instances.modify(nested.id, [before("a", variables={"x": 1}), cancel("first")])
    (task,) = engine.tasks.query(nested.id)
    assert engine.tasks.variables(task.id) == {"x": 1}
    assert engine.instances.variables(nested.id) == {}


@pytest.mark.parametrize(
    ("instructions", "code"),
    [
        ([cancel("first"), before("nothing")], "modification/unknown-element"),
        ([cancel("first"), cancel("last")], "modification/not-active"),
        ([cancel("first"), Modification(kind="jump")], "modification/unknown-kind"),
        (
            [Modification(kind="start-transition", element_id="a")],
            "modification/unknown-element",
        ),
    ],
)
def test_refused_modification_changes_nothing(engine, nested, instructions, code):
    with pytest.raises((InvalidInput, WrongState)) as refused:
        engine.instances.modify(nested.id, instructions)
    assert refused.value.code == code
    expect(engine, nested).is_waiting_at("first")
    engine.tasks.complete(engine.tasks.query(nested.id)[0].id)
    expect(engine, nested).is_waiting_at("a")


def test_one_instance_of_several_is_cancelled_or_started_in(engine):
    engine.deploy(
        chain(
            '<subProcess id="sub"><multiInstanceLoopCharacteristics><loopCardinality>2'
            '</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="in"/>'
            '<userTask id="a"/><userTask id="b"/><sequenceFlow id="f" sourceRef="in"'
            ' targetRef="a"/></subProcess>'
        )
    )
    instance = engine.start("p")
    body = engine.instances.tree(instance.id).root.children[0]
    with pytest.raises(WrongState) as refused:
        engine.instances.modify(instance.id, [before("b")])
    assert refused.value.facts["scopes"] == [child.item for child in body.children]
    one = body.children[1]
    engine.instances.modify(
        instance.id,
        [before("b", ancestor=one.item), cancel(element_instance=one.children[0].item)],
    )
    expect(engine, instance).is_waiting_at("a", "b")


def test_modified_instance_may_be_suspended(engine, nested):
    engine.instances.suspend(nested.id)
    engine.instances.modify(nested.id, [cancel("first"), before("last")])
    engine.instances.resume(nested.id)
    expect(engine, nested).is_waiting_at("last")


def test_dry_run_says_what_would_happen_and_does_nothing(engine, nested):
    with engine.dry_run() as preview:
        engine.instances.modify(nested.id, [cancel("first"), before("b")])
    happened = [(event["event"], event.get("element")) for event in preview.events]
    assert ("terminated", "first") in happened
    assert [name for kind, name in happened if kind == "entered"] == ["outer", "inner", "b"]
    expect(engine, nested).is_waiting_at("first")
    assert len(engine.instances.history(nested.id)) == 1


def test_dry_run_then_the_same_for_real_has_the_same_events(engine, nested):
    def events(entries):
        return [(event["event"], event.get("element")) for event in entries]

    task = engine.tasks.query(nested.id)[0].id
    with engine.dry_run() as preview:
        engine.tasks.complete(task, {"x": 1})
    engine.tasks.complete(task, {"x": 1})
    assert events(preview.events) == events(engine.instances.history(nested.id)[-1].events)


def test_dry_run_of_a_start_a_message_and_a_deployment_leaves_no_trace(engine, nested):
    with engine.dry_run() as preview:
        engine.start("p", business_key="never")
        pytest.fail("the block ends with the command")
    assert preview.steps[0].command["command"] == "start-instance"
    with engine.dry_run():
        engine.deploy(chain('<userTask id="x"/>', key="q"))
    with pytest.raises(NotFound):
        engine.start("q")
    assert [each.id for each in engine.instances.query()] == [nested.id]


def test_dry_run_refuses_what_would_be_refused(engine):
    with pytest.raises(NotFound) as refused, engine.dry_run():
        engine.tasks.complete("01a1fb4e-38b6-7000-85d7-a63630cad324")
    assert refused.value.code == "task/not-found"


def test_dry_run_tells_what_would_be_sent_to_others(engine):
    roots = '<signal id="s" name="closed"/>'
    throw = (
        '<intermediateThrowEvent id="tell"><signalEventDefinition signalRef="s"/>'
        "</intermediateThrowEvent>"
    )
    engine.deploy(chain('<userTask id="ask"/>', throw, roots=roots))
    instance = engine.start("p")
    with engine.dry_run() as preview:
        engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    assert [sent["name"] for sent in preview.steps[0].sends] == ["closed"]


def test_outputs_that_fail_after_a_start_after_are_an_incident(engine):
    mapped = (
        '<startEvent id="start"><extensionElements><camunda:inputOutput><camunda:outputParameter'
        ' name="x">${missing.name}</camunda:outputParameter></camunda:inputOutput>'
        "</extensionElements></startEvent>"
    )
    engine.deploy(bpmn(f'{mapped}<userTask id="ask"/>\nstart -> ask'))
    instance = engine.start("p", {"missing": {"name": 1}})
    engine.instances.set_variables(instance.id, {"missing": "text"})
    engine.instances.modify(instance.id, [after("start"), cancel("ask")])
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"missing": {"name": 2}})
    expect(engine, instance).is_waiting_at("ask").has_variable("x", 2)


_CALLS = (
    '<callActivity id="call" calledElement="called"><multiInstanceLoopCharacteristics'
    ' isSequential="{}"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>'
    "</callActivity>"
)


@pytest.mark.parametrize("is_sequential", ["true", "false"])
def test_loop_goes_on_when_one_of_its_calls_is_ended_from_outside(engine, is_sequential):
    engine.deploy(chain('<userTask id="u"/>', key="called"))
    engine.deploy(chain(_CALLS.format(is_sequential), '<userTask id="last"/>'))
    instance = engine.start("p")
    called = engine.instances.query(key="called")
    engine.instances.terminate(called[0].id)
    for _ in range(2):
        engine.tasks.complete(engine.tasks.query(element="u")[0].id)
    expect(engine, instance).is_waiting_at("last")


def test_loop_ends_with_the_last_instance_that_was_not_cancelled(engine):
    engine.deploy(
        chain(
            '<subProcess id="each"><multiInstanceLoopCharacteristics><loopCardinality>3'
            '</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="in"/>'
            '<userTask id="u"/><sequenceFlow id="f" sourceRef="in" targetRef="u"/></subProcess>',
            '<userTask id="last"/>',
        )
    )
    instance = engine.start("p")
    (each,) = engine.instances.tree(instance.id).root.children
    engine.instances.modify(instance.id, [cancel(element_instance=each.children[0].item)])
    for _ in range(2):
        engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_waiting_at("last")


def test_token_is_not_put_into_a_scope_that_is_on_its_way_out(engine):
    inside = (
        '<startEvent id="in"/><userTask id="u"/><sequenceFlow id="f" sourceRef="in" targetRef="u"/>'
    )
    engine.deploy(chain(f'<subProcess id="sub" camunda:asyncAfter="true">{inside}</subProcess>'))
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.instances.modify(instance.id, [before("u")])
    engine.advance("PT0S")
    expect(engine, instance).is_waiting_at("u")


def test_catching_link_event_is_passed_by_a_token_that_is_put_there(engine):
    link = '<linkEventDefinition name="l"/>'
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><userTask id="first"/>'
            f'<intermediateThrowEvent id="away">{link}</intermediateThrowEvent>'
            f'<intermediateCatchEvent id="here">{link}</intermediateCatchEvent><userTask id="last"/>'
            "\nstart -> first\nfirst -> away\nhere -> last"
        )
    )
    instance = engine.start("p")
    engine.instances.modify(instance.id, [cancel("first"), before("here")])
    expect(engine, instance).is_waiting_at("last")
