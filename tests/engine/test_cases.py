"""Cases through the engine: what may be done and why, one task list, calls in both directions, the end."""

from __future__ import annotations

import pytest
from tests.models import chain

from trivium.engine.areas.migrations import MigrationPlan
from trivium.errors import InvalidModel, NotFound, WrongState
from trivium.kernel.commands import Modification
from trivium.testing import expect

_HEAD = '<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/cmmn">'


def _case(body, *, key="c", roots="", plan=""):
    text = (
        f'{_HEAD}{roots}<case id="{key}"><caseRoles><role id="r" name="nurse"/></caseRoles><caseFileModel>'
        f'<caseFileItem id="lab" name="lab"/></caseFileModel><casePlanModel id="plan" {plan}>{body}'
        "</casePlanModel></case></definitions>"
    )
    return text.encode()


_PLAN = """<planItem id="ask" name="Ask" definitionRef="task"/>
<planItem id="check" definitionRef="task"><entryCriterion id="e" sentryRef="s"/></planItem>
<planItem id="optional" definitionRef="task"><itemControl><manualActivationRule/></itemControl></planItem>
<planItem id="bell" definitionRef="listener"/>
<sentry id="s"><planItemOnPart sourceRef="ask"><standardEvent>complete</standardEvent></planItemOnPart>
<ifPart><condition>value &gt; 5</condition></ifPart></sentry>
<planningTable id="table" authorizedRoleRefs="r"><discretionaryItem id="extra" definitionRef="task"/>
</planningTable><humanTask id="task" performerRef="r"/>
<userEventListener id="listener" authorizedRoleRefs="r"/>"""


@pytest.fixture
def case(engine):
    engine.deploy(_case(_PLAN))
    return engine.start("c").id


def _offered(engine, case, **who):
    return {(each.action, each.element_id) for each in engine.cases.actions(case, **who)}


def test_says_what_can_be_done_now_and_why(engine, case):
    offered = _offered(engine, case)
    assert {("manualStart", "optional"), ("complete", "ask"), ("plan", "extra")} <= offered
    assert ("occur", "bell") in offered
    assert ("complete", "c") not in offered
    assert not {each for each in offered if each[1] == "check" and each[0] != "exit"}
    (manual,) = (a for a in engine.cases.actions(case) if a.action == "manualStart")
    assert manual.why == "it is enabled: somebody decides whether it starts"


def test_what_the_model_reserves_for_a_role_is_offered_to_it_only(engine, case):
    nurse, doctor = (_offered(engine, case, roles=[role]) for role in ("nurse", "doctor"))
    assert nurse - doctor == {("plan", "extra"), ("occur", "bell")}
    with pytest.raises(WrongState) as refused:
        engine.cases.transition(case, "occur", "bell", roles=["doctor"])
    assert refused.value.code == "case/role-needed"
    with pytest.raises(WrongState) as refused:
        engine.cases.plan(case, "extra", roles=["doctor"])
    assert refused.value.code == "case/not-plannable"
    engine.cases.plan(case, "extra", roles=["nurse"])
    engine.cases.transition(case, "occur", "bell", roles=["nurse"])


def test_every_action_that_is_offered_can_be_taken(engine):
    engine.deploy(_case(_PLAN))
    case = engine.start("c").id
    for action in engine.cases.actions(case):
        fresh = engine.start("c").id
        if action.action == "plan":
            engine.cases.plan(fresh, action.element_id)
        else:
            engine.cases.transition(fresh, action.action, action.item)


def test_says_why_a_plan_item_is_not_available(engine, case):
    (reason,) = engine.cases.why(case, "check")
    (criterion,) = reason.criteria
    assert (reason.state, reason.why) == ("available", "it waits for one of its entry criteria")
    assert criterion.missing == ("complete of ask",)
    assert (criterion.condition, criterion.holds) == ("value > 5", False)
    (task,) = engine.tasks.query(case)
    engine.tasks.complete(task.id, {"value": 3})
    (criterion,) = engine.cases.why(case, "check")[0].criteria
    assert (criterion.missing, criterion.holds) == ((), False)
    engine.instances.set_variables(case, {"value": 6})
    assert engine.cases.why(case, "check")[0].why == "it is being worked on"
    assert "discretionary" in engine.cases.why(case, "extra")[0].why
    assert "over" in engine.cases.why(case, "ask")[0].why
    with pytest.raises(NotFound):
        engine.cases.why(case, "nothing")


def test_its_tasks_are_in_the_one_task_list(engine, case):
    engine.deploy(chain('<userTask id="u"/>'))
    engine.start("p")
    kinds = {task.key: task.element_id for task in engine.tasks.query()}
    assert kinds == {"c": "ask", "p": "u"}
    assert [t.element_id for t in engine.tasks.query(candidate_groups=["nurse"])] == ["ask"]


_CALLS = """<planItem id="call" definitionRef="callProcess"/>
<processTask id="callProcess" processRef="p"><extensionElements><camunda:in source="n" target="n"/>
<camunda:out source="m" target="m"/></extensionElements></processTask>"""


def test_process_that_it_calls_hands_back_its_results(engine):
    engine.deploy(chain('<userTask id="u"/>'))
    engine.deploy(_case(_CALLS))
    case = engine.start("c", {"n": 1})
    (task,) = engine.tasks.query(case.id)
    engine.tasks.complete(task.id, {"m": 2})
    assert engine.instances.get(case.id).state == "completed"
    assert engine.instances.variables(case.id)["m"] == 2


def test_called_process_that_somebody_terminates_ends_its_task(engine):
    engine.deploy(chain('<userTask id="u"/>'))
    engine.deploy(_case(_CALLS + '<planItem id="keep" definitionRef="t"/><humanTask id="t"/>'))
    case = engine.start("c").id
    (called,) = (i for i in engine.instances.query(root=case) if i.id != case)
    engine.instances.terminate(called.id, "no use")
    (call,) = engine.cases.items(case, element="call")
    assert call.state == "terminated"
    expect(engine, case).is_active().is_waiting_at("keep")


def test_trouble_in_a_called_process_is_its_own_incident(engine):
    engine.deploy(chain('<scriptTask id="broken"><script>${missing.name}</script></scriptTask>'))
    engine.deploy(_case(_CALLS))
    case = engine.start("c").id
    (incident,) = engine.incidents.query(case)
    assert incident.element_id == "broken"
    engine.incidents.resolve(incident.id, "skip")
    assert engine.instances.get(case).state == "completed"


def test_call_activity_may_start_a_case(engine):
    engine.deploy(_case('<planItem id="t" definitionRef="task"/><humanTask id="task"/>'))
    engine.deploy(
        chain(
            '<callActivity id="call" camunda:caseRef="c" camunda:caseBinding="version" camunda:caseVersion="1"><extensionElements>'
            '<camunda:in variables="all"/><camunda:out source="m" target="m"/></extensionElements>'
            "</callActivity>",
            '<userTask id="after"/>',
        )
    )
    instance = engine.start("p", {"n": 1})
    (task,) = engine.tasks.query(instance.id)
    assert task.element_id == "t"
    engine.tasks.complete(task.id, {"m": 3})
    expect(engine, instance).is_waiting_at("after").has_variable("m", 3)
    assert engine.instances.query(key="c").items[0].state == "completed"


def test_failed_task_is_in_trouble_until_it_is_retried(engine):
    engine.deploy(
        _case(
            '<planItem id="x" definitionRef="d"/><planItem id="other" definitionRef="t"/>'
            '<decisionTask id="d" decisionRef="missing"/><humanTask id="t"/>'
        )
    )
    case = engine.start("c").id
    (incident,) = engine.incidents.query(case)
    assert engine.cases.items(case, element="x").items[0].state == "failed"
    engine.incidents.retry(incident.id)
    assert len(engine.incidents.query(case).items) == 1
    engine.incidents.resolve(engine.incidents.query(case).items[0].id, "skip")
    assert engine.cases.items(case, element="x").items[0].state == "terminated"


def test_endless_chain_of_sentries_becomes_an_incident(engine):
    loop = "".join(
        f'<planItem id="{a}" definitionRef="m"><itemControl><repetitionRule/></itemControl>'
        f'<entryCriterion id="e{a}" sentryRef="s{a}"/></planItem>'
        f'<sentry id="s{a}"><planItemOnPart sourceRef="{b}"><standardEvent>occur</standardEvent>'
        "</planItemOnPart></sentry>"
        for a, b in (("x", "y"), ("y", "x"))
    )
    first = (
        '<planItem id="first" definitionRef="t"/>'
        '<planItem id="x2" definitionRef="m"><entryCriterion id="e3" sentryRef="s3"/></planItem>'
        '<sentry id="s3"><planItemOnPart sourceRef="first"><standardEvent>complete</standardEvent>'
        "</planItemOnPart></sentry>"
    )
    body = loop.replace('sourceRef="y"', 'sourceRef="y"') + first
    body = body.replace(
        '<sentry id="sx">',
        '<sentry id="sx0"><planItemOnPart sourceRef="first"><standardEvent>complete'
        '</standardEvent></planItemOnPart></sentry><sentry id="sx">',
    ).replace(
        '<entryCriterion id="ex" sentryRef="sx"/>',
        '<entryCriterion id="ex" sentryRef="sx"/><entryCriterion id="ex0" sentryRef="sx0"/>',
    )
    engine.deploy(_case(body + '<milestone id="m"/><humanTask id="t"/>'))
    engine._compiled.find("case", "c").step_limit = 500
    case = engine.start("c").id
    (task,) = engine.tasks.query(case)
    engine.tasks.complete(task.id)
    assert {i.code for i in engine.incidents.query(case)} == {"kernel/step-limit"}


def test_ended_case_stays_until_it_is_closed(engine, case):
    engine.instances.terminate(case, "enough")
    assert engine.instances.get(case).state == "terminated"
    assert engine.cases.actions(case)[0].action in {"close", "reactivate"}
    with pytest.raises(WrongState):
        engine.instances.set_variables(case, {"x": 1})
    engine.cases.transition(case, "close")
    assert engine.instances.get(case).state == "closed"
    with pytest.raises(NotFound):
        engine.cases.actions(case)


def test_file_says_what_is_there(engine, case):
    engine.cases.change_file(case, "lab", "create", {"potassium": 6})
    (item,) = engine.cases.file(case)
    assert (item["state"], item["value"]) == ("available", {"potassium": 6})


def test_case_is_suspended_and_resumed_as_instances_are(engine, case):
    engine.instances.suspend(case)
    assert {i.state for i in engine.cases.items(case)} == {"suspended"}
    assert engine.instances.get(case).state == "suspended"
    with pytest.raises(WrongState):
        engine.instances.suspend(case)
    engine.instances.resume(case)
    assert engine.instances.get(case).state == "active"
    assert engine.cases.items(case, element="ask").items[0].state == "active"


_INSTRUCTIONS = (Modification(kind="start-before", element_id="ask"),)


def test_tokens_of_a_case_cannot_be_moved(engine, case):
    newer = engine.deploy(_case(_PLAN.replace('name="Ask"', 'name="Question"'))).definitions[0].id
    process = engine.deploy(chain('<userTask id="ask"/>')).definitions[0].id
    older, instance = engine.instances.get(case).definition_id, engine.start("p").id
    ended = engine.start("c").id
    engine.instances.terminate(ended)
    plan = MigrationPlan(source=older, target=newer, elements={}, left_out=(), problems=())
    for refused in (
        lambda: engine.instances.modify(case, _INSTRUCTIONS),
        lambda: engine.instances.restart(ended, _INSTRUCTIONS),
        lambda: engine.migrations.plan(older, newer),
        lambda: engine.migrations.plan(process, newer),
        lambda: engine.migrations.plan(older, process),
        lambda: engine.migrations.migrate(plan, case),
        lambda: engine.migrations.migrate(plan, instance),
    ):
        with pytest.raises(WrongState) as error:
            refused()
        assert error.value.code == "case/not-a-process"


def test_batch_leaves_cases_as_they_are_and_says_why(engine, case):
    engine.deploy(chain('<userTask id="ask"/>'))
    process = engine.start("p").id
    batch = engine.batches.modify([case, process], _INSTRUCTIONS)
    list(engine.batches.work_off(batch.id))
    done = engine.batches.get(batch.id)
    assert (done.state, done.done, done.failed) == ("completed", 1, 1)
    (reason,) = engine.batches.reasons(batch.id)
    assert reason.code == "case/not-a-process"


def test_case_that_is_over_is_restarted_from_its_beginning(engine, case):
    engine.instances.set_variables(case, {"value": 7})
    engine.instances.terminate(case)
    again = engine.instances.restart(case)
    assert again.state == "active"
    assert engine.instances.variables(again.id)["value"] == 7


def _warned(engine, body):
    return [(f.code, f.element) for f in engine.deploy(_case(body)).findings]


def test_criterion_that_nothing_satisfies_is_told_at_deployment(engine):
    circle = "".join(
        f'<planItem id="{a}" definitionRef="t"><entryCriterion id="e{a}" sentryRef="s{a}"/></planItem>'
        f'<sentry id="s{a}"><planItemOnPart sourceRef="{b}"><standardEvent>complete</standardEvent>'
        "</planItemOnPart></sentry>"
        for a, b in (("x", "y"), ("y", "x"))
    )
    assert _warned(engine, circle + '<humanTask id="t"/>') == [
        ("soundness/never-enters", "x"),
        ("soundness/never-enters", "y"),
    ]


def test_event_that_never_happens_is_told_at_deployment(engine):
    body = (
        '<planItem id="m" definitionRef="reached"/>'
        '<planItem id="x" definitionRef="t"><entryCriterion id="e" sentryRef="s"/></planItem>'
        '<sentry id="s"><planItemOnPart sourceRef="m"><standardEvent>complete</standardEvent>'
        '</planItemOnPart></sentry><milestone id="reached"/><humanTask id="t"/>'
    )
    assert _warned(engine, body) == [
        ("soundness/event-never-happens", "s"),
        ("soundness/never-enters", "x"),
    ]
    assert _warned(engine, body.replace(">complete<", ">occur<")) == []


def test_exit_criterion_that_an_on_part_names_has_to_be_there(engine):
    body = (
        '<planItem id="x" definitionRef="t"/>'
        '<planItem id="y" definitionRef="t"><entryCriterion id="e" sentryRef="s"/></planItem>'
        '<sentry id="s"><planItemOnPart id="o" sourceRef="x" exitCriterionRef="ghost"><standardEvent>exit'
        '</standardEvent></planItemOnPart></sentry><humanTask id="t"/>'
    )
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(_case(body))
    (finding,) = refused.value.findings
    assert (finding.code, finding.element) == ("cmmn/unknown-reference", "o")
    other = body.replace(">exit<", ">complete<")
    assert _warned(engine, other) == [("cmmn/exit-criterion-ref", "o")]


def test_endless_repetition_of_what_is_required_is_told_at_deployment(engine):
    body = (
        '<planItem id="x" definitionRef="t"><itemControl><requiredRule/><repetitionRule/></itemControl>'
        '</planItem><humanTask id="t"/>'
    )
    assert _warned(engine, body) == [("soundness/endless-repetition", "x")]


def test_faults_of_a_model_are_told_all_at_once(engine):
    body = (
        '<planItem id="a" definitionRef="nothing"/><planItem id="b" definitionRef="s1"/>'
        '<planItem id="c" definitionRef="timer"><entryCriterion id="e" sentryRef="missing"/></planItem>'
        '<sentry id="empty"/><sentry id="s2"><planItemOnPart sourceRef="ghost"><standardEvent>complete'
        '</standardEvent></planItemOnPart></sentry><stage id="s1"><planItem id="d" definitionRef="s1"/>'
        '</stage><timerEventListener id="timer"/><processTask id="p"/><gateway id="g"/>'
    )
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(_case(body))
    codes = sorted(f.code.partition("/")[2] for f in refused.value.findings)
    assert codes == sorted(
        ["unknown-reference"] * 3
        + ["stage-in-itself", "timer-missing", "empty-sentry", "unsupported-element"]
    )


@pytest.mark.parametrize(
    ("event", "states"),
    [
        ("create", ["active", "active", "active"]),
        ("update", ["available", "active", "active"]),
        ("delete", ["available", "available", "active"]),
    ],
)
def test_sentry_may_listen_to_a_variable(engine, event, states):
    part = (
        '<extensionElements><camunda:variableOnPart variableName="v"><camunda:variableEvent>'
        f"{event}</camunda:variableEvent></camunda:variableOnPart></extensionElements>"
    )
    engine.deploy(
        _case(
            '<planItem id="x" definitionRef="t"><entryCriterion id="e" sentryRef="s"/></planItem>'
            f'<planItem id="keep" definitionRef="t"/><sentry id="s">{part}</sentry><humanTask id="t"/>'
        )
    )
    case = engine.start("c").id
    for value, state in zip((1, 2, None), states, strict=True):
        engine.instances.set_variables(case, {"v": value})
        assert engine.cases.items(case, element="x").items[0].state == state


def test_item_may_be_repeated_by_a_transition(engine):
    rule = '<repetitionRule camunda:repeatOnStandardEvent="disable"/><manualActivationRule/>'
    engine.deploy(
        _case(
            f'<planItem id="x" definitionRef="t"><itemControl>{rule}</itemControl></planItem>'
            '<humanTask id="t"/>'
        )
    )
    case = engine.start("c").id
    engine.cases.transition(case, "disable", "x")
    assert sorted(i.state for i in engine.cases.items(case)) == ["disabled", "enabled"]


def test_cmmn_1_0_starts_nothing_by_itself(engine):
    old = _case('<planItem id="x" definitionRef="t"/><humanTask id="t"/>')
    engine.deploy(old.replace(b"20151109", b"20131201"))
    case = engine.start("c").id
    assert engine.cases.items(case).items[0].state == "enabled"


def test_word_without_effect_is_told(engine):
    listener = '<extensionElements><camunda:caseExecutionListener class="x"/></extensionElements>'
    body = (
        '<planItem id="x" definitionRef="t"/>'
        f'<humanTask id="t" camunda:nonsense="1" camunda:assignee="ada">{listener}</humanTask>'
    )
    findings = engine.deploy(_case(body)).findings
    assert [f.code for f in findings] == ["cmmn/no-effect"] * 2
    assert {"nonsense", "caseExecutionListener"} == {f.message.split("`")[1] for f in findings}
