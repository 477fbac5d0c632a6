"""Activities and events without anything inside."""

from __future__ import annotations

from tests.properties.processes import events

_EXTERNAL = ' camunda:type="external" camunda:topic="work"'


def loop(drawing):
    """Mostly none; else a multi-instance or standard loop."""
    if drawing.happens(7):
        return ""
    if drawing.happens(3):
        before = str(drawing.happens(5)).lower()
        return (
            f'<standardLoopCharacteristics testBefore="{before}" loopMaximum="3">'
            f"{_retries(drawing)}<loopCondition>c3</loopCondition></standardLoopCharacteristics>"
        )
    counts = [0, 1, 3]
    size = 40 if drawing.happens(5) and drawing.may_be_wide() else drawing.one_of(counts)
    said = f' isSequential="{str(drawing.happens(4)).lower()}"{_announcing(drawing)}'
    until = "<completionCondition>c2</completionCondition>" if drawing.happens(3) else ""
    if drawing.happens(3):
        said += ' camunda:collection="${items}" camunda:elementVariable="item"'
        cardinality = ""
    else:
        cardinality = f"<loopCardinality>{size}</loopCardinality>"
    inside = _retries(drawing) + cardinality + (_COMPLEX if "Complex" in said else "") + until
    return f"<multiInstanceLoopCharacteristics{said}>{inside}</multiInstanceLoopCharacteristics>"


def _retries(drawing):
    """Mostly none; else a cycle in which each instance is tried again."""
    if drawing.happens(8):
        return ""
    cycle = "<camunda:failedJobRetryTimeCycle>R2/PT1S</camunda:failedJobRetryTimeCycle>"
    return f"<extensionElements>{cycle}</extensionElements>"


def _announcing(drawing):
    """Which events a multi-instance throws while its instances complete."""
    thrown = drawing.one_of(["thrown-s2", "thrown-x1", "thrown-e1", "thrown-c"])
    said = [
        f'None" noneBehaviorEventRef="{thrown}',
        f'One" oneBehaviorEventRef="{thrown}',
        "Complex",
    ]
    return f' behavior="{drawing.one_of(said)}"' if drawing.happens(3) else ""


_COMPLEX = (
    "<complexBehaviorDefinition><condition>c1</condition><event>"
    '<escalationEventDefinition escalationRef="x1"/><errorEventDefinition errorRef="e1"/>'
    "<compensateEventDefinition/></event></complexBehaviorDefinition>"
)


def leaf(drawing):
    """The first and the last node of one task or event."""
    kind = drawing.one_of([*_TASKS, *_TASKS, *_EVENTS])
    if kind in _TASKS:
        return task(drawing, kind)
    return _EVENTS[kind](drawing)


def task(drawing, kind):
    attributes, body, throws = _TASKS[kind]
    tag = kind.partition("-")[0]
    node = drawing.node(tag, attributes + drawing.continuation(), body + loop(drawing))
    found = events.boundary_events(drawing, node, throws=throws)
    if drawing.happens(2):
        handler = drawing.node("userTask", ' isForCompensation="true"')
        events.compensated(drawing, node, handler)
    return events.led_on(drawing, node, found, _way_on)


def _way_on(drawing, event):
    if drawing.happens(4):
        return event
    last = drawing.node("userTask")
    drawing.flow(event, last)
    return last


def _caught(drawing):
    inside, attributes = events.caught(drawing, drawing.one_of([*events.CAUGHT, "several"]))
    if drawing.happens(2):
        inside, attributes = '<signalEventDefinition signalRef="s2"/>', ""
    node = drawing.node("intermediateCatchEvent", attributes + drawing.continuation(), inside)
    return node, node


def _thrown(drawing):
    inside = drawing.one_of(
        [
            "",
            events.signal_to_throw(drawing),
            '<messageEventDefinition messageRef="m1"/>',
            events.THROWN["escalation"],
            "<compensateEventDefinition/>",
            '<compensateEventDefinition waitForCompletion="false"/>',
            events.signal_to_throw(drawing) + events.THROWN["escalation"],
        ]
    )
    node = drawing.node("intermediateThrowEvent", drawing.continuation(), inside)
    return node, node


def _link(drawing):
    """A jump: what comes to the throwing event goes on from the catching one."""
    name = drawing.name("link")
    inside = f'<linkEventDefinition name="{name}"/>'
    return (
        drawing.node("intermediateThrowEvent", "", inside),
        drawing.node("intermediateCatchEvent", "", inside),
    )


_PASSES_ALL = '<extensionElements><camunda:in variables="all"/></extensionElements>'
_HEARD = "".join(
    f'<zeebe:taskListener eventType="{event}" type="heard"/>'
    for event in ("creating", "assigning", "updating", "completing", "canceling")
)
_LISTENERS = (
    f"<extensionElements><zeebe:taskListeners>{_HEARD}</zeebe:taskListeners>"
    '<camunda:taskListener event="update" class="Heard"/>'
    '<camunda:taskListener event="delete" expression="${c2}"/>'
    '<camunda:taskListener event="complete" expression="${c1}"/></extensionElements>'
)
_TASKS = {
    "task": ("", "", False),
    "manualTask": ("", "", False),
    "userTask": ("", "", True),
    "userTask-heard": (" camunda:assignee=\"${c1 ? 'eve' : null}\"", _LISTENERS, True),
    "scriptTask": (' camunda:resultVariable="n"', "<script>1 + 1</script>", False),
    "serviceTask": (_EXTERNAL, "", True),
    "serviceTask-inline": (' camunda:expression="${1}"', "", False),
    "sendTask": (_EXTERNAL, "", True),
    "sendTask-message": (' messageRef="m1"', "", False),
    "receiveTask": (' messageRef="m1"', "", False),
    "receiveTask-triggered": ("", "", False),
    "businessRuleTask": (_EXTERNAL, "", True),
    "businessRuleTask-decision": (' camunda:decisionRef="rule"', "", False),
    "callActivity": (' calledElement="called"', _PASSES_ALL, True),
    "callActivity-mapped": (
        ' calledElement="called" camunda:variableMappingClass="Map"',
        _PASSES_ALL,
        True,
    ),
}
"""Attributes, what is inside, and whether errors and escalations may come from it."""
_EVENTS = {"caught": _caught, "thrown": _thrown, "link": _link}
