"""Work of handlers and workers in the words of the dialects."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidInput
from trivium.testing import expect


def _within(*inside):
    return f"<extensionElements>{''.join(inside)}</extensionElements>"


def _work(attributes="", *inside, kind="serviceTask"):
    return chain(f'<{kind} id="work" {attributes}>{_within(*inside)}</{kind}>')


def _job(engine, topic):
    return engine.jobs.activate(topic, "w")[0]


def test_topic_may_be_an_expression_and_has_a_priority(engine):
    engine.deploy(
        _work('camunda:type="external" camunda:topic="${t}" camunda:taskPriority="${40 + 2}"')
    )
    engine.start("p", {"t": "ship"})
    assert _job(engine, "ship").priority == 42


def test_priority_of_the_process_is_that_of_its_work(engine):
    model = _work('camunda:topic="ship"')
    engine.deploy(model.replace(b"isExecutable", b'camunda:taskPriority="7" isExecutable'))
    engine.start("p")
    assert _job(engine, "ship").priority == 7


def test_job_of_camunda_8_has_type_headers_and_retries(engine):
    engine.deploy(
        _work(
            "",
            '<zeebe:taskDefinition type="=kind" retries="=1 + 1"/>',
            '<zeebe:taskHeaders><zeebe:header key="to" value="x"/></zeebe:taskHeaders>',
            '<zeebe:ioMapping><zeebe:input source="=a" target="order.number"/>'
            '<zeebe:output source="=answer" target="result"/></zeebe:ioMapping>',
        )
    )
    instance = engine.start("p", {"kind": "ship", "a": 1})
    job = _job(engine, "ship")
    assert (job.retries, job.headers, job.variables["order"]) == (2, {"to": "x"}, {"number": 1})
    engine.jobs.complete(job.id, {"answer": 5})
    expect(engine, instance).is_completed().has_variable("result", 5)


def test_fields_are_headers(engine):
    engine.deploy(
        _work(
            'camunda:class="com.example.Ship"',
            '<camunda:field name="a" stringValue="x"/>',
            '<camunda:field name="b" expression="${n + 1}"/>',
            '<camunda:field name="c"><camunda:string>y</camunda:string></camunda:field>',
            '<camunda:field name="d"><camunda:expression>Hi ${who}</camunda:expression>'
            "</camunda:field>",
        )
    )
    engine.start("p", {"n": 1, "who": "bob"})
    assert _job(engine, "com.example.Ship").headers == {
        "a": "x",
        "b": "2",
        "c": "y",
        "d": "Hi bob",
    }


def test_fields_of_listeners_are_headers(engine):
    listener = (
        '<camunda:executionListener event="start" class="Hear"><camunda:field name="a"'
        ' stringValue="x"/></camunda:executionListener>'
    )
    engine.deploy(chain(f'<userTask id="ask">{_within(listener)}</userTask>'))
    engine.start("p")
    assert _job(engine, "Hear").headers == {"event": "start", "a": "x"}


@pytest.mark.parametrize("kind", ["http", "mail", "shell"])
def test_typed_task_of_flowable_is_a_job_of_that_type(engine, kind):
    engine.deploy(
        _work(
            f'camunda:type="{kind}"',
            '<camunda:field name="to"><camunda:expression>${url}</camunda:expression>'
            "</camunda:field>",
        )
    )
    engine.start("p", {"url": "http://x"})
    assert _job(engine, kind).headers == {"to": "http://x"}


def test_connector_is_a_job_with_its_inputs_and_outputs(engine):
    connector = (
        "<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId>"
        '<camunda:inputOutput><camunda:inputParameter name="url">${base}/x'
        '</camunda:inputParameter><camunda:outputParameter name="status">${statusCode}'
        "</camunda:outputParameter></camunda:inputOutput></camunda:connector>"
    )
    engine.deploy(_work("", connector))
    instance = engine.start("p", {"base": "http://y"})
    job = _job(engine, "http-connector")
    assert job.variables["url"] == "http://y/x"
    engine.jobs.complete(job.id, {"statusCode": 200})
    expect(engine, instance).is_completed().has_variable("status", 200)
    assert "statusCode" not in engine.instances.variables(instance.id)


def test_input_output_may_hold_lists_maps_and_scripts(engine):
    mapping = (
        '<camunda:inputOutput><camunda:inputParameter name="m"><camunda:map>'
        '<camunda:entry key="a">${n}</camunda:entry><camunda:entry key="l"><camunda:list>'
        "<camunda:value>x</camunda:value><camunda:value>${n + 1}</camunda:value></camunda:list>"
        '</camunda:entry></camunda:map></camunda:inputParameter><camunda:inputParameter name="s">'
        '<camunda:script scriptFormat="javascript">n * 2</camunda:script></camunda:inputParameter>'
        "</camunda:inputOutput>"
    )
    engine.deploy(chain(f'<userTask id="ask">{_within(mapping)}</userTask>'))
    instance = engine.start("p", {"n": 2})
    found = engine.tasks.variables(engine.tasks.query(instance.id)[0].id)
    assert (found["m"], found["s"]) == ({"a": 2, "l": ["x", 3]}, 4)


_FAILING = bpmn(
    '<startEvent id="start"/><serviceTask id="work" camunda:type="external" camunda:topic="ship">'
    '<extensionElements><camunda:errorEventDefinition id="d" errorRef="e"'
    " expression=\"${externalTask.errorMessage == 'gone' or total == 13}\"/></extensionElements>"
    '</serviceTask><boundaryEvent id="caught" attachedToRef="work"><errorEventDefinition'
    ' errorRef="e" camunda:errorCodeVariable="code" camunda:errorMessageVariable="said"/>'
    '</boundaryEvent><userTask id="after"/>\nstart -> work\ncaught -> after',
    roots='<error id="e" errorCode="E1" camunda:errorMessage="no luck"/>',
)


def test_error_of_an_external_task_is_thrown_when_it_fails_so(engine):
    engine.deploy(_FAILING)
    instance = engine.start("p", {"total": 1})
    engine.jobs.fail(_job(engine, "ship").id, "gone")
    expect(engine, instance).is_waiting_at("after").has_variable("code", "E1")
    expect(engine, instance).has_variable("said", "no luck")


def test_error_of_an_external_task_is_thrown_when_it_ends_so(engine):
    engine.deploy(_FAILING)
    instance = engine.start("p", {"total": 1})
    engine.jobs.complete(_job(engine, "ship").id, {"total": 13})
    expect(engine, instance).is_waiting_at("after")


def test_other_failure_of_an_external_task_counts_as_one(engine):
    engine.deploy(_FAILING)
    instance = engine.start("p", {"total": 1})
    engine.jobs.fail(_job(engine, "ship").id, "slow")
    expect(engine, instance).is_waiting_at("work")
    assert engine.jobs.query(instance.id)[0].retries == 2


@pytest.mark.parametrize("name", ["resultVariable", "resultVariableName"])
def test_expression_is_evaluated_in_place(engine, name):
    engine.deploy(_work(f'camunda:expression="${{a * 2}}" camunda:{name}="b"'))
    expect(engine, engine.start("p", {"a": 4})).is_completed().has_variable("b", 8)


@pytest.mark.parametrize("attribute", ["asyncBefore", "async", "asyncAfter", "asyncLeave"])
def test_continuations_are_jobs_of_the_engine(engine, attribute):
    engine.deploy(_work(f'camunda:expression="${{1}}" camunda:{attribute}="true"'))
    instance = engine.start("p")
    expect(engine, instance).is_active()
    engine.run_until_idle()
    expect(engine, instance).is_completed()


def test_retry_cycle_says_how_often_work_is_tried(engine):
    cycle = "<camunda:failedJobRetryTimeCycle>R5/PT1M</camunda:failedJobRetryTimeCycle>"
    engine.deploy(_work('camunda:topic="t"', cycle))
    engine.start("p")
    assert _job(engine, "t").retries == 5


_MESSAGE = '<message id="m" name="sent"/>'


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("endEvent", ("", 'camunda:type="external" camunda:topic="send"')),
        ("endEvent", ('<zeebe:taskDefinition type="send"/>', "")),
        ("intermediateThrowEvent", ("", 'camunda:class="send"')),
        ("intermediateThrowEvent", ("", 'camunda:delegateExpression="${send}"')),
    ],
)
def test_message_that_is_thrown_may_be_work(engine, event, said):
    inside, attributes = said
    after = "" if event == "endEvent" else "\nsay -> after"
    model = bpmn(
        f'<startEvent id="start"/><{event} id="say">{_within(inside)}<messageEventDefinition'
        f' messageRef="m" {attributes}/></{event}><userTask id="after"/>\nstart -> say{after}',
        roots=_MESSAGE,
    )
    engine.deploy(model)
    instance = engine.start("p")
    expect(engine, instance).is_waiting_at("say")
    engine.jobs.complete(_job(engine, "send").id)
    if after:
        expect(engine, instance).is_waiting_at("after")
    else:
        expect(engine, instance).is_completed()


def test_script_task_of_camunda_8_may_be_work(engine):
    engine.deploy(_work("", '<zeebe:taskDefinition type="calc"/>', kind="scriptTask"))
    instance = engine.start("p")
    engine.jobs.complete(_job(engine, "calc").id, {"x": 1})
    expect(engine, instance).is_completed().has_variable("x", 1)


def test_script_task_of_camunda_8_evaluates_feel(engine):
    script = '<zeebe:script expression="=a + 1" resultVariable="b"/>'
    engine.deploy(_work("", script, kind="scriptTask"))
    expect(engine, engine.start("p", {"a": 1})).is_completed().has_variable("b", 2)


# -- names without a handler

_NAMED = _work('camunda:delegateExpression="${shipping}"')


def test_name_without_a_handler_is_a_warning_then_an_incident(engine):
    (finding,) = engine.deploy(_NAMED).findings
    assert (finding.code, finding.severity) == ("deployment/no-handler", "warning")
    assert (finding.element, finding.line) == ("work", 1)
    instance = engine.start("p")
    engine.run_until_idle()
    expect(engine, instance).is_waiting_at("work").has_no_incident()
    engine.advance("PT1M")
    (incident,) = engine.incidents.query(instance.id)
    assert incident.code == "job/no-handler"
    assert "shipping" in incident.message
    engine.handler("shipping")(lambda job: {"shipped": True})
    engine.run_until_idle()
    expect(engine, instance).is_completed().has_variable("shipped", True)
    assert engine.incidents.get(incident.id).resolution == "automatic"


def test_name_is_done_by_its_handler(engine):
    engine.handler("shipping")(lambda job: {"shipped": True})
    assert not engine.deploy(_NAMED).findings
    assert not engine.validate(_NAMED)
    instance = engine.start("p")
    engine.run_until_idle()
    expect(engine, instance).is_completed()


def test_name_that_workers_ask_for_waits_for_them(engine):
    engine.deploy(_NAMED)
    assert not engine.jobs.activate("shipping", "w")
    instance = engine.start("p")
    engine.advance("PT5M")
    expect(engine, instance).has_no_incident()


def test_listener_without_a_handler_is_told_too(engine):
    listener = '<camunda:executionListener event="end" class="com.example.Log"/>'
    deployed = engine.deploy(
        chain(f'<manualTask id="x"><extensionElements>{listener}</extensionElements></manualTask>')
    )
    assert [each.code for each in deployed.findings] == ["deployment/no-handler"]
    instance = engine.start("p")
    engine.advance("PT1M")
    expect(engine, instance).has_incident_at("x")


def test_topics_wait_for_their_workers_as_long_as_it_takes(engine):
    assert not engine.deploy(_work('camunda:topic="ship"')).findings
    instance = engine.start("p")
    engine.advance("P30D")
    expect(engine, instance).has_no_incident().is_waiting_at("work")


# -- beans


def test_beans_are_reached_by_name(engine):
    engine.bean("prices", {"gross": lambda net: net * 2, "currency": "EUR"})
    engine.deploy(
        _work(
            'camunda:expression="${prices.gross(net)} ${prices.currency}"'
            ' camunda:resultVariable="text"'
        )
    )
    expect(engine, engine.start("p", {"net": 4})).has_variable("text", "8 EUR")


def test_bean_may_not_hide_what_is_the_engines(engine):
    with pytest.raises(InvalidInput) as refusal:
        engine.bean("execution", {})
    assert refusal.value.code == "expression/reserved-name"


def test_expressions_know_who_acts(engine):
    engine.deploy(
        _work(
            'camunda:expression="${authenticatedUserId} ${currentUser()}"'
            ' camunda:resultVariable="who"'
        )
    )
    expect(engine, engine.start("p", user="mary")).has_variable("who", "mary mary")
