"""Conditional events: when a change is looked at."""

from __future__ import annotations

import pytest
from tests.models import bpmn

from trivium.testing import expect

_BESIDE = """<startEvent id="s"/><userTask id="work"/><userTask id="next"/><endEvent id="e"/>
<subProcess id="seen" triggeredByEvent="true"><startEvent id="on" isInterrupting="{}">
<conditionalEventDefinition><condition>alarm</condition></conditionalEventDefinition></startEvent>
<userTask id="look"/>
on -> look
</subProcess>
s -> work
work -> {}"""


@pytest.mark.parametrize(
    ("interrupts", "after", "waiting"),
    [
        ("true", "next\nnext -> e", ["look"]),
        ("true", "e", ["look"]),
        ("false", "next\nnext -> e", ["look", "next"]),
        ("false", "e", ["look"]),
    ],
)
def test_change_is_looked_at_before_the_task_that_made_it_goes_on(
    engine, interrupts, after, waiting
):
    engine.deploy(bpmn(_BESIDE.format(interrupts, after)))
    instance = engine.start("p", {"alarm": False})
    (task,) = engine.tasks.query(instance.id)
    engine.tasks.complete(task.id, {"alarm": True})
    expect(engine, instance).is_waiting_at(*waiting)


_WATCH = '<conditionalEventDefinition camunda:variableName="go"><condition>go</condition></conditionalEventDefinition>'


_TIMER = "<timerEventDefinition>{}</timerEventDefinition>"
_MANY = (
    "<multiInstanceLoopCharacteristics><loopCardinality>40</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)
_WIDE = bpmn(
    '<startEvent id="start"/><parallelGateway id="fork"/><userTask id="host"/>'
    '<boundaryEvent id="often" attachedToRef="host" cancelActivity="false">'
    + _TIMER.format("<timeCycle>R100/PT1M</timeCycle>")
    + '</boundaryEvent><userTask id="extra"/><intermediateCatchEvent id="later">'
    + _TIMER.format("<timeDuration>PT3H</timeDuration>")
    + f'</intermediateCatchEvent><intermediateCatchEvent id="wait">{_WATCH}'
    f'</intermediateCatchEvent><userTask id="last"/><userTask id="many">{_MANY}</userTask>'
    '<userTask id="u"/><boundaryEvent id="seen" attachedToRef="u" cancelActivity="false">'
    + _WATCH
    + '</boundaryEvent><userTask id="told"/>'
    "\nstart -> fork\nfork -> host\nfork -> later\nfork -> many\nfork -> u"
    "\noften -> extra\nlater -> wait\nwait -> last\nseen -> told"
)


def test_condition_is_seen_though_another_began_to_wait_when_its_page_was_not_read(engine):
    engine.deploy(_WIDE)
    instance = engine.start("p", {"go": False})
    engine.advance("PT3H")
    engine.instances.set_variables(instance.id, {"go": True})
    for element in ("told", "last"):
        assert engine.tasks.query(instance.id, element=element)


def test_two_conditions_on_one_activity_are_seen_once_each(engine):
    boundary = (
        '<boundaryEvent id="b{0}" attachedToRef="u" cancelActivity="false">'
        + _WATCH
        + '</boundaryEvent><userTask id="t{0}"/>'
    )
    engine.deploy(
        bpmn(
            f'<startEvent id="start"/><userTask id="u"/>{boundary.format(1)}{boundary.format(2)}'
            "\nstart -> u\nb1 -> t1\nb2 -> t2"
        )
    )
    instance = engine.start("p", {"go": False})
    engine.instances.set_variables(instance.id, {"go": True})
    expect(engine, instance).is_waiting_at("u", "t1", "t2")
