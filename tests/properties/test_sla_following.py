"""Whether somebody looks often or late makes no difference to any clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models import bpmn

from trivium.errors import Refused
from trivium.testing import Clock, TestEngine
from trivium.work import Work

_MODEL = bpmn(
    '<startEvent id="start"/><parallelGateway id="f"/><userTask id="a"/><userTask id="ask"/>'
    '<subProcess id="s"><startEvent id="i"/><userTask id="b"/><sequenceFlow id="x" sourceRef="i"'
    ' targetRef="b"/></subProcess>\nstart -> f\nf -> a\nf -> ask\nask -> s'
)
_TARGETS = (
    {"key": "normal", "target": "PT3H"},
    {"key": "urgent", "min_priority": 70, "target": "PT1H", "measure": "working"},
    {"key": "answer", "goal": "response", "until": "claimed", "target": "PT2H"},
    {"key": "part", "scope": "element", "element": "s", "target": "PT2H", "holds": ["ask"]},
    {"key": "whole", "scope": "instance", "target": "PT5H", "measure": "working", "holds": ["ask"]},
)
_ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "complete", "suspend", "resume", "priority", "wait", "end"]),
        st.integers(0, 200),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=10,
)


class _Side:
    def __init__(self, *, looks_often):
        self.looks_often = looks_often
        self.engine = TestEngine(clock=Clock(datetime(2026, 3, 27, 15, 0, tzinfo=UTC)))
        self.work = Work(self.engine)
        hours = {"monday-friday": ["09:00-12:00", "13:00-17:00"]}
        self.work.calendars.put({"key": "office", "zone": "Europe/Berlin", "hours": hours})
        for target in _TARGETS:
            calendar = {"calendar": "office"} if target.get("measure") else {}
            self.work.targets.put({**target, **calendar})
        self.engine.deploy(_MODEL)
        self.instances = [self.engine.start("p").id for _ in range(2)]

    def play(self, actions):
        for action, minutes, number in actions:
            if self.looks_often:
                self.engine.advance(timedelta(minutes=minutes))
            else:
                self.engine.test_clock.advance(timedelta(minutes=minutes))
            try:
                self.act(action, number)
            except Refused:
                continue
        self.engine.run_until_idle()

    def act(self, action, number):
        engine, instance = self.engine, self.instances[number % 2]
        if action == "suspend":
            engine.instances.suspend(instance)
        elif action == "resume":
            engine.instances.resume(instance)
        elif action == "end":
            engine.instances.terminate(instance)
        found = sorted(engine.tasks.query(instance), key=lambda task: task.element_id)
        if not found:
            return
        task = found[number % len(found)]
        if action == "claim":
            engine.tasks.claim(task.id, "eva")
        elif action == "complete":
            engine.tasks.complete(task.id)
        elif action == "priority":
            engine.tasks.update(task.id, {"priority": 90 - task.priority + 50 * (number % 2)})

    def seen(self):
        found = []
        for clock in self.work.clocks.query(limit=100):
            events = [(each.at, each.kind) for each in self.work.clocks.events(clock.id)]
            place = (self.instances.index(clock.instance_id), clock.element, clock.goal)
            state = (clock.target, clock.status, clock.elapsed_ms, clock.due_at, clock.holds)
            found.append((*place, *state, events))
        return sorted(found, key=repr)


@given(_ACTIONS)
@settings(deadline=None, max_examples=8)
def test_looking_late_gives_the_same_clocks(actions):
    sides = [_Side(looks_often=True), _Side(looks_often=False)]
    try:
        for side in sides:
            side.play(actions)
        often, late = (side.seen() for side in sides)
        assert often == late
    finally:
        for side in sides:
            side.engine.close()
