"""The processes of `trivium serve`: one that serves, or several that are looked after."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing import connection
from typing import TYPE_CHECKING

import uvicorn

from trivium.api import create_app, logs
from trivium.engine import Engine

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from datetime import timedelta
    from multiprocessing.context import SpawnProcess
    from pathlib import Path
    from types import FrameType

    from trivium.api.metrics import MetricsFor
    from trivium.cli.people import People

OUR_NAMES = ("127.0.0.1", "localhost", "::1")
"""Hosts that only this machine can reach."""
_PATIENCE_SECONDS = 30
_LARGEST_MESSAGE_BYTES = 65_536
"""What anybody may say over a WebSocket, whoever they are."""
_SHORT_LIFE_SECONDS = 5.0
_PAUSE_SECONDS = 1.0
_log = logging.getLogger("trivium.cli")


@dataclass(frozen=True)
class Serving:
    """What each process does."""

    url: str
    host: str
    metrics_for: MetricsFor
    log_format: logs.Form
    log_level: str
    log_messages: bool
    keep_history_for: timedelta | None
    archive_to: Path | None
    people: People | None
    """Who signs in, and how; None in development mode."""

    def configure_logs(self) -> None:
        """Has this process log as was asked for."""
        logs.configure(self.log_format, self.log_level, with_messages=self.log_messages)

    def opened(self, *, scheduler: bool = True) -> Engine:
        """The engine; without a scheduler it does nothing by itself."""
        return Engine.open(
            self.url,
            scheduler=scheduler,
            keep_history_for=self.keep_history_for,
            archive_to=self.archive_to,
        )

    def run(self, listening: socket.socket) -> None:
        """What one of several processes does."""
        self.configure_logs()
        with self.opened() as engine:
            self.serve(engine, listening)

    def serve(self, engine: Engine, listening: socket.socket) -> None:
        """Answers requests and does what is due until it is told to end."""
        app = create_app(
            engine,
            identity=None if self.people is None else self.people.of(engine),
            hosts=OUR_NAMES if self.host in OUR_NAMES else None,
            metrics_for=self.metrics_for,
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE_SECONDS,
            ws_max_size=_LARGEST_MESSAGE_BYTES,
        )
        # uvicorn raises the signals again when it is done, which would end us before the engine is
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        _Server(config, app.state.stop).run([listening])


class _Server(uvicorn.Server):
    """Sends those home who wait for work when it is told to end, and tells that it is not ready any more."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stop()
        super().handle_exit(sig, frame)


def supervise(serving: Serving, listening: socket.socket, count: int) -> None:
    """Keeps so many processes serving at one socket; ends when it is told to and they have ended."""
    children = _Children(serving, listening)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, children.stop)
    for _ in range(count):
        children.start()
    while children.await_one():
        pass


class _Children:
    """The processes that serve."""

    def __init__(self, serving: Serving, listening: socket.socket) -> None:
        self._serving = serving
        self._listening = listening
        self._context = multiprocessing.get_context("spawn")
        self._stopping = threading.Event()
        self._running: list[tuple[SpawnProcess, float]] = []

    def start(self) -> None:
        process = self._context.Process(target=self._serving.run, args=(self._listening,))
        process.start()
        self._running.append((process, time.monotonic()))

    def stop(self, *_signal: object) -> None:
        self._stopping.set()
        for process, _ in list(self._running):
            process.terminate()

    def await_one(self) -> bool:
        """Waits until one has ended, and replaces it unless they are to end; false when none is left."""
        ended = connection.wait([process.sentinel for process, _ in self._running])
        for process, since in [each for each in self._running if each[0].sentinel in ended]:
            self._running.remove((process, since))
            process.join()
            if not self._stopping.is_set():
                self._replace(process, time.monotonic() - since)
        return bool(self._running)

    def _replace(self, process: SpawnProcess, lived_seconds: float) -> None:
        _log.error("the process %s has ended with %s", process.pid, process.exitcode)
        if lived_seconds < _SHORT_LIFE_SECONDS:
            self._stopping.wait(_PAUSE_SECONDS)  # what ended it so soon will do so again
        if not self._stopping.is_set():
            self.start()
