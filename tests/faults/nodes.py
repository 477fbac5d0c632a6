"""Several nodes on one database, seen from outside: processes that answer, or die."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswerError
from pathlib import Path
from typing import Self

from tests import postgresql

_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 120.0


class NodeLostError(Exception):
    """The node died before it answered: whether it did what it was told is not known."""


class RefusedError(Exception):
    """A node refused; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Node:
    """One process."""

    def __init__(self, url: str, record: Path, *more: str, **environment: str) -> None:
        path = os.pathsep.join([str(_ROOT / "src"), str(_ROOT)])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.node", url, str(record), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": path, **environment},
        )
        self._asked: dict[int, Future] = {}
        self._lock = threading.Lock()
        self._number = 0
        self._is_lost = False
        self._ready: Future = Future()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_until_ready(self) -> Node:
        """Its worker's name is known then, too."""
        self.worker = self._ready.result(_PATIENCE_SECONDS)
        return self

    def send(self, do: str, *positional, **named) -> Future:
        """Asks it to do something; the answer comes later."""
        answer: Future = Future()
        with self._lock:
            if self._is_lost:  # for a moment what is dead may still be written to
                answer.set_exception(NodeLostError)
                return answer
            self._number += 1
            self._asked[self._number] = answer
            request = {"id": self._number, "do": do, "with": [positional, named]}
            try:
                self.process.stdin.write(json.dumps(request) + "\n")
                self.process.stdin.flush()
            except (OSError, ValueError):
                self._asked.pop(self._number, None)
                answer.set_exception(NodeLostError)
        return answer

    def ask(self, do: str, *positional, **named):
        """The answer."""
        return self.send(do, *positional, **named).result(_PATIENCE_SECONDS)

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Lets it finish, as a service manager does."""
        self.process.stdin.close()
        self._end(None)

    def _end(self, number: int | None) -> None:
        if number is not None:
            self.process.send_signal(number)
        self.process.wait(_PATIENCE_SECONDS)
        self._reader.join(_PATIENCE_SECONDS)
        self.process.stdout.close()
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except OSError:  # what was on its way to it
                return

    def _read(self) -> None:
        for line in self.process.stdout:
            answer = json.loads(line)
            if "worker" in answer:
                self._ready.set_result(answer["worker"])
                continue
            waiting = self._asked.pop(answer["id"])
            if "error" in answer:
                waiting.set_exception(RefusedError(answer["error"], answer["message"]))
            else:
                waiting.set_result(answer["result"])
        if not self._ready.done():
            self._ready.set_exception(NodeLostError)
        with self._lock:
            self._is_lost = True
            for waiting in self._asked.values():
                waiting.set_exception(NodeLostError)
            self._asked.clear()


class Cluster:
    """Equal nodes; who asks is answered by any of them, and asks another one if that dies."""

    def __init__(self, url: str, folder: Path, count: int, seed: int, **environment: str) -> None:
        self.url = url
        self.record = folder / "record.txt"
        self.random = random.Random(seed)  # noqa: S311  # chance, not secrecy
        self.killed: set[int] = set()
        self._environment = environment
        self.nodes = [Node(url, self.record, **environment) for _ in range(count)]
        for node in self.nodes:
            node.wait_until_ready()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.stop()

    def ask(self, do: str, *positional, **named):
        """The answer of some node; one that gets lost is asked for again.

        Raises:
            RefusedError: a node refused.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return self.random.choice(self.nodes).ask(do, *positional, **named)
            except NodeLostError:
                if time.monotonic() > until:
                    raise
            except RefusedError as error:
                again = {"store/unavailable", "store/contention", "store/unknown-outcome"}
                if error.code not in again or time.monotonic() > until:
                    raise
            except NoAnswerError:
                raise AssertionError(f"no answer to {do} {positional} {named}") from None

    def kill_one(self) -> None:
        """Kills one at random; another takes its place, and gets what it had leased."""
        number = self.random.randrange(len(self.nodes))
        dead = self.nodes[number]
        dead.kill()
        self.killed.add(dead.pid)
        self.nodes[number] = Node(self.url, self.record, **self._environment).wait_until_ready()
        self.free_leases_of(dead)

    def free_leases_of(self, dead: Node) -> None:
        """What a dead node held is free once its lease is over; here that is now."""
        rows = postgresql.execute(
            self.url, "SELECT id FROM jobs WHERE lease_owner = %s", [dead.worker]
        )
        for (job_id,) in rows:
            self.ask("jobs.release", job_id)
