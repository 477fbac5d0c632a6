"""The history of activities and the statistics: what happened, and the same when made again."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.models import bpmn, chain
from tests.properties.processes import blocks, free_form
from tests.properties.test_stored_processes import _open, _Operator, _values, _waits

from trivium.engine.journal.durations import bucket, middle, quantile
from trivium.errors import NotFound, Refused
from trivium.store import tables
from trivium.testing import TestEngine

_STEPS = 15
_CASE = Path(__file__).parents[2] / "examples" / "patient.cmmn"
_LOOP = (
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)


def _brief(engine, instance_id, **filters):
    found = engine.journal.activities(instance_id, **filters)
    return [(each.element_id, each.type, each.state) for each in found]


def _stored(engine):
    """All that the history consists of."""
    with engine._database.reading() as connection:
        return [
            sorted(map(repr, connection.execute(table.select()).all()))
            for table in (tables.activities, tables.activity_days)
        ]


def test_activities_say_who_what_and_when(engine):
    engine.deploy(chain('<userTask id="ask" name="Ask" camunda:assignee="ann"/>'))
    instance = engine.start("p")
    engine.test_clock.advance(timedelta(minutes=5))
    (task,) = engine.tasks.query(instance.id)
    engine.tasks.claim(task.id, "ann")
    engine.tasks.complete(task.id, user="bob")
    process, start, ask, end = engine.journal.activities(instance.id)
    assert (process.type, process.element_id, process.state) == ("process", "p", "completed")
    assert (start.type, start.state, start.item) == ("startEvent", "completed", None)
    assert (ask.name, ask.type, ask.assignee, ask.ended_by) == ("Ask", "userTask", "ann", "bob")
    assert ask.task_id == task.id
    assert ask.duration == timedelta(minutes=5)
    assert ask.started_at == instance.started_at
    assert end.type == "endEvent"


def test_what_is_open_is_active(engine):
    engine.deploy(chain('<userTask id="ask"/>'))
    instance = engine.start("p")
    assert _brief(engine, instance.id, state="active") == [
        ("p", "process", "active"),
        ("ask", "userTask", "active"),
    ]
    engine.instances.terminate(instance.id)
    assert _brief(engine, instance.id, state="terminated") == [
        ("p", "process", "terminated"),
        ("ask", "userTask", "terminated"),
    ]


def test_history_comes_in_pages(engine):
    engine.deploy(chain('<userTask id="ask"/>'))
    instance = engine.start("p")
    first = engine.journal.activities(instance.id, limit=2)
    second = engine.journal.activities(instance.id, limit=2, cursor=first.next_cursor)
    assert [each.element_id for each in (*first, *second)] == ["p", "start", "ask"]
    assert second.next_cursor is None


def test_unknown_instance_is_told(engine):
    with pytest.raises(NotFound):
        engine.journal.activities("nobody")


def test_instances_of_a_multi_instance_activity_are_told_from_their_body(engine):
    engine.deploy(chain(f'<userTask id="ask">{_LOOP}</userTask>'))
    instance = engine.start("p")
    found = _brief(engine, instance.id)
    assert found.count(("ask#multiInstanceBody", "multiInstanceBody", "active")) == 1
    assert found.count(("ask", "userTask", "active")) == 2


def test_called_instances_have_their_own_history(engine):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    engine.deploy(chain('<callActivity id="call" calledElement="called"/>'))
    instance = engine.start("p")
    found = engine.journal.activities(instance.id)
    (call,) = [each for each in found if each.element_id == "call"]
    called = call.called_instance_id
    assert _brief(engine, called) == [
        ("called", "process", "active"),
        ("start", "startEvent", "completed"),
        ("ask", "userTask", "active"),
    ]
    whole = engine.journal.activities(called, whole_tree=True)
    assert len(whole) == len(found) + 3


def test_incidents_are_counted(engine):
    engine.deploy(chain('<serviceTask id="pay" camunda:type="external" camunda:topic="pay"/>'))
    instance = engine.start("p")
    (job,) = engine.jobs.activate("pay", "me")
    engine.jobs.fail(job.id, "no money", retries=0)
    (found,) = engine.journal.activities(instance.id, element_id="pay")
    assert found.incidents == 1
    (total,) = (
        each
        for each in engine.journal.statistics(instance.definition_id)
        if each.element_id == "pay"
    )
    assert total.incidents == 1


def test_migrated_instances_go_on_as_their_new_elements(engine):
    engine.deploy(chain('<userTask id="old"/>'))
    instance = engine.start("p")
    engine.deploy(chain('<userTask id="new"/>'))
    newest = engine.definitions.get("p").id
    plan = engine.migrations.plan(instance.definition_id, newest, {"old": "new"})
    engine.journal.catch_up()
    engine.migrations.migrate(plan, instance.id)
    (found,) = engine.journal.activities(instance.id, element_id="new")
    assert found.definition_id == newest


def test_case_has_its_history(engine):
    engine.deploy(_CASE)
    case = engine.cases.start("patient")
    engine.instances.terminate(case.id)
    assert _brief(engine, case.id)[0] == ("patient", "case", "terminated")


def test_statistics_count_days_and_durations(engine):
    engine.deploy(chain('<userTask id="ask"/>'))
    definition = engine.definitions.get("p").id
    for _ in range(3):
        engine.start("p")
    engine.test_clock.advance(timedelta(days=1))
    first, second, _ = engine.tasks.query()
    engine.tasks.complete(first.id)
    engine.instances.terminate(second.instance_id)
    daily = engine.journal.statistics(definition, daily=True)
    of_task = [each for each in daily if each.element_id == "ask"]
    assert [(d.day, d.started, d.completed, d.terminated) for d in of_task] == [
        (date(2026, 1, 1), 3, 0, 0),
        (date(2026, 1, 2), 0, 1, 1),
    ]
    (total,) = [each for each in engine.journal.statistics(definition) if each.element_id == "ask"]
    assert (total.started, total.completed, total.terminated) == (3, 1, 1)
    assert total.mean == timedelta(days=1)
    assert abs(total.median - timedelta(days=1)) < timedelta(days=1) / 16
    later = engine.journal.statistics(definition, since=date(2026, 1, 2))
    assert {each.started for each in later if each.element_id == "ask"} == {0}
    assert not engine.journal.statistics(definition, until=date(2025, 12, 31))


def _played(engine, seed):
    """Random work on a random model; the history is brought up to date at random moments."""
    dice = random.Random(seed)  # noqa: S311  # dice
    engine.deploy((free_form if seed % 4 == 0 else blocks).model(dice))
    for _ in range(2):
        try:
            engine.start("p", {**_values(dice), "items": [1, 2]})
        except Refused:
            engine.messages.correlate("m1")  # it begins with a message only
    operator = _Operator(engine, dice)
    for _ in range(_STEPS):
        engine.advance("PT0S")
        operator.act(_open(engine), _waits(engine)[1])
        engine.journal._reader._at_once = dice.randint(1, 4)
        if dice.randrange(3) == 0:
            engine.journal._reader.step()
    engine.journal.catch_up()


def _compare(engine):
    live = _stored(engine)
    assert engine.journal.rebuild() > 0
    assert _stored(engine) == live
    assert live[0]


@pytest.mark.parametrize("seed", range(24))
def test_history_made_again_is_the_same(seed):
    with TestEngine() as engine:
        _played(engine, seed)
        _compare(engine)
        _check_open(engine)
        _check_counts(engine)


@pytest.mark.parametrize("seed", range(100, 104))
def test_history_made_again_is_the_same_everywhere(engine, seed):
    _played(engine, seed)
    _compare(engine)


def _check_open(engine):
    """What is active is there, and where it says."""
    for instance in engine.instances.query(limit=1000):
        activities = engine.journal.activities(instance.id, limit=1000)
        open_ones = {each.item: each for each in activities if each.ended_at is None}
        tree = engine.instances.tree(instance.id).root
        found = {}
        stack = [tree] if tree is not None else []
        while stack:
            element = stack.pop()
            found[element.item] = element
            stack.extend(child for child in element.children if child.instance_id == instance.id)
        assert set(open_ones) <= set(found)
        for item, each in open_ones.items():
            assert each.element_id.partition("#")[0] == found[item].element_id
        assert (instance.ended_at is None) == (activities[0].ended_at is None)


def _check_counts(engine):
    """The statistics are what one counts by hand."""
    with engine._database.reading() as connection:
        rows = connection.execute(tables.activities.select()).mappings().all()
    definition_ids = {row["definition_id"] for row in rows}
    found = engine.journal.statistics(definition_ids)
    ended = {"completed": 0, "terminated": 0}
    for row in rows:
        if row["ended_at"] is not None:
            ended[row["state"]] += 1
    assert sum(each.started for each in found) == len(rows)
    assert sum(each.completed for each in found) == ended["completed"]
    assert sum(each.terminated for each in found) == ended["terminated"]
    assert sum(each.incidents for each in found) == sum(row["incidents"] for row in rows)


def test_history_of_a_case_made_again_is_the_same(engine):
    engine.deploy(_CASE)
    dice = random.Random(3)  # noqa: S311  # dice
    case = engine.cases.start("patient", {"potassium": 7, "stableHours": 13})
    for _ in range(30):
        if engine.instances.get(case.id).state == "closed":
            break
        action = dice.choice(engine.cases.actions(case.id))
        with suppress(Refused):
            if action.action == "plan":
                engine.cases.plan(case.id, action.element_id)
            else:
                engine.cases.transition(case.id, action.action, action.item)
        for task in engine.tasks.query(case.id):
            if dice.randrange(2):
                engine.tasks.complete(task.id)
        if dice.randrange(3) == 0:
            engine.journal.catch_up()
    engine.journal.catch_up()
    _compare(engine)


def test_event_sub_processes_and_boundary_events_are_in_it(engine):
    engine.deploy(
        bpmn(
            """
            <startEvent id="start"/>
            <userTask id="ask"/>
            <boundaryEvent id="late" attachedToRef="ask"><timerEventDefinition>
            <timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="end"/><endEvent id="end-late"/>
            start -> ask
            ask -> end
            late -> end-late
            """
        )
    )
    instance = engine.start("p")
    engine.advance("PT2H")
    found = _brief(engine, instance.id)
    assert ("ask", "userTask", "terminated") in found
    assert ("late", "boundaryEvent", "completed") in found
    assert ("end-late", "endEvent", "completed") in found


def test_buckets_are_narrow_and_in_order():
    dice = random.Random(7)  # noqa: S311  # dice
    values = sorted(dice.randrange(1 << dice.randrange(1, 40)) for _ in range(2000))
    numbers = [bucket(value) for value in values]
    assert numbers == sorted(numbers)
    for value, number in zip(values, numbers, strict=True):
        assert abs(middle(number) - value) <= max(value / 16, 0.5)
    counts = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    for share in (0.5, 0.95, 0.99):
        exact = values[int(share * len(values)) - 1]
        assert abs(quantile(counts, share) - exact) <= exact / 8
    assert quantile({}, 0.5) is None
