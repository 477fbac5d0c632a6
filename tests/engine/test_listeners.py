"""Listeners in expressions, and what is refused rather than ignored."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel
from trivium.kernel.commands import Modification
from trivium.testing import expect


def _listener(event, text):
    return f'<camunda:executionListener event="{event}" expression="${{execution.setVariable(\'{text}\', true)}}"/>'


def test_listeners_hear_start_and_end_of_an_activity(engine):
    inside = f"<extensionElements>{_listener('start', 'begun')}{_listener('end', 'over')}</extensionElements>"
    engine.deploy(chain(f'<userTask id="work">{inside}</userTask>'))
    instance = engine.start("p")
    expect(engine, instance).has_variable("begun", True).has_variable("over", None)
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).has_variable("over", True)


def test_listeners_hear_an_event_pass_and_the_process_start_and_end(engine):
    engine.deploy(
        bpmn(
            f"""
            <extensionElements>{_listener("start", "first")}{_listener("end", "last")}</extensionElements>
            <startEvent id="start"/>
            <scriptTask id="s" camunda:resultVariable="heard"><script>first</script></scriptTask>
            <endEvent id="end"><extensionElements>{_listener("start", "ended")}</extensionElements></endEvent>
            start -> s
            s -> end
            """
        )
    )
    instance = engine.start("p")
    for name in ("first", "heard", "ended", "last"):
        expect(engine, instance).has_variable(name, True)


@pytest.mark.parametrize(
    "element",
    [
        '<userTask id="x"><extensionElements><camunda:executionListener class="a.B" event="odd"/></extensionElements></userTask>',
        '<userTask id="x"><extensionElements><camunda:taskListener class="a.B" event="timeout"/></extensionElements></userTask>',
        '<userTask id="x"><extensionElements><camunda:taskListener expression="${1}" event="timeout"/></extensionElements></userTask>',
        '<exclusiveGateway id="x"><extensionElements><zeebe:executionListeners><zeebe:executionListener type="a" eventType="odd"/></zeebe:executionListeners></extensionElements></exclusiveGateway>',
        '<exclusiveGateway id="x"><extensionElements><zeebe:executionListeners><zeebe:executionListener eventType="start"/></zeebe:executionListeners></extensionElements></exclusiveGateway>',
        '<serviceTask id="x" camunda:type="dmn"/>',
        '<serviceTask id="x"><extensionElements><camunda:connector/></extensionElements></serviceTask>',
        '<userTask id="x" startQuantity="2"/>',
    ],
)
def test_what_would_not_be_executed_is_refused(engine, element):
    with pytest.raises(InvalidModel) as refusal:
        engine.deploy(chain(element))
    (finding,) = refusal.value.findings
    assert finding.code.startswith("bpmn/unsupported-")
    assert (finding.element, finding.line) == ("x", 1)


def test_calling_a_process_that_cannot_be_started_is_an_incident(engine):
    message = '<message id="a" name="a"/><message id="b" name="b"/>'
    starts = "".join(
        f'<startEvent id="{n}"><messageEventDefinition messageRef="{n}"/></startEvent>'
        for n in "ab"
    )
    engine.deploy(bpmn(f'{starts}<endEvent id="e"/>\na -> e\nb -> e', key="called", roots=message))
    engine.deploy(chain('<callActivity id="call" calledElement="called"/>'))
    instance = engine.start("p")
    expect(engine, instance).has_incident_at("call")
    assert engine.incidents.query(instance.id)[0].code == "bpmn/no-none-start-event"


def _execution(event, attribute):
    return f'<camunda:executionListener event="{event}" {attribute}/>'


def _within(*listeners):
    return f"<extensionElements>{''.join(listeners)}</extensionElements>"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            _execution("start", 'class="org.example.Begin"'),
            _execution("end", 'delegateExpression="${closing}"'),
        ),
        (
            (
                '<zeebe:executionListeners><zeebe:executionListener eventType="start"'
                ' type="org.example.Begin" retries="=1 + 2"/><zeebe:executionListener eventType="end" type="closing"/>'
                "</zeebe:executionListeners>"
            ),
            "",
        ),
    ],
)
def test_listeners_by_name_are_work_that_is_waited_for(engine, start, end):
    engine.deploy(chain(f'<userTask id="work">{_within(start, end)}</userTask>'))
    instance = engine.start("p")
    assert not engine.tasks.query(instance.id).items
    (job,) = engine.jobs.activate(["org.example.Begin"], "w")
    assert job.headers == {"event": "start"}
    engine.jobs.complete(job.id, {"begun": 1})
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_active().has_variable("begun", 1)
    engine.jobs.complete(engine.jobs.activate(["closing"], "w")[0].id)
    expect(engine, instance).is_completed()


def test_listeners_are_called_in_the_order_of_the_model(engine):
    mark = "${{execution.setVariable('heard', heard.concat('{}'))}}".format
    listeners = (
        _execution("start", f'expression="{mark("a")}"'),
        _execution("start", 'class="Second"'),
        _execution("start", f'expression="{mark("c")}"'),
    )
    engine.deploy(chain(f'<userTask id="work">{_within(*listeners)}</userTask>'))
    instance = engine.start("p", {"heard": ""})
    expect(engine, instance).has_variable("heard", "a")
    engine.jobs.complete(engine.jobs.activate(["Second"], "w")[0].id, {"heard": "ab"})
    expect(engine, instance).has_variable("heard", "abc").is_waiting_at("work")


def test_flow_is_heard_taken_and_what_fails_there_is_tried_again_there(engine):
    heard = "<extensionElements>{}</extensionElements>".format(
        _execution("take", "expression=\"${execution.setVariable('went', known.name)}\"")
    )
    model = bpmn(
        '<startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
        f'<userTask id="after"/><sequenceFlow id="f" sourceRef="fork" targetRef="join">{heard}'
        '</sequenceFlow><userTask id="other"/>'
        "\nstart -> fork\nfork -> other\nother -> join\njoin -> after"
    )
    engine.deploy(model)
    instance = engine.start("p")
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"known": {"name": "x"}})
    expect(engine, instance).has_variable("went", "x").is_waiting_at("other")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_waiting_at("after")


_HEARD = "${{execution.setVariable('heard', heard.concat('{} '))}}".format


def _tasks(*events, more=""):
    listeners = "".join(
        f'<camunda:taskListener event="{event}" expression="{_HEARD(event)}"/>' for event in events
    )
    return f"<extensionElements>{listeners}{more}</extensionElements>"


_ALL = ("create", "assignment", "update", "complete", "delete")


def test_task_listeners_hear_the_life_of_a_task(engine):
    engine.deploy(chain(f'<userTask id="ask" camunda:assignee="mary">{_tasks(*_ALL)}</userTask>'))
    instance = engine.start("p", {"heard": ""})
    task = engine.tasks.query(instance.id)[0].id
    expect(engine, instance).has_variable("heard", "create assignment ")
    engine.tasks.update(task, {"priority": 7})
    engine.tasks.assign(task, "john")
    engine.tasks.complete(task)
    expect(engine, instance).is_completed().has_variable(
        "heard", "create assignment update update assignment complete "
    )


def test_task_listener_hears_its_task_deleted_even_if_it_fails(engine):
    failing = '<camunda:taskListener event="delete" expression="${missing.name}"/>'
    engine.deploy(chain(f'<userTask id="ask">{_tasks("delete", more=failing)}</userTask>'))
    instance = engine.start("p", {"heard": ""})
    engine.instances.terminate(instance.id)
    expect(engine, instance).is_terminated().has_variable("heard", "delete ")
    last = engine.instances.history(instance.id)[-1]
    assert "listener-failed" in {event.get("kind") for event in last.events}


def test_task_listener_changes_its_task(engine):
    create = (
        "${task.setAssignee(chosen)} ${task.setPriority(90)} ${task.addCandidateGroup('sales')}"
        " ${task.setName('For '.concat(chosen))} ${task.setDueDate('2030-01-01T00:00:00Z')}"
    )
    listeners = (
        f'<camunda:taskListener event="create" expression="{create}"/>'
        f'<camunda:taskListener event="assignment" expression="{_HEARD("assignment")}"/>'
    )
    engine.deploy(chain(f'<userTask id="ask">{_within(listeners)}</userTask>'))
    instance = engine.start("p", {"chosen": "mary", "heard": ""})
    (task,) = engine.tasks.query(instance.id)
    assert (task.assignee, task.priority, task.name) == ("mary", 90, "For mary")
    assert task.candidate_groups == ("sales",)
    assert task.due_at.isoformat() == "2030-01-01T00:00:00+00:00"
    expect(engine, instance).has_variable("heard", "assignment ")


def test_task_listener_hears_the_time(engine):
    timer = (
        '<camunda:taskListener event="timeout" id="late" expression="{}">'
        "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition>"
        "</camunda:taskListener>"
    ).format(_HEARD("timeout"))
    engine.deploy(chain(f'<userTask id="ask">{_within(timer)}</userTask>'))
    instance = engine.start("p", {"heard": ""})
    engine.advance("PT5H")
    expect(engine, instance).has_variable("heard", "timeout timeout ").is_waiting_at("ask")
    other = engine.start("p", {"heard": ""})
    engine.tasks.complete(engine.tasks.query(other.id)[0].id)
    engine.advance("PT5H")
    expect(engine, other).is_completed().has_variable("heard", "")


def test_task_listeners_by_name_are_waited_for(engine):
    listeners = (
        '<camunda:taskListener event="create" class="Prepare"/>'
        '<camunda:taskListener event="complete" delegateExpression="${archive}"/>'
    )
    engine.deploy(chain(f'<userTask id="ask">{_within(listeners)}</userTask>'))
    instance = engine.start("p")
    engine.jobs.complete(engine.jobs.activate(["Prepare"], "w")[0].id, {"prepared": True})
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    (job,) = engine.jobs.activate(["archive"], "w")
    assert (job.headers["event"], job.headers["action"]) == ("complete", "complete")
    engine.jobs.complete(job.id)
    expect(engine, instance).is_completed()


def test_listener_of_a_gateway_that_failed_is_heard_when_it_is_tried_again(engine):
    listener = _execution("start", "expression=\"${execution.setVariable('heard', known.name)}\"")
    gateway = f'<exclusiveGateway id="g">{_within(listener)}</exclusiveGateway>'
    engine.deploy(bpmn(f'<startEvent id="start"/>{gateway}<userTask id="a"/>\nstart -> g\ng -> a'))
    instance = engine.start("p")
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"known": {"name": "x"}})
    expect(engine, instance).is_waiting_at("a").has_variable("heard", "x")


def _asked(*events, topic="hear"):
    listeners = "".join(
        f'<zeebe:executionListener eventType="{event}" type="{topic}"/>' for event in events
    )
    return _within(f"<zeebe:executionListeners>{listeners}</zeebe:executionListeners>")


def _done(engine, variables=None):
    (job,) = engine.jobs.activate("hear", "w")
    engine.jobs.complete(job.id, variables)


_TAKEN = _within(_execution("take", 'class="hear"'))
_PASSED = {
    "start event": f'<startEvent id="start">{_asked("end")}</startEvent>\nstart -> after',
    "throw event": (
        f'<startEvent id="start"/><intermediateThrowEvent id="x">{_asked("start")}'
        "</intermediateThrowEvent>\nstart -> x\nx -> after"
    ),
    "exclusive gateway": (
        f'<startEvent id="start"/><exclusiveGateway id="x" default="x-after">{_asked("start")}'
        '</exclusiveGateway><userTask id="no"/>\nstart -> x\nx -> no : heard = 1\nx -> after'
    ),
    "event": (
        f'<startEvent id="start"/><intermediateCatchEvent id="x">{_asked("start")}'
        "<conditionalEventDefinition><condition>heard = 2</condition></conditionalEventDefinition>"
        "</intermediateCatchEvent>\nstart -> x\nx -> after"
    ),
    "process": f'{_asked("start")}<startEvent id="start"/>\nstart -> after',
    "flow": (
        '<startEvent id="start"/><sequenceFlow id="f" sourceRef="start" targetRef="after">'
        f"{_TAKEN}</sequenceFlow>"
    ),
}


@pytest.mark.parametrize("where", list(_PASSED))
def test_listener_that_is_work_holds_what_passes(engine, where):
    body, _, flows = _PASSED[where].partition("\n")
    engine.deploy(bpmn(f'{body}<userTask id="after"/>\n{flows}'))
    instance = engine.start("p", {"heard": 0})
    assert not engine.tasks.query(instance.id).items
    _done(engine, {"heard": 2})
    expect(engine, instance).is_waiting_at("after").has_variable("heard", 2)


@pytest.mark.parametrize("kind", ["parallel", "inclusive", "complex"])
def test_listener_of_a_join_is_asked_once(engine, kind):
    until = "<activationCondition>activationCount = 2</activationCondition>"
    join = (
        f'<{kind}Gateway id="join">{_asked("start", "end")}{until if kind == "complex" else ""}'
        f"</{kind}Gateway>"
    )
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>'
            f'{join}<userTask id="after"/>\nstart -> fork\nfork -> a\nfork -> b\na -> join\nb -> join'
            "\njoin -> after"
        )
    )
    instance = engine.start("p")
    for task in engine.tasks.query(instance.id):
        assert not engine.jobs.query(instance.id).items
        engine.tasks.complete(task.id)
    _done(engine)
    expect(engine, instance).is_waiting_at("join")
    _done(engine)
    expect(engine, instance).is_waiting_at("after")


def test_flow_into_a_join_is_heard_for_each_token(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><parallelGateway id="fork"/><inclusiveGateway id="join"/>'
            f'<sequenceFlow id="f" sourceRef="fork" targetRef="join">{_TAKEN}</sequenceFlow>'
            '<userTask id="a"/><userTask id="after"/>\nstart -> fork\nfork -> a\na -> join'
            "\njoin -> after"
        )
    )
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_active()
    assert not engine.tasks.query(instance.id).items
    _done(engine)
    expect(engine, instance).is_waiting_at("after")


def test_end_of_a_process_is_over_when_it_was_heard(engine):
    engine.deploy(bpmn(f'{_asked("end")}<startEvent id="start"/>', key="called"))
    engine.deploy(chain('<callActivity id="c" calledElement="called"/>', '<userTask id="x"/>'))
    instance = engine.start("p")
    _done(engine)
    expect(engine, instance).is_waiting_at("x")


def test_boundary_and_end_events_are_heard_by_workers(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><userTask id="ask"/><boundaryEvent id="b" attachedToRef="ask">'
            f"{_asked('end')}<timerEventDefinition><timeDuration>PT1H</timeDuration>"
            f'</timerEventDefinition></boundaryEvent><endEvent id="end">{_asked("start")}</endEvent>'
            "\nstart -> ask\nb -> end"
        )
    )
    instance = engine.start("p")
    engine.advance("PT2H")
    assert not engine.tasks.query(instance.id).items
    _done(engine)
    expect(engine, instance).is_active()
    _done(engine)
    expect(engine, instance).is_completed()


@pytest.mark.parametrize("where", ["exclusive gateway", "flow"])
@pytest.mark.parametrize("how", ["retry", "manual", "skip", "abort"])
def test_incident_of_a_listener_that_holds_a_token_is_resolved(engine, how, where):
    body, _, flows = _PASSED[where].partition("\n")
    engine.deploy(bpmn(f'{body}<userTask id="after"/>\n{flows}'))
    instance = engine.start("p", {"heard": 0})
    (job,) = engine.jobs.activate("hear", "w")
    engine.jobs.fail(job.id, "no", retries=0)
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.resolve(incident.id, how)
    if how == "retry":
        _done(engine)
    if how == "abort":
        expect(engine, instance).is_terminated()
    else:
        expect(engine, instance).is_waiting_at("after")


@pytest.mark.parametrize("where", ["exclusive gateway", "flow", "process"])
def test_error_of_a_listener_that_nobody_catches_asks_it_again(engine, where):
    body, _, flows = _PASSED[where].partition("\n")
    boundary = '<boundaryEvent id="b" attachedToRef="after"><errorEventDefinition/></boundaryEvent>'
    engine.deploy(bpmn(f'{body}<userTask id="after"/>{boundary}\n{flows}'))
    instance = engine.start("p", {"heard": 0})
    (job,) = engine.jobs.activate("hear", "w")
    engine.jobs.error(job.id, "E")
    (incident,) = engine.incidents.query(instance.id)
    assert incident.code == "bpmn/uncaught-error"
    engine.incidents.retry(incident.id)
    _done(engine)
    expect(engine, instance).is_waiting_at("after")


def test_listener_that_a_modification_does_not_ask_is_noted(engine):
    inside = f'{_asked("start")}<startEvent id="in"/><userTask id="x"/>'
    engine.deploy(chain('<userTask id="first"/>', f'<subProcess id="s">{inside}</subProcess>'))
    instance = engine.start("p")
    engine.instances.modify(instance.id, [Modification(kind="start-before", element_id="x")])
    expect(engine, instance).is_waiting_at("first", "x")
    last = engine.instances.history(instance.id)[-1]
    (note,) = [each for each in last.events if each.get("kind") == "listener-not-asked"]
    assert note["facts"] == {"event": "start", "topic": "hear"}
