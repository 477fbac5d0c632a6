"""Complex gateways, and gateways that start instances."""

from __future__ import annotations

import pytest
from tests.models import bpmn

from trivium.errors import InvalidInput, InvalidModel
from trivium.testing import expect

_ROOTS = '<message id="m" name="paid"/><message id="n" name="sent"/><signal id="s" name="closed"/>'


def _complex(condition="activationCount &gt;= 2", after="join -> done", more=""):
    return bpmn(
        '<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>'
        '<userTask id="c"/><complexGateway id="join"><activationCondition>'
        f'{condition}</activationCondition></complexGateway><userTask id="done"/>{more}'
        "\nstart -> fork\nfork -> a\nfork -> b\nfork -> c\na -> join\nb -> join\nc -> join"
        f"\n{after}"
    )


def _complete(engine, instance, *elements):
    for element in elements:
        (task,) = [t for t in engine.tasks.query(instance.id) if t.element_id == element]
        engine.tasks.complete(task.id)


def test_goes_on_when_two_of_three_have_come_and_swallows_the_third(engine):
    engine.deploy(_complex())
    instance = engine.start("p")
    _complete(engine, instance, "b")
    expect(engine, instance).is_waiting_at("a", "c")
    _complete(engine, instance, "a")
    expect(engine, instance).is_waiting_at("c", "done")
    _complete(engine, instance, "c")
    expect(engine, instance).is_waiting_at("done")
    _complete(engine, instance, "done")
    expect(engine, instance).is_completed()


def test_says_why_it_waits(engine):
    engine.deploy(_complex())
    instance = engine.start("p")
    _complete(engine, instance, "a", "b")
    waits = engine.instances.tree(instance.id).root.waits
    (join,) = [wait for wait in waits if wait.kind == "join"]
    assert (join.element_id, join.released_by) == ("join", "a token from c")


def test_scope_is_not_over_before_it_is_reset(engine):
    engine.deploy(_complex())
    instance = engine.start("p")
    _complete(engine, instance, "a", "b", "done")
    expect(engine, instance).is_active().is_waiting_at("c")
    _complete(engine, instance, "c")
    expect(engine, instance).is_completed()


def test_condition_may_name_the_flows(engine):
    model = _complex(condition="fromA + fromC &gt;= 2")
    model = model.replace(b'id="a-join"', b'id="fromA"').replace(b'id="c-join"', b'id="fromC"')
    engine.deploy(model)
    instance = engine.start("p")
    _complete(engine, instance, "a", "b")
    expect(engine, instance).is_waiting_at("c")
    _complete(engine, instance, "c")
    expect(engine, instance).is_waiting_at("done")


def test_outgoing_conditions_tell_start_from_reset(engine):
    engine.deploy(
        _complex(
            after="join -> done : waitingForStart\njoin -> late : not(waitingForStart)",
            more='<userTask id="late"/>',
        )
    )
    instance = engine.start("p")
    _complete(engine, instance, "a", "b")
    expect(engine, instance).is_waiting_at("c", "done")
    _complete(engine, instance, "c")
    expect(engine, instance).is_waiting_at("done", "late")


def test_tokens_that_can_come_no_more_are_not_waited_for(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><inclusiveGateway id="fork"/><userTask id="a"/>'
            '<userTask id="b"/><userTask id="c"/><complexGateway id="join"><activationCondition>'
            "activationCount &gt;= 1</activationCondition></complexGateway>"
            '<userTask id="done"/>\nstart -> fork\nfork -> a\nfork -> b\nfork -> c : wanted'
            "\na -> join\nb -> join\nc -> join\njoin -> done"
        )
    )
    instance = engine.start("p", {"wanted": False})
    _complete(engine, instance, "a", "done", "b")
    expect(engine, instance).is_completed()


def test_it_works_again_in_a_loop(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><exclusiveGateway id="again"/><parallelGateway id="fork"/>'
            '<userTask id="a"/><userTask id="b"/><complexGateway id="join"><activationCondition>'
            "activationCount = 2</activationCondition></complexGateway>"
            '<exclusiveGateway id="enough" default="enough-end"/><endEvent id="end"/>'
            "\nstart -> again\nagain -> fork\nfork -> a\nfork -> b\na -> join\nb -> join"
            "\njoin -> enough\nenough -> again : more\nenough -> end"
        )
    )
    instance = engine.start("p", {"more": True})
    _complete(engine, instance, "a", "b", "b", "a")
    engine.instances.set_variables(instance.id, {"more": False})
    _complete(engine, instance, "a", "b")
    expect(engine, instance).is_completed()


def test_condition_that_fails_is_an_incident_and_is_tried_again(engine):
    engine.deploy(_complex(condition="${needed &lt;= activationCount}"))
    instance = engine.start("p")
    _complete(engine, instance, "a")
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"needed": 1})
    expect(engine, instance).is_waiting_at("b", "c", "done")
    _complete(engine, instance, "b", "c", "done")
    expect(engine, instance).is_completed()


def test_join_without_a_condition_is_refused(engine):
    model = _complex().replace(b"<activationCondition>activationCount &gt;= 2", b"")
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(model.replace(b"</activationCondition>", b""))
    assert {f.code for f in refused.value.findings} == {"bpmn/activation-condition-missing"}


def _started(attributes):
    return bpmn(
        f'<eventBasedGateway id="first" {attributes}/>'
        '<intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/>'
        '</intermediateCatchEvent><receiveTask id="sent" messageRef="n"/>'
        '<userTask id="a"/><userTask id="b"/>'
        "\nfirst -> paid\nfirst -> sent\npaid -> a\nsent -> b",
        roots=_ROOTS,
    )


def test_event_based_gateway_starts_an_instance_with_the_first_event(engine):
    engine.deploy(_started('instantiate="true"'))
    engine.messages.correlate("sent", variables={"x": 1})
    engine.messages.correlate("paid")
    found = [task.element_id for task in engine.tasks.query()]
    assert sorted(found) == ["a", "b"]
    assert len(engine.instances.query()) == 2
    instance = next(t.instance_id for t in engine.tasks.query() if t.element_id == "b")
    expect(engine, instance).is_waiting_at("b").has_variable("x", 1)
    with pytest.raises(InvalidInput, match="none start event"):
        engine.start("p")


def test_parallel_one_waits_for_the_others_in_the_same_instance(engine):
    engine.deploy(_started('instantiate="true" eventGatewayType="Parallel"'))
    receipt = engine.messages.correlate("sent")
    expect(engine, receipt.instance_id).is_waiting_at("b", "paid")
    engine.messages.correlate("paid", instance=receipt.instance_id)
    expect(engine, receipt.instance_id).is_waiting_at("a", "b")


def test_receive_task_starts_an_instance(engine):
    engine.deploy(
        bpmn(
            '<receiveTask id="first" messageRef="m" instantiate="true"/><userTask id="a"/>'
            "\nfirst -> a",
            roots=_ROOTS,
        )
    )
    receipt = engine.messages.correlate("paid", variables={"amount": 3})
    expect(engine, receipt.instance_id).is_waiting_at("a").has_variable("amount", 3)


@pytest.mark.parametrize(
    ("model", "code"),
    [
        (
            _started('eventGatewayType="Parallel"'),
            "bpmn/parallel-event-gateway",
        ),
        (
            bpmn(
                '<startEvent id="start"/><receiveTask id="x" messageRef="m" instantiate="true"/>'
                "\nstart -> x",
                roots=_ROOTS,
            ),
            "bpmn/instantiating-inside",
        ),
    ],
)
def test_what_could_not_start_an_instance_is_refused(engine, model, code):
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(model)
    assert code in {finding.code for finding in refused.value.findings}


def test_inclusive_join_waits_for_what_comes_by_a_link(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="s"/><inclusiveGateway id="f"/><userTask id="a"/><userTask id="b"/>'
            '<intermediateThrowEvent id="t"><linkEventDefinition name="l"/></intermediateThrowEvent>'
            '<intermediateCatchEvent id="c"><linkEventDefinition name="l"/></intermediateCatchEvent>'
            '<inclusiveGateway id="j"/><userTask id="z"/>'
            "\ns -> f\nf -> a\nf -> b\na -> j\nb -> t\nc -> j\nj -> z"
        )
    )
    instance = engine.start("p")
    _complete(engine, instance, "a")
    expect(engine, instance).is_waiting_at("b")
    _complete(engine, instance, "b")
    expect(engine, instance).is_waiting_at("z")
