"""Listeners in expressions, and what is refused rather than ignored."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel
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
        '<userTask id="x"><extensionElements><camunda:executionListener class="a.B" event="start"/></extensionElements></userTask>',
        '<userTask id="x"><extensionElements><camunda:taskListener expression="${1}" event="create"/></extensionElements></userTask>',
        '<serviceTask id="x" camunda:type="mail"/>',
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
