"""Callers that start instances, and do what people and other systems do in them."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
from tests import postgresql
from tests.models import bpmn

if TYPE_CHECKING:
    from tests.faults.nodes import Cluster

_TIMER = "<timerEventDefinition><timeDuration>PT0.1S</timeDuration></timerEventDefinition>"
_BRANCHES = ("one", "two", "ask", "paid", "pause")
MODEL = bpmn(
    '<startEvent id="start"/><parallelGateway id="fork"/>'
    '<serviceTask id="one" camunda:type="external" camunda:topic="step"/>'
    '<serviceTask id="two" camunda:type="external" camunda:topic="step"/>'
    '<userTask id="ask"/>'
    '<intermediateCatchEvent id="paid"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    f'<intermediateCatchEvent id="pause">{_TIMER}</intermediateCatchEvent>'
    '<parallelGateway id="join"/>'
    '<serviceTask id="last" camunda:type="external" camunda:topic="step"/><endEvent id="end"/>'
    "\nstart -> fork\n"
    + "\n".join(f"fork -> {each}\n{each} -> join" for each in _BRANCHES)
    + "\njoin -> last\nlast -> end",
    roots='<message id="m" name="paid"/>',
)
STEPS = 4 * 3
"""Pieces of work of handlers in four instances."""


class Load:
    """Some callers at once; each instance has a caller who stays with it."""

    def __init__(self, cluster: Cluster, callers: int = 6) -> None:
        self._cluster = cluster
        self._pool = ThreadPoolExecutor(callers)
        self._stories: list[Future] = []

    def begin(self, count: int, prefix: str = "") -> None:
        """Has so many instances played from their start to their last step."""
        self._stories += [
            self._pool.submit(self._play, f"{prefix}{number}") for number in range(count)
        ]

    @property
    def done(self) -> int:
        """How many are through."""
        return sum(each.done() for each in self._stories)

    def wait_for(self, count: int) -> None:
        """Until so many are through: an event, no time."""
        while self.done < count:
            time.sleep(0.005)

    def finish(self) -> set[str]:
        """Waits for everything; gives the ids of the instances."""
        ids = {each.result(120) for each in self._stories}
        self._pool.shutdown()
        wait_until_ended(self._cluster.url)
        return ids

    def _play(self, key: str) -> str:
        ask = self._cluster.ask
        started = ask("start", "p", business_key=key, idempotency_key=f"start {key}")["id"]
        (task,) = ask("tasks.query", started)["items"]
        ask("tasks.complete", task["id"], {"by": key}, idempotency_key=f"complete {key}")
        receipt = ask(
            "messages.correlate",
            "paid",
            business_key=key,
            message_id=key,
            time_to_live=600,
            idempotency_key=f"paid {key}",
        )
        assert receipt["instance_id"] == started, receipt
        return started


def wait_until_ended(url: str, seconds: float = 120.0) -> None:
    """Until no instance is active: an event, no time."""
    until = time.monotonic() + seconds
    active = "SELECT id FROM instances WHERE state = 'active' LIMIT 20"
    left: list[tuple] | None = None
    while left != []:
        assert time.monotonic() < until, f"some instances do not end: {left and left[:3]}"
        try:
            left = postgresql.execute(url, active)
        except psycopg.OperationalError:  # it was crashed a moment ago, and recovers
            left = None
        if left != []:
            time.sleep(0.05)
