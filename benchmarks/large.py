"""Inbox, claim, complete and start while 50,000 instances run and 100,000 tasks are open, on PostgreSQL."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.commands import percentile
from benchmarks.postgresql import new_database, server
from trivium import Engine
from trivium.engine.acting import acting_as
from trivium.identity import Identity
from trivium.identity.authorisation import Authorisation

if TYPE_CHECKING:
    from collections.abc import Callable

_INSTANCES = 50_000
_CALLERS = 8
_PACE = 20
"""So many come in a second, whatever it takes: with four calls each that is 80 calls a second."""
_SECONDS = 60
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
            url = new_database(running)
            with Engine.open(url, scheduler=False) as engine:
                engine.deploy(_MODEL)
                _fill(engine, instances)
                who = _people(engine)
                _at_rest(url)
                for what, times in _at_work(engine, who).items():
                    rows.append(
                        {
                            "what": what,
                            "instances": instances,
                            "open tasks": 2 * instances,
                            "times": len(times),
                            **{f"p{each} ms": percentile(times, each) for each in (50, 95, 99)},
                        }
                    )
    return rows


def _at_rest(url: str) -> None:
    """What the server does by itself within minutes of so much having come in."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


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


def _people(engine: Engine) -> list[Authorisation]:
    """One of each team, who sees what is offered to it."""
    identity = Identity(engine.database, engine.clock, b"the secret of a benchmark, not used after")
    for number in range(_GROUPS):
        identity.groups.add(_team(number))
        identity.users.add(f"user-{number}", groups=[_team(number)])
    identity.grants.add("start", "definition", "large", subject_kind="everybody")
    return [
        Authorisation(identity.principals.of_user(f"user-{number}")) for number in range(_GROUPS)
    ]


def _at_work(engine: Engine, who: list[Authorisation]) -> dict[str, list[float]]:
    """At a fixed pace somebody looks into the inbox, claims, completes, and starts something new.

    Who comes late since all are busy has waited from the time at which they should have come.
    """
    times: defaultdict[str, list[float]] = defaultdict(list)
    rounds = deque(range(_PACE * _SECONDS))
    begun = time.perf_counter()

    def timed(what: str, since: float, call: Callable[[], Any]) -> Any:
        found = call()
        times[what].append(time.perf_counter() - since)
        return found

    def visit(number: int, since: float) -> None:
        person, team = f"user-{number % _GROUPS}", _team(number)
        is_signed_in = number // _GROUPS % 2 == 0
        name = "inbox page, signed in" if is_signed_in else "inbox page"
        now = time.perf_counter
        with acting_as(who[number % _GROUPS] if is_signed_in else None):
            page = timed(
                name,
                since,
                lambda: engine.tasks.query(user=person, candidate_groups=[team], limit=50),
            )
            free = [each for each in page if each.assignee is None]
            task = random.Random(number).choice(free)  # no secret
            timed("claim", now(), lambda: engine.tasks.claim(task.id, person))
            timed("complete", now(), lambda: engine.tasks.complete(task.id))
            timed("start", now(), lambda: engine.start_id("large", {"team": team}))

    def work() -> None:
        while rounds:
            number = rounds.popleft()
            since = begun + number / _PACE
            time.sleep(max(since - time.perf_counter(), 0))
            visit(number, since)

    _together([work] * _CALLERS)
    return {what: times[what] for what in sorted(times)}


def _together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
