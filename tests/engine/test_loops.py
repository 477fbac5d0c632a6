"""Activities that are done several times."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.models import bpmn, chain

from trivium.errors import InvalidModel
from trivium.testing import expect


def _collecting(kind="userTask", inside="", after='<userTask id="after"/>', **more):
    completion = more.get("completion", "")
    sequential = str(more.get("sequential", False)).lower()
    return chain(
        f'<{kind} id="each"><multiInstanceLoopCharacteristics isSequential="{sequential}">'
        '<extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"'
        f' outputCollection="results" outputElement="=answer"/></extensionElements>{completion}'
        f"</multiInstanceLoopCharacteristics>{inside}</{kind}>",
        after,
    )


def _answer_all(engine, instance, answer):
    for task in list(engine.tasks.query(instance.id, limit=1000)):
        number = engine.tasks.variables(task.id)["loopCounter"]
        engine.tasks.complete(task.id, {"answer": answer(number)})


@pytest.mark.parametrize(
    ("count", "answer"),
    [
        (3, lambda number: {"n": number, "d": Decimal("1.10")}),
        (100, lambda number: str(number) * 1000),
        (700, lambda number: number),
        (4, lambda number: f"{number}" * 50_000),
    ],
    ids=["few", "more than is kept beside the body", "many", "large ones"],
)
def test_what_each_instance_leaves_is_collected_whole(engine, count, answer):
    engine.deploy(_collecting())
    instance = engine.start("p", {"items": list(range(count))})
    _answer_all(engine, instance, answer)
    found = engine.instances.variables(instance.id)["results"]
    assert found == [answer(number) for number in range(count)]
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_completed()


def test_sequential_instances_leave_theirs_in_order(engine):
    engine.deploy(_collecting(sequential=True))
    instance = engine.start("p", {"items": list(range(20))})
    for number in range(20):
        (task,) = engine.tasks.query(instance.id)
        engine.tasks.complete(task.id, {"answer": str(number) * 3000})
    found = engine.instances.variables(instance.id)["results"]
    assert found == [str(number) * 3000 for number in range(20)]


def test_what_was_collected_survives_trouble_at_the_end(engine):
    listener = (
        '<extensionElements><camunda:executionListener event="start"'
        ' expression="${missing.name}"/></extensionElements>'
    )
    engine.deploy(_collecting(after=f'<userTask id="after">{listener}</userTask>'))
    instance = engine.start("p", {"items": [1, 2]})
    _answer_all(engine, instance, lambda number: number * 10)
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"missing": {"name": "here"}})
    assert engine.instances.variables(instance.id)["results"] == [0, 10]


def test_completion_condition_sees_what_was_collected(engine):
    condition = "<completionCondition>=count(results[item != null]) >= 2</completionCondition>"
    engine.deploy(_collecting(completion=condition))
    instance = engine.start("p", {"items": [1, 2, 3]})
    for task in engine.tasks.query(instance.id)[:2]:
        engine.tasks.complete(task.id, {"answer": "yes"})
    expect(engine, instance).is_waiting_at("after")
    assert engine.instances.variables(instance.id)["results"].count("yes") == 2


def test_condition_that_fails_is_an_incident_and_its_retry_goes_on_once(engine):
    condition = "<completionCondition>${limit &lt;= nrOfCompletedInstances}</completionCondition>"
    engine.deploy(_collecting(completion=condition))
    instance = engine.start("p", {"items": [1, 2, 3]})
    _answer_all(engine, instance, lambda number: number)
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"limit": 3})
    expect(engine, instance).is_waiting_at("after")
    assert engine.instances.variables(instance.id)["results"] == [0, 1, 2]


def test_interrupted_body_leaves_nothing_behind(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><userTask id="each"><multiInstanceLoopCharacteristics>'
            '<extensionElements><zeebe:loopCharacteristics inputCollection="=items"'
            ' outputCollection="results" outputElement="=answer"/></extensionElements>'
            '</multiInstanceLoopCharacteristics></userTask><boundaryEvent id="late"'
            ' attachedToRef="each"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
            '</timerEventDefinition></boundaryEvent><userTask id="after"/><endEvent id="end"/>'
            "\nstart -> each\neach -> end\nlate -> after\nafter -> end"
        )
    )
    instance = engine.start("p", {"items": list(range(400))})
    for task in engine.tasks.query(instance.id, limit=1000)[:300]:
        engine.tasks.complete(task.id, {"answer": "x" * 300})
    engine.advance("PT1H")
    expect(engine, instance).is_waiting_at("after")
    assert "results" not in engine.instances.variables(instance.id)
    engine.tasks.complete(engine.tasks.query(instance.id)[0].id)
    expect(engine, instance).is_completed()


@pytest.mark.parametrize("sequential", ["false", "true"])
def test_more_instances_than_one_command_starts(engine, sequential):
    engine.deploy(
        chain(
            '<scriptTask id="each" scriptFormat="feel" camunda:resultVariable="last">'
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>2500'
            "</loopCardinality></multiInstanceLoopCharacteristics><script>loopCounter</script>"
            "</scriptTask>"
        )
    )
    instance = engine.start("p")
    engine.advance("PT1S")
    expect(engine, instance).is_completed().has_variable("last", 2499)
    longest = max(len(entry.events) for entry in engine.instances.history(instance.id, limit=50))
    assert longest < 12_000


def _loop(attributes, condition=None):
    inside = "" if condition is None else f"<loopCondition>{condition}</loopCondition>"
    return chain(
        '<scriptTask id="again" scriptFormat="feel" camunda:resultVariable="n">'
        f"<standardLoopCharacteristics {attributes}>{inside}</standardLoopCharacteristics>"
        "<script>n + 1</script></scriptTask>"
    )


@pytest.mark.parametrize(
    ("attributes", "condition", "start", "end"),
    [
        ("", "n &lt; 5", 0, 5),
        ("", "n &lt; 5", 9, 10),
        ('testBefore="true"', "n &lt; 5", 9, 9),
        ('testBefore="true"', "${n &lt; 5}", 0, 5),
        ('loopMaximum="3"', "true", 0, 3),
        ('loopMaximum="3"', None, 0, 3),
        ("", "loopCounter &lt; 4", 0, 4),
        ("", "n &lt; 1500", 0, 1500),
    ],
)
def test_standard_loop_repeats_while_its_condition_holds(engine, attributes, condition, start, end):
    engine.deploy(_loop(attributes, condition))
    instance = engine.start("p", {"n": start})
    engine.advance("PT1S")
    expect(engine, instance).is_completed().has_variable("n", end)


def test_standard_loop_around_a_task_that_waits(engine):
    engine.deploy(
        chain(
            '<userTask id="ask"><standardLoopCharacteristics><loopCondition>not(done)'
            "</loopCondition></standardLoopCharacteristics></userTask>"
        )
    )
    instance = engine.start("p")
    for number, done in enumerate((False, False, True)):
        (task,) = engine.tasks.query(instance.id)
        assert engine.tasks.variables(task.id)["loopCounter"] == number
        engine.tasks.complete(task.id, {"done": done})
    expect(engine, instance).is_completed()


@pytest.mark.parametrize(
    ("attributes", "code"),
    [("", "bpmn/loop-without-end"), ('loopMaximum="0"', "bpmn/loop-maximum")],
)
def test_loop_that_could_not_end_is_refused(engine, attributes, code):
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(_loop(attributes))
    assert [finding.code for finding in refused.value.findings] == [code]


def test_branches_go_on_in_pages_that_are_only_partly_full(engine):
    """What a branch opens next goes into a page where others live already; none may be lost."""
    flows = '<sequenceFlow id="f1" sourceRef="in" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
    engine.deploy(
        chain(
            '<subProcess id="each"><multiInstanceLoopCharacteristics><loopCardinality>100'
            '</loopCardinality></multiInstanceLoopCharacteristics><startEvent id="in"/>'
            f'<userTask id="a"/><userTask id="b"/>{flows}</subProcess>'
        )
    )
    instance = engine.start("p")
    for name in ("a", "b"):
        tasks = [t.id for t in engine.tasks.query(limit=1000) if t.element_id == name]
        assert len(tasks) == 100
        for task in tasks:
            engine.tasks.complete(task)
    expect(engine, instance).is_completed()


_COMPLEX = (
    "<complexBehaviorDefinition><condition>nrOfCompletedInstances = 2</condition><event>"
    '<escalationEventDefinition escalationRef="x"/></event></complexBehaviorDefinition>'
)


def _announcing(attributes, inside, cancels):
    return bpmn(
        '<startEvent id="start"/><userTask id="each"><multiInstanceLoopCharacteristics'
        f" {attributes}><loopCardinality>3</loopCardinality>{inside}"
        "</multiInstanceLoopCharacteristics></userTask>"
        f'<boundaryEvent id="told" attachedToRef="each" cancelActivity="{cancels}">'
        '<escalationEventDefinition escalationRef="x"/></boundaryEvent><userTask id="look"/>'
        '<userTask id="last"/>\nstart -> each\neach -> last\ntold -> look',
        roots='<escalation id="x" escalationCode="X"/>'
        '<escalationEventDefinition id="done" escalationRef="x"/>'
        '<errorEventDefinition id="bad"/>',
    )


@pytest.mark.parametrize(
    ("attributes", "inside", "cancels", "waiting"),
    [
        ("", "", "false", ["last"]),
        ('behavior="All" noneBehaviorEventRef="done"', "", "false", ["last"]),
        ('behavior="None" noneBehaviorEventRef="done"', "", "false", ["last", *["look"] * 3]),
        ('behavior="One" oneBehaviorEventRef="done"', "", "false", ["last", "look"]),
        ('behavior="One" oneBehaviorEventRef="done"', "", "true", ["look"]),
        ('behavior="Complex"', _COMPLEX, "false", ["last", "look"]),
        ('behavior="Complex"', _COMPLEX, "true", ["look"]),
        ('isSequential="true" behavior="None" noneBehaviorEventRef="done"', "", "true", ["look"]),
    ],
)
def test_event_is_thrown_while_instances_complete(engine, attributes, inside, cancels, waiting):
    engine.deploy(_announcing(attributes, inside, cancels))
    instance = engine.start("p")
    while tasks := engine.tasks.query(instance.id, element="each"):
        engine.tasks.complete(tasks[0].id)
    expect(engine, instance).is_waiting_at(*waiting)


def _complex(definition):
    return _COMPLEX.replace('<escalationEventDefinition escalationRef="x"/>', definition)


@pytest.mark.parametrize(
    ("attributes", "inside", "code"),
    [
        ('behavior="None"', "", "bpmn/unknown-reference"),
        ('behavior="One" oneBehaviorEventRef="x"', "", "bpmn/unknown-reference"),
        ('behavior="One" oneBehaviorEventRef="bad"', "", "bpmn/error-without-code"),
        ('behavior="Complex"', _complex(""), "bpmn/unknown-reference"),
        (
            'behavior="Complex"',
            _complex("<escalationEventDefinition/>"),
            "bpmn/escalation-without-code",
        ),
        *(
            (
                'behavior="Complex"',
                _complex(f"<{kind}EventDefinition/>"),
                "bpmn/not-thrown-by-multi-instance",
            )
            for kind in ("terminate", "cancel", "link", "timer", "conditional")
        ),
    ],
)
def test_event_that_a_multi_instance_cannot_throw_is_refused(engine, attributes, inside, code):
    with pytest.raises(InvalidModel) as refused:
        engine.deploy(_announcing(attributes, inside, "false"))
    assert [each.code for each in refused.value.findings] == [code]


_FAILS = _complex('<signalEventDefinition signalRef="s"/><errorEventDefinition errorRef="e"/>')
_MORE = '<error id="e" errorCode="E"/><signal id="s" name="told"/>'


def _complete(engine, instance, number):
    for task in engine.tasks.query(instance.id, element="each").items[:number]:
        engine.tasks.complete(task.id)


def test_error_that_a_multi_instance_throws_ends_it(engine):
    model = _announcing('behavior="Complex"', _FAILS, "true").replace(
        b'<escalationEventDefinition escalationRef="x"/></boundaryEvent>',
        b'<errorEventDefinition errorRef="e"/></boundaryEvent>',
    )
    engine.deploy(model.replace(b"<process", f"{_MORE}<process".encode(), 1))
    instance = engine.start("p")
    _complete(engine, instance, 1)
    expect(engine, instance).is_waiting_at("each", "each")
    _complete(engine, instance, 1)
    expect(engine, instance).is_waiting_at("look")


def test_error_of_a_multi_instance_that_nobody_catches_is_thrown_again_and_what_was_told_is_not(
    engine,
):
    caught = '<intermediateCatchEvent id="hear"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>'
    engine.deploy(chain(caught, key="other", roots=_MORE))
    model = _announcing('behavior="Complex"', _FAILS, "true")
    engine.deploy(model.replace(b"<process", f"{_MORE}<process".encode(), 1))
    first, instance = engine.start("other"), engine.start("p")
    _complete(engine, instance, 2)
    engine.run_until_idle()
    expect(engine, first).is_completed()
    (incident,) = engine.incidents.query(instance.id)
    assert incident.code == "bpmn/uncaught-error"
    second = engine.start("other")
    engine.incidents.retry(incident.id)
    engine.run_until_idle()
    expect(engine, second).is_active()
    expect(engine, instance).has_incident_at("each")
    _complete(engine, instance, 1)
    expect(engine, instance).has_incident_at("each")


@pytest.mark.parametrize("attributes", ["", ' activityRef="did"', ' waitForCompletion="false"'])
def test_compensation_that_a_multi_instance_throws_runs_beside_it(engine, attributes):
    inside = _complex(f"<compensateEventDefinition{attributes}/>")
    model = _announcing('behavior="Complex"', inside, "true").decode()
    model = model.replace(
        '<startEvent id="start"/>',
        '<startEvent id="start"/><manualTask id="did"/><boundaryEvent id="c" attachedToRef="did">'
        '<compensateEventDefinition/></boundaryEvent><userTask id="undo" isForCompensation="true"/>'
        '<association id="a" associationDirection="One" sourceRef="c" targetRef="undo"/>'
        '<sequenceFlow id="f" sourceRef="did" targetRef="each"/>',
    ).replace('sourceRef="start" targetRef="each"', 'sourceRef="start" targetRef="did"')
    engine.deploy(model.encode())
    instance = engine.start("p")
    _complete(engine, instance, 2)
    expect(engine, instance).is_waiting_at("each", "undo")
    _complete(engine, instance, 1)
    expect(engine, instance).is_waiting_at("last", "undo")
    for task in engine.tasks.query(instance.id):
        engine.tasks.complete(task.id)
    expect(engine, instance).is_completed()


def test_ad_hoc_sub_process_whose_condition_failed_twice_is_over_once(engine):
    engine.deploy(
        bpmn(
            '<startEvent id="start"/><adHocSubProcess id="free" cancelRemainingInstances="false">'
            '<userTask id="a"/><userTask id="b"/><completionCondition>enough</completionCondition>'
            '</adHocSubProcess><userTask id="last"/>\nstart -> free\nfree -> last'
        )
    )
    instance = engine.start("p", {"enough": 7})
    for element in ("a", "b"):
        engine.instances.start_activity(instance.id, element)
    for task in engine.tasks.query(instance.id):
        engine.tasks.complete(task.id)
    (incident,) = engine.incidents.query(instance.id)
    engine.incidents.retry(incident.id, {"enough": True})
    expect(engine, instance).is_waiting_at("last")


def _cycle(text):
    return (
        f"<extensionElements><camunda:failedJobRetryTimeCycle>{text}"
        "</camunda:failedJobRetryTimeCycle></extensionElements>"
    )


_MARKERS = {
    "multi-instance": (
        f"<multiInstanceLoopCharacteristics>{_cycle('R3/PT5S')}<loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    ),
    "loop": (
        f'<standardLoopCharacteristics loopMaximum="1">{_cycle("R3/PT5S")}'
        "</standardLoopCharacteristics>"
    ),
}


def _waits(engine, instance):
    return [job.due_at for job in engine.jobs.query(instance.id, kind="retry")]


@pytest.mark.parametrize("marker", list(_MARKERS))
def test_retry_cycle_of_a_loop_is_that_of_its_instances(engine, marker):
    body = f"{_cycle('R5/PT1M')}{_MARKERS[marker]}<script>${{missing.name}}</script>"
    engine.deploy(chain(f'<scriptTask id="each" scriptFormat="juel">{body}</scriptTask>'))
    instance = engine.start("p")
    number = 2 if marker == "multi-instance" else 1
    assert len(_waits(engine, instance)) == number
    engine.advance("PT5S")
    assert len(_waits(engine, instance)) == number
    expect(engine, instance).has_no_incident()
    engine.advance("PT5S")
    assert not _waits(engine, instance)
    assert len(engine.incidents.query(instance.id).items) == number


def test_retry_cycle_of_the_activity_is_that_of_the_loop_as_a_whole(engine):
    loop = (
        f"<multiInstanceLoopCharacteristics>{_cycle('R3/PT5S')}<loopCardinality>size</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    engine.deploy(chain(f'<userTask id="each">{_cycle("R2/PT1M")}{loop}</userTask>'))
    instance = engine.start("p")
    engine.advance("PT10S")
    assert len(_waits(engine, instance)) == 1
    engine.instances.set_variables(instance.id, {"size": 2})
    engine.advance("PT1M")
    assert len(engine.tasks.query(instance.id).items) == 2
