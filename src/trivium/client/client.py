"""`Client` and `AsyncClient`: the same operations over a blocking and an awaited connection."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Self, TypeVar

import httpx2

from trivium.client.call import Call
from trivium.client.exchange import Effect, Manner, Pause, Send, exchange, in_header
from trivium.client.lines import watched, watched_async
from trivium.client.methods import AwaitedMethods, BlockingMethods
from trivium.client.watching import LiveEvent, Topic, watch_of
from trivium.errors import InvalidInput

Answer = TypeVar("Answer")
Token = str | Callable[[], str]
AsyncToken = Token | Callable[[], Awaitable[str]]
_PATIENCE_SECONDS = 30.0
_UNBOUNDED = httpx2.Limits(max_connections=None, max_keepalive_connections=100)


class Client(BlockingMethods):
    """A server of Trivium, to be called from any thread.

    Each operation is a method named as in the HTTP reference, in Python's way of writing:
    `startInstance` is `start_instance`. Lists have `.each(…)` for all pages, writes `.preview(…)` for what
    they would do. `token` is a bearer token or a function that gives one, asked before every request;
    `user` names who acts, for a server that trusts this machine. What cannot be reached is tried again for
    `retry_seconds`, where that does no harm: writes carry an `Idempotency-Key`.

    Raises:
        TriviumError: every method raises the error that the server would raise to a caller within it, with
            its `code` and `facts`; `Unavailable` (`client/unreachable`) if there was no answer.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        *,
        token: Token | None = None,
        user: str | None = None,
        timeout_seconds: float = _PATIENCE_SECONDS,
        retry_seconds: float = _PATIENCE_SECONDS,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._token = token
        self._manner = _manner(token, user, timeout_seconds, retry_seconds)
        self._http = httpx2.Client(base_url=_address(url), transport=transport, limits=_UNBOUNDED)

    def send(self, call: Call[Answer]) -> Answer:
        """Makes a call; the methods do."""
        steps = exchange(call, self._manner)
        try:
            effect = next(steps)
            while True:
                try:
                    outcome = self._carry_out(effect)
                except httpx2.RequestError as error:
                    effect = steps.throw(error)
                else:
                    effect = steps.send(outcome)
        except StopIteration as end:
            found: Answer = end.value
            return found

    def _carry_out(self, effect: Effect) -> Any:
        if isinstance(effect, Send):
            return self._http.request(**_options(effect))
        if isinstance(effect, Pause):
            return time.sleep(effect.seconds)
        return self._asked_token()

    def watch(
        self,
        topic: Topic = "monitoring",
        *,
        case_id: str | None = None,
        cursor: str | None = None,
        **filters: Any,
    ) -> Iterator[LiveEvent]:
        """What happens, as it happens: everything, one's own `tasks`, or one case.

        It begins with a `state`, or goes on from a `cursor`. When the line breaks it is made again and
        nothing is missing. `filters` are `types`, `process_definition_keys`, `process_instance_ids`,
        `activity_ids`, `scope` and `candidate_groups` (docs/reference/live.md).

        Raises:
            TriviumError: the server refuses, or could not be reached for `retry_seconds`.
        """
        watch = watch_of(topic, case_id, manner=self._manner, cursor=cursor, filters=filters)
        return watched(watch, str(self._http.base_url), self._asked_token)

    def _asked_token(self) -> str | None:
        return self._token() if callable(self._token) else self._token

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(AwaitedMethods):
    """As `Client`, for asyncio: every method is awaited, `.each(…)` is for `async for`.

    `token` may also be a coroutine function.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        *,
        token: AsyncToken | None = None,
        user: str | None = None,
        timeout_seconds: float = _PATIENCE_SECONDS,
        retry_seconds: float = _PATIENCE_SECONDS,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._token = token
        self._manner = _manner(token, user, timeout_seconds, retry_seconds)
        self._http = httpx2.AsyncClient(
            base_url=_address(url), transport=transport, limits=_UNBOUNDED
        )

    async def send(self, call: Call[Answer]) -> Answer:
        """Makes a call; the methods do."""
        steps = exchange(call, self._manner)
        try:
            effect = next(steps)
            while True:
                try:
                    outcome = await self._carry_out(effect)
                except httpx2.RequestError as error:
                    effect = steps.throw(error)
                else:
                    effect = steps.send(outcome)
        except StopIteration as end:
            found: Answer = end.value
            return found

    async def _carry_out(self, effect: Effect) -> Any:
        if isinstance(effect, Send):
            return await self._http.request(**_options(effect))
        if isinstance(effect, Pause):
            return await asyncio.sleep(effect.seconds)
        return await self._asked_token()

    def watch(
        self,
        topic: Topic = "monitoring",
        *,
        case_id: str | None = None,
        cursor: str | None = None,
        **filters: Any,
    ) -> AsyncIterator[LiveEvent]:
        """As `Client.watch`, for `async for`."""
        watch = watch_of(topic, case_id, manner=self._manner, cursor=cursor, filters=filters)
        return watched_async(watch, str(self._http.base_url), self._asked_token)

    async def _asked_token(self) -> str | None:
        token = self._token() if callable(self._token) else self._token
        return await token if inspect.isawaitable(token) else token

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _address(url: str) -> httpx2.URL:
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise InvalidInput(
            f"Expected the address of a server, but: {error}.", code="client/address"
        ) from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise InvalidInput(
            "Expected an address such as http://localhost:8080, but found one without scheme or host.",
            code="client/address",
        )
    if address.userinfo:  # it would stand in logs
        raise InvalidInput(
            "Expected an address alone, but found one with a name or a password in it. Give token=.",
            code="client/address",
        )
    return address


def _manner(token: Any, user: str | None, timeout_seconds: float, retry_seconds: float) -> Manner:
    return Manner(
        headers={} if user is None else {"x-user": in_header("a user", user)},
        timeout_seconds=timeout_seconds,
        retry_seconds=retry_seconds,
        has_token=token is not None,
        can_renew_token=callable(token),
    )


def _options(wanted: Send) -> dict[str, Any]:
    return {
        "method": wanted.method,
        "url": wanted.url,
        "params": wanted.params,
        "headers": wanted.headers,
        "content": wanted.content,
        "files": wanted.files,
        "timeout": wanted.timeout_seconds,
    }
