"""`kill -9` of the server itself, amid 200 instances that people and workers drive over HTTP."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from tests.models import chain

from trivium import Engine

_INSTANCES = 200
_WORKERS = 6
_STEPS = ("one", "two")
_MODEL = chain(
    *(
        f'<serviceTask id="{each}" camunda:type="external" camunda:topic="step"/>'
        for each in _STEPS
    ),
    '<userTask id="ask"/>',
)
_DONE = 204
_DONE_BEFORE = 404
"""What a completion that is sent again hears if the first one was carried out after all."""


class _Server:
    """`trivium serve` on one port and one database, killed and started again."""

    def __init__(self, database: str) -> None:
        self.database = database
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self) -> None:
        command = [sys.executable, "-m", "trivium", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--database", self.database],
            env={**os.environ, "PYTHONPATH": "src"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for line in self.process.stdout:
            if "serves" in line:
                break
        assert self.process.poll() is None, "the server did not start"

    def stop(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()


class _Crowd:
    """Clients that send a request again until it is answered, and note what they were told."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.acknowledged: set[str] = set()
        self.activated_after_done: list[str] = []
        self.more = threading.Condition()
        self.over = threading.Event()
        self.failed = False

    def answer(self, http: httpx2.Client, method: str, path: str, **request):
        while not self.over.is_set():
            try:
                found = http.request(method, path, **request)
            except httpx2.TransportError:  # the server is away: it comes back
                time.sleep(0.02)
                continue
            if found.status_code == 503:  # it is starting
                time.sleep(0.02)
                continue
            assert found.status_code < 500, found.text
            return found
        return None

    def start(self, number: int) -> str:
        with httpx2.Client(base_url=self.url, timeout=30) as http:
            found = self.answer(
                http,
                "POST",
                "/api/processes/instances",
                json={"process_definition_key": "p", "business_key": str(number)},
                headers={"Idempotency-Key": f"start-{number}"},
            )
            assert found.status_code == 201, found.text
            return found.json()["id"]

    def work(self, number: int) -> None:
        try:
            self._work(number)
        except BaseException:
            with self.more:
                self.failed = True
                self.more.notify_all()
            raise

    def _work(self, number: int) -> None:
        asked = {
            "topics": ["step"],
            "worker": f"w{number}",
            "limit": 3,
            "lease_for": "PT2S",
            "wait_for": "PT1S",
        }
        with httpx2.Client(base_url=self.url, timeout=30) as http:
            while not self.over.is_set():
                # a lease may run out under load, and somebody else get the job before it is completed;
                # what was acknowledged before we ask must not come again
                done = frozenset(self.acknowledged)
                found = self.answer(http, "POST", "/api/processes/jobs/activate", json=asked)
                for job in [] if found is None else found.json()["jobs"]:
                    if job["id"] in done:
                        self.activated_after_done.append(job["id"])
                    self.complete(http, job)

    def complete(self, http: httpx2.Client, job) -> None:
        path = f"/api/processes/jobs/{job['id']}/complete"
        found = self.answer(http, "POST", path, json={"variables": {"last": job["activity_id"]}})
        if found is not None:
            assert found.status_code in {_DONE, _DONE_BEFORE}, found.text
            with self.more:
                self.acknowledged.add(job["id"])
                self.more.notify_all()

    def wait_for(self, count: int) -> None:
        with self.more:
            enough = lambda: self.failed or len(self.acknowledged) >= count  # noqa: E731
            assert self.more.wait_for(enough, timeout=120), f"{len(self.acknowledged)} of {count}"


@pytest.fixture
def server(tmp_path):
    found = _Server(f"sqlite:///{tmp_path / 'work.db'}")
    with Engine.open(found.database, scheduler=False) as engine:
        engine.deploy(_MODEL)
    found.start()
    yield found
    if found.process.poll() is None:
        found.stop(signal.SIGKILL)


def test_killed_server_loses_nothing_and_repeats_no_completed_work(server):
    crowd = _Crowd(server.url)
    total = _INSTANCES * len(_STEPS)
    kills = sorted(random.sample(range(total // 10, total * 9 // 10), 3))
    with ThreadPoolExecutor(_WORKERS + 4) as pool:
        workers = [pool.submit(crowd.work, number) for number in range(_WORKERS)]
        started = [pool.submit(crowd.start, number) for number in range(_INSTANCES)]
        try:
            for count in kills:
                crowd.wait_for(count)
                server.stop(signal.SIGKILL)
                server.start()
            ids = [each.result() for each in started]
            crowd.wait_for(total)
        finally:
            crowd.over.set()
            for each in workers:
                each.result()
    _answer_people(server.url)
    server.stop(signal.SIGTERM)
    assert crowd.activated_after_done == [], "completed work was handed out again"
    _check(server.database, ids)


def _answer_people(url: str) -> None:
    with httpx2.Client(base_url=url, timeout=30) as http:
        tasks = http.get("/api/processes/tasks", params={"limit": 500}).json()["items"]
        assert len(tasks) == _INSTANCES
        for task in tasks:
            answer = http.post(f"/api/processes/tasks/{task['id']}/complete")
            assert answer.status_code == _DONE, answer.text


def _check(database: str, ids: list[str]) -> None:
    """Each instance once, ended, each of its steps done once; the chain of the journal whole."""
    with Engine.open(database, scheduler=False) as engine:
        found = {each.id for each in engine.instances.query(limit=1000)}
        assert found == set(ids), "an instance was lost, or started twice"
        for instance_id in ids:
            assert engine.instances.get(instance_id).state == "completed"
            entries = engine.instances.history(instance_id, limit=1000)
            events = [event for entry in entries for event in entry.events]
            done = Counter(e["element"] for e in events if e["event"] == "completed")
            assert done == {"one": 1, "two": 1, "ask": 1}
        assert engine.audit.verify().broken == ()
