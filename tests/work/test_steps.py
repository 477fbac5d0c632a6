from __future__ import annotations

import pytest
from tests.models import chain

from trivium.work import Work
from trivium.work.sla.steps import ACTOR

_ASSIGNED = chain('<userTask id="a" camunda:assignee="adam"/>')
_OFFERED = chain('<userTask id="a" camunda:candidateGroups="analysts"/>')


@pytest.fixture
def people(work):
    work.people.put("adam", groups=["analysts"], manager="mona")
    work.people.put("bela", groups=["analysts"], manager="mona")
    work.people.put("mona", manager="nora", substitute="olga")
    return work.people


def run(engine, work, steps, model=_ASSIGNED, **target):
    work.targets.put({"key": "t", "name": "Credit", "target": "PT1H", "steps": steps, **target})
    engine.deploy(model)
    instance = engine.start("p")
    engine.run_until_idle()
    engine.advance("PT3H")
    return instance


def task(engine, instance):
    return engine.tasks.query(instance.id)[0]


def steps_of(work):
    (clock,) = work.clocks.query()
    return [
        (event.state, event.content)
        for event in work.clocks.events(clock.id)
        if event.kind == "step"
    ]


def test_people_are_told_once(engine, work, people, notes):
    to = ["assignee", "manager", "group:analysts", "user:eva"]
    instance = run(engine, work, [{"at": "80%", "action": "notify", "to": to, "message": "Hurry"}])
    (notice,) = notes
    assert notice.recipients == ("adam", "mona", "bela", "eva")
    assert (notice.text, notice.target, notice.instance_id) == ("Hurry", "t", instance.id)
    assert steps_of(work)[0][1]["to"] == list(notice.recipients)


def test_candidates_are_told_where_nobody_has_the_task(engine, work, people, notes):
    to = ["assignee", "manager", "owner", "candidates"]
    run(engine, work, [{"at": "80%", "action": "notify", "to": to}], _OFFERED)
    assert notes[0].recipients == ("adam", "bela")
    assert notes[0].text == "Credit"


def test_who_stands_in_is_told_too(engine, work, people, notes):
    people.add_absence("adam", engine_time(engine), engine_time(engine, days=2), substitute="bela")
    run(engine, work, [{"at": "80%", "action": "notify", "to": "assignee"}])
    assert notes[0].recipients == ("adam", "bela")


def engine_time(engine, days=0):
    from datetime import timedelta  # noqa: PLC0415

    from trivium.kernel.moments import from_ms  # noqa: PLC0415

    return from_ms(engine.clock.now_ms()) + timedelta(days=days)


def test_nobody_to_be_told_is_a_failure_that_is_kept(engine, work, notes):
    run(engine, work, [{"at": "80%", "action": "notify", "to": "group:nobody"}])
    state, content = steps_of(work)[0]
    assert (state, notes) == ("failed", [])
    assert "nobody behind group:nobody" in content["why"]


def test_priority_is_raised_but_never_lowered(engine, work):
    steps = [
        {"at": "50%", "action": "raise-priority", "priority": 70},
        {"at": "100%", "action": "raise-priority", "priority": 60},
    ]
    instance = run(engine, work, steps)
    assert task(engine, instance).priority == 70
    assert [state for state, _ in steps_of(work)] == ["done", "skipped"]
    assert engine.instances.history(instance.id)[-1].actor == ACTOR


def test_task_goes_up_the_hierarchy(engine, work, people):
    steps = [{"at": f"PT{hours}H after", "action": "reassign"} for hours in (0, 1, 2)]
    instance = run(engine, work, steps)
    assert task(engine, instance).assignee == "nora"
    states = steps_of(work)
    assert [state for state, _ in states] == ["done", "done", "failed"]
    assert (states[0][1]["from"], states[0][1]["to"]) == ("adam", "mona")


def test_manager_who_is_away_is_passed_over(engine, work, people):
    people.add_absence("mona", engine_time(engine), engine_time(engine, days=2))
    instance = run(engine, work, [{"at": "100%", "action": "reassign"}])
    assert task(engine, instance).assignee == "nora"


def test_task_that_nobody_has_has_nobody_above(engine, work, people):
    run(engine, work, [{"at": "100%", "action": "reassign"}], _OFFERED)
    assert steps_of(work)[0][0] == "failed"


def test_escalated_task_is_offered_to_others(engine, work, people):
    step = {"at": "PT1H after", "action": "escalate", "to": ["group:board", "user:nora"]}
    instance = run(engine, work, [step])
    found = task(engine, instance)
    assert (found.assignee, found.candidate_groups, found.candidate_users) == (
        None,
        ("board",),
        ("nora",),
    )


def test_steps_are_not_taken_on_what_is_over(engine, work, notes):
    step = {"at": "50%", "action": "notify", "to": "user:eva"}
    work.targets.put({"key": "t", "target": "PT1H", "steps": [step]})
    engine.deploy(_ASSIGNED)
    instance = engine.start("p")
    engine.run_until_idle()
    engine.test_clock.set_ms(engine.test_clock.now_ms() + 3_600_000 * 3 // 4)
    engine.tasks.complete(task(engine, instance).id)
    engine.run_until_idle()
    assert notes == []
    assert steps_of(work)[0][0] == "skipped"


def test_raised_priority_may_mean_a_shorter_target(engine, work):
    work.targets.put({"key": "urgent", "min_priority": 90, "target": "PT40M"})
    step = {"at": "50%", "action": "raise-priority", "priority": 95}
    run(engine, work, [step])
    (clock,) = work.clocks.query()
    kinds = [event.kind for event in work.clocks.events(clock.id)]
    assert kinds == ["started", "step", "moved", "warned", "breached"]
    assert clock.due_at == clock.started_at + (clock.due_at - clock.started_at)
    assert (clock.target, (clock.due_at - clock.started_at).total_seconds()) == ("urgent", 2400)


def test_steps_that_were_not_taken_when_a_node_stopped_are_taken_later(tmp_path, notes):
    from trivium.testing import Clock, TestEngine  # noqa: PLC0415

    class Broken:
        def notify(self, notice):
            raise ConnectionError(notice)

    url = f"sqlite:///{tmp_path / 'steps.db'}"
    clock = Clock()
    step = {"at": "50%", "action": "notify", "to": "user:eva"}
    with TestEngine(url, clock) as engine:
        work = Work(engine, notifier=Broken())
        work.targets.put({"key": "t", "target": "PT1H", "steps": [step]})
        engine.deploy(_ASSIGNED)
        engine.start("p")
        with pytest.raises(ConnectionError):
            engine.advance("PT30M")
    with TestEngine(url, clock) as engine:
        Work(engine, notifier=notes)
        engine.run_until_idle()
        assert notes == []  # the other node may still be at it
        engine.advance("PT1M")
        engine.advance("PT1M")
    assert [notice.recipients for notice in notes] == [("eva",)]
