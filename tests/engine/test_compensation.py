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
