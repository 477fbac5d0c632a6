"""Tasks that no model has, and parts of tasks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.engine.moments import instant
from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.work import Work

_WORK = chain('<userTask id="ask" name="Ask"/>', key="work")
_LATE = bpmn(
    """
    <startEvent id="start"/><userTask id="ask"/>
    <boundaryEvent id="late" attachedToRef="ask">
      <timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <endEvent id="end"/><endEvent id="over"/>
    start -> ask
    ask -> end
    late -> over
    """,
    key="slow",
)
_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c" name="C">
<casePlanModel id="plan"><planItem id="i" definitionRef="t"/><humanTask id="t"/></casePlanModel>
</case></definitions>"""


@pytest.fixture
def parent(engine):
    engine.deploy(_WORK)
    return engine.tasks.query(engine.start("work").id)[0].id


def _part(engine, parent, name="part", **fields):
    return engine.tasks.create(name, parent=parent, fields=fields)


def test_task_is_what_somebody_wants_it_to_be(engine):
    due = instant(engine.clock.now_ms()) + timedelta(days=1)
    fields = {"description": "Soon", "candidate_groups": ["sales"], "priority": 0, "due_at": due}
    instance, task = engine.tasks.create(
        "Call them", fields=fields, variables={"phone": "1"}, business_key="b", user="tom"
    )
    found = engine.tasks.get(task)
    assert (found.name, found.description, found.priority) == ("Call them", "Soon", 0)
    assert (found.owner, found.candidate_groups, found.due_at) == ("tom", ("sales",), due)
    assert (found.instance_id, found.business_key) == (instance, "b")
    assert engine.tasks.variables(task) == {"phone": "1"}
    engine.tasks.claim(task, "ann")
    engine.tasks.complete(task, {"done": True}, user="ann")
    assert engine.instances.get(instance).state == "completed"
    assert engine.audit.verify().is_whole


def test_process_of_such_tasks_is_not_listed_and_not_for_others(engine):
    engine.tasks.create("one")
    engine.tasks.create("two")
    assert engine.definitions.query(with_total=True).total == 0
    assert len({each.definition_id for each in engine.tasks.query()}) == 1
    with pytest.raises(InvalidInput) as refusal:
        engine.deploy(chain('<userTask id="x"/>', key="trivium.mine"))
    assert refusal.value.code == "definition/reserved-key"


def test_key_sent_twice_makes_one_task(engine):
    made = {engine.tasks.create("one", user="tom", idempotency_key="k") for _ in range(2)}
    assert len(made) == 1
    assert len(engine.tasks.query()) == 1


def test_dry_run_makes_none(engine):
    engine.tasks.create("one")
    with engine.dry_run() as preview:
        engine.tasks.create("two")
    assert "task-created" in [each["event"] for each in preview.events]
    assert len(engine.tasks.query()) == 1


@pytest.mark.parametrize(
    "fields", [{"nothing": 1}, {"priority": -1}, {"priority": "high"}, {"candidate_users": "tom"}]
)
def test_field_that_is_not_right_is_refused(engine, fields):
    with pytest.raises(InvalidInput) as refusal:
        engine.tasks.create("one", fields=fields)
    assert refusal.value.code == "task/unknown-field"


def test_task_is_not_completed_before_its_parts(engine, parent):
    _, part = _part(engine, parent, assignee="ann")
    assert engine.tasks.get(parent).sub_tasks == 1
    found = engine.tasks.query(parent=parent)[0]
    assert (found.id, found.parent_id, found.assignee) == (part, parent, "ann")
    with pytest.raises(WrongState) as refusal:
        engine.tasks.complete(parent)
    assert (refusal.value.code, refusal.value.facts["open"]) == ("task/sub-tasks-open", 1)
    engine.tasks.complete(part)
    assert engine.tasks.get(parent).sub_tasks == 0
    engine.tasks.complete(parent)
    assert not engine.tasks.query().items


def test_parts_have_parts(engine):
    _, whole = engine.tasks.create("whole")
    _, part = _part(engine, whole)
    _, smallest = _part(engine, part)
    with pytest.raises(WrongState):
        engine.tasks.complete(part)
    for each in (smallest, part, whole):
        engine.tasks.complete(each)
    assert {each.state for each in engine.instances.query()} == {"completed"}


def test_part_that_is_ended_leaves_its_parent(engine, parent):
    instance, _ = _part(engine, parent)
    engine.instances.terminate(instance)
    assert engine.instances.get(instance).state == "terminated"
    assert engine.tasks.get(parent).sub_tasks == 0
    engine.tasks.complete(parent)


def test_parts_end_with_their_parent(engine):
    engine.deploy(_LATE)
    root = engine.start("slow").id
    instance, _ = _part(engine, engine.tasks.query(root)[0].id)
    engine.advance("PT2H")
    assert engine.instances.get(root).state == "completed"
    assert engine.instances.get(instance).state == "terminated"
    assert not engine.tasks.query().items


def test_parts_are_suspended_with_their_parent(engine, parent):
    _, part = _part(engine, parent)
    root = engine.tasks.get(parent).root_id
    engine.instances.suspend(root)
    with pytest.raises(WrongState) as refusal:
        engine.tasks.complete(part)
    assert refusal.value.code == "instance/suspended"
    engine.instances.resume(root)
    engine.tasks.complete(part)


def test_part_does_not_see_its_parents_variables(engine, parent):
    root = engine.tasks.get(parent).root_id
    engine.instances.set_variables(root, {"secret": 1})
    _, part = engine.tasks.create("part", parent=parent, variables={"own": 2})
    assert engine.tasks.variables(part) == {"own": 2}
    engine.tasks.complete(part, {"result": 3})
    assert engine.instances.variables(root) == {"secret": 1}


def test_task_that_is_over_or_of_a_case_has_no_parts(engine, parent):
    engine.tasks.complete(parent)
    with pytest.raises(NotFound):
        _part(engine, parent)
    engine.deploy(_CASE)
    engine.cases.start("c")
    with pytest.raises(InvalidInput) as refusal:
        _part(engine, engine.tasks.query()[0].id)
    assert refusal.value.code == "task/no-sub-tasks"


def test_clock_counts_for_a_task_that_no_model_has(engine):
    work = Work(engine)
    work.targets.put(
        {"key": "day", "target": "P1D", "measure": "wall", "definition": "trivium.task"}
    )
    _, task = engine.tasks.create("one")
    engine.run_until_idle()
    found = engine.tasks.get(task)
    assert found.sla == "on-track"
    assert found.sla_due_at is not None
