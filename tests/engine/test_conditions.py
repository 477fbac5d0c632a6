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
