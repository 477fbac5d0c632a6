"""Free-form models: any flow graph, with loops; joins that never complete are allowed, and must be warned of."""

from __future__ import annotations

from tests.properties.processes import events, leaves
from tests.properties.processes.drawing import Drawing, definitions

_TASKS = ("userTask", "serviceTask", "receiveTask", "callActivity", "subProcess", "callActivity")
_GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway")
_WAITS = frozenset({"userTask", "serviceTask", "receiveTask", "callActivity"})
_CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})


def model(dice):
    """Four to nine nodes, each reached from the start, and flows wherever the die says."""
    drawing = Drawing(dice)
    names = [f"n{number}" for number in range(dice.randint(4, 9))]
    kinds = {name: drawing.one_of(["userTask", *_TASKS, *_GATEWAYS, *_GATEWAYS]) for name in names}
    pairs = {(dice.choice(names[:number]), name) for number, name in enumerate(names) if number}
    for name in names:
        if not any(source == name for source, _ in pairs):
            pairs.add((name, dice.choice([*names, "end"])))
    for _ in range(dice.randint(0, 5)):
        pairs.add((dice.choice(names), dice.choice([*names, "end"])))
    pairs = {(source, target) for source, target in pairs if source != target}
    _make_loops_wait(kinds, pairs)
    _draw(drawing, kinds, sorted(pairs), names)
    return definitions("".join(drawing.xml))


def _make_loops_wait(kinds, pairs):
    """A loop in which nothing waits would turn for ever: one of its nodes becomes a task."""
    while (name := _on_a_loop_without_wait(kinds, pairs)) is not None:
        kinds[name] = "userTask"


def _on_a_loop_without_wait(kinds, pairs):
    passing = {name for name, kind in kinds.items() if kind not in _WAITS}
    for name in sorted(passing):
        seen, todo = set(), [name]
        while todo:
            here = todo.pop()
            for source, target in sorted(pairs):
                if source == here and target in passing and target not in seen:
                    seen.add(target)
                    todo.append(target)
        if name in seen:
            return name
    return None


def _draw(drawing, kinds, pairs, names):
    drawing.node("startEvent", name="start")
    drawing.node("endEvent", name="end")
    drawing.flow("start", names[0])
    out = {name: [] for name in names}
    for number, (source, target) in enumerate(pairs):
        leaving = sum(each == source for each, _ in pairs)
        is_choice = kinds[source] in _CHOICES and leaving > 1 and out[source]
        out[source].append(drawing.flow(source, target, f"c{number % 3 + 1}" if is_choice else ""))
    for name, kind in kinds.items():
        chooses = kind in _CHOICES and len(out[name]) > 1
        default = f' default="{out[name][0]}"' if chooses else ""
        _node(drawing, kind, name, default)
    return drawing


def _node(drawing, kind, name, default):
    default += drawing.continuation()
    if kind == "complexGateway":
        inside = "<activationCondition>activationCount &gt;= 2</activationCondition>"
        drawing.node(kind, default, inside, name=name)
    elif kind in _GATEWAYS:
        drawing.node(kind, default, name=name)
    elif kind == "subProcess":
        inside = Drawing(drawing.dice, drawing)
        first, last = leaves.leaf(inside)
        inside.flow(inside.node("startEvent"), first)
        end = drawing.one_of(["", events.THROWN["error"], events.THROWN["escalation"]])
        inside.flow(last, inside.node("endEvent", "", end))
        drawing.node(kind, "", "".join(inside.xml), name=name)
        _events_on(drawing, name, throws=True)
    else:
        attributes = {
            "serviceTask": ' camunda:type="external" camunda:topic="work"',
            "receiveTask": ' messageRef="m1"',
            "callActivity": ' calledElement="called"',
        }.get(kind, "")
        drawing.node(kind, attributes + default, name=name)
        _events_on(drawing, name, throws=kind != "receiveTask")


def _events_on(drawing, name, *, throws):
    for event, _ in events.boundary_events(drawing, name, throws=throws):
        drawing.flow(event, "end")
