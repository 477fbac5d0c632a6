"""Calls of processes and decisions, and events, in the words of the dialects."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.testing import expect

_DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" id="d"
 name="d" {tag}><decision id="price" name="price"><variable name="price"/>
<literalExpression><text>{value}</text></literalExpression></decision></definitions>"""


def _within(*inside):
    return f"<extensionElements>{''.join(inside)}</extensionElements>"


def _called(version, tag=None):
    model = chain(f'<userTask id="v{version}"/>', key="called")
    said = "" if tag is None else f'camunda:versionTag="{tag}" '
    return model.replace(b"isExecutable", f"{said}isExecutable".encode())


@pytest.mark.parametrize(
    ("attributes", "inside", "waiting"),
    [
        ("", "", "v2"),
        ('camunda:calledElementBinding="version" camunda:calledElementVersion="1"', "", "v1"),
        (
            'camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="old"',
            "",
            "v1",
        ),
        ("", '<zeebe:calledElement processId="called"/>', "v2"),
        (
            "",
            '<zeebe:calledElement processId="=name" bindingType="versionTag" versionTag="old"/>',
            "v1",
        ),
    ],
)
def test_version_that_is_called_may_be_said(engine, attributes, inside, waiting):
    engine.deploy(_called(1, "old"))
    engine.deploy(_called(2))
    engine.deploy(
        chain(
            f'<callActivity id="call" calledElement="called" {attributes}>{_within(inside)}'
            "</callActivity>"
        )
    )
    expect(engine, engine.start("p", {"name": "called"})).is_waiting_at(waiting)


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ('camunda:sameDeployment="true"', ""),
        ("", '<zeebe:calledElement processId="called" bindingType="deployment"/>'),
    ],
)
def test_process_of_the_same_deployment_may_be_called(engine, attributes, inside):
    caller = chain(
        f'<callActivity id="call" calledElement="called" {attributes}>{_within(inside)}'
        "</callActivity>"
    )
    engine.deploy([caller, _called(1)])
    engine.deploy(_called(2))
    expect(engine, engine.start("p")).is_waiting_at("v1")


def test_version_tag_of_camunda_8_is_that_of_the_process(engine):
    model = chain('<userTask id="ask"/>').replace(
        b'isExecutable="true">',
        b'isExecutable="true"><extensionElements><zeebe:versionTag value="v7"/></extensionElements>',
    )
    assert engine.deploy(model).definitions[0].version_tag == "v7"


def _seen(engine, instance):
    return engine.tasks.variables(engine.tasks.query(instance.id)[0].id)


@pytest.mark.parametrize(
    ("passing", "expected"),
    [
        ('<camunda:in source="a" target="x"/>', {"x": 1}),
        ('<camunda:in sourceExpression="${a + b}" target="x"/>', {"x": 3}),
        ('<camunda:in variables="all"/>', {"a": 1, "b": 2, "c": 3}),
        ('<camunda:in variables="all" local="true"/>', {"c": 3}),
    ],
)
def test_variables_go_over_as_camunda_7_says(engine, passing, expected):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    local = (
        '<camunda:inputOutput><camunda:inputParameter name="c">${3}</camunda:inputParameter>'
        "</camunda:inputOutput>"
    )
    key = '<camunda:in businessKey="${a}-key"/>'
    engine.deploy(
        chain(
            f'<callActivity id="call" calledElement="called">{_within(local, passing, key)}'
            "</callActivity>"
        )
    )
    engine.start("p", {"a": 1, "b": 2})
    (task,) = engine.tasks.query()
    assert engine.tasks.variables(task.id) == expected
    assert engine.instances.get(task.instance_id).business_key == "1-key"


@pytest.mark.parametrize(
    ("passing", "expected"),
    [
        ('<camunda:out source="r" target="x"/>', {"x": 1}),
        ('<camunda:out sourceExpression="${r + 1}" target="x"/>', {"x": 2}),
        ('<camunda:out variables="all"/>', {"r": 1}),
        ('<camunda:out variables="all" local="true"/>', {}),
    ],
)
def test_variables_come_back_as_camunda_7_says(engine, passing, expected):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    engine.deploy(
        chain(
            f'<callActivity id="call" calledElement="called">{_within(passing)}</callActivity>',
            '<userTask id="after"/>',
        )
    )
    instance = engine.start("p")
    (task,) = engine.tasks.query()
    engine.tasks.complete(task.id, {"r": 1})
    assert engine.instances.variables(instance.id) == expected


def test_all_variables_go_over_as_flowable_says(engine):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    engine.deploy(
        chain('<callActivity id="call" calledElement="called" camunda:inheritVariables="true"/>')
    )
    engine.start("p", {"a": 1})
    assert engine.tasks.variables(engine.tasks.query()[0].id) == {"a": 1}


@pytest.mark.parametrize(
    ("attributes", "seen", "back"),
    [
        ("", {"a": 1, "own": 5}, {"a": 1, "r": 1, "mapped": 2}),
        ('propagateAllParentVariables="false"', {"own": 5}, {"a": 1, "r": 1, "mapped": 2}),
        ('propagateAllChildVariables="false"', {"a": 1, "own": 5}, {"a": 1, "mapped": 2}),
    ],
)
def test_variables_go_over_and_come_back_as_camunda_8_says(engine, attributes, seen, back):
    engine.deploy(chain('<userTask id="ask"/>', key="called"))
    inside = _within(
        f'<zeebe:calledElement processId="called" {attributes}/>',
        '<zeebe:ioMapping><zeebe:input source="=5" target="own"/>'
        '<zeebe:output source="=r + 1" target="mapped"/></zeebe:ioMapping>',
    )
    engine.deploy(
        chain(f'<callActivity id="call">{inside}</callActivity>', '<userTask id="after"/>')
    )
    instance = engine.start("p", {"a": 1})
    (task,) = engine.tasks.query()
    assert engine.tasks.variables(task.id) == seen
    engine.tasks.complete(task.id, {"r": 1})
    found = engine.instances.variables(instance.id)
    assert {name: found[name] for name in back} == back
    assert ("r" in found) == ("r" in back)


def _priced(value):
    return _DMN.format(value=value, tag="").encode()


@pytest.mark.parametrize(
    ("attributes", "inside", "result"),
    [
        ('camunda:decisionRef="price"', "", 2),
        (
            (
                'camunda:decisionRef="price" camunda:decisionRefBinding="version"'
                ' camunda:decisionRefVersion="1"'
            ),
            "",
            1,
        ),
        ("", '<zeebe:calledDecision decisionId="=d" resultVariable="r"/>', 2),
        (
            "",
            '<zeebe:calledDecision decisionId="price" bindingType="latest" resultVariable="r"/>',
            2,
        ),
    ],
)
def test_version_of_a_decision_may_be_said(engine, attributes, inside, result):
    engine.deploy(_priced(1))
    engine.deploy(_priced(2))
    java = (
        ' camunda:mapDecisionResult="singleEntry" camunda:resultVariable="r"' if attributes else ""
    )
    engine.deploy(
        chain(f'<businessRuleTask id="ask" {attributes}{java}>{_within(inside)}</businessRuleTask>')
    )
    instance = engine.start("p", {"d": "price"})
    found = engine.instances.variables(instance.id)["r"]
    assert found in (result, {"price": result})


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        (
            (
                'camunda:decisionRef="price" camunda:decisionRefBinding="versionTag"'
                ' camunda:decisionRefVersionTag="v9"'
            ),
            "",
        ),
        (
            "",
            (
                '<zeebe:calledDecision decisionId="price" bindingType="versionTag" versionTag="v9"'
                ' resultVariable="r"/>'
            ),
        ),
    ],
)
def test_version_tag_of_a_decision_that_is_not_there_is_an_incident(engine, attributes, inside):
    engine.deploy(_priced(1))
    engine.deploy(
        chain(f'<businessRuleTask id="ask" {attributes}>{_within(inside)}</businessRuleTask>')
    )
    instance = engine.start("p")
    assert "v9" in engine.incidents.query(instance.id)[0].message


# -- events


def test_escalation_tells_its_code(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><subProcess id="sub"><startEvent id="in"/>'
            '<endEvent id="out"><escalationEventDefinition escalationRef="e"/></endEvent>'
            '<sequenceFlow id="f" sourceRef="in" targetRef="out"/></subProcess>'
            '<boundaryEvent id="caught" attachedToRef="sub"><escalationEventDefinition'
            ' escalationRef="e" camunda:escalationCodeVariable="code"/></boundaryEvent>'
            '<userTask id="after"/>\nstart -> sub\ncaught -> after',
            roots='<escalation id="e" escalationCode="X"/>',
        )
    )
    expect(engine, engine.start("p")).is_waiting_at("after").has_variable("code", "X")


def test_condition_may_look_at_one_variable_and_kind_of_change(engine):
    event = (
        '<intermediateCatchEvent id="watch"><conditionalEventDefinition camunda:variableName="a"'
        ' camunda:variableEvents="update"><condition>${a > 1}</condition>'
        "</conditionalEventDefinition></intermediateCatchEvent>"
    )
    engine.deploy(chain(event, '<userTask id="after"/>'))
    instance = engine.start("p", {"b": 1})
    engine.instances.set_variables(instance.id, {"a": 5})
    expect(engine, instance).is_waiting_at("watch")
    engine.instances.set_variables(instance.id, {"a": 6})
    expect(engine, instance).is_waiting_at("after")


_MESSAGE = (
    '<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=order"/>'
    "</extensionElements></message>"
)


def test_message_of_camunda_8_is_for_its_key(engine):
    event = (
        '<intermediateCatchEvent id="wait"><extensionElements><zeebe:ioMapping><zeebe:output'
        ' source="=amount * 2" target="double"/></zeebe:ioMapping></extensionElements>'
        '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    )
    engine.deploy(chain(event, '<userTask id="after"/>', roots=_MESSAGE))
    one, two = engine.start("p", {"order": 1}), engine.start("p", {"order": 2})
    engine.messages.correlate("paid", correlation={"order": 2}, variables={"amount": 4})
    expect(engine, one).is_waiting_at("wait")
    expect(engine, two).is_waiting_at("after").has_variable("double", 8)


@pytest.mark.parametrize(
    "mapping",
    [
        '<zeebe:ioMapping><zeebe:output source="=a * 2" target="b"/></zeebe:ioMapping>',
        (
            '<camunda:inputOutput><camunda:outputParameter name="b">${a * 2}'
            "</camunda:outputParameter></camunda:inputOutput>"
        ),
    ],
)
@pytest.mark.parametrize("event", ["start", "boundary", "throw"])
def test_events_that_pass_map_their_outputs(engine, event, mapping):
    inside = {
        name: _within(mapping) if name == event else "" for name in ("start", "boundary", "throw")
    }
    engine.deploy(
        bpmn(
            f'<startEvent id="start">{inside["start"]}</startEvent><userTask id="ask"/>'
            f'<boundaryEvent id="late" attachedToRef="ask">{inside["boundary"]}'
            "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
            f'</boundaryEvent><intermediateThrowEvent id="pass">{inside["throw"]}'
            '</intermediateThrowEvent><userTask id="after"/>'
            "\nstart -> ask\nlate -> pass\npass -> after"
        )
    )
    instance = engine.start("p", {"a": 2})
    engine.advance("PT1H")
    expect(engine, instance).is_waiting_at("after").has_variable("b", 4)


def test_collection_of_camunda_8_is_run_through(engine):
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="true">'
        + _within(
            '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"'
            ' outputCollection="results" outputElement="=item * 2"/>'
        )
        + "</multiInstanceLoopCharacteristics>"
    )
    engine.deploy(chain(f'<scriptTask id="s">{_within(_SCRIPT)}{loop}</scriptTask>'))
    expect(engine, engine.start("p", {"items": [1, 2]})).has_variable("results", [2, 4])


_SCRIPT = '<zeebe:script expression="=1" resultVariable="x"/>'


@pytest.mark.parametrize("attribute", ["asyncBefore", "asyncAfter"])
def test_continuations_of_each_instance_are_jobs(engine, attribute):
    engine.deploy(
        chain(
            f'<manualTask id="m"><multiInstanceLoopCharacteristics camunda:{attribute}="true">'
            "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></manualTask>"
        )
    )
    instance = engine.start("p")
    assert len(engine.jobs.query(instance.id).items) == 2
    engine.run_until_idle()
    expect(engine, instance).is_completed()


@pytest.mark.parametrize("event", ["start", "end"])
def test_listeners_of_boundary_events_hear_them(engine, event):
    listener = (
        f'<camunda:executionListener event="{event}"'
        " expression=\"${execution.setVariable('heard', true)}\"/>"
    )
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><userTask id="ask"/><boundaryEvent id="late"'
            f' attachedToRef="ask">{_within(listener)}<timerEventDefinition><timeDuration>PT1H'
            '</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="end"/>'
            "\nstart -> ask\nlate -> end"
        )
    )
    instance = engine.start("p")
    engine.advance("PT1H")
    expect(engine, instance).is_completed().has_variable("heard", True)


_MAPPED = [
    'camunda:variableMappingClass="com.example.Map"',
    'camunda:variableMappingDelegateExpression="${com.example.Map}"',
]


def _mapped(attributes, *, inside=""):
    return chain(
        f'<callActivity id="call" calledElement="called" {attributes}>{_within(inside)}'
        "</callActivity>",
        '<userTask id="after"/>',
    )


@pytest.mark.parametrize("attributes", _MAPPED)
def test_handler_maps_the_variables_of_a_call(engine, attributes):
    seen = []

    @engine.handler("com.example.Map")
    def map_variables(job):
        seen.append((job.headers["event"], job.variables))
        if job.headers["event"] == "input":
            return {"net": job.variables["price"] * 2}
        return {"total": job.variables["net"] + 1}

    passing = (
        '<camunda:in source="name" target="label"/><camunda:out source="label" target="said"/>'
    )
    engine.deploy(chain('<userTask id="work"/>', key="called"))
    assert not engine.deploy(_mapped(attributes, inside=passing)).findings
    instance = engine.start("p", {"price": 4, "name": "x"})
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("work")
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id) == {"label": "x", "net": 8}
    engine.tasks.complete(task.id)
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("after")
    expect(engine, instance).has_variable("total", 9).has_variable("said", "x")
    expect(engine, instance).has_variable("net", None)
    given = {"price": 4, "name": "x", "label": "x"}
    assert seen == [("input", given), ("output", {**given, "net": 8, "said": "x"})]


@pytest.mark.parametrize("attributes", _MAPPED)
def test_mapping_that_nobody_does_is_told_and_becomes_an_incident(engine, attributes):
    engine.deploy(chain('<userTask id="work"/>', key="called"))
    deployed = engine.deploy(_mapped(attributes))
    assert [each.code for each in deployed.findings] == ["deployment/no-handler"]
    instance = engine.start("p")
    engine.advance("PT1M")
    expect(engine, instance).has_incident_at("call")
    assert engine.incidents.query(instance.id)[0].code == "job/no-handler"


def test_mapping_that_fails_in_an_error_is_asked_again_where_it_was(engine):
    engine.deploy(chain('<manualTask id="work"/>', key="called"))
    engine.deploy(_mapped(_MAPPED[0]))
    instance = engine.start("p")
    for event in ("input", "output"):
        (job,) = engine.jobs.activate("com.example.Map", "w")
        assert job.headers["event"] == event
        engine.jobs.error(job.id, "E")
        (incident,) = engine.incidents.query(instance.id)
        engine.incidents.retry(incident.id)
        (job,) = engine.jobs.activate("com.example.Map", "w")
        assert job.headers["event"] == event
        engine.jobs.complete(job.id)
    expect(engine, instance).is_waiting_at("after")


def test_call_of_what_is_not_there_is_tried_again_after_its_mapping(engine):
    engine.deploy(_mapped(_MAPPED[0]))
    instance = engine.start("p")
    (job,) = engine.jobs.activate("com.example.Map", "w")
    engine.jobs.complete(job.id, {"a": 1})
    expect(engine, instance).has_incident_at("call")
    engine.deploy(chain('<userTask id="work"/>', key="called"))
    engine.incidents.retry(engine.incidents.query(instance.id)[0].id)
    (task,) = engine.tasks.query(instance.id)
    assert engine.tasks.variables(task.id) == {"a": 1}
