"""What the dialects let listen in cases: to transitions of plan items, and to human tasks."""

from __future__ import annotations

import pytest

from trivium.errors import InvalidModel, WrongState

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/cmmn" xmlns:flowable="http://flowable.org/cmmn">'
)


def _case(plan, extensions="", of_plan=""):
    inside = f"<extensionElements>{of_plan}</extensionElements>" if of_plan else ""
    of_case = f"<extensionElements>{extensions}</extensionElements>" if extensions else ""
    return (
        f'{_HEAD}<case id="c">{of_case}<casePlanModel id="plan">{inside}'
        f'<planItem id="keep" definitionRef="other"/>{plan}<humanTask id="other"/>'
        "</casePlanModel></case></definitions>"
    ).encode()


def _said(variable, text):
    """An expression that writes down what it has heard."""
    return f"${{caseExecution.setVariable('{variable}', {variable}.concat({text}))}}"


def _task(listeners, item="", kind="humanTask"):
    return (
        f'<planItem id="x" name="Do it" definitionRef="t">{item}</planItem>'
        f'<{kind} id="t"><extensionElements>{listeners}</extensionElements></{kind}>'
    )


def _log(engine, case):
    return engine.instances.variables(case)["log"]


@pytest.fixture
def start(engine):
    def started(model, **variables):
        engine.deploy(model)
        return engine.start("c", {"log": "", **variables}).id

    return started


def test_transitions_of_a_task_are_heard_in_their_order(engine, start):
    heard = _said("log", "caseExecution.eventName.concat(' ')")
    manual = "<itemControl><manualActivationRule/></itemControl>"
    case = start(_case(_task(f'<camunda:caseExecutionListener expression="{heard}"/>', manual)))
    for transition in ("disable", "reenable", "manualStart", "suspend", "resume", "complete"):
        engine.cases.transition(case, transition, "x")
    assert _log(engine, case).split() == [
        *("create", "enable", "disable", "reenable", "manualStart"),
        *("suspend", "resume", "complete"),
    ]


def test_listener_hears_the_event_that_it_names_alone(engine, start):
    listeners = "".join(
        f'<camunda:caseExecutionListener event="{event}" expression="{_said("log", text)}"/>'
        for event, text in (("start", "'a'"), ("complete", "'b'"), ("exit", "'c'"))
    )
    case = start(_case(_task(listeners)))
    assert _log(engine, case) == "a"
    engine.cases.transition(case, "complete", "x")
    assert _log(engine, case) == "ab"


def test_listener_of_flowable_hears_a_change_between_states(engine, start):
    listeners = (
        '<flowable:planItemLifecycleListener sourceState="available" targetState="active"'
        f' expression="{_said("log", "planItemInstance.name")}"/>'
        f'<flowable:planItemLifecycleListener targetState="terminated" expression="{_said("log", chr(39) + "!" + chr(39))}"/>'
    )
    case = start(_case(_task(listeners)))
    assert _log(engine, case) == "Do it"
    engine.cases.transition(case, "terminate", "x")
    assert _log(engine, case) == "Do it!"


def test_milestones_and_stages_are_heard(engine, start):
    occur = f'<camunda:caseExecutionListener event="occur" expression="{_said("log", "&apos;m&apos;")}"/>'
    case = start(_case(_task(occur, kind="milestone")))
    assert _log(engine, case) == "m"


def test_case_itself_is_heard(engine, start):
    events = (
        f'<camunda:caseExecutionListener expression="{_said("log", "caseExecution.eventName")}"/>'
    )
    change = f'<flowable:caseLifecycleListener sourceState="active" targetState="terminated" expression="{_said("log", "&apos;!&apos;")}"/>'
    case = start(_case("", change, events))
    engine.cases.transition(case, "suspend")
    engine.cases.transition(case, "resume")
    engine.cases.transition(case, "terminate")
    assert _log(engine, case) == "createsuspendresume!terminate"


def test_script_listens(engine, start):
    script = '<camunda:script scriptFormat="juel">${caseExecution.setVariable("log", "script")}</camunda:script>'
    listener = (
        f'<camunda:caseExecutionListener event="start">{script}</camunda:caseExecutionListener>'
    )
    assert _log(engine, start(_case(_task(listener)))) == "script"
    unknown = listener.replace("juel", "cobol")
    with pytest.raises(InvalidModel, match="cobol"):
        engine.deploy(_case(_task(unknown)))


def test_transition_that_its_listener_fails_is_not_made(engine, start):
    listeners = "".join(
        f'<camunda:caseExecutionListener event="{event}" expression="${{{event}Is.there}}"/>'
        for event in ("start", "complete")
    )
    case = start(_case(_task(listeners)))
    (incident,) = engine.incidents.query(case)
    assert engine.cases.items(case, element="x").items[0].state == "failed"
    engine.instances.set_variables(case, {"startIs": {"there": True}})
    engine.incidents.retry(incident.id)
    (task,) = (each for each in engine.tasks.query(case) if each.element_id == "x")
    engine.tasks.complete(task.id)
    (incident,) = engine.incidents.query(case)
    engine.instances.set_variables(case, {"completeIs": {"there": True}})
    engine.incidents.retry(incident.id)
    assert engine.cases.items(case, element="x").items[0].state == "completed"


def test_transition_that_somebody_asks_for_is_refused_if_its_listener_fails(engine, start):
    listener = '<camunda:caseExecutionListener event="manualStart" expression="${no.such}"/>'
    manual = "<itemControl><manualActivationRule/></itemControl>"
    case = start(_case(_task(listener, manual)))
    with pytest.raises(WrongState):
        engine.cases.transition(case, "manualStart", "x")
    assert engine.cases.items(case, element="x").items[0].state == "enabled"


def test_end_that_comes_from_elsewhere_is_not_held_up_by_a_listener(engine, start):
    listener = '<camunda:caseExecutionListener event="exit" expression="${no.such}"/>'
    case = start(_case(_task(listener)))
    engine.cases.transition(case, "terminate")
    assert engine.cases.items(case, element="x").items[0].state == "terminated"
    last = engine.instances.history(case).items[-1]
    assert "listener-failed" in {each.get("kind") for each in last.events}


def test_human_task_is_heard_as_that_of_a_process(engine, start):
    heard = "${task.setVariable('log', log.concat(task.eventName).concat(' '))}"
    case = start(_case(_task(f'<camunda:taskListener event="all" expression="{heard}"/>')))
    (task,) = (each for each in engine.tasks.query(case) if each.element_id == "x")
    engine.tasks.assign(task.id, "ada")
    engine.tasks.complete(task.id)
    assert _log(engine, case).split() == ["create", "assignment", "complete"]


def test_human_task_that_is_ended_is_heard(engine, start):
    heard = "${task.setVariable('log', log.concat(task.eventName))}"
    listeners = "".join(
        f'<camunda:taskListener event="{event}" expression="{heard}"/>'
        for event in ("delete", "update")
    )
    case = start(_case(_task(listeners)))
    assert _log(engine, case) == ""
    (task,) = (each for each in engine.tasks.query(case) if each.element_id == "x")
    engine.tasks.update(task.id, {"priority": 70})
    engine.cases.transition(case, "terminate", "x")
    assert _log(engine, case) == "updatedelete"


def test_listener_may_change_the_task(engine, start):
    listener = '<flowable:taskListener event="create" expression="${task.setAssignee(who)}"/>'
    case = start(_case(_task(listener)), who="bob")
    assert [each.element_id for each in engine.tasks.query(case, assignee="bob")] == ["x"]


def test_form_of_a_case_task_has_its_fields(engine, start):
    data = (
        '<camunda:formData><camunda:formField id="age" type="long" label="Age" defaultValue="1">'
        '<camunda:validation><camunda:constraint name="required"/></camunda:validation>'
        "</camunda:formField></camunda:formData>"
    )
    case = start(_case(_task(data)))
    (task,) = (each for each in engine.tasks.query(case) if each.element_id == "x")
    assert task.form == {
        "fields": [
            {
                "id": "age",
                "type": "long",
                "label": "Age",
                "default": "1",
                "constraints": {"required": None},
            }
        ]
    }
    prop = '<flowable:formProperty id="age" name="Age" type="long" required="true"/>'
    case = start(_case(_task(prop)))
    (task,) = (each for each in engine.tasks.query(case) if each.element_id == "x")
    assert task.form["fields"][0]["label"] == "Age"


@pytest.mark.parametrize(
    ("kind", "listener"),
    [
        ("humanTask", '<camunda:caseExecutionListener event="start" class="org.x.Y"/>'),
        ("humanTask", '<camunda:taskListener event="create" delegateExpression="${bean}"/>'),
        ("humanTask", '<camunda:taskListener event="timeout" expression="${1}"/>'),
        ("humanTask", '<camunda:variableListener class="org.x.Y"/>'),
        ("milestone", '<camunda:taskListener event="create" expression="${1}"/>'),
        ("humanTask", '<flowable:caseLifecycleListener expression="${1}"/>'),
    ],
)
def test_listener_that_is_not_called_is_told(engine, kind, listener):
    (finding,) = engine.deploy(_case(_task(listener, kind=kind))).findings
    assert finding.code == "cmmn/no-effect"
