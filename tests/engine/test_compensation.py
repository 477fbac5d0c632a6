"""What was completed is undone."""

from __future__ import annotations

import pytest
from tests.models import bpmn

from trivium.testing import expect

_UNDONE = (
    '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
    '<userTask id="undo" isForCompensation="true"/>'
    '<association id="to" sourceRef="b" targetRef="undo"/>'
)


@pytest.mark.parametrize("until", ["", "<completionCondition>enough</completionCondition>"])
def test_ad_hoc_sub_process_is_undone_like_any_other(engine, until):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><adHocSubProcess id="free"><userTask id="a"/>'
            f'{_UNDONE}{until}</adHocSubProcess><intermediateThrowEvent id="back">'
            '<compensateEventDefinition/></intermediateThrowEvent><userTask id="last"/>'
            "\nstart -> free\nfree -> back\nback -> last"
        )
    )
    instance = engine.start("p", {"enough": True})
    engine.instances.start_activity(instance.id, "a")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    if not until:
        (free,) = engine.instances.tree(instance.id).root.children
        engine.instances.trigger(instance.id, free.item)
    expect(engine, instance).is_waiting_at("undo")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_waiting_at("last")


def test_ad_hoc_sub_process_is_not_over_when_something_in_it_was_undone(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><adHocSubProcess id="free" cancelRemainingInstances="false">'
            f'<manualTask id="a"/>{_UNDONE}<userTask id="other"/><userTask id="first"/>'
            '<intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>'
            '<userTask id="then"/><sequenceFlow id="f" sourceRef="a" targetRef="first"/>'
            '<sequenceFlow id="g" sourceRef="first" targetRef="back"/>'
            '<sequenceFlow id="h" sourceRef="back" targetRef="then"/>'
            "<completionCondition>enough</completionCondition></adHocSubProcess>"
            '<userTask id="last"/>\nstart -> free\nfree -> last'
        )
    )
    instance = engine.start("p", {"enough": False})
    engine.instances.start_activity(instance.id, "a")
    engine.instances.start_activity(instance.id, "other")
    engine.tasks.complete(engine.tasks.query(instance.id, element="first")[0].id)
    engine.tasks.complete(engine.tasks.query(instance.id, element="undo")[0].id, {"enough": True})
    expect(engine, instance).is_waiting_at("then", "other")
