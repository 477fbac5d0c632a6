"""Rules of escalation: by variables, priority, age and status; up the hierarchy and up ladders of roles."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.errors import InvalidModel
from trivium.work import Work
from trivium.work.people import Person

_TASK = chain('<userTask id="a" camunda:assignee="anna"/>')
_OFFERED = chain('<userTask id="a" camunda:candidateGroups="analysts"/>')
_LADDER = ["group:analysts", "role:officer", "group:mlro"]


class Bank:
    """Analysts, officers by role, one who reports."""

    def people(self, connection, tenant):
        analysts, mlro = frozenset({"analysts"}), frozenset({"mlro"})
        officer = frozenset({"officer"})
        people = [
            Person(id="anna", groups=analysts, manager="otto"),
            Person(id="ben", groups=analysts),
            Person(id="otto", roles=officer),
            Person(id="olga", roles=officer),
            Person(id="mia", groups=mlro),
        ]
        return {person.id: person for person in people}

    def operators(self, connection, tenant, kind, key):
        return set()


@pytest.fixture
def work(engine, notes):
    return Work(engine, organisation=Bank(), notifier=notes)


def rule(work, *steps, **more):
    work.targets.put({"key": "rule", "steps": list(steps), **more})


def start(engine, model=_TASK, **variables):
    engine.deploy(model)
    instance = engine.start("p", variables, user="anna")
    engine.run_until_idle()
    return instance


def task(engine, instance):
    return engine.tasks.query(instance.id)[0]


def steps_of(work):
    (clock,) = work.clocks.query()
    found = [event for event in work.clocks.events(clock.id) if event.kind == "step"]
    return [event.state for event in found]


def test_large_amount_goes_up_at_once(engine, work):
    rule(work, {"when": "amount > 100000", "action": "reassign", "ladder": _LADDER})
    large = start(engine, amount=100001)
    assert task(engine, large).assignee in {"otto", "olga"}
    assert steps_of(work) == ["done"]
    small = start(engine, amount=100000)
    assert task(engine, small).assignee == "anna"


def test_condition_waits_until_it_is_true_and_holds_once(engine, work, notes):
    rule(work, {"when": "risk >= 0.8", "action": "notify", "to": ["role:officer"]})
    instance = start(engine, risk=0)
    assert (steps_of(work), notes) == (["waiting"], [])
    engine.instances.set_variables(instance.id, {"other": 1})
    engine.run_until_idle()
    assert steps_of(work) == ["waiting"]
    engine.instances.set_variables(instance.id, {"risk": 1})
    engine.run_until_idle()
    (notice,) = notes
    assert notice.recipients == ("olga", "otto")
    engine.instances.set_variables(instance.id, {"risk": 0})
    engine.instances.set_variables(instance.id, {"risk": 1})
    engine.run_until_idle()
    assert (len(notes), steps_of(work)) == (1, ["done"])


def test_priority_that_is_raised_by_hand_escalates(engine, work):
    rule(work, {"when": "task.priority >= 90", "action": "reassign"})
    instance = start(engine)
    assert task(engine, instance).assignee == "anna"
    engine.tasks.update(task(engine, instance).id, {"priority": 95})
    engine.run_until_idle()
    assert task(engine, instance).assignee == "otto"


def test_age_counts_from_the_beginning(engine, work, notes):
    rule(work, {"at": "PT48H after", "action": "notify", "to": "initiator"})
    start(engine)
    engine.advance("PT47H59M")
    assert notes == []
    engine.advance("PT1M")
    assert notes[0].recipients == ("anna",)
    (clock,) = work.clocks.query()
    assert (clock.status, clock.due_at, clock.target_ms) == ("on-track", None, 0)


def test_age_and_amount_together(engine, work):
    step = {"at": "PT2H after", "when": "amount > 10", "action": "raise-priority", "priority": 80}
    rule(work, step)
    instance = start(engine, amount=1)
    engine.advance("PT3H")
    assert task(engine, instance).priority == 50
    engine.instances.set_variables(instance.id, {"amount": 11})
    engine.run_until_idle()
    assert task(engine, instance).priority == 80


def test_status_of_the_target_is_a_condition(engine, work, notes):
    step = {"at": "0%", "when": 'clock.status = "breached"', "action": "notify", "to": "manager"}
    rule(work, step, target="PT1H")
    start(engine)
    engine.advance("PT59M")
    assert (notes, steps_of(work)) == ([], ["waiting"])
    engine.advance("PT1M")
    assert notes[0].recipients == ("otto",)


def test_rules_are_neither_met_nor_breached(engine, work):
    rule(work, {"at": "PT48H after", "action": "notify", "to": "initiator"})
    instance = start(engine)
    engine.tasks.complete(task(engine, instance).id)
    engine.run_until_idle()
    (clock,) = work.clocks.query()
    assert clock.status == "cancelled"
    figures = work.clocks.figures(clock.started_at, clock.ended_at.replace(year=2030))
    assert [(each.met, each.breached, each.cancelled) for each in figures] == [(0, 0, 1)]


def test_what_is_over_waits_for_nothing(engine, work, notes):
    rule(work, {"when": "risk > 1", "action": "notify", "to": "initiator"})
    instance = start(engine, risk=1)
    engine.tasks.complete(task(engine, instance).id)
    engine.run_until_idle()
    assert (steps_of(work), notes) == (["skipped"], [])


def test_ladder_is_climbed_rung_by_rung_by_who_has_least_to_do(engine, work):
    steps = [
        {"at": f"PT{hours}H after", "action": "reassign", "ladder": _LADDER} for hours in (1, 2, 3)
    ]
    engine.deploy(chain('<userTask id="busy" camunda:assignee="olga"/>', key="q"))
    engine.start("q")
    rule(work, *steps, element="a")
    instance = start(engine)
    engine.advance("PT1H")
    assert task(engine, instance).assignee == "otto"  # olga has something to do
    engine.advance("PT1H")
    assert task(engine, instance).assignee == "mia"
    engine.advance("PT1H")
    assert task(engine, instance).assignee == "mia"
    assert steps_of(work) == ["done", "done", "failed"]


def test_rung_on_which_nobody_is_there_is_passed_over(engine, work):
    from datetime import timedelta  # noqa: PLC0415

    from trivium.kernel.moments import from_ms  # noqa: PLC0415

    now = from_ms(engine.clock.now_ms())
    for user in ("otto", "olga"):
        work.people.add_absence(user, now, now + timedelta(days=2))
    rule(work, {"at": "PT1H after", "action": "reassign", "ladder": _LADDER})
    instance = start(engine)
    engine.advance("PT1H")
    assert task(engine, instance).assignee == "mia"


def test_offered_task_stands_on_the_rung_of_its_group(engine, work):
    rule(work, {"at": "PT1H after", "action": "reassign", "ladder": _LADDER})
    instance = start(engine, _OFFERED)
    engine.advance("PT1H")
    assert task(engine, instance).assignee in {"otto", "olga"}


def test_rule_for_an_instance_is_one_for_all_its_open_tasks(engine, work):
    step = {"when": "amount > 10", "action": "raise-priority", "priority": 90}
    rule(work, step, scope="instance")
    two = chain(
        '<userTask id="a" camunda:assignee="anna"><multiInstanceLoopCharacteristics>'
        "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    )
    instance = start(engine, two, amount=1)
    engine.instances.set_variables(instance.id, {"amount": 11})
    engine.run_until_idle()
    assert {each.priority for each in engine.tasks.query(instance.id)} == {90}
    assert len(engine.tasks.query(instance.id)) == 3


def test_null_and_other_types_are_no_reason(engine, work, notes):
    rule(work, {"when": "missing > 1", "action": "notify", "to": "initiator"})
    start(engine)
    start(engine, missing="much")
    assert notes == []


@pytest.mark.parametrize(
    ("step", "where", "code"),
    [
        ({"when": "amount >", "action": "reassign"}, "steps[0].when", "sla/condition"),
        ({"at": "0%", "action": "reassign", "ladder": "officers"}, "steps[0].ladder", None),
        (
            {"at": "0%", "action": "notify", "to": "manager", "ladder": ["role:x"]},
            "steps[0].ladder",
            None,
        ),
        ({"action": "reassign"}, "steps[0].at", "sla/threshold"),
    ],
)
def test_wrong_rules_are_refused_with_their_place(work, step, where, code):
    with pytest.raises(InvalidModel) as refusal:
        rule(work, step)
    (finding,) = refusal.value.findings
    assert finding.element == where
    assert code in {None, finding.code}


def test_rule_without_steps_is_none(work):
    with pytest.raises(InvalidModel):
        work.targets.put({"key": "nothing"})
    with pytest.raises(InvalidModel):
        rule(work, {"when": "a", "action": "reassign"}, warnings=["80%"])
