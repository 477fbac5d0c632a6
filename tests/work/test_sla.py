from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.models import bpmn, chain

from trivium.errors import Conflict, InvalidInput, NotFound
from trivium.work import Work

_TASK = chain('<userTask id="a"/>')
_TARGET = {"key": "t", "target": "PT4H", "measure": "working", "calendar": "office"}
_HOUR = 3_600_000


def start(engine, model=_TASK, **variables):
    engine.deploy(model)
    instance = engine.start("p", variables)
    engine.run_until_idle()
    return instance


def task_of(engine, instance, element="a"):
    engine.run_until_idle()
    return engine.tasks.query(instance.id, element=element)[0].id


def only(work, **filters):
    (clock,) = work.clocks.query(**filters)
    return clock


def kinds(work, clock):
    return [event.kind for event in work.clocks.events(clock.id)]


def at(day, hour, minute=0):
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def test_task_is_on_track_then_at_risk_then_breached(engine, work):
    work.targets.put(_TARGET)
    start(engine)
    clock = only(work)
    assert (clock.status, clock.due_at, clock.next_at) == ("on-track", at(12, 13), at(12, 12, 12))
    engine.advance("PT3H12M")
    assert only(work).status == "at-risk"
    engine.advance("PT47M59.999S")
    assert only(work).status == "at-risk"
    engine.advance("PT0.001S")
    clock = only(work)
    assert (clock.status, clock.due_at, clock.next_at) == ("breached", at(12, 13), None)
    events = work.clocks.events(clock.id)
    assert [(each.kind, each.at) for each in events] == [
        ("started", at(12, 9)),
        ("warned", at(12, 12, 12)),
        ("breached", at(12, 13)),
    ]


def test_next_moment_is_the_engines_next_due_time(engine, work):
    work.targets.put(_TARGET)
    start(engine)
    assert engine.next_due() == int(at(12, 12, 12).timestamp() * 1000)


def test_task_that_is_done_in_time_is_met(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    engine.advance("PT2H")
    engine.tasks.complete(task_of(engine, instance))
    engine.advance("P3D")
    clock = only(work)
    assert (clock.status, clock.elapsed_ms, clock.ended_at) == ("met", 2 * _HOUR, at(12, 11))
    assert clock.due_at == at(12, 13)
    assert kinds(work, clock) == ["started", "ended"]


def test_what_was_committed_while_nobody_looked_counts_at_its_time(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    task = task_of(engine, instance)
    engine.test_clock.advance(timedelta(hours=2))
    engine.tasks.complete(task)
    engine.test_clock.advance(timedelta(hours=20))
    engine.run_until_idle()
    assert only(work).status == "met"


def test_moments_that_nobody_saw_have_their_own_times(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    engine.test_clock.advance(timedelta(days=2))
    engine.tasks.complete(task_of(engine, instance))
    engine.run_until_idle()
    events = work.clocks.events(only(work).id)
    assert [(each.kind, each.at) for each in events][1:] == [
        ("warned", at(12, 12, 12)),
        ("breached", at(12, 13)),
        ("ended", at(14, 9)),
    ]


def test_waiting_for_the_customer_stops_the_clock(engine, work):
    work.targets.put(_TARGET)
    start(engine)
    clock = only(work)
    engine.advance("PT1H")
    held = work.clocks.hold(clock.id, "customer")
    assert (held.due_at, held.next_at, held.elapsed_ms) == (None, None, _HOUR)
    engine.advance("P1D")
    assert work.clocks.release(clock.id, "customer").due_at == at(13, 13)
    assert kinds(work, clock) == ["started", "held", "released"]


def test_reason_is_needed_and_ended_clocks_are_not_held(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    clock = only(work)
    with pytest.raises(InvalidInput, match="reason"):
        work.clocks.hold(clock.id, " ")
    engine.tasks.complete(task_of(engine, instance))
    with pytest.raises(NotFound, match="ended"):
        work.clocks.hold(clock.id, "customer")
    with pytest.raises(NotFound):
        work.clocks.get("unknown")


def test_suspended_instances_hold_their_clocks(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    engine.instances.suspend(instance.id)
    engine.advance("P7D")
    assert only(work).holds == ("suspended",)
    engine.instances.resume(instance.id)
    engine.advance("PT1H")
    assert only(work).elapsed_ms == _HOUR


_ASKING = bpmn(
    '<startEvent id="start"/><parallelGateway id="f"/><userTask id="a"/><userTask id="ask"/>\n'
    "start -> f\nf -> a\nf -> ask"
)


def test_open_elements_hold_the_clocks_that_name_them(engine, work):
    work.targets.put({**_TARGET, "element": "a", "holds": ["ask"]})
    work.targets.put({**_TARGET, "key": "whole", "scope": "instance", "holds": ["ask"]})
    work.targets.put({**_TARGET, "key": "free", "scope": "element", "element": "a"})
    instance = start(engine, _ASKING)
    held = {clock.target: bool(clock.holds) for clock in work.clocks.query()}
    assert held == {"t": True, "whole": True, "free": False}
    engine.advance("PT2H")
    engine.tasks.complete(task_of(engine, instance, "ask"))
    engine.advance("PT1H")
    elapsed = {clock.target: clock.elapsed_ms // _HOUR for clock in work.clocks.query()}
    assert elapsed == {"t": 1, "whole": 1, "free": 3}


def test_elements_and_instances_have_clocks_of_their_own(engine, work):
    work.targets.put({"key": "step", "scope": "element", "element": "a", "target": "PT1H"})
    work.targets.put({"key": "all", "scope": "instance", "definition": "p", "target": "PT2H"})
    instance = start(engine, chain('<userTask id="a"/>', '<userTask id="b"/>'))
    engine.advance("PT30M")
    engine.tasks.complete(task_of(engine, instance))
    engine.advance("PT30M")
    assert {clock.target: clock.status for clock in work.clocks.query()} == {
        "step": "met",
        "all": "on-track",
    }
    engine.instances.terminate(instance.id)
    engine.run_until_idle()
    assert only(work, target="all").status == "cancelled"


def test_called_instances_have_clocks_of_their_own(engine, work):
    work.targets.put({"key": "all", "scope": "instance", "target": "PT2H"})
    work.targets.put({"key": "inner", "definition": "inner", "target": "PT1H"})
    work.targets.put({"key": "s", "scope": "element", "element": "a", "target": "PT1H"})
    engine.deploy(chain('<userTask id="a"/>', key="inner"))
    instance = start(engine, chain('<callActivity id="c" calledElement="inner"/>'))
    found = sorted((clock.target, clock.definition) for clock in work.clocks.query())
    assert found == [("all", "inner"), ("all", "p"), ("inner", "inner"), ("s", "inner")]
    engine.tasks.complete(task_of(engine, instance))
    engine.run_until_idle()
    assert {clock.status for clock in work.clocks.query()} == {"met"}


def test_response_is_met_when_somebody_claims(engine, work):
    work.targets.put({"key": "r", "goal": "response", "until": "claimed", "target": "PT1H"})
    instance = start(engine)
    engine.advance("PT10M")
    engine.tasks.claim(task_of(engine, instance), "eva")
    engine.run_until_idle()
    clock = only(work)
    assert (clock.status, clock.elapsed_ms) == ("met", 600_000)


def test_task_that_comes_with_an_assignee_needs_no_claim(engine, work):
    work.targets.put({"key": "r", "until": "claimed", "target": "PT1H"})
    start(engine, chain('<userTask id="a" camunda:assignee="eva"/>'))
    assert only(work).status == "met"


def test_task_that_is_over_before_anybody_looks_is_counted(engine, work):
    work.targets.put({"key": "r", "element": "a", "target": "PT1H"})
    engine.deploy(_TASK)
    instance = engine.start("p")
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    engine.run_until_idle()
    assert only(work).status == "met"


def test_other_priority_means_another_target(engine, work):
    work.targets.put({"key": "normal", "target": "PT8H"})
    work.targets.put({"key": "urgent", "min_priority": 80, "target": "PT2H"})
    instance = start(engine)
    engine.advance("PT1H")
    engine.tasks.update(task_of(engine, instance), {"priority": 90})
    engine.run_until_idle()
    clock = only(work)
    assert (clock.target, clock.priority, clock.due_at) == ("urgent", 90, at(12, 11))
    engine.tasks.update(task_of(engine, instance), {"priority": 10})
    engine.run_until_idle()
    assert only(work).due_at == at(12, 17)


def test_terminated_tasks_are_neither_met_nor_breached(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    engine.instances.terminate(instance.id)
    engine.run_until_idle()
    assert only(work).status == "cancelled"


def test_what_began_before_the_first_target_is_not_counted(engine, work):
    start(engine)
    work.targets.put(_TARGET)
    engine.run_until_idle()
    assert list(work.clocks.query()) == []


def test_what_began_between_two_targets_is_not_counted_later(engine, work):
    work.targets.put(_TARGET)
    work.targets.remove("t")
    start(engine)
    work.targets.put(_TARGET)
    engine.run_until_idle()
    assert list(work.clocks.query()) == []


def test_clocks_run_on_when_their_target_is_removed(engine, work):
    work.targets.put(_TARGET)
    instance = start(engine)
    work.targets.remove("t")
    engine.advance("PT1H")
    engine.tasks.complete(task_of(engine, instance))
    engine.run_until_idle()
    assert only(work).status == "met"


def test_new_version_holds_for_what_starts_then_or_for_all(engine, work):
    work.targets.put(_TARGET)
    start(engine)
    work.targets.put({**_TARGET, "target": "PT2H"})
    assert only(work).due_at == at(12, 13)
    engine.advance("PT1H")
    work.targets.put({**_TARGET, "target": "PT6H"}, moves_running=True)
    assert only(work).due_at == at(12, 15)
    free = {"name": "Closed", "date": "2026-01-12"}
    office = {"key": "office", "hours": {"monday-friday": "09:00-17:00"}, "days": [free]}
    work.calendars.put(office, moves_running=True)
    clock = only(work)
    assert (clock.due_at, clock.elapsed_ms) == (at(13, 14), _HOUR)
    assert kinds(work, clock)[1:] == ["moved", "moved"]


def test_same_data_makes_no_new_version(work):
    first = work.targets.put(_TARGET, user="eva")
    assert work.targets.put(_TARGET) == first
    assert (first.version, first.created_by) == (1, "eva")
    second = work.targets.put({**_TARGET, "target": "PT5H"})
    assert [each.state for each in work.targets.versions("t")] == ["current", "old"]
    assert work.targets.all() == [second]


def test_calendar_must_be_there_as_long_as_it_is_needed(work):
    with pytest.raises(NotFound, match="calendar `shop`"):
        work.targets.put({**_TARGET, "calendar": "shop"})
    work.targets.put(_TARGET)
    with pytest.raises(Conflict, match="`t` counts by `office`"):
        work.calendars.remove("office")
    work.targets.remove("t")
    work.calendars.remove("office")
    for area in (work.calendars, work.targets):
        with pytest.raises(NotFound):
            area.get("office")
    with pytest.raises(NotFound):
        work.targets.versions("never")


def test_targets_that_are_never_reached_hold_nobody_up(engine, work):
    closed = {"name": "Closed", "from": "2026-01-01", "until": "2199-12-31"}
    work.calendars.put({"key": "never", "hours": {"monday": "09:00-10:00"}, "days": [closed]})
    work.targets.put({**_TARGET, "key": "never", "calendar": "never"})
    work.targets.put({"key": "long", "goal": "other", "target": "P200000D"})
    instance = start(engine)
    assert [clock.due_at for clock in work.clocks.query()] == [None, None]
    engine.tasks.complete(task_of(engine, instance))
    engine.run_until_idle()
    assert {clock.status for clock in work.clocks.query()} == {"met"}


def test_clocks_go_on_after_a_restart(tmp_path):
    from trivium.testing import Clock, TestEngine  # noqa: PLC0415  # two of them

    url = f"sqlite:///{tmp_path / 'restart.db'}"
    with TestEngine(url, Clock(at(12, 9))) as engine:
        Work(engine).targets.put({"key": "t", "target": "PT4H"})
        start(engine)
    with TestEngine(url, Clock(at(12, 14))) as engine:
        work = Work(engine)
        engine.run_until_idle()
        assert only(work).status == "breached"
        assert only(work).due_at == at(12, 13)
