"""Inbox, claim, complete and start while 50,000 instances run and 100,000 tasks are open, on PostgreSQL."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Any

from benchmarks.commands import percentile
from benchmarks.postgresql import new_database, server
from trivium import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

_INSTANCES = 50_000
_CALLERS = 8
_ROUNDS = 150
_GROUPS = 40
_MODEL = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
 <process id="large" isExecutable="true">
  <startEvent id="start"/><parallelGateway id="fork"/>
  <userTask id="first" camunda:candidateGroups="${team}"/>
  <userTask id="second" camunda:candidateGroups="${team}"/>
  <parallelGateway id="join"/><endEvent id="end"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>
  <sequenceFlow id="f2" sourceRef="fork" targetRef="first"/>
  <sequenceFlow id="f3" sourceRef="fork" targetRef="second"/>
  <sequenceFlow id="f4" sourceRef="first" targetRef="join"/>
  <sequenceFlow id="f5" sourceRef="second" targetRef="join"/>
  <sequenceFlow id="f6" sourceRef="join" targetRef="end"/>
 </process></definitions>"""


def run() -> list[dict[str, Any]]:
    """How long people wait, by what they do, with few and with many open."""
    rows = []
    with server() as running:
        for instances in (500, _INSTANCES):
            with Engine.open(new_database(running), scheduler=False) as engine:
                engine.deploy(_MODEL)
                _fill(engine, instances)
                for what, times in _people(engine).items():
                    rows.append(
                        {
                            "what": what,
                            "instances": instances,
                            "open tasks": 2 * instances,
                            **{f"p{each} ms": percentile(times, each) for each in (50, 95, 99)},
                        }
                    )
    return rows


def _team(number: int) -> str:
    return f"team-{number % _GROUPS}"


def _fill(engine: Engine, instances: int) -> None:
    left = iter(range(instances))
    lock = threading.Lock()

    def start() -> None:
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            engine.start_id("large", {"team": _team(number)})

    _together([start] * 64)


def _people(engine: Engine) -> dict[str, list[float]]:
    """Eight people, who each look into the inbox, claim, complete, and start something new."""
    times: dict[str, list[float]] = {"inbox page": [], "claim": [], "complete": [], "start": []}

    def timed(what: str, call: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        found = call()
        times[what].append(time.perf_counter() - begun)
        return found

    def person(number: int) -> Callable[[], None]:
        def work() -> None:
            team, chance = _team(number), random.Random(number)  # no secret
            for _ in range(_ROUNDS):
                page = timed(
                    "inbox page",
                    lambda: engine.tasks.query(
                        user=f"user-{number}", candidate_groups=[team], limit=50
                    ),
                )
                free = [task for task in page if task.assignee is None]
                task = chance.choice(free)
                timed("claim", lambda task=task: engine.tasks.claim(task.id, f"user-{number}"))
                timed("complete", lambda task=task: engine.tasks.complete(task.id))
                timed("start", lambda: engine.start_id("large", {"team": team}))

        return work

    _together([person(number) for number in range(_CALLERS)])
    return times


def _together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
