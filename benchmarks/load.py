"""How long people wait at 100 requests a second, signed in: an HTTP server on this machine.

Requests are sent when their time has come, whether or not those before are answered, and a latency counts
from that time: what waits in a queue is not forgotten.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from benchmarks import models
from benchmarks.commands import percentile, task_ids
from benchmarks.postgresql import new_database, server
from trivium import Engine
from trivium.assembly import with_people

if TYPE_CHECKING:
    from collections.abc import Iterator

_A_SECOND = 100
_SECONDS = 20
_WARM_UP = 2
_BEHIND = 30
"""A task is changed so many turns after it was claimed, and completed as many after that."""
_PEOPLE = 10
_STEPS = ("claim", "variables", "complete")
_METHODS = {"inbox": "GET", "variables": "PUT"}
_PASSWORD = "a password of a benchmark"  # noqa: S105  # of users that live for a minute


def run() -> list[dict[str, Any]]:
    """The latencies of claiming, changing a variable, completing and the inbox, by database."""
    with tempfile.TemporaryDirectory() as folder:
        rows = _measured("sqlite", f"sqlite:///{Path(folder) / 'engine.db'}", Path(folder))
        with server() as running:
            return rows + _measured("postgresql", new_database(running), Path(folder))


def _measured(database: str, url: str, folder: Path) -> list[dict[str, Any]]:
    secret = folder / f"{database}.secret"
    tasks = _prepared(url, secret)
    with _serving(url, secret) as address:
        found = asyncio.run(_Load(address, tasks).run())
    rate = sum(len(times) for times in found.values()) / _SECONDS
    return [
        {
            "database": database,
            "what": what,
            "requests": len(times),
            "a second, in all": rate,
            **{f"p{each} ms": percentile(times, each) for each in (50, 95, 99)},
            "longest ms": max(times) * 1000,
        }
        for what, times in found.items()
    ]


def _prepared(url: str, secret: Path) -> list[tuple[str, str]]:
    """Tasks with their instances, and people who may claim them and operate on the process."""
    model = models.human(models.TRIVIUM)
    offered = model.replace("<userTask ", '<userTask camunda:candidateGroups="clerks" ')
    with Engine.open(url, scheduler=False) as engine:
        engine.deploy(offered.encode())
        identity = with_people(engine, secret_file=secret)
        identity.groups.add("clerks")
        for number in range(_PEOPLE):
            identity.users.add(f"clerk{number}", password=_PASSWORD, groups=["clerks"])
        identity.grants.add("operate", "definition", "p", subject_kind="group", subject="clerks")
        for _ in range((_SECONDS + _WARM_UP) * _A_SECOND // 3):
            engine.start_id("p", {"x": 1})
        return [(task, engine.tasks.get(task).instance_id) for task in task_ids(engine)]


@contextmanager
def _serving(url: str, secret: Path) -> Iterator[str]:
    options = ["--database", url, "--port", "0", "--sign-in", "required", "--json"]
    with subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "trivium", "serve", *options],
        stdout=subprocess.PIPE,
        env=os.environ | {"TRIVIUM_SECRET_FILE": str(secret)},
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = "".join(iter(process.stdout.readline, "}\n")) + "}"
            yield json.loads(said)["url"]
        finally:
            process.terminate()


class _Load:
    """One run against a server."""

    def __init__(self, address: str, tasks: list[tuple[str, str]]) -> None:
        self._address = address
        self._tasks = tasks
        self._latencies: defaultdict[str, list[float]] = defaultdict(list)
        self._tokens: list[str] = []
        self._done: defaultdict[int, list[asyncio.Event]] = defaultdict(
            lambda: [asyncio.Event(), asyncio.Event()]
        )

    async def run(self) -> dict[str, list[float]]:
        limits = httpx2.Limits(max_connections=200, keepalive_expiry=2)  # before the server's
        async with httpx2.AsyncClient(
            base_url=self._address, limits=limits, timeout=30
        ) as self._http:
            for number in range(_PEOPLE):
                await self._sign_in(f"clerk{number}")
            begun = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for number in range(_A_SECOND * (_SECONDS + _WARM_UP)):
                    at = begun + number / _A_SECOND
                    await asyncio.sleep(max(at - time.perf_counter(), 0))
                    group.create_task(self._one(number, at))
        return dict(self._latencies)

    async def _sign_in(self, user: str) -> None:
        answer = await self._http.post(
            "/api/auth/token", json={"username": user, "password": _PASSWORD}
        )
        self._tokens.append(answer.json()["access_token"])

    async def _one(self, number: int, at: float) -> None:
        turn, what = divmod(number, len(_STEPS) + 1)
        if what == len(_STEPS):
            await self._asked("inbox", "/api/processes/tasks?limit=20&unassigned=true", None, turn)
        else:
            turn -= what * _BEHIND
            if turn < 0:
                return
            await self._step(turn, what)
        if number >= _A_SECOND * _WARM_UP:
            name = "inbox" if what == len(_STEPS) else _STEPS[what]
            self._latencies[name].append(time.perf_counter() - at)

    async def _step(self, turn: int, what: int) -> None:
        """One of the steps of a task, after the one before; waiting for that counts."""
        task, instance = self._tasks[turn]
        done = self._done[turn]
        if what:
            await done[what - 1].wait()
        if _STEPS[what] == "variables":
            path = f"/api/processes/instances/{instance}/variables"
            body: dict[str, Any] = {"variables": {"note": "seen", "amount": turn}}
        else:
            path = f"/api/processes/tasks/{task}/{_STEPS[what]}"
            body = {} if what == 0 else {"variables": {"x": 2}}
        await self._asked(_STEPS[what], path, body, turn)
        if what < len(done):
            done[what].set()

    async def _asked(self, name: str, path: str, body: dict[str, Any] | None, turn: int) -> None:
        answer = await self._http.request(
            _METHODS.get(name, "POST"),
            path,
            json=body,
            headers={"Authorization": f"Bearer {self._tokens[turn % _PEOPLE]}"},
        )
        answer.raise_for_status()
