"""Incidents: five types, six ways to end them, and what is said of them meanwhile."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect

_WORK = '<serviceTask id="do" camunda:type="external" camunda:topic="t"/>'
_SCRIPT = '<scriptTask id="do" camunda:resultVariable="y"><script>${x.a + 1}</script></scriptTask>'
_AFTER = '<userTask id="after"/>'
_CHOICE = """<startEvent id="start"/><exclusiveGateway id="do"/><userTask id="a"/><userTask id="b"/>
start -> do
do -> a : x > 1
do -> b : x > 2"""
_THROWN = """<startEvent id="start"/><userTask id="after"/><subProcess id="do"><startEvent id="in"/>
<endEvent id="thrown"><errorEventDefinition errorRef="e"/></endEvent>
in -> thrown
</subProcess>
start -> do
do -> after"""
_ERRORS = '<error id="e" errorCode="E1"/>'


@pytest.fixture
def failed(engine):
    """An instance whose element `do` has failed in the way that is asked for, and its incident."""

    def fail(kind):
        model = {
            "failed-external-task": lambda: chain(_WORK, _AFTER),
            "failed-job": lambda: chain(_WORK, _AFTER),
            "failed-instruction": lambda: chain(_SCRIPT, _AFTER),
            "condition-error": lambda: bpmn(_CHOICE),
            "unhandled-bpmn-error": lambda: bpmn(_THROWN, roots=_ERRORS),
        }[kind]()
        engine.deploy(model)
        instance = engine.start("p", {"x": 0})
        if kind == "failed-external-task":
            (job,) = engine.jobs.activate("t", "w")
            engine.jobs.fail(job.id, "no paper", retries=0)
        if kind == "failed-job":

            @engine.handler("t")
            def do(job):
                raise ValueError("no ink")

            engine.run_until_idle()
        (incident,) = engine.incidents.query(instance.id)
        return instance, incident

    return fail


_TYPES = [
    "failed-external-task",
    "failed-job",
    "failed-instruction",
    "condition-error",
    "unhandled-bpmn-error",
]


@pytest.mark.parametrize("kind", _TYPES)
def test_is_of_the_type_of_its_cause(failed, kind):
    _, incident = failed(kind)
    assert (incident.type, incident.state) == (kind, "open")


@pytest.mark.parametrize("kind", _TYPES)
def test_retry_fails_again_and_is_another_incident(engine, failed, kind):
    instance, incident = failed(kind)
    engine.incidents.retry(incident.id)
    if kind == "failed-external-task":
        (job,) = engine.jobs.activate("t", "w")
        engine.jobs.fail(job.id, "no paper", retries=0)
    engine.run_until_idle()
    (again,) = engine.incidents.query(instance.id)
    assert again.id != incident.id
    assert again.type == kind
    assert engine.incidents.get(incident.id).resolution == "retry"


@pytest.mark.parametrize("kind", _TYPES)
def test_abort_ends_the_instance(engine, failed, kind):
    instance, incident = failed(kind)
    engine.incidents.resolve(incident.id, "abort", message="no use", user="ada")
    expect(engine, instance).is_terminated()
    found = engine.incidents.get(incident.id)
    assert (found.state, found.resolution, found.resolved_by) == ("resolved", "abort", "ada")


@pytest.mark.parametrize("kind", _TYPES)
def test_modify_puts_the_token_elsewhere(engine, failed, kind):
    instance, incident = failed(kind)
    to = "b" if kind == "condition-error" else "after"
    engine.incidents.resolve(
        incident.id, "modify", instructions=[Modification(kind="start-before", element_id=to)]
    )
    expect(engine, instance).is_active().is_waiting_at(to).has_no_incident()
    assert engine.incidents.get(incident.id).resolution == "modify"


@pytest.mark.parametrize("kind", [t for t in _TYPES if t != "condition-error"])
@pytest.mark.parametrize("how", ["skip", "manual"])
def test_token_goes_on_without_the_work_or_with_what_was_done_by_hand(engine, failed, kind, how):
    instance, incident = failed(kind)
    engine.incidents.resolve(incident.id, how, {"y": 5})
    expect(engine, instance).is_waiting_at("after").has_variable("y", 5).has_no_incident()
    assert engine.incidents.get(incident.id).resolution == how


def test_choice_is_skipped_by_the_flow_that_is_said(engine, failed):
    instance, incident = failed("condition-error")
    with pytest.raises(InvalidInput, match="do-a, do-b"):
        engine.incidents.resolve(incident.id, "skip")
    expect(engine, instance).has_incident_at("do")
    engine.incidents.resolve(incident.id, "skip", flow="do-b")
    expect(engine, instance).is_waiting_at("b")


def test_choice_is_not_made_by_hand(engine, failed):
    _, incident = failed("condition-error")
    with pytest.raises(WrongState) as refused:
        engine.incidents.resolve(incident.id, "manual")
    assert refused.value.code == "incident/not-manual"


def test_outputs_are_mapped_when_it_was_done_by_hand_and_not_when_it_is_skipped(engine):
    outputs = (
        '<extensionElements><camunda:inputOutput><camunda:outputParameter name="z">${y + 1}'
        "</camunda:outputParameter></camunda:inputOutput></extensionElements>"
    )
    engine.deploy(chain(_WORK.replace("/>", f">{outputs}</serviceTask>"), _AFTER))
    for how, z in (("manual", 6), ("skip", None)):
        instance = engine.start("p")
        (job,) = engine.jobs.activate("t", "w")
        engine.jobs.fail(job.id, "no paper", retries=0)
        (incident,) = engine.incidents.query(instance.id)
        engine.incidents.resolve(incident.id, how, {"y": 5})
        assert engine.instances.variables(instance.id).get("z") == z


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_instances_of_an_activity_are_skipped_one_by_one(engine, sequential):
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
        "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></scriptTask>"
    )
    engine.deploy(chain(_SCRIPT.replace("</scriptTask>", loop), _AFTER))
    instance = engine.start("p", {"x": 0})
    for left in (3, 2, 1):
        incidents = engine.incidents.query(instance.id)
        assert len(incidents) == (1 if sequential == "true" else left)
        engine.incidents.resolve(incidents[0].id, "skip")
    expect(engine, instance).is_waiting_at("after")


def test_late_result_ends_the_incident_by_itself(engine, failed):
    instance, incident = failed("failed-external-task")
    engine.jobs.complete(incident.job_id, {"y": 1})
    expect(engine, instance).is_waiting_at("after").has_no_incident()
    assert engine.incidents.get(incident.id).resolution == "automatic"


def test_end_of_the_instance_deletes_its_incidents(engine, failed):
    instance, incident = failed("failed-job")
    engine.instances.terminate(instance.id)
    assert engine.incidents.get(incident.id).state == "deleted"
    assert not engine.incidents.query(instance.id)
    assert [i.id for i in engine.incidents.query(instance.id, state="deleted")] == [incident.id]
    assert [i.id for i in engine.incidents.query(instance.id, state=None)] == [incident.id]


def test_history_tells_who_did_what(engine, failed):
    _, incident = failed("failed-instruction")
    engine.incidents.comment(incident.id, "x has no a", user="ada")
    engine.incidents.assign(incident.id, "bob", user="ada")
    engine.incidents.escalate(incident.id, "operations", "by noon", user="bob")
    found = engine.incidents.get(incident.id)
    assert (found.assignee, found.escalated_to) == ("bob", "operations")
    assert [i.id for i in engine.incidents.query(assignee="bob")] == [incident.id]
    engine.incidents.resolve(incident.id, "manual", {"y": 1}, message="typed in", user="bob")
    history = engine.incidents.history(incident.id)
    assert [(a.action, a.user, a.to, a.message) for a in history[1:]] == [
        ("commented", "ada", None, "x has no a"),
        ("assigned", "ada", "bob", None),
        ("escalated", "bob", "operations", "by noon"),
        ("resolved", "bob", None, "typed in"),
    ]
    assert (history[0].action, history[0].message) == ("created", incident.message)


def test_what_is_over_cannot_be_ended_again(engine, failed):
    _, incident = failed("failed-instruction")
    engine.incidents.resolve(incident.id, "skip")
    for again in (
        lambda: engine.incidents.resolve(incident.id, "skip"),
        lambda: engine.incidents.comment(incident.id, "late"),
    ):
        with pytest.raises(WrongState):
            again()


def test_what_is_asked_for_must_be_known(engine, failed):
    _, incident = failed("failed-instruction")
    with pytest.raises(InvalidInput, match="abort, automatic, manual, modify, retry, skip"):
        engine.incidents.resolve(incident.id, "forget")
    with pytest.raises(NotFound):
        engine.incidents.get("nobody")
