"""Commands on one wide instance, decided together and one by one: the outcome is the same.

Wide enough for many pages, so that a batch reads parts of the state, asks for more, and decides again.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from tests.models import bpmn

from trivium.engine.processor.processor import Pending
from trivium.errors import Refused
from trivium.kernel import commands
from trivium.testing import TestEngine

_LOOP = (
    "<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics"
    ' inputCollection="=items" inputElement="item" outputCollection="results"'
    ' outputElement="=answer"/></extensionElements>{}</multiInstanceLoopCharacteristics>'
)
_MODEL = bpmn(
    '<startEvent id="start"/><subProcess id="each">'
    + _LOOP.format("<completionCondition>nrOfCompletedInstances &gt;= enough</completionCondition>")
    + '<startEvent id="in"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/>'
    '<boundaryEvent id="told" attachedToRef="b" cancelActivity="false"><signalEventDefinition'
    ' signalRef="s"/></boundaryEvent><userTask id="extra"/><inclusiveGateway id="join"/>'
    '<boundaryEvent id="failed" attachedToRef="a"><errorEventDefinition errorRef="e"/>'
    '</boundaryEvent><endEvent id="out"/>'
    + "".join(
        f'<sequenceFlow id="{a}{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in (
            ("in", "fork"),
            ("fork", "a"),
            ("fork", "b"),
            ("a", "join"),
            ("b", "join"),
            ("failed", "join"),
            ("told", "extra"),
            ("join", "out"),
        )
    )
    + '</subProcess><userTask id="last"/>\nstart -> each\neach -> last',
    roots='<signal id="s" name="now"/><error id="e" errorCode="E"/>',
)
_COUNT = 60


class _Side:
    """One engine with one instance of the model."""

    def __init__(self, enough):
        self.engine = TestEngine("sqlite://")
        self.engine.deploy(_MODEL)
        start = {"items": list(range(_COUNT)), "enough": enough}
        self.instance = self.engine.start("p", start).id

    def places(self):
        """What is open, by the number of its branch: ids differ between engines."""
        found = {}
        for task in self.engine.tasks.query(limit=1000):
            number = self.engine.tasks.variables(task.id, ["item"]).get("item")
            found.setdefault((number, task.element_id), []).append(task.id)
        return found

    def submit(self, chosen):
        """Decides commands in one batch; gives whether each was refused."""
        processor = self.engine._processor  # batches form by themselves only under load
        taken = [Pending(command, None, None) for command in chosen]
        processor._commit_or_report(taken)
        assert all(each.error is None or isinstance(each.error, Refused) for each in taken)
        return [each.error is not None for each in taken]

    def outcome(self):
        events = Counter()
        for entry in self.engine.instances.history(self.instance, limit=1000):
            for event in entry.events:
                events[event["event"], event.get("element")] += 1
        return (
            {place: len(ids) for place, ids in self.places().items()},
            self.engine.instances.get(self.instance).state,
            self.engine.instances.variables(self.instance),
            events,
        )


def _command(side, what):
    kind, place, value = what
    if kind == "variables":
        return commands.SetVariables(instance_id=side.instance, variables={"shared": value})
    task = side.known[place][0]
    if kind == "error":
        return commands.ThrowTaskError(task_id=task, code="E", variables={"shared": value})
    return commands.CompleteTask(task_id=task, variables={"answer": f"{value}" * value})


def _plan(rng, places):
    """Commands on what is open: some on the same thing twice, which is refused the second time."""
    chosen = []
    for _ in range(rng.randint(1, 20)):
        place = rng.choice(places)
        kind = rng.choices(["complete", "error", "variables"], [12, 2 if place[1] == "a" else 0, 1])
        chosen.append((kind[0], place, rng.randint(0, 300)))
    return chosen


@pytest.mark.parametrize("seed", range(6))
def test_batch_comes_to_what_its_commands_come_to_one_by_one(seed):
    rng = random.Random(seed)  # noqa: S311  # dice
    enough = rng.choice([_COUNT, _COUNT, 25])
    together, alone = _Side(enough), _Side(enough)
    with together.engine, alone.engine:
        for _ in range(60):
            together.known, alone.known = together.places(), alone.places()
            places = sorted(together.known, key=str)
            assert sorted(alone.known, key=str) == places
            if not places or places == [(None, "last")]:
                break
            if rng.random() < 0.15:  # now and then
                for side in (together, alone):
                    side.engine.signals.broadcast("now")
                continue
            plan = _plan(rng, places)
            batch = together.submit([_command(together, what) for what in plan])
            single = [alone.submit([_command(alone, what)])[0] for what in plan]
            assert batch == single
        assert together.outcome() == alone.outcome()
        for side in (together, alone):
            assert side.engine.audit.verify().broken == ()
