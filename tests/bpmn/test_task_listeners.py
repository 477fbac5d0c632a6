"""Task listeners that are work: the change waits for them, and they may deny or correct it."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium import ListenerAnswer
from trivium.errors import InvalidInput, InvalidModel, WrongState
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
