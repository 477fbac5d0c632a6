"""Task listeners that are work: the change waits for them, and they may deny or correct it."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium import ListenerAnswer
from trivium.errors import InvalidInput, InvalidModel, WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect


def _heard(*events, more=""):
    listeners = "".join(
        f'<zeebe:taskListener eventType="{event}" type="{event}-job" retries="2"/>'
        for event in events
    )
    return (
        f"<extensionElements>{more}<zeebe:taskListeners>{listeners}</zeebe:taskListeners>"
        "</extensionElements>"
    )


def _deploy(engine, *events, more=""):
    engine.deploy(chain(f'<userTask id="ask">{_heard(*events, more=more)}</userTask>'))


def _task(engine, instance):
    return engine.tasks.query(instance.id)[0]


def _job(engine, topic):
    (job,) = engine.jobs.activate(topic, "w")
    return job


def _answer(engine, topic, variables=None, **answer):
    engine.jobs.complete(
        _job(engine, topic).id, variables, answer=ListenerAnswer(**answer) if answer else None
    )


_CHANGES = {
    "assigning": lambda engine, task: engine.tasks.assign(task, "mary", user="boss"),
    "updating": lambda engine, task: engine.tasks.update(task, {"priority": 7}),
    "completing": lambda engine, task: engine.tasks.complete(task, {"result": 1}, user="mary"),
}
_OTHERS = {
    "complete": lambda engine, task: engine.tasks.complete(task),
    "claim": lambda engine, task: engine.tasks.claim(task, "john"),
    "unclaim": lambda engine, task: engine.tasks.unclaim(task),
    "delegate": lambda engine, task: engine.tasks.delegate(task, "john"),
    "update": lambda engine, task: engine.tasks.update(task, {"name": "x"}),
    "error": lambda engine, task: engine.tasks.error(task, "E"),
}


@pytest.mark.parametrize("event", list(_CHANGES))
def test_change_waits_for_its_listener_and_the_task_shows_it(engine, event):
    _deploy(engine, event)
    instance = engine.start("p")
    task = _task(engine, instance).id
    _CHANGES[event](engine, task)
    shown = engine.tasks.get(task)
    assert (shown.state, shown.assignee, shown.priority) == (event, None, 50)
    expect(engine, instance).is_waiting_at("ask").has_variable("result", None)
    wait, *_ = engine.instances.tree(instance.id).root.children[0].waits
    assert wait.why == f"the task “ask” is {event}"
    _answer(engine, f"{event}-job")
    if event == "completing":
        expect(engine, instance).is_completed().has_variable("result", 1)
        return
    shown = engine.tasks.get(task)
    expected = ("created", "mary", 50) if event == "assigning" else ("created", None, 7)
    assert (shown.state, shown.assignee, shown.priority) == expected


@pytest.mark.parametrize("second", list(_OTHERS))
@pytest.mark.parametrize("event", list(_CHANGES))
def test_second_change_is_refused_and_says_what_it_waits_for(engine, event, second):
    _deploy(engine, event)
    task = _task(engine, engine.start("p")).id
    _CHANGES[event](engine, task)
    with pytest.raises(WrongState) as refusal:
        _OTHERS[second](engine, task)
    assert refusal.value.code == "task/in-transition"
    assert refusal.value.facts["state"] == event
    assert refusal.value.facts["job"] == _job(engine, f"{event}-job").id


def test_task_is_creating_while_its_listeners_hear_of_it(engine):
    given = '<zeebe:assignmentDefinition assignee="mary"/>'
    _deploy(engine, "creating", "assigning", more=given)
    instance = engine.start("p")
    task = _task(engine, instance)
    assert (task.state, task.assignee) == ("creating", None)
    _answer(engine, "creating-job")
    task = _task(engine, instance)
    assert (task.state, task.assignee) == ("assigning", None)
    assert _job(engine, "assigning-job").headers["assignee"] == "mary"
    engine.jobs.complete(engine.jobs.query(instance.id)[0].id)
    task = _task(engine, instance)
    assert (task.state, task.assignee) == ("created", "mary")


def test_listeners_are_asked_one_after_the_other_and_see_what_was_corrected(engine):
    listeners = (
        "<extensionElements><zeebe:taskListeners>"
        '<zeebe:taskListener eventType="updating" type="first"/>'
        '<zeebe:taskListener eventType="updating" type="=name + &quot;nd&quot;" retries="=1 + 4"/>'
        "</zeebe:taskListeners><zeebe:taskHeaders>"
        '<zeebe:header key="colour" value="red"/></zeebe:taskHeaders></extensionElements>'
    )
    engine.deploy(chain(f'<userTask id="ask">{listeners}</userTask>'))
    instance = engine.start("p", {"name": "seco"})
    task = _task(engine, instance).id
    engine.tasks.update(task, {"priority": 7, "candidate_groups": ["a"]})
    headers = _job(engine, "first").headers
    assert (headers["event"], headers["action"], headers["userTaskKey"]) == (
        "updating",
        "update",
        task,
    )
    assert headers["changedAttributes"] == '["candidateGroups","priority"]'
    assert (headers["candidateGroups"], headers["colour"]) == ('["a"]', "red")
    assert not engine.jobs.activate("second", "w")
    corrections = {
        "assignee": "john",
        "dueDate": "2030-01-01T00:00:00Z",
        "followUpDate": "",
        "candidateUsers": ["ann"],
        "priority": 9,
    }
    engine.jobs.complete(
        engine.jobs.query(topic="first")[0].id, answer=ListenerAnswer(corrections=corrections)
    )
    job = _job(engine, "second")
    assert (job.headers["priority"], job.headers["assignee"], job.retries) == ("9", "john", 5)
    engine.jobs.complete(job.id, answer=ListenerAnswer(corrections={"priority": 11}))
    shown = engine.tasks.get(task)
    assert (shown.state, shown.assignee, shown.priority) == ("created", "john", 11)
    assert (shown.candidate_users, shown.candidate_groups) == (("ann",), ("a",))
    assert (shown.due_at.year, shown.follow_up_at) == (2030, None)


@pytest.mark.parametrize("event", list(_CHANGES))
def test_listener_denies_and_all_is_as_it_was(engine, event):
    _deploy(engine, event, event)
    instance = engine.start("p")
    task = _task(engine, instance).id
    _CHANGES[event](engine, task)
    _answer(engine, f"{event}-job", corrections={"priority": 99})
    _answer(engine, f"{event}-job", denied=True, denied_reason="not so")
    shown = engine.tasks.get(task)
    assert (shown.state, shown.assignee, shown.priority) == ("created", None, 50)
    expect(engine, instance).is_waiting_at("ask").has_variable("result", None)
    assert not engine.jobs.query(instance.id).items
    notes = [e for entry in engine.instances.history(instance.id) for e in entry.events]
    (note,) = [e for e in notes if e.get("kind") == "task-change-denied"]
    assert note["facts"]["reason"] == "not so"
    _CHANGES[event](engine, task)
    assert engine.tasks.get(task).state == event


def test_first_assignment_that_is_denied_leaves_the_task_to_anybody(engine):
    _deploy(engine, "assigning", more='<zeebe:assignmentDefinition assignee="mary"/>')
    instance = engine.start("p")
    _answer(engine, "assigning-job", denied=True)
    task = _task(engine, instance)
    assert (task.state, task.assignee) == ("created", None)


def test_who_is_corrected_into_a_new_task_is_heard_to_get_it(engine):
    _deploy(engine, "creating", "assigning")
    instance = engine.start("p")
    _answer(engine, "creating-job", corrections={"assignee": "ann"})
    task = _task(engine, instance)
    assert (task.state, task.assignee) == ("assigning", None)
    _answer(engine, "assigning-job")
    assert _task(engine, instance).assignee == "ann"


def test_completing_listener_sees_the_variables_that_are_to_be_set(engine):
    _deploy(engine, "completing")
    instance = engine.start("p", {"result": 0, "other": 2})
    engine.tasks.complete(_task(engine, instance).id, {"result": 1})
    expect(engine, instance).has_variable("result", 0)
    job = _job(engine, "completing-job")
    assert job.variables == {"result": 1, "other": 2}
    engine.jobs.complete(job.id, {"checked": True})
    expect(engine, instance).is_completed().has_variable("result", 1).has_variable("checked", True)


@pytest.mark.parametrize(
    ("event", "answer", "code"),
    [
        ("creating", {"denied": True}, "task/cannot-be-denied"),
        ("updating", {"denied": True, "corrections": {"priority": 1}}, "task/denied-and-corrected"),
        ("updating", {"corrections": {"name": "x"}}, "task/unknown-field"),
        ("updating", {"corrections": {"priority": "high"}}, "task/wrong-correction"),
        ("updating", {"corrections": {"candidateUsers": "ann"}}, "task/wrong-correction"),
        ("updating", {"corrections": {"assignee": 1}}, "task/wrong-correction"),
        ("updating", {"corrections": {"dueDate": "soon"}}, "task/wrong-correction"),
    ],
)
def test_answer_that_cannot_be_is_refused_and_the_job_stays(engine, event, answer, code):
    _deploy(engine, event)
    instance = engine.start("p")
    if event == "updating":
        engine.tasks.update(_task(engine, instance).id, {"priority": 7})
    job = _job(engine, f"{event}-job")
    with pytest.raises(InvalidInput) as refusal:
        engine.jobs.complete(job.id, answer=ListenerAnswer(**answer))
    assert refusal.value.code == code
    engine.jobs.complete(job.id)
    assert _task(engine, instance).state == "created"


def test_answer_is_for_listeners_only(engine):
    engine.deploy(chain('<serviceTask id="work" camunda:type="external" camunda:topic="t"/>'))
    engine.start("p")
    with pytest.raises(InvalidInput) as refusal:
        engine.jobs.complete(_job(engine, "t").id, answer=ListenerAnswer(denied=True))
    assert refusal.value.code == "job/no-task-listener"


def test_listener_that_fails_is_tried_again_and_then_an_incident(engine):
    _deploy(engine, "completing")
    instance = engine.start("p")
    task = _task(engine, instance).id
    engine.tasks.complete(task)
    assert engine.jobs.fail(_job(engine, "completing-job").id, "no") == 1
    assert engine.jobs.fail(_job(engine, "completing-job").id, "no") == 0
    (incident,) = engine.incidents.query(instance.id)
    assert engine.tasks.get(task).state == "completing"
    engine.incidents.retry(incident.id)
    _answer(engine, "completing-job")
    expect(engine, instance).is_completed()


@pytest.mark.parametrize("how", ["manual", "skip", "abort"])
def test_incident_of_a_listener_has_the_other_resolutions(engine, how):
    _deploy(engine, "completing")
    instance = engine.start("p")
    engine.tasks.complete(_task(engine, instance).id, {"result": 1})
    engine.jobs.fail(_job(engine, "completing-job").id, "no", retries=0)
    engine.incidents.resolve(engine.incidents.query(instance.id)[0].id, how)
    if how == "abort":
        expect(engine, instance).is_terminated()
    else:
        expect(engine, instance).is_completed()
        expect(engine, instance).has_variable("result", 1 if how == "manual" else None)


def test_interrupted_task_forgets_what_it_waited_for(engine):
    boundary = (
        '<boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition><timeDuration>PT1H'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
    )
    model = chain(f'<userTask id="ask">{_heard("completing")}</userTask>')
    engine.deploy(model.replace(b"</process>", boundary.encode() + b"</process>"))
    instance = engine.start("p")
    engine.tasks.complete(_task(engine, instance).id)
    engine.advance("PT2H")
    assert not engine.jobs.query(instance.id).items
    assert not engine.tasks.query(instance.id).items


@pytest.mark.parametrize("event", ["assignment", "update"])
def test_listeners_of_camunda_7_by_name_are_waited_for_at_every_event(engine, event):
    listeners = (
        f'<camunda:taskListener event="{event}" class="Hear"/>'
        f'<camunda:taskListener event="{event}"'
        " expression=\"${task.setName(task.eventName.concat(' ').concat(task.assignee))}\"/>"
    )
    engine.deploy(
        chain(f'<userTask id="ask"><extensionElements>{listeners}</extensionElements></userTask>')
    )
    instance = engine.start("p")
    task = _task(engine, instance).id
    engine.tasks.claim(task, "mary")
    assert engine.tasks.get(task).assignee is None
    _answer(engine, "Hear", {"heard": True}, corrections={"priority": 3})
    shown = engine.tasks.get(task)
    assert (shown.assignee, shown.name, shown.priority) == ("mary", f"{event} mary", 3)
    expect(engine, instance).has_variable("heard", True)


def test_handler_may_answer(engine):
    _deploy(engine, "assigning")

    @engine.handler("assigning-job")
    def deny(job):
        return ListenerAnswer(denied=job.headers["assignee"] == "mary", denied_reason="holiday")

    instance = engine.start("p")
    task = _task(engine, instance).id
    engine.tasks.claim(task, "mary")
    engine.run_until_idle()
    assert engine.tasks.get(task).assignee is None
    engine.tasks.claim(task, "john")
    engine.run_until_idle()
    assert engine.tasks.get(task).assignee == "john"


@pytest.mark.parametrize("attributes", ['eventType="leaving" type="x"', 'eventType="updating"'])
def test_listener_for_nothing_is_refused(engine, attributes):
    listener = f"<zeebe:taskListeners><zeebe:taskListener {attributes}/></zeebe:taskListeners>"
    model = chain(
        f'<userTask id="ask"><extensionElements>{listener}</extensionElements></userTask>'
    )
    with pytest.raises(InvalidModel) as refusal:
        engine.deploy(model)
    assert [f.code for f in refusal.value.findings] == ["bpmn/unsupported-listener"]


_LISTENERS = _heard("canceling")
_LATE = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
_ASK = f'<userTask id="ask">{_LISTENERS}</userTask>'
_SCOPE = f'<startEvent id="in"/>{_ASK}<sequenceFlow id="f" sourceRef="in" targetRef="ask"/>'


def _interrupted(body, *, on="ask", flow="start -> ask"):
    return bpmn(
        f'<startEvent id="start"/>{body}<boundaryEvent id="late" attachedToRef="{on}">{_LATE}'
        f'</boundaryEvent><userTask id="after"/><userTask id="never"/>\n{flow}\nlate -> after\n{on} -> never'
    )


def _in_event_sub_process(body):
    return bpmn(
        f'<startEvent id="start"/>{body}<subProcess id="sub" triggeredByEvent="true">'
        f'<startEvent id="late">{_LATE}</startEvent><userTask id="after"/>'
        '<sequenceFlow id="g" sourceRef="late" targetRef="after"/></subProcess>\nstart -> ask'
    )


_INTERRUPTED = {
    "boundary event": _interrupted(_ASK),
    "boundary event of a sub-process": _interrupted(
        f'<subProcess id="s"><startEvent id="in"/>{_ASK}<userTask id="other"/>'
        '<sequenceFlow id="f" sourceRef="in" targetRef="ask"/>'
        '<sequenceFlow id="g" sourceRef="in" targetRef="other"/></subProcess>',
        on="s",
        flow="start -> s",
    ),
    "event sub-process": _in_event_sub_process(_ASK),
    "parallel multi-instance": _interrupted(
        f'<userTask id="ask">{_LISTENERS}<multiInstanceLoopCharacteristics><loopCardinality>1'
        "</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    ),
}


@pytest.mark.parametrize("how", list(_INTERRUPTED))
def test_interrupted_task_ends_when_its_listeners_have_heard_of_it(engine, how):
    engine.deploy(_INTERRUPTED[how])
    instance = engine.start("p")
    task = next(t for t in engine.tasks.query(instance.id) if t.element_id == "ask").id
    engine.advance("PT2H")
    assert [t.id for t in engine.tasks.query(instance.id)] == [task]
    assert engine.tasks.get(task).state == "canceling"
    with pytest.raises(WrongState):
        engine.tasks.complete(task)
    job = _job(engine, "canceling-job")
    assert (job.headers["event"], job.headers["action"]) == ("canceling", "cancel")
    with pytest.raises(InvalidInput):
        engine.jobs.complete(job.id, answer=ListenerAnswer(denied=True))
    with pytest.raises(WrongState):
        engine.jobs.error(job.id, "E")
    engine.jobs.complete(job.id)
    expect(engine, instance).is_waiting_at("after")


def test_instance_is_terminated_when_the_listeners_of_its_tasks_have_heard_of_it(engine):
    engine.deploy(chain(_ASK, key="called"))
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><callActivity id="call" calledElement="called"/>'
            f'<userTask id="own">{_LISTENERS}</userTask><userTask id="plain"/>'
            "\nstart -> call\nstart -> own\nstart -> plain"
        )
    )
    instance = engine.start("p")
    engine.instances.terminate(instance.id, "enough")
    assert {t.element_id: t.state for t in engine.tasks.query(instance.id)} == {
        "ask": "canceling",
        "own": "canceling",
    }
    expect(engine, instance).is_active()
    for job in engine.jobs.activate("canceling-job", "w", limit=5):
        expect(engine, instance).is_active()
        engine.jobs.complete(job.id)
    expect(engine, instance).is_terminated()
    assert not engine.tasks.query(instance.id).items


def test_wider_ending_takes_the_place_of_a_narrower_one(engine):
    engine.deploy(_INTERRUPTED["boundary event of a sub-process"])
    instance = engine.start("p")
    engine.advance("PT2H")
    engine.instances.terminate(instance.id)
    engine.jobs.complete(_job(engine, "canceling-job").id)
    expect(engine, instance).is_terminated()


def test_change_that_was_waiting_is_given_up_when_its_task_is_cancelled(engine):
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><userTask id="ask">{_heard("completing", "canceling")}</userTask>'
            f'<boundaryEvent id="late" attachedToRef="ask">{_LATE}</boundaryEvent>'
            "\nstart -> ask"
        )
    )
    instance = engine.start("p")
    engine.tasks.complete(_task(engine, instance).id, {"result": 1})
    engine.advance("PT2H")
    (job,) = engine.jobs.query(instance.id)
    assert job.topic == "canceling-job"
    engine.jobs.complete(job.id)
    expect(engine, instance).is_completed().has_variable("result", None)


_END = {
    "terminate": "<terminateEventDefinition/>",
    "error": '<errorEventDefinition errorRef="oops"/>',
}


@pytest.mark.parametrize("end", list(_END))
def test_what_an_end_event_ends_is_heard_first(engine, end):
    inside = (
        '<startEvent id="in"/><parallelGateway id="g"/>'
        f'{_ASK}<userTask id="go"/><endEvent id="end">{_END[end]}</endEvent>'
        '<sequenceFlow id="f1" sourceRef="in" targetRef="g"/>'
        '<sequenceFlow id="f2" sourceRef="g" targetRef="ask"/>'
        '<sequenceFlow id="f3" sourceRef="g" targetRef="go"/>'
        '<sequenceFlow id="f4" sourceRef="go" targetRef="end"/>'
    )
    boundary = '<boundaryEvent id="b" attachedToRef="s"><errorEventDefinition/></boundaryEvent>'
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><subProcess id="s">{inside}</subProcess>{boundary}'
            '<userTask id="after"/>\nstart -> s\ns -> after\nb -> after',
            roots='<error id="oops" errorCode="E"/>',
        )
    )
    instance = engine.start("p")
    go = next(t for t in engine.tasks.query(instance.id) if t.element_id == "go")
    engine.tasks.complete(go.id)
    assert [t.state for t in engine.tasks.query(instance.id)] == ["canceling"]
    _answer(engine, "canceling-job")
    expect(engine, instance).is_waiting_at("after")


def test_cancelled_transaction_is_undone_when_its_tasks_have_heard_of_it(engine):
    inside = (
        '<startEvent id="in"/><parallelGateway id="g"/>'
        f'{_ASK}<manualTask id="did"/><endEvent id="end"><cancelEventDefinition/></endEvent>'
        '<boundaryEvent id="c" attachedToRef="did"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="undo" isForCompensation="true"/>'
        '<association id="a" associationDirection="One" sourceRef="c" targetRef="undo"/>'
        '<sequenceFlow id="f1" sourceRef="in" targetRef="g"/>'
        '<sequenceFlow id="f2" sourceRef="g" targetRef="ask"/>'
        '<sequenceFlow id="f3" sourceRef="g" targetRef="did"/>'
        '<sequenceFlow id="f4" sourceRef="did" targetRef="end"/>'
    )
    boundary = '<boundaryEvent id="b" attachedToRef="s"><cancelEventDefinition/></boundaryEvent>'
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><transaction id="s">{inside}</transaction>{boundary}'
            '<userTask id="after"/>\nstart -> s\nb -> after'
        )
    )
    instance = engine.start("p")
    assert [t.state for t in engine.tasks.query(instance.id)] == ["canceling"]
    _answer(engine, "canceling-job")
    expect(engine, instance).is_waiting_at("undo")
    engine.tasks.complete(_task(engine, instance).id)
    expect(engine, instance).is_waiting_at("after")


def test_multi_instance_that_has_enough_ends_when_the_others_have_heard_of_it(engine):
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality><completionCondition>"
        "nrOfCompletedInstances = 1</completionCondition></multiInstanceLoopCharacteristics>"
    )
    engine.deploy(chain(f'<userTask id="ask">{_LISTENERS}{loop}</userTask>', '<userTask id="x"/>'))
    instance = engine.start("p")
    engine.tasks.complete(_task(engine, instance).id)
    jobs = engine.jobs.activate("canceling-job", "w", limit=5)
    assert len(jobs) == 2
    for job in jobs:
        expect(engine, instance).is_waiting_at("ask", "ask")
        engine.jobs.complete(job.id)
    expect(engine, instance).is_waiting_at("x")


@pytest.mark.parametrize("cancels", ["true", "false"])
def test_ad_hoc_sub_process_that_is_complete_ends_what_is_left_when_it_has_heard(engine, cancels):
    inside = f'{_ASK}<manualTask id="go"/><completionCondition>true</completionCondition>'
    engine.deploy(
        chain(
            f'<adHocSubProcess id="s" cancelRemainingInstances="{cancels}">{inside}</adHocSubProcess>',
            '<userTask id="x"/>',
        )
    )
    instance = engine.start("p")
    engine.instances.start_activity(instance.id, "ask")
    engine.instances.start_activity(instance.id, "go")
    if cancels == "true":
        _answer(engine, "canceling-job")
    else:
        engine.tasks.complete(_task(engine, instance).id)
    expect(engine, instance).is_waiting_at("x")


def test_modification_cancels_a_task_that_has_heard_of_it(engine):
    engine.deploy(chain(_ASK, '<userTask id="x"/>'))
    instance = engine.start("p")
    engine.instances.modify(
        instance.id,
        [
            Modification(kind="cancel", element_id="ask"),
            Modification(kind="start-before", element_id="x"),
        ],
    )
    expect(engine, instance).is_waiting_at("ask", "x")
    _answer(engine, "canceling-job")
    expect(engine, instance).is_waiting_at("x")


@pytest.mark.parametrize("how", ["manual", "skip", "abort", "retry"])
@pytest.mark.parametrize("kind", ["job", "expression"])
def test_incident_of_a_canceling_listener_is_resolved(engine, how, kind):
    more = '<camunda:taskListener event="delete" expression="${mine.name}"/>'
    listeners = _heard("canceling", more=more if kind == "expression" else "")
    engine.deploy(
        chain(f'<userTask id="ask">{listeners}</userTask>').replace(
            b"</process>",
            f'<boundaryEvent id="late" attachedToRef="ask">{_LATE}</boundaryEvent></process>'.encode(),
        )
    )
    instance = engine.start("p")
    engine.advance("PT2H")
    if kind == "job":
        engine.jobs.fail(_job(engine, "canceling-job").id, "no", retries=0)
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.resolve(incident.id, how, {"mine": {"name": "x"}} if how == "retry" else None)
    if how == "abort":
        expect(engine, instance).is_terminated()
        return
    if how == "retry":
        _answer(engine, "canceling-job")
    expect(engine, instance).is_completed()


def test_task_that_is_being_cancelled_cannot_be_migrated(engine):
    engine.deploy(_INTERRUPTED["boundary event"])
    instance = engine.start("p")
    engine.advance("PT2H")
    target = engine.deploy(_interrupted(_ASK, flow="start -> ask\nstart -> never")).definitions[0]
    with pytest.raises(WrongState) as refusal:
        engine.migrations.migrate(
            engine.migrations.plan(instance.definition_id, target.id), instance.id
        )
    assert "migration/ending" in {p["code"] for p in refusal.value.facts["problems"]}


def test_scope_that_ends_takes_the_place_of_the_event_on_its_task(engine):
    inside = (
        f'<startEvent id="in"/>{_ASK}<boundaryEvent id="own" attachedToRef="ask">'
        "<timerEventDefinition><timeDuration>PT30M</timeDuration></timerEventDefinition>"
        '</boundaryEvent><userTask id="never"/>'
        '<sequenceFlow id="f" sourceRef="in" targetRef="ask"/>'
        '<sequenceFlow id="g" sourceRef="own" targetRef="never"/>'
    )
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><subProcess id="s">{inside}</subProcess>'
            f'<boundaryEvent id="late" attachedToRef="s">{_LATE}</boundaryEvent>'
            '<userTask id="after"/>\nstart -> s\nlate -> after'
        )
    )
    instance = engine.start("p")
    engine.advance("PT45M")
    engine.advance("PT45M")
    _answer(engine, "canceling-job")
    expect(engine, instance).is_waiting_at("after")


def test_updating_listener_hears_variables_of_the_task_itself(engine):
    _deploy(engine, "updating")
    instance = engine.start("p", {"a": 1})
    item = engine.instances.tree(instance.id).root.children[0].item
    engine.instances.set_variables(instance.id, {"a": 2}, element_instance=item, local=True)
    task = _task(engine, instance)
    assert (task.state, engine.tasks.variables(task.id)) == ("updating", {"a": 1})
    with pytest.raises(WrongState):
        engine.instances.set_variables(instance.id, {"a": 3}, element_instance=item, local=True)
    job = _job(engine, "updating-job")
    assert (job.variables, job.headers["changedAttributes"]) == ({"a": 2}, '["variables"]')
    engine.jobs.complete(job.id)
    assert engine.tasks.variables(task.id) == {"a": 2}
    expect(engine, instance).has_variable("a", 1)
    engine.instances.set_variables(instance.id, {"a": 4}, element_instance=item, local=True)
    _answer(engine, "updating-job", denied=True)
    assert engine.tasks.variables(task.id) == {"a": 2}


def test_incident_of_a_canceling_listener_is_not_resolved_by_a_modification(engine):
    engine.deploy(_INTERRUPTED["boundary event"])
    instance = engine.start("p")
    engine.advance("PT2H")
    engine.jobs.fail(_job(engine, "canceling-job").id, "no", retries=0)
    (incident,) = engine.incidents.query(instance.id)
    with pytest.raises(WrongState):
        engine.incidents.resolve(incident.id, "modify")
    engine.incidents.resolve(incident.id, "skip")
    expect(engine, instance).is_waiting_at("after")


def test_modification_takes_no_token_from_what_is_about_to_end(engine):
    engine.deploy(_INTERRUPTED["boundary event of a sub-process"])
    instance = engine.start("p")
    engine.advance("PT2H")
    engine.instances.modify(instance.id, [Modification(kind="cancel", element_id="ask")])
    _answer(engine, "canceling-job")
    expect(engine, instance).is_waiting_at("after")
