"""The WebSockets of those who watch: one that blocks, one that is awaited."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import reconnect

from trivium.client.watching import broken, refused
from trivium.errors import TriviumError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from trivium.client.watching import LiveEvent, Watch

_LARGEST_BYTES = 64 * 1024 * 1024
_TROUBLES = (OSError, WebSocketException, TimeoutError)


def watched(watch: Watch, base: str, token: Callable[[], str | None]) -> Iterator[LiveEvent]:
    """Events as they come; the line is made again when it breaks.

    Raises:
        TriviumError: the server refuses, or cannot be reached any more.
    """
    while True:
        first = watch.first(token())
        try:
            with reconnect(watch.url(base), **_options(watch)).connect() as socket:
                socket.send(first)
                while True:
                    yield from watch.read(socket.recv(watch.patience_seconds))
        except (TriviumError, *_TROUBLES) as error:
            time.sleep(watch.pause(*_why(error)))


async def watched_async(
    watch: Watch, base: str, token: Callable[[], Awaitable[str | None]]
) -> AsyncIterator[LiveEvent]:
    """As `watched`, for `async for`."""
    while True:
        first = watch.first(await token())
        try:
            async with connect(watch.url(base), **_options(watch)) as socket:
                await socket.send(first)
                while True:
                    async with asyncio.timeout(watch.patience_seconds):
                        text = await socket.recv()
                    for event in watch.read(text):
                        yield event
        except (TriviumError, *_TROUBLES) as error:
            await asyncio.sleep(watch.pause(*_why(error)))


def _options(watch: Watch) -> dict[str, Any]:
    return {"additional_headers": watch.headers, "max_size": _LARGEST_BYTES, "proxy": None}


def _why(error: Exception) -> tuple[TriviumError, int]:
    """What ended it, and the status or the code that says so; 0 if the line has just broken."""
    if isinstance(error, InvalidStatus):
        return refused(error.response.status_code), error.response.status_code
    if isinstance(error, TriviumError):
        return error, int(error.facts.get("status", 0))  # type: ignore[call-overload]  # we gave it
    if isinstance(error, ConnectionClosed) and error.rcvd is not None and error.rcvd.reason:
        return TriviumError(str(error), code=error.rcvd.reason), error.rcvd.code
    return broken(error or type(error).__name__), 0
