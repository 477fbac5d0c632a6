"""Block-structured models over all executable elements: what is split is joined, so nothing can be stuck."""

from __future__ import annotations

from itertools import pairwise

from tests.properties.processes import events, leaves
from tests.properties.processes.drawing import Drawing, definitions

_SPLITS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway")
_ENDS = ("signal", "message", "error", "escalation", "terminate", "compensate")


def model(dice):
    """A model; the process may begin in any of the ways that there are."""
    drawing = Drawing(dice)
    heard = drawing.listeners()
    _scope(drawing, dice.randint(2, 4), _beginning(drawing))
    return definitions(heard + "".join(drawing.xml))


def _beginning(drawing):
    """How the process begins; what is drawn is its first node."""
    if drawing.happens(8):
        return lambda inside: inside.node("startEvent", "", inside.listeners("end"))
    return drawing.one_of(
        [_receives, _begins_with_first_event, _begins_by_message, _begins_when_all_have_come]
    )


def _begins_by_message(drawing):
    return drawing.node("startEvent", "", events.CAUGHT["message"])


def _begins_when_all_have_come(drawing):
    others = drawing.dice.sample(sorted(set(events.CAUGHT) - {"message"}), 2)
    caught = "".join(events.CAUGHT[each] for each in ("message", *others))
    return drawing.node("startEvent", ' parallelMultiple="true"', caught)


def _receives(drawing):
    return drawing.node("receiveTask", ' instantiate="true" messageRef="m1"')


def _begins_with_first_event(drawing):
    kind = drawing.one_of(["Exclusive", "Parallel"])
    gateway = drawing.node("eventBasedGateway", f' instantiate="true" eventGatewayType="{kind}"')
    join = drawing.node("exclusiveGateway" if kind == "Exclusive" else "parallelGateway")
    for each in ("message", "signal"):
        event = drawing.node("intermediateCatchEvent", "", events.CAUGHT[each])
        drawing.flow(gateway, event)
        drawing.flow(event, join)
    return join


def block(drawing, depth):
    """The first and the last node of a block."""
    if depth <= 0 or not drawing.may_grow() or drawing.happens(2):
        return leaves.leaf(drawing)
    kinds = [_sequence, _sequence, _split, _split, _split_implicitly, _loop_back, _first_event]
    return drawing.one_of([*kinds, _sub_process, _sub_process, _ad_hoc])(drawing, depth - 1)


def _sequence(drawing, depth):
    parts = [block(drawing, depth) for _ in range(drawing.dice.randint(2, 3))]
    for (_, end), (start, _) in pairwise(parts):
        drawing.flow(end, start)
    return parts[0][0], parts[-1][1]


def _split(drawing, depth):
    tag = drawing.one_of(_SPLITS)
    count = drawing.dice.randint(2, 3)
    needed = drawing.dice.randint(1, count) if tag == "complexGateway" else None
    condition = f"activationCount &gt;= {needed}"
    inside = f"<activationCondition>{condition}</activationCondition>" if needed else ""
    inside = drawing.listeners() + inside
    name, join = drawing.name(tag), drawing.node(tag, drawing.continuation(), inside)
    is_choice = tag in {"exclusiveGateway", "inclusiveGateway"}
    default = ""
    for number in range(count):
        start, end = block(drawing, depth)
        is_conditional = is_choice and number > 0
        flow = drawing.flow(name, start, f"c{number}" if is_conditional else "")
        default = f' default="{flow}"' if is_choice and number == 0 else default
        drawing.flow(end, join)
    drawing.node(tag, default + drawing.continuation(), drawing.listeners(), name=name)
    return name, join


def _split_implicitly(drawing, depth):
    """A task with several flows out of it, some of them with conditions."""
    first = drawing.name("userTask")
    is_choice = drawing.happens(5)
    join = drawing.node("inclusiveGateway" if is_choice else "parallelGateway")
    default = ""
    for number in range(2):
        start, end = block(drawing, depth)
        flow = drawing.flow(first, start, "c1" if is_choice and number else "")
        default = f' default="{flow}"' if is_choice and not number else default
        drawing.flow(end, join)
    drawing.node("userTask", default, name=first)
    return first, join


def _loop_back(drawing, depth):
    """Again and again while a condition holds; there is a task in it, so that each round waits."""
    head, last = drawing.node("exclusiveGateway"), drawing.node("exclusiveGateway")
    start, end = block(drawing, depth)
    asked, choice = drawing.node("userTask"), drawing.name("exclusiveGateway")
    drawing.flow(head, start)
    drawing.flow(end, asked)
    drawing.flow(asked, choice)
    drawing.flow(choice, head, "c3")
    drawing.node("exclusiveGateway", f' default="{drawing.flow(choice, last)}"', name=choice)
    return head, last


def _first_event(drawing, depth):
    gateway, join = drawing.node("eventBasedGateway"), drawing.node("exclusiveGateway")
    for kind in drawing.dice.sample([*sorted(events.CAUGHT), "receive"], 2):
        if kind == "receive":
            event = drawing.node("receiveTask", ' messageRef="m1"')
        else:
            event = drawing.node("intermediateCatchEvent", "", events.CAUGHT[kind])
        drawing.flow(gateway, event)
        start, end = block(drawing, depth)
        drawing.flow(event, start)
        drawing.flow(end, join)
    return gateway, join


def _sub_process(drawing, depth):
    """Embedded or a transaction, with events on it, and perhaps compensated as a whole."""
    is_transaction = drawing.happens(3)
    inside = Drawing(drawing.dice, drawing)
    inside.in_transaction = is_transaction
    _scope(inside, depth, lambda drawn: drawn.node("startEvent"))
    tag = "transaction" if is_transaction else "subProcess"
    body = leaves.loop(drawing) + "".join(inside.xml)
    node = drawing.node(tag, drawing.continuation(), body)
    return _with_events(drawing, node, cancels=is_transaction)


def _ad_hoc(drawing, depth):
    inside = Drawing(drawing.dice, drawing)
    for _ in range(drawing.dice.randint(1, 3)):
        block(inside, min(depth, 1))
    until = "<completionCondition>c2</completionCondition>" if drawing.happens(7) else ""
    attributes = f' ordering="{drawing.one_of(["Sequential", "Parallel"])}"'
    attributes += drawing.one_of(["", ' cancelRemainingInstances="false"'])
    body = leaves.loop(drawing) + "".join(inside.xml) + until
    node = drawing.node("adHocSubProcess", attributes, body)
    return _with_events(drawing, node)


def _with_events(drawing, node, *, cancels=False):
    found = events.boundary_events(drawing, node, throws=True)
    if cancels:
        event = f' attachedToRef="{node}"'
        found.append((drawing.node("boundaryEvent", event, "<cancelEventDefinition/>"), True))
    if drawing.happens(2):
        handler = drawing.name("handler")
        if drawing.happens(5):
            drawing.node("userTask", ' isForCompensation="true"', name=handler)
        else:
            undone = Drawing(drawing.dice, drawing, is_handler=True)
            undone.flow(undone.node("startEvent"), undone.node("userTask"))
            attributes = ' isForCompensation="true"'
            drawing.node("subProcess", attributes, "".join(undone.xml), name=handler)
        events.compensated(drawing, node, handler)
    return events.led_on(drawing, node, found, _way_on)


def _way_on(drawing, event):
    """What an event leads to; a signal thrown there must not start the event again."""
    if drawing.happens(4):
        return event
    was_handler, drawing.is_handler = drawing.is_handler, True
    start, end = block(drawing, 1)
    drawing.flow(event, start)
    drawing.is_handler = was_handler
    return end


def _scope(drawing, depth, beginning):
    """The inside of a process or sub-process: its flow, and the event sub-processes beside it."""
    start, last = block(drawing, depth)
    drawing.flow(beginning(drawing), start)
    if drawing.happens(4):
        kinds = [*_ENDS, "cancel", "cancel", "cancel"] if drawing.in_transaction else _ENDS
        choice = drawing.name("exclusiveGateway")
        end = drawing.node("endEvent", "", _end(drawing, drawing.one_of(kinds)))
        drawing.flow(choice, end, "c1")
        default = drawing.flow(choice, drawing.node("endEvent"))
        drawing.flow(last, choice)
        drawing.node("exclusiveGateway", f' default="{default}"', name=choice)
    elif drawing.happens(8):  # a token that can go nowhere ends, too
        end = drawing.node("endEvent", drawing.continuation(), drawing.listeners("start"))
        drawing.flow(last, end)
    _event_sub_processes(drawing, is_process=drawing.in_process)


def _end(drawing, kind):
    if kind == "signal":
        return events.signal_to_throw(drawing)
    if kind == "message":
        return events.CAUGHT[kind]
    return events.THROWN.get(kind, f"<{kind}EventDefinition/>")


def _event_sub_processes(drawing, *, is_process):
    kinds = [*sorted(events.CAUGHT), "several", "error", "escalation"]
    chosen = drawing.dice.sample(kinds, drawing.one_of([0, 0, 1, 2]))
    if not is_process and drawing.happens(1):
        chosen.append("compensation")
    for kind in chosen:
        inside = Drawing(drawing.dice, drawing, is_handler=True)
        if kind == "compensation":
            start = inside.node("startEvent", "", "<compensateEventDefinition/>")
        else:
            caught, attributes = events.caught(drawing, kind)
            attributes += events.interrupting(drawing, "isInterrupting", kind)[0]
            start = inside.node("startEvent", attributes, caught)
        first, last = block(inside, 1)
        inside.flow(start, first)
        inside.flow(last, inside.node("endEvent"))
        drawing.node("subProcess", ' triggeredByEvent="true"', "".join(inside.xml))
