"""Ended instances are started again."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.errors import WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect

_MODEL = chain('<userTask id="a"/>', '<userTask id="b"/>')


@pytest.fixture
def ended(engine):
    engine.deploy(_MODEL)
    instance = engine.start("p", {"x": 1}, business_key="K-1")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id, {"x": 2, "y": 3})
    engine.instances.terminate(instance.id)
    engine.deploy(chain('<userTask id="other"/>'))
    return instance


@pytest.mark.parametrize(
    ("initial", "given", "variables"),
    [
        (False, {}, {"x": 2, "y": 3}),
        (True, {}, {"x": 1}),
        (True, {"z": 4}, {"x": 1, "z": 4}),
        (False, {"x": 9}, {"x": 9, "y": 3}),
    ],
)
def test_new_instance_is_of_the_same_version_with_its_variables(
    engine, ended, initial, given, variables
):
    again = engine.instances.restart(
        ended.id, initial_variables=initial, variables=given, user="mary"
    )
    assert (again.version, again.business_key, again.started_by) == (1, "K-1", "mary")
    assert engine.instances.variables(again.id) == variables
    expect(engine, again).is_waiting_at("a")
    expect(engine, ended).is_terminated()


def test_it_may_begin_anywhere(engine, ended):
    again = engine.instances.restart(ended.id, [Modification(kind="start-before", element_id="b")])
    expect(engine, again).is_waiting_at("b").has_not_passed("a")
    engine.tasks.complete(engine.tasks.query(again.id)[0].id)
    expect(engine, again).is_completed()


def test_instance_that_was_started_without_variables(engine):
    engine.deploy(_MODEL)
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id, {"x": 2})
    engine.instances.terminate(instance.id)
    again = engine.instances.restart(instance.id, initial_variables=True)
    assert engine.instances.variables(again.id) == {}


def test_running_instance_is_not_started_again(engine):
    engine.deploy(_MODEL)
    instance = engine.start("p")
    with pytest.raises(WrongState) as refused:
        engine.instances.restart(instance.id)
    assert refused.value.code == "instance/not-ended"


def test_restart_can_be_tried_out(engine, ended):
    with engine.dry_run() as preview:
        engine.instances.restart(ended.id)
    assert preview.steps[0].command["command"] == "start-instance"
    assert len(engine.instances.query().items) == 1
