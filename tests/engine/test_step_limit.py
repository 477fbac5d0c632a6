"""A command that does not come to rest stops at a limit, and nothing of it is lost."""

from __future__ import annotations

import pytest
from tests.models import bpmn, chain

from trivium.testing import expect

_REPEATED = (
    '<multiInstanceLoopCharacteristics isSequential="{}">'
    "<loopCardinality>12</loopCardinality></multiInstanceLoopCharacteristics>"
)
_SCRIPT = '<scriptTask id="add" camunda:resultVariable="n"><script>n + 1</script>{}</scriptTask>'
_UNDONE = """<startEvent id="s"/><subProcess id="sub"><startEvent id="in"/>
<scriptTask id="add" camunda:resultVariable="n"><script>n + 12</script></scriptTask>
<boundaryEvent id="caught" attachedToRef="add"><compensateEventDefinition/></boundaryEvent>
<scriptTask id="undo" isForCompensation="true" camunda:resultVariable="m"><script>1</script></scriptTask>
<association id="ass" sourceRef="caught" targetRef="undo"/>
<endEvent id="out"/>
in -> add
add -> out
</subProcess>
<intermediateThrowEvent id="throw"><compensateEventDefinition/></intermediateThrowEvent><endEvent id="e"/>
s -> sub
sub -> throw
throw -> e"""
_JOINED = """<startEvent id="s"/><inclusiveGateway id="f"/>
<scriptTask id="a" camunda:resultVariable="n"><script>n + 6</script></scriptTask>
<scriptTask id="b" camunda:resultVariable="n"><script>n + 6</script></scriptTask>
<inclusiveGateway id="j"/><endEvent id="e"/>
s -> f
f -> a
f -> b
a -> j
b -> j
j -> e"""
_WATCHED = """<startEvent id="s"/>
<scriptTask id="a" camunda:resultVariable="n"><script>n + 11</script></scriptTask><endEvent id="e"/>
<subProcess id="seen" triggeredByEvent="true"><startEvent id="on" isInterrupting="false">
<conditionalEventDefinition><condition>n = 11</condition></conditionalEventDefinition></startEvent>
<scriptTask id="b" camunda:resultVariable="n"><script>n + 1</script></scriptTask>
on -> b
</subProcess>
s -> a
a -> e"""

_MODELS = {
    "parallel": chain(_SCRIPT.format(_REPEATED.format("false"))),
    "sequential": chain(_SCRIPT.format(_REPEATED.format("true"))),
    "compensation": bpmn(_UNDONE),
    "inclusive": bpmn(_JOINED),
    "condition": bpmn(_WATCHED),
}


@pytest.mark.parametrize("limit", [*range(1, 40), 60])
@pytest.mark.parametrize("name", _MODELS)
def test_what_stopped_at_the_limit_goes_on_by_retrying(engine, name, limit):
    engine.deploy(_MODELS[name])
    definition = engine._compiled.find("process", "p")
    most = definition.step_limit
    definition.step_limit = limit
    instance = engine.start("p", {"n": 0})
    definition.step_limit = most
    while incidents := engine.incidents.query(instance.id):
        for incident in incidents:
            assert incident.code == "kernel/step-limit"
            engine.incidents.retry(incident.id)
    expect(engine, instance).is_completed().has_variable("n", 12)
