"""Random models in a whole engine: what is stored, what is shown and what is open are the same."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from tests.properties.processes import blocks, free_form

from trivium.errors import Refused
from trivium.testing import TestEngine

_MODELS = 40
_STEPS = 20
_ROW_KINDS = {
    "task": "tasks",
    "timer": "jobs",
    "work": "jobs",
    "async": "jobs",
    "retry": "jobs",
    "incident": "incidents",
}


def _values(dice):
    return {f"c{number}": dice.randrange(3) == 0 for number in range(1, 5)}


def _elements(element):
    yield element
    for child in element.children:
        yield from _elements(child)


def _open(engine):
    """What is open, as the lists of the engine have it."""
    return {
        "tasks": {each.id for each in engine.tasks.query(limit=1000)},
        "jobs": {each.id for each in engine.jobs.query(limit=1000) if each.kind != "command"},
        "incidents": {
            each.id for each in engine.incidents.query(limit=1000) if not each.resolved_at
        },
    }


def _waits(engine):
    """What the trees wait for; every wait says why, and who or what ends it."""
    found = {"tasks": set(), "jobs": set(), "incidents": set()}
    others = []
    for instance in engine.instances.query(roots_only=True, limit=1000):
        if instance.ended_at is not None:
            continue
        tree = engine.instances.tree(instance.id)
        for element in _elements(tree.root):
            assert element.waits or element.children, element
            for wait in element.waits:
                assert wait.why, wait
                assert wait.released_by, wait
                if wait.kind in _ROW_KINDS:
                    found[_ROW_KINDS[wait.kind]].add(wait.id)
                else:
                    others.append((element, wait))
    return found, others


class _Operator:
    """Does something, by the doors that people and programs have."""

    def __init__(self, engine, dice):
        self.engine = engine
        self.dice = dice

    def act(self, open_ones, others):
        doors = [self.task] * 4 + [self.job] * 3 + [self.outside] * 2
        doors += [self.hour, self.signal, self.incident, self.pause]
        with suppress(Refused):  # somebody asks for what cannot be: nothing happens
            self.dice.choice(doors)(open_ones, others)

    def task(self, open_ones, _others):
        for task in sorted(open_ones["tasks"])[:1]:
            if self.dice.randrange(6):
                self.engine.tasks.complete(task, _values(self.dice))
            else:
                self.engine.tasks.error(task, "E1")

    def job(self, _open_ones, _others):
        for job in self.engine.jobs.activate("work", "w"):
            if self.dice.randrange(4):
                self.engine.jobs.complete(job.id, _values(self.dice))
            else:
                self.engine.jobs.fail(job.id, "no", retries=0)

    def outside(self, _open_ones, others):
        if not others:
            return
        element, wait = self.dice.choice(others)
        if wait.kind == "message":
            self.engine.messages.correlate("m1", variables=_values(self.dice))
        elif wait.kind == "condition":
            self.engine.instances.set_variables(element.instance_id, {"c4": True})
        elif wait.kind == "ad-hoc" and self.dice.randrange(2):
            names = [f"userTask-{number}" for number in range(1, 30)]
            self.engine.instances.start_activity(element.instance_id, self.dice.choice(names))
        elif wait.kind in {"ad-hoc", "trigger"}:
            self.engine.instances.trigger(element.instance_id, element.item)

    def hour(self, _open_ones, _others):
        self.engine.advance("PT1H")

    def signal(self, _open_ones, _others):
        self.engine.signals.broadcast(self.dice.choice(["s1", "s2"]), _values(self.dice))

    def incident(self, open_ones, _others):
        for incident in sorted(open_ones["incidents"])[:1]:
            how = self.dice.choice(["retry", "skip", "manual", "abort"])
            self.engine.incidents.resolve(incident, how, variables=_values(self.dice))

    def pause(self, _open_ones, _others):
        for instance in self.engine.instances.query(limit=1):
            if instance.state == "suspended":
                self.engine.instances.resume(instance.id)
            elif instance.state == "active":
                self.engine.instances.suspend(instance.id)


@pytest.mark.parametrize("seed", range(_MODELS))
def test_lists_are_what_the_trees_wait_for(seed):
    dice = random.Random(seed)  # noqa: S311  # dice
    kind = free_form if seed % 4 == 0 else blocks
    with TestEngine() as engine:
        engine.deploy(kind.model(dice))
        try:
            engine.start("p", {**_values(dice), "items": [1, 2]})
        except Refused:
            engine.messages.correlate("m1")  # it begins with a message only
        operator = _Operator(engine, dice)
        for _ in range(_STEPS):
            engine.advance("PT0S")
            waited_for, others = _waits(engine)
            open_ones = _open(engine)
            assert open_ones == waited_for
            operator.act(open_ones, others)
        assert engine.audit.verify().broken == ()
