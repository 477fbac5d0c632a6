"""Figures against the same counted one by one."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.engine.journal.durations import bucket, middle
from trivium.errors import InvalidInput, WrongState
from trivium.kernel.moments import from_ms

_WORK = bpmn(
    '<startEvent id="s"/><userTask id="first" camunda:candidateGroups="clerks, bosses"/>'
    '<userTask id="second" camunda:assignee="ann"/><endEvent id="e"/>\n'
    "s -> first\nfirst -> second\nsecond -> e",
    key="work",
)
_OUTER = chain('<callActivity id="call" calledElement="work"/>', key="outer")
_TROUBLE = bpmn(
    '<startEvent id="s"/><exclusiveGateway id="choose"/><endEvent id="e"/><endEvent id="f"/>\n'
    "s -> choose\nchoose -> e : amount > 10\nchoose -> f : amount > 100",
    key="trouble",
)


def _something_happens(engine, seed, rounds=60):
    """Some days of it, with versions, called instances, incidents, suspended and terminated instances."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    engine.deploy([_WORK, _OUTER, _TROUBLE])
    for number in range(rounds):
        if number == rounds // 2:
            engine.deploy(_WORK.replace(b'id="e"', b'id="over"').replace(b'="e"', b'="over"'))
        engine.clock.advance(timedelta(seconds=chance.randrange(20_000)))
        tasks = [t for t in engine.tasks.query(limit=1000) if not t.is_suspended]
        match chance.randrange(8):
            case 0 | 1 | 2:
                engine.start(chance.choice(("work", "outer")))
            case 3:
                engine.start("trouble", {"amount": chance.choice((1, 50))})
            case 4 | 5 if tasks:
                with suppress(WrongState):  # what called it may be suspended
                    engine.tasks.complete(chance.choice(tasks).id)
            case 6 if tasks:
                task = chance.choice(tasks)
                due = engine.clock.now_ms() + chance.randrange(-100, 100) * 3_600_000
                with suppress(WrongState):
                    engine.tasks.update(task.id, {"due_at": from_ms(due)})
                    engine.tasks.assign(task.id, chance.choice(("joe", "ann")))
            case _:
                found = engine.instances.query(state="active", roots_only=True).items
                if found:
                    end = chance.choice((engine.instances.terminate, engine.instances.suspend))
                    end(chance.choice(found).id)


def _every_activity(engine):
    found = []
    for instance in engine.instances.query(limit=1000):
        found += engine.journal.activities(instance.id, limit=1000)
    return found


def _of(activities, first, last):
    """What began, and what ended and how long it took, in some days."""
    began = [a for a in activities if first <= a.started_at.date() <= last]
    ended = [a for a in activities if a.ended_at and first <= a.ended_at.date() <= last]
    done = [a for a in ended if a.state != "terminated"]
    stopped = [a for a in ended if a.state == "terminated"]
    return began, done, stopped


def _same_times(durations, done):
    took = sorted(a.duration for a in done)
    assert durations.completed == len(took)
    assert durations.total == sum(took, timedelta())
    if not took:
        assert (durations.mean, durations.median, durations.p95) == (None, None, None)
        return
    assert abs(durations.mean - sum(took, timedelta()) / len(took)) < timedelta(milliseconds=1)
    for share, found in ((0.5, durations.median), (0.95, durations.p95)):
        exact = took[next(n for n in range(len(took)) if n + 1 >= share * len(took))]
        milliseconds = exact // timedelta(milliseconds=1)
        assert found == timedelta(milliseconds=middle(bucket(milliseconds)))


@pytest.fixture(params=[1, 2])
def busy(engine, request):
    _something_happens(engine, request.param)
    return engine


@pytest.fixture
def days(busy):
    last = from_ms(busy.clock.now_ms()).date()
    return last - timedelta(days=3), last


def test_metrics_are_what_one_counts(busy, days):
    first, last = days
    found = busy.monitoring.metrics(since=first, until=last)
    activities = _every_activity(busy)
    began, done, stopped = _of([a for a in activities if a.type == "process"], first, last)
    assert (found.started, found.completed, found.terminated) == (
        *(len(began), len(done)),
        len(stopped),
    )
    _same_times(found.durations, done)
    states = Counter(each.state for each in busy.instances.query(limit=1000))
    assert (found.active, found.suspended) == (states["active"], states["suspended"])
    raised = [each.created_at.date() for each in busy.incidents.query(limit=1000, state=None)]
    assert found.incidents == sum(first <= day <= last for day in raised)
    assert found.open_incidents == len(busy.incidents.query(limit=1000))
    worked = _of([a for a in activities if a.type == "userTask"], first, last)[1]
    assert found.tasks_completed == len(worked)
    assert [each.day for each in found.days] == [first + timedelta(days=n) for n in range(4)]
    for each in found.days:
        one = _of([a for a in activities if a.type == "process"], each.day, each.day)
        assert (each.started, each.completed, each.terminated) == tuple(map(len, one))
        assert each.incidents == sum(day == each.day for day in raised)


def test_definitions_are_what_one_counts(busy, days):
    activities = [a for a in _every_activity(busy) if a.type == "process"]
    instances = busy.instances.query(limit=1000).items
    found = busy.monitoring.definitions(since=days[0], until=days[1])
    assert [each.key for each in found] == ["outer", "trouble", "work"]
    assert [each.versions for each in found] == [1, 1, 2]
    for each in found:
        began, done, stopped = _of([a for a in activities if a.element_id == each.key], *days)
        assert (each.started, each.completed) == (len(began), len(done))
        assert each.terminated == len(stopped)
        _same_times(each.durations, done)
        own = Counter(i.state for i in instances if i.key == each.key)
        assert (each.active, each.suspended) == (own["active"], own["suspended"])
    assert busy.monitoring.definitions(key="work", since=days[0], until=days[1]) == found[2:]


def test_elements_are_what_one_counts(busy, days):
    definition = busy.definitions.get("work").id
    activities = [a for a in _every_activity(busy) if a.definition_id == definition]
    found = busy.monitoring.elements([definition], since=days[0], until=days[1])
    counted = {each.element_id for each in found}
    now = from_ms(busy.clock.now_ms())
    for each in found:
        own = [a for a in activities if a.element_id == each.element_id]
        began, done, stopped = _of(own, *days)
        assert (each.started, each.completed) == (len(began), len(done))
        assert each.terminated == len(stopped)
        _same_times(each.durations, done)
        still = [a.started_at for a in own if a.ended_at is None]
        assert each.active == len(still)
        assert each.oldest_at == min(still, default=None)
        assert each.waiting == sum((now - at for at in still), timedelta())
        assert each.type == own[0].type
    still_open = {a.element_id for a in activities if a.ended_at is None}
    assert still_open <= counted


def test_bottlenecks_are_where_the_time_is(busy, days):
    found = busy.monitoring.bottlenecks(since=days[0], until=days[1])
    assert {each.figures.element_id for each in found} <= {"first", "second", "call", "choose"}
    loads = [each.figures.load for each in found]
    assert loads == sorted(loads, reverse=True)
    for key in {each.figures.key for each in found}:
        shares = [each.share for each in found if each.figures.key == key]
        assert sum(shares) == pytest.approx(1)
    own = busy.monitoring.bottlenecks(since=days[0], until=days[1], key="outer")
    assert [each.figures.element_id for each in own] in ([], ["call"])
    assert all(each.severity == "critical" for each in own)


def test_tasks_are_what_one_counts(busy, days):
    found = busy.monitoring.tasks(since=days[0], until=days[1])
    tasks = busy.tasks.query(limit=1000).items
    now = from_ms(busy.clock.now_ms())
    soon = now + timedelta(days=1)

    def same(counts, own):
        assert counts.open == len(own)
        assert counts.unassigned == sum(t.assignee is None for t in own)
        assert counts.overdue == sum(t.due_at is not None and t.due_at < now for t in own)
        assert counts.due_soon == sum(t.due_at is not None and now <= t.due_at <= soon for t in own)
        assert counts.oldest_at == min((t.created_at for t in own), default=None)

    same(found.counts, tasks)
    people = {t.assignee for t in tasks} - {None}
    assert {each.name for each in found.by_person} == people
    for each in found.by_person:
        same(each, [t for t in tasks if t.assignee == each.name])
    free = [t for t in tasks if t.assignee is None]
    assert {each.name for each in found.by_group} == {g for t in free for g in t.candidate_groups}
    for each in found.by_group:
        same(each, [t for t in free if each.name in t.candidate_groups])
    done = _of([a for a in _every_activity(busy) if a.type == "userTask"], *days)[1]
    _same_times(found.durations, done)


def test_health_says_what_is_worst(engine):
    engine.deploy([_WORK, _TROUBLE, _OUTER])
    for hours in (2, 2, 4):  # what is usual
        done = engine.start("work")
        engine.clock.advance(timedelta(hours=hours))
        for _ in range(2):
            engine.tasks.complete(engine.tasks.query(done.id)[0].id)
    blocked = engine.start("trouble", {"amount": 1})
    old = engine.start("work")
    engine.clock.advance(timedelta(hours=8))
    late, young, outer = engine.start("work"), engine.start("work"), engine.start("outer")
    task = engine.tasks.query(late.id)[0].id
    engine.tasks.update(task, {"due_at": from_ms(engine.clock.now_ms() - 1)})
    roots = [blocked, old, late, young, outer]
    found = engine.monitoring.health([engine.instances.get(each.id) for each in roots])
    assert [each.health for each in found] == [
        *("blocked", "at-risk", "delayed", "on-track", "on-track"),
    ]
    assert [each.waiting_at for each in found] == [
        *(("choose",), ("first",), ("first",), ("first",), ("call",)),
    ]
    assert [each.overdue_tasks for each in found] == [0, 0, 1, 0, 0]
    assert [each.open_tasks for each in found] == [0, 1, 1, 1, 1]
    assert found[0].open_incidents == 1
    assert found[1].expected_share == pytest.approx(4, rel=1 / 16)
    assert found[0].expected_share is None


def test_days_that_are_none_are_refused(engine):
    today = from_ms(engine.clock.now_ms()).date()
    for since, until in ((today, today - timedelta(days=1)), (today.replace(year=1900), today)):
        with pytest.raises(InvalidInput) as error:
            engine.monitoring.metrics(since=since, until=until)
        assert error.value.code == "monitoring/days"


def test_nothing_is_nothing(engine):
    assert engine.monitoring.definitions() == ()
    assert engine.monitoring.bottlenecks() == ()
    found = engine.monitoring.metrics()
    assert len(found.days) == 7
    assert (found.started, found.active, found.durations.mean) == (0, 0, None)
