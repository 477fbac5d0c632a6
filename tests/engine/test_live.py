"""What is told of the journal while it happens, and from where it goes on."""

from __future__ import annotations

import random

import pytest
from tests.models import bpmn, chain

from trivium.engine.live import reader as live
from trivium.errors import InvalidInput

_INNER = bpmn(
    '<startEvent id="s"/><userTask id="ask" camunda:candidateGroups="clerks"/><endEvent id="e"/>\n'
    "s -> ask\nask -> e",
    key="inner",
)
_OUTER = chain('<callActivity id="call" calledElement="inner"/>', key="outer")
_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c" name="C">
<casePlanModel id="plan"><planItem id="free" definitionRef="task"/><humanTask id="task"/>
</casePlanModel></case></definitions>"""


def _read(reader):
    found = []
    while entries := reader.read().entries:
        found.extend(entries)
    return found


def _told(entries):
    return [event.text for entry in entries for event in entry.events]


def _types(entries):
    return [event.type for entry in entries for event in entry.events]


def _something_happens(engine, rounds, seed):
    chance = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(rounds):
        tasks = engine.tasks.query().items
        if not tasks or chance.random() < 0.3:
            engine.start(chance.choice(("outer", "inner")), user="mary")
            continue
        task = chance.choice(tasks)
        match chance.randrange(4):
            case 0:
                engine.tasks.assign(task.id, chance.choice(("joe", "ann")))
            case 1:
                engine.tasks.complete(task.id)
            case 2:
                engine.tasks.update(task.id, {"candidate_groups": ["others"]})
            case _:
                engine.instances.terminate(task.root_id)


def test_from_every_cursor_on_the_rest_is_told(engine, monkeypatch):
    monkeypatch.setattr(live, "_AT_ONCE", 7)
    engine.deploy([_INNER, _OUTER])
    reader = engine.journal.live()
    _something_happens(engine, 18, 1)
    entries = _read(reader)
    assert len(entries) == 18
    for at, entry in enumerate(entries):
        again = _read(engine.journal.live(entry.cursor))
        assert _told(again) == _told(entries[at + 1 :])
    assert not _read(reader)


def test_who_begins_later_says_the_same(engine):
    engine.deploy([_INNER, _OUTER])
    whole = engine.journal.live()
    _something_happens(engine, 12, 2)
    later = engine.journal.live()
    assert later.behind() == 0
    _something_happens(engine, 12, 3)
    assert later.behind() == 12
    told = _told(_read(later))
    assert told == _told(_read(whole)[12:])


def test_what_was_forgotten_is_looked_up_again(engine, monkeypatch):
    engine.deploy([_INNER, _OUTER])
    readers = [engine.journal.live() for _ in range(2)]
    _something_happens(engine, 20, 4)
    expected = _told(_read(readers[0]))
    monkeypatch.setattr(live, "_MOST_ITEMS", 1)
    monkeypatch.setattr(live, "_MOST_INSTANCES", 1)
    monkeypatch.setattr(live, "_AT_ONCE", 1)
    assert _told(_read(readers[1])) == expected


def test_task_says_whom_it_concerned_and_concerns(engine):
    engine.deploy(_INNER)
    reader = engine.journal.live()
    engine.start("inner")
    task = engine.tasks.query()[0].id
    engine.tasks.claim(task, "joe")
    engine.tasks.assign(task, "ann")
    engine.tasks.complete(task, user="ann")
    events = [e for entry in _read(reader) for e in entry.events if e.task_id == task]
    assert [e.type for e in events] == [
        *("task.created", "task.changed", "task.changed", "task.completed"),
    ]
    assert [e.before and e.before.assignee for e in events] == [None, None, "joe", "ann"]
    assert [e.after.assignee for e in events] == [None, "joe", "ann", "ann"]
    assert events[0].after.groups == {"clerks"}


def test_task_of_what_is_ended_from_outside_is_cancelled(engine):
    engine.deploy([_INNER, _OUTER])
    outer = engine.start("outer")
    task = engine.tasks.query()[0]
    reader = engine.journal.live()
    engine.instances.terminate(outer.id, "enough")
    events = [event for entry in _read(reader) for event in entry.events]
    assert [(e.type, e.instance.key) for e in events] == [
        ("task.cancelled", "inner"),
        ("activity.terminated", "inner"),
        ("process.terminated", "inner"),
        ("activity.terminated", "outer"),
        ("process.terminated", "outer"),
    ]
    assert (events[0].task_id, events[0].instance.id) == (task.id, task.instance_id)
    assert events[-1].facts == {"reason": "enough"}


def test_case_tells_of_plan_items(engine):
    engine.deploy(_CASE)
    reader = engine.journal.live()
    case = engine.cases.start("c")
    engine.tasks.complete(engine.tasks.query()[0].id)
    events = [event for entry in _read(reader) for event in entry.events]
    assert events[0].type == "case.started"
    assert {e.instance.id for e in events} == {case.id}
    states = [e.facts["status"] for e in events if e.element_id == "free" and "status" in e.facts]
    assert states[-1] == "completed"
    assert "task.cancelled" not in [e.type for e in events]
    assert events[-1].type in {"case.completed", "plan-item.changed"}


def test_one_tree_alone_is_read(engine):
    engine.deploy(_INNER)
    first, second = (engine.start("inner").id for _ in range(2))
    begin = engine.journal.live("Ly8wLzA", root_id=second)
    assert {entry.root_id for entry in _read(begin)} == {second}
    assert first != second


@pytest.mark.parametrize("cursor", ["nonsense", "Ly8vLw", "A" * 20_000, "Ly8tMS8w", "€"])
def test_what_is_no_cursor_is_refused(engine, cursor):
    with pytest.raises(InvalidInput) as error:
        engine.journal.live(cursor)
    assert error.value.code == "journal/cursor"


def test_number_beyond_a_column_is_no_cursor(engine):
    too_far = live.cursor_text(live.journal.Place(position=2**80))
    with pytest.raises(InvalidInput):
        engine.journal.live(too_far)
