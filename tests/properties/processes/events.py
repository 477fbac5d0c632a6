"""What events catch and throw, and where what they lead to is drawn."""

from __future__ import annotations

_TIME = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
_CYCLE = "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition>"
_OWN = ' camunda:variableName="c4"'  # else each variable that is set here triggers it again
CONDITION = "<conditionalEventDefinition{}><condition>c4</condition></conditionalEventDefinition>"
CAUGHT = {
    "signal": '<signalEventDefinition signalRef="s1"/>',
    "message": '<messageEventDefinition messageRef="m1"/>',
    "timer": _TIME,
    "condition": CONDITION.format(_OWN),
}
"""What comes from outside or by itself."""
THROWN = {
    "error": '<errorEventDefinition errorRef="e1"/>',
    "escalation": '<escalationEventDefinition escalationRef="x1"/>',
}
"""What comes from inside."""
_ALL = ' parallelMultiple="true"'


def caught(drawing, kind):
    """The definitions of a catching event, and what its element must say besides."""
    if kind == "several":
        kinds = drawing.dice.sample(sorted(CAUGHT), 2)
        return "".join(CAUGHT[each] for each in kinds), _ALL if drawing.happens(5) else ""
    return (CAUGHT | THROWN)[kind], ""


def interrupting(drawing, attribute, kind):
    """Whether an event interrupts, as its element says it; an error always does."""
    interrupts = kind == "error" or drawing.happens(5)
    return f' {attribute}="{str(interrupts).lower()}"', interrupts


def signal_to_throw(drawing):
    """A signal that does not start again what throws it."""
    name = "s2" if drawing.is_handler else drawing.one_of(["s1", "s2"])
    return f'<signalEventDefinition signalRef="{name}"/>'


def boundary_events(drawing, host, *, throws):
    """Some events on an activity; `throws` says that errors may come from it. Gives which interrupt it."""
    found = []
    kinds = []
    if drawing.happens(3):
        kinds.append(drawing.one_of([*CAUGHT, "several"]))
    if throws and drawing.happens(5):
        kinds.append("error")
    if throws and drawing.happens(3):
        kinds.append("escalation")
    for kind in kinds:
        inside, attributes = caught(drawing, kind)
        cancels, interrupts = interrupting(drawing, "cancelActivity", kind)
        if kind == "timer" and not interrupts and drawing.happens(5):
            inside = _CYCLE
        attributes += f' attachedToRef="{host}"{cancels}'
        found.append((drawing.node("boundaryEvent", attributes, inside), interrupts))
    return found


def led_on(drawing, host, found, way):
    """Draws the ways on from boundary events: one that interrupts comes back to the flow after the host."""
    back = []
    for event, interrupts in found:
        last = way(drawing, event)
        if interrupts:
            back.append(last)
        elif drawing.happens(8):
            drawing.flow(last, drawing.node("endEvent"))
    if not back:
        return host, host
    merge = drawing.node("exclusiveGateway")
    for each in (host, *back):
        drawing.flow(each, merge)
    return host, merge


def compensated(drawing, host, handler):
    """A compensation event on an activity, and the activity that undoes it."""
    event = drawing.node(
        "boundaryEvent", f' attachedToRef="{host}"', "<compensateEventDefinition/>"
    )
    drawing.associate(event, handler)
