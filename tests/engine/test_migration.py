"""Running instances move to another version."""

from __future__ import annotations

import pytest
from tests.models import bpmn

from trivium.errors import WrongState
from trivium.testing import expect

_SIGNAL = '<signal id="s" name="closed"/><message id="m" name="paid"/>'
_TIMER = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"


def _boundary(name, host, body, attributes=""):
    return f'<boundaryEvent id="{name}" attachedToRef="{host}" {attributes}>{body}</boundaryEvent>'


_FIRST = bpmn(
    '<startEvent id="start"/><userTask id="ask"/>'
    + _boundary("late", "ask", _TIMER.format("PT2H"))
    + '<userTask id="old"/><endEvent id="end"/><userTask id="late-task"/>'
    "\nstart -> ask\nask -> old\nold -> end\nlate -> late-task",
    roots=_SIGNAL,
)
_SECOND = bpmn(
    '<startEvent id="start"/><userTask id="ask"/>'
    + _boundary("late", "ask", _TIMER.format("PT5H"))
    + _boundary("now", "ask", '<signalEventDefinition signalRef="s"/>', 'cancelActivity="false"')
    + '<userTask id="new"/><endEvent id="end"/><userTask id="late-task"/><userTask id="extra"/>'
    "\nstart -> ask\nask -> new\nnew -> end\nlate -> late-task\nnow -> extra",
    roots=_SIGNAL,
)


def _deployed(engine, *models):
    return [engine.deploy(model).definitions[0].id for model in models]


def test_instance_goes_on_in_the_new_version(engine):
    (source,) = _deployed(engine, _FIRST)
    instance = engine.start("p")
    task = engine.tasks.query(instance.id)[0]
    (target,) = _deployed(engine, _SECOND)
    plan = engine.migrations.plan(source, target)
    assert plan.elements["ask"] == "ask"
    assert plan.left_out == ("old",)
    engine.migrations.migrate(plan, instance.id, user="mary")
    found = engine.instances.get(instance.id)
    assert (found.definition_id, found.version) == (target, 2)
    assert engine.tasks.query(instance.id)[0].id == task.id
    engine.tasks.complete(task.id)
    expect(engine, instance).is_waiting_at("new")
    last = engine.instances.history(instance.id)[-2]
    assert (last.command["command"], last.actor) == ("migrate-instance", "mary")


@pytest.mark.parametrize(("update", "hours"), [(False, 2), (True, 5)])
def test_timer_keeps_its_time_unless_triggers_are_updated(engine, update, hours):
    source, target = _deployed(engine, _FIRST, _SECOND)
    instance = engine.start("p", version=1)
    plan = engine.migrations.plan(source, target)
    engine.migrations.migrate(plan, instance.id, update_triggers=update)
    engine.advance(f"PT{hours - 1}H59M")
    expect(engine, instance).is_waiting_at("ask")
    engine.advance("PT2M")
    expect(engine, instance).is_waiting_at("late-task")


def test_new_boundary_event_is_armed_and_one_that_is_gone_is_forgotten(engine):
    source, target = _deployed(engine, _FIRST, _SECOND)
    there = engine.start("p", version=1)
    engine.migrations.migrate(engine.migrations.plan(source, target), there.id)
    engine.signals.broadcast("closed")
    expect(engine, there).is_waiting_at("ask", "extra")
    back = engine.start("p", version=2)
    engine.migrations.migrate(engine.migrations.plan(target, source), back.id)
    engine.signals.broadcast("closed")
    expect(engine, back).is_waiting_at("ask")


def test_elements_get_other_names(engine):
    source, target = _deployed(engine, _FIRST, _SECOND)
    instance = engine.start("p", version=1)
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    plan = engine.migrations.plan(source, target, {"old": "new"})
    assert plan.problems == ()
    engine.migrations.migrate(plan, instance.id)
    (task,) = engine.tasks.query(instance.id)
    assert task.element_id == "new"
    engine.tasks.complete(task.id)
    expect(engine, instance).is_completed()


def test_active_element_without_a_counterpart_is_told_and_nothing_changes(engine):
    source, target = _deployed(engine, _FIRST, _SECOND)
    instance = engine.start("p", version=1)
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    with pytest.raises(WrongState) as refused:
        engine.migrations.migrate(engine.migrations.plan(source, target), instance.id)
    assert refused.value.code == "migration/not-possible"
    (problem,) = refused.value.facts["problems"]
    assert (problem["code"], problem["element_id"]) == ("migration/not-mapped", "old")
    assert engine.instances.get(instance.id).definition_id == source
    report = engine.migrations.migrate_all(
        engine.migrations.plan(source, target), [instance.id, engine.start("p", version=1).id]
    )
    assert [each.is_migrated for each in report] == [False, True]


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        ({"ask": "end"}, "migration/kind-changed"),
        ({"late": "now"}, "migration/event-changed"),
        ({"nothing": "ask"}, "migration/unknown-element"),
    ],
)
def test_plan_tells_what_does_not_fit(engine, elements, code):
    source, target = _deployed(engine, _FIRST, _SECOND)
    plan = engine.migrations.plan(source, target, elements)
    assert code in {problem["code"] for problem in plan.problems}


def _nested(more="", after="done"):
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    return bpmn(
        f'{more}<startEvent id="start"/><parallelGateway id="fork"/><subProcess id="sub">{loop}'
        '<startEvent id="in"/><userTask id="a"/><sequenceFlow id="i" sourceRef="in"'
        ' targetRef="a"/></subProcess><userTask id="b"/><userTask id="c"/>'
        f'<inclusiveGateway id="join"/><userTask id="{after}"/>'
        "\nstart -> fork\nfork -> sub\nfork -> b\nfork -> c\nsub -> join\nb -> join\nc -> join"
        f"\njoin -> {after}"
    )


def test_scopes_loops_and_tokens_at_joins_go_along(engine):
    source, target = _deployed(engine, _nested(), _nested('<userTask id="never"/>', "other"))
    instance = engine.start("p", version=1)
    for task in engine.tasks.query(instance.id):
        if task.element_id in {"b", "c"}:
            engine.tasks.complete(task.id)
    engine.migrations.migrate(engine.migrations.plan(source, target), instance.id)
    for task in engine.tasks.query(instance.id):
        expect(engine, instance).is_active()
        engine.tasks.complete(task.id)
    expect(engine, instance).is_waiting_at("other")


def test_tokens_at_a_join_that_is_gone_are_told(engine):
    source, target = _deployed(engine, _nested(), _nested().replace(b'"b-join"', b'"renamed-flow"'))
    instance = engine.start("p", version=1)
    (task,) = [each for each in engine.tasks.query(instance.id) if each.element_id == "b"]
    engine.tasks.complete(task.id)
    with pytest.raises(WrongState) as refused:
        engine.migrations.migrate(engine.migrations.plan(source, target), instance.id)
    assert [p["code"] for p in refused.value.facts["problems"]] == ["migration/tokens-at-join"]


def test_message_that_is_waited_for_reaches_the_migrated_instance(engine):
    def model(wait, after):
        return bpmn(
            f'<startEvent id="start"/><receiveTask id="{wait}" messageRef="m"/>'
            f'<userTask id="{after}"/>\nstart -> {wait}\n{wait} -> {after}',
            roots=_SIGNAL,
        )

    source, target = _deployed(engine, model("wait", "x"), model("await", "y"))
    instance = engine.start("p", version=1)
    engine.migrations.migrate(
        engine.migrations.plan(source, target, {"wait": "await"}), instance.id
    )
    engine.messages.correlate("paid")
    expect(engine, instance).is_waiting_at("y")


_RACE = bpmn(
    '<startEvent id="start"/><eventBasedGateway id="race"/>'
    '<intermediateCatchEvent id="late">' + _TIMER.format("PT2H") + "</intermediateCatchEvent>"
    '<intermediateCatchEvent id="now"><signalEventDefinition signalRef="s"/>'
    + _TIMER.format("PT3H")
    + '</intermediateCatchEvent><userTask id="u"/>'
    "\nstart -> race\nrace -> late\nrace -> now\nlate -> u\nnow -> u",
    roots=_SIGNAL,
)


def test_triggers_behind_an_event_based_gateway_are_updated_too(engine):
    (source,) = _deployed(engine, _RACE)
    instance = engine.start("p")
    (target,) = _deployed(engine, _RACE.replace(b"PT2H", b"PT5H"))
    plan = engine.migrations.plan(source, target)
    engine.migrations.migrate(plan, instance.id, update_triggers=True)
    kinds = [wait.kind for wait in engine.instances.tree(instance.id).root.children[0].waits]
    assert sorted(kinds) == ["signal", "timer", "timer"]
    engine.signals.broadcast("now")
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("u")


def test_events_of_an_activity_that_has_not_begun_do_not_wait_yet(engine):
    model = _FIRST.replace(b'<userTask id="ask"', b'<userTask id="ask" camunda:asyncBefore="true"')
    (source,) = _deployed(engine, model)
    instance = engine.start("p")
    (target,) = _deployed(
        engine,
        _SECOND.replace(b'<userTask id="ask"', b'<userTask id="ask" camunda:asyncBefore="true"'),
    )
    plan = engine.migrations.plan(source, target)
    engine.migrations.migrate(plan, instance.id, update_triggers=True)
    engine.advance("PT0S")
    (ask,) = engine.instances.tree(instance.id).root.children
    assert sorted(wait.kind for wait in ask.waits) == ["signal", "task", "timer"]


def test_event_that_needs_all_waits_for_all_again_when_triggers_are_updated(engine):
    both = '<signalEventDefinition signalRef="s"/><messageEventDefinition messageRef="m"/>'
    model = bpmn(
        '<startEvent id="start"/><userTask id="ask"/>'
        + _boundary("both", "ask", both, 'parallelMultiple="true"')
        + '<userTask id="u"/>\nstart -> ask\nboth -> u',
        roots=_SIGNAL,
    )
    (source,) = _deployed(engine, model)
    instance = engine.start("p")
    engine.signals.broadcast("closed")
    (target,) = _deployed(engine, model.replace(b"<startEvent", b'<task id="more"/><startEvent'))
    plan = engine.migrations.plan(source, target)
    engine.migrations.migrate(plan, instance.id, update_triggers=True)
    engine.signals.broadcast("closed")
    expect(engine, instance).is_waiting_at("ask")
    engine.messages.correlate("paid")
    expect(engine, instance).is_waiting_at("u")
