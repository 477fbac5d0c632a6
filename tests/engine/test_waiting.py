"""For every kind of wait the engine says why, and who or what releases it; and that does release it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.engine.views import waiting
from trivium.testing import expect

_AFTER = '<userTask id="after"/>'
_ROOTS = '<message id="m" name="paid"/><signal id="s" name="closed"/>'


def _catch(definition):
    return chain(
        f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>',
        _AFTER,
        roots=_ROOTS,
    )


_FORK = """<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><parallelGateway id="x"/>
<userTask id="after"/>
start -> fork
fork -> a
fork -> x
a -> x
x -> after"""
_CYCLE = "<camunda:failedJobRetryTimeCycle>R3/PT1H</camunda:failedJobRetryTimeCycle>"
_RETRIED = (
    f'<scriptTask id="x" camunda:asyncBefore="true"><extensionElements>{_CYCLE}</extensionElements>'
    "<script>${missing.name}</script></scriptTask>"
)


def _task(engine, instance, wait):
    engine.tasks.complete(wait.id)


def _minute(engine, instance, wait):
    engine.advance(timedelta(minutes=1))


def _work(engine, instance, wait):
    (job,) = engine.jobs.activate(wait.name, "w")
    engine.jobs.complete(job.id)


def _scheduler(engine, instance, wait):
    engine.run_until_idle()


def _retried(engine, instance, wait):
    engine.instances.set_variables(instance.id, {"missing": {"name": 1}})
    engine.advance(timedelta(hours=1))


def _joined(engine, instance, wait):
    (task,) = engine.tasks.query(instance.id)
    engine.tasks.complete(task.id)


def _ad_hoc(engine, instance, wait):
    engine.instances.start_activity(instance.id, "one")
    (task,) = engine.tasks.query(instance.id)
    engine.tasks.complete(task.id)


_KINDS = {
    "task": (
        chain('<userTask id="x" camunda:candidateGroups="clerks"/>', _AFTER),
        "the task “x” is open",
        "a member of clerks: complete task {id}",
        _task,
    ),
    "timer": (
        _catch("<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>"),
        "the timer of “x” runs",
        "the clock, at 2026-01-01 ",
        _minute,
    ),
    "work": (
        chain('<serviceTask id="x" camunda:type="external" camunda:topic="t"/>', _AFTER),
        "the work of “x” is to be done",
        "a handler or worker for the topic t: complete job {id}",
        _work,
    ),
    "async": (
        chain('<manualTask id="x" camunda:asyncBefore="true"/>', _AFTER),
        "“x” goes on asynchronously",
        "the scheduler, job {id}",
        _scheduler,
    ),
    "retry": (
        chain(_RETRIED, _AFTER),
        "“x” has failed and is tried again",
        "the scheduler, at 2026-01-01 ",
        _retried,
    ),
    "message": (
        _catch('<messageEventDefinition messageRef="m"/>'),
        "“x” waits for a message",
        "whoever sends the message paid",
        lambda engine, instance, wait: engine.messages.correlate(wait.name),
    ),
    "signal": (
        _catch('<signalEventDefinition signalRef="s"/>'),
        "“x” waits for a signal",
        "whoever broadcasts the signal closed",
        lambda engine, instance, wait: engine.signals.broadcast(wait.name),
    ),
    "incident": (
        chain('<scriptTask id="x"><script>${missing.name}</script></scriptTask>', _AFTER),
        "“x” has failed: ",
        "an operator, who mends the cause and retries incident {id}, or resolves it otherwise",
        lambda engine, instance, wait: engine.incidents.retry(wait.id, {"missing": {"name": 1}}),
    ),
    "condition": (
        _catch(
            "<conditionalEventDefinition><condition>ready = true</condition></conditionalEventDefinition>"
        ),
        "the condition of “x” is not true yet",
        "whoever sets a variable that makes it true",
        lambda engine, instance, wait: engine.instances.set_variables(instance.id, {"ready": True}),
    ),
    "trigger": (
        chain('<receiveTask id="x"/>', _AFTER),
        "“x” waits for a trigger",
        "whoever triggers this element instance from outside",
        lambda engine, instance, wait: engine.instances.trigger(
            instance.id, _waiting(engine, instance)[0].item
        ),
    ),
    "ad-hoc": (
        chain(
            '<adHocSubProcess id="x"><userTask id="one"/><completionCondition>true</completionCondition>'
            "</adHocSubProcess>",
            _AFTER,
        ),
        "the ad-hoc sub-process “x” is open",
        "people, who start its activities",
        _ad_hoc,
    ),
    "join": (
        bpmn(_FORK),
        "1 of 2 incoming flows of the join x have a token",
        "a token from a",
        _joined,
    ),
}


def _waiting(engine, instance):
    """The element that waits at `x`, and for what."""
    todo = [engine.instances.tree(instance.id).root]
    for element in todo:
        for wait in element.waits:
            if wait.element_id == "x":
                return element, wait
        todo.extend(element.children)
    raise AssertionError("nothing waits at x")


def test_every_kind_is_here():
    assert set(_KINDS) == {*waiting.KINDS, "join"}


@pytest.mark.parametrize("kind", _KINDS)
def test_wait_is_explained_and_released_as_it_says(engine, kind):
    model, why, by, release = _KINDS[kind]
    engine.deploy(model)
    instance = engine.start("p")
    if kind == "retry":
        engine.run_until_idle()
    _, wait = _waiting(engine, instance)
    assert wait.kind == kind
    assert wait.why.startswith(why)
    assert wait.released_by.startswith(by.format(id=wait.id))
    release(engine, instance, wait)
    expect(engine, instance).is_waiting_at("after")


def test_what_is_called_says_why_its_caller_waits(engine):
    engine.deploy(chain(_AFTER.replace("after", "x"), key="called"))
    engine.deploy(chain('<callActivity id="call" calledElement="called"/>'))
    instance = engine.start("p")
    (call,) = engine.instances.tree(instance.id).root.children
    (called,) = call.children
    assert (call.waits, called.children[0].waits[0].kind) == ((), "task")


def test_task_without_candidates_is_for_anybody_and_a_claimed_one_for_its_assignee(engine):
    engine.deploy(chain('<userTask id="x"/>', _AFTER))
    instance = engine.start("p")
    _, wait = _waiting(engine, instance)
    assert wait.released_by.startswith("anybody: it has no candidates")
    engine.tasks.claim(wait.id, "ada")
    assert _waiting(engine, instance)[1].released_by.startswith("ada, who has claimed it")


def test_work_says_who_has_it_and_that_it_has_failed(engine):
    engine.deploy(_KINDS["work"][0])
    instance = engine.start("p")
    (job,) = engine.jobs.activate("t", "printer")
    assert "now with printer" in _waiting(engine, instance)[1].why
    engine.jobs.fail(job.id, "no paper", retries=0)
    waits = {wait.kind: wait for wait in _waiting(engine, instance)[0].waits}
    assert waits["work"].why == "the work of “x” has failed"
    assert waits["work"].released_by == "ending its incident"


def test_suspended_instance_says_that_it_must_be_resumed(engine):
    engine.deploy(_KINDS["task"][0])
    instance = engine.start("p")
    engine.instances.suspend(instance.id)
    (wait,) = engine.instances.tree(instance.id).root.waits
    assert (wait.kind, wait.why) == ("suspended", "the instance is suspended")
    assert wait.released_by == "an operator, who resumes it"
    engine.instances.resume(instance.id)
    assert not engine.instances.tree(instance.id).root.waits
