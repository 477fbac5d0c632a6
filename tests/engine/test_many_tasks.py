"""One thing done to many tasks, and tasks that go to somebody else for a reason."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.engine.moments import instant
from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.work import Work

_WORK = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")


@pytest.fixture
def tasks(engine):
    engine.deploy(_WORK)
    return [engine.tasks.query(engine.start("work").id)[0].id for _ in range(5)]


def _commands(engine, task_id):
    root = engine.tasks.get(task_id).root_id
    return [entry.command for entry in engine.instances.history(root)]


def test_each_task_is_done_for_itself(engine, tasks):
    engine.tasks.claim(tasks[1], "ann")
    engine.tasks.complete(tasks[2])
    outcomes = engine.tasks.do_all("claim", [*tasks[:4], "none", tasks[0]], user="tom")
    assert [(each.task_id, each.code) for each in outcomes] == [
        (tasks[0], None),
        (tasks[1], "task/claimed-by-another"),
        (tasks[2], "task/not-found"),
        (tasks[3], None),
        ("none", "task/not-found"),
    ]
    assert {each.id for each in engine.tasks.query(assignee="tom")} == {tasks[0], tasks[3]}


def test_many_tasks_are_assigned_raised_and_completed(engine, tasks):
    engine.tasks.do_all("assign", tasks, to="tom", reason="Ann is ill", user="chief")
    assert _commands(engine, tasks[4])[-1]["reason"] == "Ann is ill"
    engine.tasks.do_all("update", tasks, changes={"priority": 90})
    assert {each.priority for each in engine.tasks.query()} == {90}
    engine.tasks.do_all("unclaim", tasks[:2])
    assert len(engine.tasks.query(unassigned=True)) == 2
    engine.tasks.do_all("complete", tasks, variables={"ok": True}, user="tom")
    assert not engine.tasks.query().items
    assert all(info.state == "completed" for info in engine.instances.query())


def test_many_tasks_with_a_key_are_done_once(engine, tasks):
    for _ in range(2):
        outcomes = engine.tasks.do_all("complete", tasks, user="tom", idempotency_key="k")
        assert all(each.is_done for each in outcomes)


def test_dry_run_tells_of_each_and_keeps_nothing(engine, tasks):
    with engine.dry_run() as preview:
        engine.tasks.do_all("claim", [*tasks, "none"], user="tom")
    assert [step.command["task_id"] for step in preview.steps] == tasks
    assert not engine.tasks.query(assignee="tom").items


def test_none_too_many_or_for_nobody_is_refused(engine, tasks):
    for ids in ([], [str(number) for number in range(1001)]):
        with pytest.raises(InvalidInput) as refusal:
            engine.tasks.do_all("unclaim", ids)
        assert refusal.value.code == "task/too-many"
    for action in ("claim", "assign"):
        with pytest.raises(InvalidInput) as refusal:
            engine.tasks.do_all(action, tasks)
        assert refusal.value.code == "task/user-missing"


@pytest.fixture
def work(engine):
    work = Work(engine)
    work.people.put("tom", manager="head")
    work.people.put("head", manager="chief")
    return work


def test_task_goes_up_to_the_manager_with_a_reason(engine, work, tasks):
    engine.tasks.claim(tasks[0], "tom")
    assert work.escalations.escalate(tasks[0], reason="Too large for me", user="tom") == "head"
    found = engine.tasks.get(tasks[0])
    assert (found.assignee, found.priority) == ("head", 75)
    command = _commands(engine, tasks[0])[-1]
    assert (command["command"], command["reason"]) == ("escalate-task", "Too large for me")
    for expected in (100, 100):
        engine.tasks.assign(tasks[0], "tom")
        work.escalations.escalate(tasks[0])
        assert engine.tasks.get(tasks[0]).priority == expected


def test_task_goes_past_a_manager_who_is_away(engine, work, tasks):
    now = instant(engine.clock.now_ms())
    work.people.add_absence("head", now, now.replace(year=now.year + 1))
    engine.tasks.claim(tasks[0], "tom")
    assert work.escalations.escalate(tasks[0]) == "chief"


def test_task_that_nobody_has_goes_to_the_manager_of_who_says_so(engine, work, tasks):
    assert work.escalations.escalate(tasks[0], user="tom") == "head"


def test_task_with_nobody_above_stays(engine, work, tasks):
    engine.tasks.claim(tasks[0], "chief")
    with pytest.raises(WrongState) as refusal:
        work.escalations.escalate(tasks[0])
    assert refusal.value.code == "task/nobody-above"
    with pytest.raises(NotFound):
        work.escalations.escalate("none")


def test_stats_count_what_somebody_has_is_offered_and_has_done(engine, tasks):
    engine.tasks.claim(tasks[0], "tom")
    engine.tasks.update(tasks[0], {"due_at": instant(engine.clock.now_ms() - 1)})
    engine.tasks.claim(tasks[1], "tom")
    engine.tasks.complete(tasks[1], user="tom")
    engine.tasks.complete(tasks[2], user="ann")
    found = engine.tasks.stats("tom", ["clerks"])
    assert (found.pending, found.in_progress) == (2, 1)
    assert (found.overdue, found.completed) == (1, 1)
