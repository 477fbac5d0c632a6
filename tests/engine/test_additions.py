"""What a model did not foresee, added to a running case: it lives as what is modelled, in this case only."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.errors import InvalidInput, NotFound, WrongState
from trivium.kernel.additions import ListensTo, NewCriterion, NewPlanItem
from trivium.testing import TestEngine

_MODEL = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c">
<caseFileModel><caseFileItem id="lab" name="lab"/></caseFileModel><casePlanModel id="plan">
<planItem id="ask" definitionRef="task"/>
<planItem id="care" name="Care" definitionRef="stage"/>
<planItem id="later" definitionRef="stage"><entryCriterion id="e" sentryRef="s"/></planItem>
<planItem id="goal" definitionRef="milestone"><entryCriterion id="g" sentryRef="cared"/></planItem>
<sentry id="s"><planItemOnPart sourceRef="goal"><standardEvent>occur</standardEvent></planItemOnPart></sentry>
<sentry id="cared"><planItemOnPart sourceRef="care"><standardEvent>complete</standardEvent></planItemOnPart>
</sentry><humanTask id="task"/><humanTask id="spare" name="Spare"/><milestone id="milestone"/>
<stage id="stage"><planItem id="treat" definitionRef="task"/></stage>
</casePlanModel></case></definitions>"""


@pytest.fixture
def case(engine):
    engine.deploy(_MODEL)
    return engine.start("c").id


def _after(item, event="complete", condition=None):
    return (NewCriterion(on=(ListensTo(item=item, event=event),), condition=condition),)


def _states(engine, case):
    return {each.element_id: each.state for each in engine.cases.items(case, limit=500)}


def _complete(engine, case, element, variables=None):
    (task,) = (each for each in engine.tasks.query(case, limit=500) if each.element_id == element)
    engine.tasks.complete(task.id, variables or {})


def test_task_is_in_the_task_list_with_all_that_was_said_of_it(engine, case):
    added = engine.cases.add(
        case,
        NewPlanItem(
            name="Call the family",
            description="They live far away.",
            candidate_groups=("nurse", "doctor"),
            due_date='=duration("PT1H")',
            priority="70",
            form_key="call",
        ),
    )
    assert (added.item.state, added.item.kind, added.warnings) == ("active", "humanTask", ())
    (task,) = engine.tasks.query(candidate_groups=["nurse"])
    assert (task.element_id, task.name, task.priority) == (
        added.item.element_id,
        added.item.name,
        70,
    )
    assert (task.description, task.form) == ("They live far away.", {"key": "call"})
    assert task.due_at is not None
    engine.tasks.complete(task.id)
    assert _states(engine, case)[added.item.element_id] == "completed"


def test_what_is_added_listens_to_what_is_modelled_and_to_what_was_added(engine, case):
    engine.cases.add(case, NewPlanItem(id="check", entry=_after("ask", condition="n > 1")))
    engine.cases.add(case, NewPlanItem(kind="milestone", id="checked", entry=_after("check")))
    (reason,) = engine.cases.why(case, "check")
    assert reason.criteria[0].missing == ("complete of ask",)
    _complete(engine, case, "ask", {"n": 1})
    assert _states(engine, case)["check"] == "available"
    engine.instances.set_variables(case, {"n": 2})
    _complete(engine, case, "check")
    assert _states(engine, case)["checked"] == "completed"


def test_what_is_added_ends_by_its_exit_criterion_and_starts_by_the_case_file(engine, case):
    created = NewCriterion(on=(ListensTo(file_item="lab", event="create"),))
    engine.cases.add(case, NewPlanItem(id="watch", exit=_after("ask")))
    engine.cases.add(case, NewPlanItem(id="read", entry=(created,)))
    engine.cases.change_file(case, "lab", "create", 1)
    assert _states(engine, case)["read"] == "active"
    _complete(engine, case, "ask")
    assert _states(engine, case)["watch"] == "terminated"


def test_exit_by_one_criterion_of_what_was_added_is_heard(engine, case):
    engine.cases.add(case, NewPlanItem(id="watch", exit=(*_after("ask"), *_after("goal", "occur"))))
    by_ask = ListensTo(item="watch", event="exit", exit_criterion="watch.exit[0]")
    by_goal = ListensTo(item="watch", event="exit", exit_criterion="watch.exit[1]")
    for name, part in (("asked", by_ask), ("reached", by_goal)):
        entry = (NewCriterion(on=(part,)),)
        engine.cases.add(case, NewPlanItem(kind="milestone", id=name, entry=entry))
    (reason,) = engine.cases.why(case, "asked")
    assert reason.criteria[0].missing == ("exit of watch by watch.exit[0]",)
    _complete(engine, case, "ask")
    states = _states(engine, case)
    assert (states["asked"], states["reached"]) == ("completed", "available")
    wrong = ListensTo(item="watch", event="exit", exit_criterion="nothing")
    with pytest.raises(InvalidInput, match="exit criterion"):
        engine.cases.add(case, NewPlanItem(entry=(NewCriterion(on=(wrong,)),)))


def test_stage_waits_for_what_was_added_to_it(engine, case):
    added = engine.cases.add(case, NewPlanItem(id="visit", required=True), stage="care")
    (care,) = engine.cases.items(case, element="care")
    assert (added.item.stage, added.item.is_required) == (care.item, True)
    (waiting,) = (i for i in engine.tasks.query(case) if i.element_id == "treat")
    engine.tasks.complete(waiting.id)
    assert _states(engine, case)["care"] == "active"
    _complete(engine, case, "visit")
    states = _states(engine, case)
    assert (states["care"], states["goal"], states["later"]) == ("completed", "completed", "active")


def test_it_stands_still_with_its_stage(engine, case):
    engine.cases.add(case, NewPlanItem(id="visit"), stage="care")
    engine.cases.transition(case, "suspend", "care")
    assert _states(engine, case)["visit"] == "suspended"
    with pytest.raises(WrongState) as refused:
        engine.cases.add(case, NewPlanItem(), stage="care")
    assert refused.value.code == "case/stage-not-active"
    engine.cases.transition(case, "resume", "care")
    assert _states(engine, case)["visit"] == "active"


def test_later_instance_of_the_stage_is_as_modelled(engine, case):
    engine.cases.add(case, NewPlanItem(id="visit"), stage="care")
    _complete(engine, case, "treat")
    _complete(engine, case, "visit")
    later = [i.element_id for i in engine.cases.items(case) if i.state == "active"]
    assert sorted(later) == ["ask", "later", "treat"]


def test_stage_is_added_with_what_is_planned_in_it(engine, case):
    inside = (
        NewPlanItem(id="pack", name="Pack"),
        NewPlanItem(kind="milestone", id="packed", entry=_after("pack")),
        NewPlanItem(kind="stage", id="trip", items=(NewPlanItem(id="drive"),)),
    )
    engine.cases.add(case, NewPlanItem(kind="stage", id="home", name="Go home", items=inside))
    assert _states(engine, case)["drive"] == "active"
    engine.cases.add(case, NewPlanItem(id="sing", exit=_after("drive")), stage="trip")
    _complete(engine, case, "pack")
    assert _states(engine, case)["packed"] == "completed"
    _complete(engine, case, "drive")
    states = _states(engine, case)
    assert (states["sing"], states["trip"], states["home"]) == (
        "terminated",
        "completed",
        "completed",
    )


def test_rules_are_those_of_modelled_items(engine, case):
    engine.cases.add(
        case,
        NewPlanItem(id="round", manual_activation=True, repetition="repetitionCounter < 3"),
    )
    for _ in range(3):
        engine.cases.transition(case, "manualStart", "round")
        _complete(engine, case, "round")
    assert [i.state for i in engine.cases.items(case, element="round")] == ["completed"] * 3
    assert ("manualStart", "round") not in {
        (each.action, each.element_id) for each in engine.cases.actions(case)
    }


def test_item_of_what_the_model_defines(engine, case):
    added = engine.cases.add(case, NewPlanItem(definition="spare"))
    assert (added.item.name, added.item.kind) == ("Spare", "humanTask")
    whole = engine.cases.add(case, NewPlanItem(id="again", definition="stage"))
    assert (whole.item.kind, whole.item.state) == ("stage", "active")
    assert [i.state for i in engine.cases.items(case, element="treat")] == ["active", "active"]


def test_process_is_called_and_hands_back_its_results(engine, case):
    engine.deploy(chain('<userTask id="u"/>'))
    engine.instances.set_variables(case, {"n": 20})
    engine.cases.add(
        case,
        NewPlanItem(
            kind="processTask",
            id="call",
            called="p",
            inputs={"m": "=n + 1"},
            outputs={"r": "=m * 2"},
        ),
    )
    (called,) = (i for i in engine.instances.query(root=case) if i.id != case)
    (task,) = engine.tasks.query(called.id)
    engine.tasks.complete(task.id)
    assert _states(engine, case)["call"] == "completed"
    assert engine.instances.variables(case)["r"] == 42


def test_listeners_are_added(engine, case):
    engine.cases.add(case, NewPlanItem(kind="userEventListener", id="bell", roles=("nurse",)))
    engine.cases.add(case, NewPlanItem(kind="timerEventListener", id="hour", timer="PT1H"))
    engine.cases.add(case, NewPlanItem(kind="milestone", id="rung", entry=_after("bell", "occur")))
    with pytest.raises(WrongState):
        engine.cases.transition(case, "occur", "bell", roles=["cook"])
    engine.cases.transition(case, "occur", "bell", roles=["nurse"])
    engine.advance("PT2H")
    states = _states(engine, case)
    assert (states["rung"], states["hour"]) == ("completed", "completed")


def test_other_cases_of_the_model_do_not_have_it(engine, case):
    engine.cases.add(case, NewPlanItem(id="own"))
    other = engine.start("c").id
    assert "own" not in _states(engine, other)
    assert engine.cases.add(other, NewPlanItem()).item.element_id == "added-1"
    with pytest.raises(NotFound):
        engine.cases.why(other, "own")


def test_called_case_has_what_was_added_to_it_alone(engine):
    engine.deploy(_MODEL)
    calls = NewPlanItem(kind="caseTask", id="call", called="c")
    case = engine.start("c").id
    for number in ("one", "two"):
        engine.cases.add(case, NewPlanItem(kind="caseTask", id=number, called="c"))
    one, two = (i.id for i in engine.instances.query(root=case, key="c") if i.id != case)
    engine.cases.add(one, NewPlanItem(id="own"))
    engine.cases.add(case, NewPlanItem(id="mine"))
    engine.cases.add(one, calls)
    assert {"own", "call"} <= _states(engine, one).keys()
    assert "own" not in _states(engine, case).keys() | _states(engine, two).keys()
    for each, element in ((one, "own"), (case, "mine")):
        _complete(engine, each, element)
        assert _states(engine, each)[element] == "completed"


def test_equal_additions_are_compiled_once(engine, case):
    engine.cases.add(case, NewPlanItem(id="own", entry=_after("ask")))
    base = engine._compiled.find("case", "c")
    definition = engine.cases._looked_at(case)[2].node.definition
    assert definition is base.extended(definition.additions)
    assert definition is engine.cases._looked_at(case)[2].node.definition
    assert definition is not base
    assert definition.id == base.id


_AT_FAULT = [
    (NewPlanItem(kind="gateway"), "kind"),
    (NewPlanItem(kind="planFragment"), "kind"),
    (NewPlanItem(id="ask"), "id"),
    (NewPlanItem(id="a b"), "id"),
    (NewPlanItem(definition="nothing"), "definition"),
    (NewPlanItem(definition="spare", assignee="ada"), "assignee"),
    (NewPlanItem(entry=_after("ghost")), "entry[0].on[0]"),
    (NewPlanItem(entry=_after("ask", "shout")), "entry[0].on[0].event"),
    (NewPlanItem(exit=(NewCriterion(),)), "exit[0]"),
    (NewPlanItem(entry=_after("ask", condition="n >")), "entry[0].condition"),
    (NewPlanItem(entry=(NewCriterion(on=(ListensTo(event="create"),)),)), "entry[0].on[0]"),
    (NewPlanItem(required="n >"), "required"),
    (NewPlanItem(assignee="${"), "assignee"),
    (NewPlanItem(candidate_groups=("a", "${")), "candidate_groups"),
    (NewPlanItem(entry=_after("ask", condition="${bean.call()}")), "entry[0].condition"),
    (NewPlanItem(manual_activation="#{true}"), "manual_activation"),
    (NewPlanItem(assignee="${bean.call()}"), "assignee"),
    (NewPlanItem(candidate_users=("=1 +",)), "candidate_users"),
    (NewPlanItem(timer="PT1H"), "timer"),
    (NewPlanItem(kind="timerEventListener"), "timer"),
    (NewPlanItem(kind="processTask"), "called"),
    (NewPlanItem(kind="processTask", called="p", inputs={"x": "=1 +"}), "inputs"),
    (NewPlanItem(kind="milestone", exit=_after("ask")), "exit"),
    (NewPlanItem(kind="userEventListener", roles=("head nurse",)), "roles[0]"),
    (NewPlanItem(kind="stage", items=(NewPlanItem(timer="x"),)), "items[0].timer"),
    (NewPlanItem(lets_in=("nothing",)), "lets_in[0]"),
    (NewPlanItem(lets_in=("later", "ask")), "lets_in[1]"),
    (NewPlanItem(ends=("c",)), "ends[0]"),
    (NewPlanItem(kind="stage", items=(NewPlanItem(ends=("ask",)),)), "items[0].ends"),
    (
        NewPlanItem(kind="stage", items=(NewPlanItem(id="x"), NewPlanItem(id="x"))),
        "items[1].id",
    ),
    (
        NewPlanItem(kind="stage", items=(NewPlanItem(entry=_after("no")),)),
        "items[0].entry[0].on[0]",
    ),
]


@pytest.mark.parametrize(("item", "field"), _AT_FAULT, ids=lambda each: str(each)[:60])
def test_field_that_is_wrong_is_named(engine, case, item, field):
    with pytest.raises(InvalidInput) as refused:
        engine.cases.add(case, item)
    assert (refused.value.code, refused.value.facts["field"]) == ("case/invalid-plan-item", field)
    assert len(_states(engine, case)) == 5


def test_nesting_has_an_end(engine, case):
    item = NewPlanItem()
    for _ in range(20):
        item = NewPlanItem(kind="stage", items=(item,))
    with pytest.raises(InvalidInput, match="at most 16"):
        engine.cases.add(case, item)


def test_what_is_doubtful_is_told(engine, case):
    added = engine.cases.add(
        case, NewPlanItem(required=True, repetition=True, id="ever", name="Ever")
    )
    assert [each.code for each in added.warnings] == ["soundness/endless-repetition"]
    added = engine.cases.add(case, NewPlanItem(kind="milestone", entry=_after("goal")))
    assert {each.code for each in added.warnings} == {
        "soundness/event-never-happens",
        "soundness/never-enters",
    }


def test_who_waits_for_what_is_past_is_told(engine, case):
    _complete(engine, case, "ask")
    added = engine.cases.add(case, NewPlanItem(entry=_after("ask")))
    (warning,) = added.warnings
    assert (warning.code, warning.element) == ("soundness/event-is-past", "added-1.entry[0].on[0]")
    for element in ("care", "goal", "treat", added.item.element_id):
        event = "occur" if element == "goal" else "complete"
        assert engine.cases.add(case, NewPlanItem(entry=_after(element, event))).warnings == ()


def test_what_is_added_lets_in_and_ends_what_is_modelled(engine, case):
    engine.cases.add(case, NewPlanItem(id="short", lets_in=("later",), ends=("ask", "care")))
    (reason,) = engine.cases.why(case, "later")
    assert [each.missing for each in reason.criteria] == [
        ("occur of goal",),
        ("complete of short",),
    ]
    _complete(engine, case, "short")
    states = _states(engine, case)
    assert (states["later"], states["ask"], states["care"]) == (
        "active",
        "terminated",
        "terminated",
    )
    other = engine.start("c").id
    assert len(engine.cases.why(other, "later")[0].criteria) == 1


def test_milestone_lets_in_what_is_further_inside(engine, case):
    engine.cases.add(case, NewPlanItem(id="visit", entry=_after("treat", "fault")), stage="care")
    engine.cases.add(case, NewPlanItem(kind="userEventListener", id="bell", lets_in=("visit",)))
    engine.cases.transition(case, "occur", "bell")
    assert _states(engine, case)["visit"] == "active"


def test_stage_has_to_be_one_of_the_case(engine, case):
    with pytest.raises(InvalidInput) as refused:
        engine.cases.add(case, NewPlanItem(), stage="ask")
    assert refused.value.facts["field"] == "stage"
    with pytest.raises(InvalidInput):
        engine.cases.add(case, NewPlanItem(), stage=999)
    with pytest.raises(NotFound):
        engine.cases.add(case, NewPlanItem(), stage="nothing")


def test_case_that_is_over_takes_nothing_in(engine, case):
    engine.cases.transition(case, "terminate")
    with pytest.raises(WrongState) as refused:
        engine.cases.add(case, NewPlanItem())
    assert refused.value.code == "instance/ended"
    with pytest.raises(NotFound):
        engine.cases.add("nothing", NewPlanItem())


def test_process_takes_nothing_in(engine):
    engine.deploy(chain('<userTask id="u"/>'))
    process = engine.start("p").id
    for refused in (
        lambda: engine.cases.add(process, NewPlanItem()),
        lambda: engine.cases.plan(process, "x"),
        lambda: engine.cases.change_file(process, "x", "create"),
        lambda: engine.cases.transition(process, "complete"),
    ):
        with pytest.raises(WrongState) as error:
            refused()
        assert error.value.code == "case/not-a-case"


def test_large_case_takes_in_what_is_added_to_its_last_stage(engine):
    many = "".join(f'<planItem id="t{n}" definitionRef="task"/>' for n in range(100))
    engine.deploy(_MODEL.replace(b'<planItem id="ask"', f'{many}<planItem id="ask"'.encode()))
    case = engine.start("c").id
    listening = NewCriterion(on=(ListensTo(item="visit", event="complete"),))
    engine.cases.add(case, NewPlanItem(id="visit"), stage="care")
    engine.cases.add(case, NewPlanItem(id="tell", entry=(listening,)))
    _complete(engine, case, "visit")
    assert _states(engine, case)["tell"] == "active"
    _complete(engine, case, "t99")
    _complete(engine, case, "tell")
    assert len(engine.tasks.query(case, limit=200)) == 101


def test_case_goes_on_after_a_restart(tmp_path):
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    with TestEngine(url) as engine:
        engine.deploy(_MODEL)
        case = engine.start("c").id
        engine.cases.add(case, NewPlanItem(id="own", entry=_after("ask")), stage="care")
    with TestEngine(url) as engine:
        _complete(engine, case, "ask")
        _complete(engine, case, "own")
        engine.cases.add(case, NewPlanItem(id="more"))
        assert _states(engine, case)["more"] == "active"


def test_history_tells_what_was_added(engine, case):
    engine.cases.add(case, NewPlanItem(id="own", name="Own"), user="ada")
    last = engine.instances.history(case).items[-1]
    assert (last.actor, last.command["item"]["name"]) == ("ada", "Own")
    assert {"added", "create", "start"} <= {
        each.get("kind") or each.get("transition") for each in last.events
    }
    assert engine.audit.verify().is_whole


def test_same_key_gives_the_first_answer_when_the_stage_is_over(engine, case):
    first = engine.cases.add(case, NewPlanItem(id="more"), stage="care", idempotency_key="k")
    _complete(engine, case, "more")
    _complete(engine, case, "treat")
    assert _states(engine, case)["care"] == "completed"
    again = engine.cases.add(case, NewPlanItem(id="more"), stage="care", idempotency_key="k")
    assert again.item.id == first.item.id
    with pytest.raises(NotFound):
        engine.cases.add(case, NewPlanItem(id="more"), stage="care", idempotency_key="another")
