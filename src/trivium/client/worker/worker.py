"""`Worker`: handlers of topics, and the loop that has them work."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from trivium.client.client import AsyncClient, AsyncToken
from trivium.client.worker.calling import Handler, Threads
from trivium.client.worker.events import Event, Teller
from trivium.client.worker.link import Link
from trivium.client.worker.stopping import Stopping
from trivium.client.worker.topic import Topic
from trivium.errors import InvalidInput

AnyHandler = TypeVar("AnyHandler", bound=Handler)
_AT_ONCE = 8
_TIMEOUT_SECONDS = 10.0
_PATIENCE_SECONDS = 30.0


class Worker:
    """Does the work of some topics with handlers, wherever it runs.

    It asks for no more than it can begin now, keeps the lease of what runs, and hands in results under its
    fencing token. `patience_seconds` is how long what runs may go on once the worker is told to stop.
    `on_event` hears what happens, and must return at once; the log `trivium.worker` has it too.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        *,
        name: str = "worker",
        token: AsyncToken | None = None,
        user: str | None = None,
        patience_seconds: float = _PATIENCE_SECONDS,
        on_event: Callable[[Event], None] | None = None,
    ) -> None:
        self.url = url
        self.name = name
        self.token = token
        self.user = user
        self.on_event = on_event
        self._patience_seconds = patience_seconds
        self._handlers: dict[str, tuple[Handler, int]] = {}
        self._stopping = Stopping()

    def job(self, topic: str, *, at_once: int = _AT_ONCE) -> Callable[[AnyHandler], AnyHandler]:
        """Has work of this topic done by a function or a coroutine function, `at_once` pieces together.

        It is given a `Job`, and gives variables or None. Functions run in threads of their own: those that
        may not run beside themselves say `at_once=1`.

        Raises:
            InvalidInput: the topic has a handler already, or `at_once` is less than 1
                (`client/handler`).
        """
        if topic in self._handlers or at_once < 1 or not topic:
            raise InvalidInput(
                f"Expected one handler for a topic, and at_once of 1 or more, but found {topic!r} again"
                f" or {at_once}.",
                code="client/handler",
            )

        def register(handler: AnyHandler) -> AnyHandler:
            self._handlers[topic] = (handler, at_once)
            return handler

        return register

    @property
    def topics(self) -> list[str]:
        """What there are handlers for."""
        return list(self._handlers)

    def run(self) -> None:
        """Works until SIGTERM or SIGINT; a second one does not wait for what still runs.

        Raises:
            TriviumError: the server refuses to give work, such as for a wrong token.
        """
        with self._told_by_signals():
            asyncio.run(self.serve())

    def stop(self) -> None:
        """Ends `run` or `serve`, from any thread; called again, at once."""
        self._stopping.ask()

    async def serve(self) -> None:
        """As `run`, within a program of yours.

        Raises:
            InvalidInput: there is no handler (`client/handler`).
            TriviumError: the server refuses to give work.
        """
        if not self._handlers:
            raise InvalidInput(
                "Expected handlers of this worker, but there is none. Write one under @worker.job(…).",
                code="client/handler",
            )
        teller = Teller(self.on_event)
        threads = Threads(f"trivium-{self.name}")
        topics = [Topic(name, *how) for name, how in self._handlers.items()]
        async with AsyncClient(
            self.url,
            token=self.token,
            user=self.user,
            timeout_seconds=_TIMEOUT_SECONDS,
            retry_seconds=0,
        ) as client:
            link = Link(client, self._worker_id(), teller)
            serving = [asyncio.create_task(each.serve(link, threads, teller)) for each in topics]
            teller.tell(Event(kind="ready", message=f"{', '.join(self.topics)} at {self.url}"))
            try:
                await self._stopping.wait(serving)
            finally:
                await self._stopping.wind_down(
                    serving, topics, link, teller, self._patience_seconds
                )
                threads.close()
        for task in serving:
            if not task.cancelled():
                task.result()

    def _worker_id(self) -> str:
        """Who holds a lease, for people who look; no two workers have the same."""
        return f"{self.name}@{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"[-200:]

    @contextmanager
    def _told_by_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def told(*_: Any) -> None:
            self.stop()

        before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
