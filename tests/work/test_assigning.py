from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.models import chain

from trivium.errors import InvalidInput, NotFound
from trivium.work.assignment.assigner import ACTOR

_OFFERED = chain('<userTask id="a" camunda:candidateGroups="analysts"/>')
_NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
_LATER = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people(work):
    for name in ("adam", "bela", "cleo"):
        work.people.put(name, groups=["analysts"], manager="mona")
    return work.people


def start(engine, model=_OFFERED, variables=None, user=None):
    if model is not None:
        engine.deploy(model)
    instance = engine.start("p", variables or {}, user=user)
    engine.run_until_idle()
    return instance


def assignee(engine, instance, element="a"):
    return engine.tasks.query(instance.id, element=element)[0].assignee


def test_new_tasks_go_round(engine, work):
    work.rules.put({"key": "r", "strategies": "round-robin"})
    engine.deploy(_OFFERED)
    found = [assignee(engine, start(engine, None)) for _ in range(4)]
    assert found == ["adam", "bela", "cleo", "adam"]


def test_many_at_once_are_spread(engine, work):
    work.rules.put({"key": "r", "strategies": "least-loaded"})
    engine.deploy(_OFFERED)
    instances = [engine.start("p") for _ in range(9)]
    engine.run_until_idle()
    found = [assignee(engine, instance) for instance in instances]
    assert sorted(found) == sorted(["adam", "bela", "cleo"] * 3)


def test_reason_is_kept_with_the_assignment(engine, work):
    work.rules.put({"key": "r", "strategies": ["last-assignee", "least-loaded"]})
    instance = start(engine)
    (found,) = work.assignments.query(instance=instance.id)
    assert (found.state, found.user, found.strategy, found.rule) == (
        "assigned",
        "adam",
        "least-loaded",
        "r",
    )
    assert found.why == (
        "last-assignee: Nobody had this task before. Of 3 people adam has the fewest open tasks: 0."
    )
    assert {each["user"] for each in found.considered} == {"adam", "bela", "cleo"}
    last = engine.instances.history(instance.id)[-1]
    assert (last.actor, last.command["user"]) == (ACTOR, "adam")


def test_tasks_that_have_somebody_are_left_alone(engine, work):
    work.rules.put({"key": "r", "strategies": "round-robin"})
    instance = start(engine, chain('<userTask id="a" camunda:assignee="eva"/>'))
    assert assignee(engine, instance) == "eva"
    assert list(work.assignments.query()) == []


def test_whoever_claims_first_keeps_the_task(engine, work):
    work.rules.put({"key": "r", "strategies": "round-robin"})
    engine.deploy(_OFFERED)
    instance = engine.start("p")
    engine.tasks.claim(engine.tasks.query(instance.id)[0].id, "eva")
    engine.run_until_idle()
    assert assignee(engine, instance) == "eva"
    assert [each.state for each in work.assignments.query()] in ([], ["refused"])


def test_only_the_tasks_of_a_rule_are_assigned(engine, work):
    work.rules.put({"key": "r", "strategies": "round-robin", "element": "b"})
    model = chain('<userTask id="a"/>', '<userTask id="b" camunda:candidateUsers="eva"/>')
    instance = start(engine, model)
    assert assignee(engine, instance) is None
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.run_until_idle()
    assert assignee(engine, instance, "b") == "eva"


def test_task_waits_until_somebody_has_time(engine, work):
    work.rules.put({"key": "r", "strategies": "least-loaded", "users": ["adam"], "capacity": 1})
    first = start(engine)
    second = start(engine, None)
    assert assignee(engine, second) is None
    (waits,) = work.assignments.query(state="nobody")
    assert waits.why.endswith("adam has enough: 1 open task.")
    engine.tasks.complete(engine.tasks.query(first.id)[0].id)
    engine.run_until_idle()
    assert assignee(engine, second) == "adam"


def test_absent_people_get_nothing_until_they_are_back(engine, work, people):
    absence = people.add_absence("adam", _NOW, _LATER, substitute="bela", by="mona")
    work.rules.put({"key": "r", "strategies": "round-robin", "users": ["adam"]})
    assert assignee(engine, start(engine)) == "bela"
    assert people.absences("adam") == [absence]
    people.drop_absence(absence.id)
    assert assignee(engine, start(engine, None)) == "adam"
    with pytest.raises(NotFound):
        people.drop_absence(absence.id)
    with pytest.raises(InvalidInput, match="ends after"):
        people.add_absence("adam", _LATER, _NOW)


def test_nobody_is_tried_again_on_demand(engine, work, people):
    absence = people.add_absence("adam", _NOW, _LATER)
    work.rules.put({"key": "r", "strategies": "round-robin", "users": ["adam"]})
    instance = start(engine)
    assert assignee(engine, instance) is None
    people.drop_absence(absence.id)
    assert work.assignments.ask_again() == 1
    engine.run_until_idle()
    assert assignee(engine, instance) == "adam"


def test_task_of_a_loop_goes_back_to_who_had_it(engine, work):
    work.rules.put({"key": "r", "strategies": ["last-assignee", "round-robin"]})
    model = chain(
        '<userTask id="a" camunda:candidateGroups="analysts"><standardLoopCharacteristics'
        ' loopMaximum="3"><loopCondition>${true}</loopCondition></standardLoopCharacteristics>'
        "</userTask>"
    )
    work.rules.put({"key": "other", "strategies": "round-robin", "definition": "q"})
    instance = start(engine, model)
    first = engine.tasks.query(instance.id)[0]
    engine.tasks.assign(first.id, "cleo")
    engine.tasks.complete(first.id)
    engine.run_until_idle()
    assert assignee(engine, instance) == "cleo"


def test_manager_of_who_started_it(engine, work):
    work.rules.put({"key": "r", "strategies": "manager-of-initiator"})
    assert assignee(engine, start(engine, user="adam")) == "mona"


def test_expression_reads_the_variables_of_the_task(engine, work):
    source = 'if amount > 1000 then manager else "adam"'
    work.rules.put({"key": "r", "strategies": "expression", "expression": source})
    instance = start(engine, variables={"amount": 5000, "manager": "mona"})
    assert assignee(engine, instance) == "mona"
    assert assignee(engine, start(engine, None, {"amount": 5})) == "adam"


def test_skills_of_profiles_count(engine, work, people):
    people.put("bela", groups=["analysts"], skills={"credit": 2}, capacity=1)
    work.rules.put({"key": "r", "strategies": "skills", "skills": {"credit": 2}})
    assert assignee(engine, start(engine)) == "bela"
    assert assignee(engine, start(engine, None)) is None
    assert people.get("bela").capacity == 1
    assert people.get("unknown").capacity is None


def test_choice_that_was_kept_is_carried_out_after_a_crash(engine, work, monkeypatch):
    work.rules.put({"key": "r", "strategies": "round-robin"})
    engine.deploy(_OFFERED)
    instance = engine.start("p")

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine.tasks, "claim", killed)
        with pytest.raises(KeyboardInterrupt):
            engine.run_until_idle()
    assert [each.state for each in work.assignments.query()] == ["chosen"]
    engine.run_until_idle()
    assert assignee(engine, instance) == "adam"
