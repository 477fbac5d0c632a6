"""User tasks in the words of the dialects: whose they are, when they are due, their forms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.models import bpmn, chain

from trivium.testing import expect


def _within(*inside):
    return f"<extensionElements>{''.join(inside)}</extensionElements>"


def _task(engine, instance):
    return engine.tasks.query(instance.id)[0]


def _in_process(model, attributes="", inside=""):
    start = b'<process id="p" isExecutable="true">'
    return model.replace(
        start, f'<process id="p" {attributes} isExecutable="true">{inside}'.encode()
    )


def test_attributes_of_camunda_7_and_flowable_say_whose_a_task_is(engine):
    engine.deploy(
        chain(
            '<userTask id="ask" camunda:assignee="${who}" camunda:owner="olga"'
            ' camunda:candidateUsers="ann, ${who}" camunda:candidateGroups="${groups}"'
            ' camunda:dueDate="P1D" camunda:followUpDate="${later}" camunda:priority="${50 + 20}"/>'
        )
    )
    later = "2031-01-01T00:00:00Z"
    task = _task(engine, engine.start("p", {"who": "bob", "groups": ["a", "b"], "later": later}))
    assert (task.assignee, task.owner, task.priority) == ("bob", "olga", 70)
    assert (task.candidate_users, task.candidate_groups) == (("ann", "bob"), ("a", "b"))
    assert task.due_at - task.created_at == timedelta(days=1)
    assert task.follow_up_at.year == 2031


@pytest.mark.parametrize(("said", "priority"), [("0", 0), ("${none}", 50), ("", 50)])
def test_priority_may_be_nothing_and_is_fifty_where_none_is_said(engine, said, priority):
    engine.deploy(chain(f'<userTask id="ask" camunda:priority="{said}"/>'))
    assert _task(engine, engine.start("p", {"none": None})).priority == priority


def test_elements_of_camunda_8_say_the_same(engine):
    inside = _within(
        "<zeebe:userTask/>",
        '<zeebe:assignmentDefinition assignee="=who" candidateUsers="=[&quot;ann&quot;, who]"'
        ' candidateGroups="sales, support"/>',
        '<zeebe:taskSchedule dueDate="=later" followUpDate="2031-01-01T00:00:00Z"/>',
        '<zeebe:priorityDefinition priority="=60 + 10"/>',
    )
    engine.deploy(chain(f'<userTask id="ask">{inside}</userTask>'))
    task = _task(engine, engine.start("p", {"who": "bob", "later": "2032-01-01T00:00:00Z"}))
    assert (task.assignee, task.priority) == ("bob", 70)
    assert (task.candidate_users, task.candidate_groups) == (("ann", "bob"), ("sales", "support"))
    assert (task.due_at.year, task.follow_up_at.year) == (2032, 2031)


@pytest.mark.parametrize("performer", ["humanPerformer", "performer"])
def test_resource_roles_of_bpmn_say_the_same(engine, performer):
    expression = (
        "<resourceAssignmentExpression><formalExpression>{}</formalExpression>"
        "</resourceAssignmentExpression>"
    ).format
    engine.deploy(
        chain(
            f'<userTask id="ask"><{performer}>{expression("${who}")}</{performer}><potentialOwner>'
            f"{expression('user(ann), group(sales), support')}</potentialOwner></userTask>"
        )
    )
    task = _task(engine, engine.start("p", {"who": "bob"}))
    assert (task.assignee, task.candidate_users) == ("bob", ("ann",))
    assert task.candidate_groups == ("sales", "support")


def test_forms_of_camunda_7_are_given_with_their_fields(engine):
    form = (
        '<camunda:formData businessKey="order"><camunda:formField id="amount" type="long"'
        ' label="Amount" defaultValue="1"><camunda:validation><camunda:constraint name="min"'
        ' config="0"/></camunda:validation></camunda:formField><camunda:formField id="day"'
        ' type="date" datePattern="yyyy"><camunda:value id="a" name="A"/></camunda:formField>'
        "</camunda:formData>"
    )
    engine.deploy(
        chain(
            f'<userTask id="ask" camunda:formRef="f" camunda:formRefBinding="version"'
            f' camunda:formRefVersion="2">{_within(form)}</userTask>'
        )
    )
    found = _task(engine, engine.start("p")).form
    assert {name: found[name] for name in ("key", "binding", "version", "business_key_field")} == {
        "key": "f",
        "binding": "version",
        "version": "2",
        "business_key_field": "order",
    }
    assert found["fields"] == [
        {
            "id": "amount",
            "type": "long",
            "label": "Amount",
            "default": "1",
            "constraints": {"min": "0"},
        },
        {"id": "day", "type": "date", "date_pattern": "yyyy", "options": {"a": "A"}},
    ]


def test_form_properties_of_flowable_are_fields(engine):
    form = (
        '<camunda:formProperty id="size" name="Size" type="enum" required="true" readable="true"'
        ' writable="false" variable="v" expression="${x}" default="s" datePattern="d">'
        '<camunda:value id="s" name="small"/></camunda:formProperty>'
        '<camunda:formProperty id="other" writeable="true"/>'
    )
    engine.deploy(
        chain(f'<userTask id="ask" camunda:formKey="size.html">{_within(form)}</userTask>')
    )
    found = _task(engine, engine.start("p")).form
    size, other = found["fields"]
    assert found["key"] == "size.html"
    assert (size["label"], size["options"], size["constraints"]) == (
        "Size",
        {"s": "small"},
        {"required": None},
    )
    assert (size["variable"], size["expression"], size["default"]) == ("v", "${x}", "s")
    assert (size["readable"], size["writable"], size["date_pattern"]) == ("true", "false", "d")
    assert other["writable"] == "true"


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('formKey="camunda-forms:bpmn:f1"', {"key": "camunda-forms:bpmn:f1", "schema": "{}"}),
        (
            'formId="f" bindingType="versionTag" versionTag="v1"',
            {"key": "f", "binding": "versionTag", "version": "v1"},
        ),
        ('externalReference="https://forms/f"', {"key": "https://forms/f"}),
    ],
)
def test_forms_of_camunda_8_are_given(engine, attributes, found):
    model = chain(
        f'<userTask id="ask">{_within(f"<zeebe:formDefinition {attributes}/>")}</userTask>'
    )
    held = _within('<zeebe:userTaskForm id="f1">{}</zeebe:userTaskForm>')
    engine.deploy(_in_process(model, inside=held))
    assert _task(engine, engine.start("p")).form == found


def test_initiator_is_who_starts(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start" camunda:initiator="starter"/>'
            '<userTask id="ask" camunda:assignee="${starter}"/>'
            "\nstart -> ask"
        )
    )
    assert _task(engine, engine.start("p", user="mary")).assignee == "mary"


_LANES = (
    '<laneSet id="lanes"><lane id="l1" name="Sales"><flowNodeRef>outer</flowNodeRef>'
    '<flowNodeRef>sub</flowNodeRef><childLaneSet id="c"><lane id="l2" name="Support">'
    "<flowNodeRef>own</flowNodeRef><flowNodeRef>outer</flowNodeRef></lane></childLaneSet></lane>"
    "</laneSet>"
)
_LANED = bpmn(
    '<startEvent id="start"/><userTask id="outer"/><userTask id="own" camunda:assignee="bob"/>'
    '<subProcess id="sub"><startEvent id="in"/><userTask id="inner"/>'
    '<sequenceFlow id="f" sourceRef="in" targetRef="inner"/></subProcess>'
    "\nstart -> outer\nstart -> own\nstart -> sub"
)


@pytest.mark.parametrize(
    ("attribute", "inside", "expected"),
    [
        ("", "", {"outer": (), "own": (), "inner": ()}),
        (
            'camunda:laneCandidates="true"',
            "",
            {"outer": ("Support",), "own": (), "inner": ("Sales",)},
        ),
        (
            "",
            _within(
                '<camunda:properties><camunda:property name="laneCandidates" value="true"/>'
                "</camunda:properties>"
            ),
            {"outer": ("Support",), "own": (), "inner": ("Sales",)},
        ),
    ],
)
def test_lanes_are_candidates_where_the_process_says_so(engine, attribute, inside, expected):
    deployed = engine.deploy(_in_process(_LANED, attribute, inside + _LANES))
    instance = engine.start("p")
    found = {t.element_id: t.candidate_groups for t in engine.tasks.query(instance.id)}
    assert found == expected
    lanes = engine.definitions.lanes(deployed.definitions[0].id)
    assert [lane.path for lane in lanes] == [("Sales",), ("Sales", "Support")]


@pytest.mark.parametrize(
    ("variables", "waiting"),
    [
        ({"skip": True}, ["ask"]),
        ({"skip": True, "_FLOWABLE_SKIP_EXPRESSION_ENABLED": True}, ["after"]),
        ({"skip": False, "_ACTIVITI_SKIP_EXPRESSION_ENABLED": True}, ["ask"]),
    ],
)
def test_task_is_skipped_where_that_was_allowed(engine, variables, waiting):
    engine.deploy(
        chain('<userTask id="ask" camunda:skipExpression="${skip}"/>', '<userTask id="after"/>')
    )
    expect(engine, engine.start("p", variables)).is_waiting_at(*waiting)


@pytest.mark.parametrize(
    ("event", "begins"), [("creating", True), ("create", True), ("completing", False)]
)
def test_task_listeners_of_camunda_8_are_jobs(engine, event, begins):
    listener = _within(
        f'<zeebe:taskListeners><zeebe:taskListener eventType="{event}" type="hear" retries="2"/>'
        "</zeebe:taskListeners>"
    )
    engine.deploy(chain(f'<userTask id="ask">{listener}</userTask>'))
    instance = engine.start("p")
    if not begins:
        engine.tasks.complete(_task(engine, instance).id)
    (job,) = engine.jobs.activate("hear", "w")
    engine.jobs.complete(job.id)
    assert bool(engine.tasks.query(instance.id).items) == begins
