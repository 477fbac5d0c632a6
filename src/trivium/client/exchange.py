"""One call from question to answer, without I/O: what to send, when to try again, when to give up.

Both transports drive the same generator, so that they cannot differ.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import httpx2

from trivium.client.call import Call
from trivium.client.encoding import encode
from trivium.client.problems import answer
from trivium.errors import InvalidInput, Unavailable

Answer = TypeVar("Answer")
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 5.0
_NOT_AUTHENTICATED = 401
_BEFORE_IT_WAS_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_NEVER_SENT = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)
_NOT_DONE = frozenset({429})
_PERHAPS_DONE = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a client behaves."""

    headers: Mapping[str, str]
    timeout_seconds: float
    retry_seconds: float
    has_token: bool
    can_renew_token: bool


@dataclass(frozen=True, slots=True)
class AskToken:
    """Wants the bearer token; a new one if the last was refused."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Wants some time to pass."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Wants a request to be made; it is answered with the response, or a `RequestError` is thrown in."""

    method: str
    url: str
    params: list[tuple[str, str]]
    headers: dict[str, str]
    content: bytes | None
    files: list[tuple[str, tuple[str, bytes]]] | None
    timeout_seconds: float


Effect = AskToken | Pause | Send


def exchange(call: Call[Answer], manner: Manner) -> Generator[Effect, Any, Answer]:
    """The steps of a call.

    Raises:
        TriviumError: the server refused it or failed; `Unavailable` if it could not be reached.
    """
    request = _request(call, manner)
    pauses = Pauses(manner.retry_seconds)
    may_renew = manner.can_renew_token
    while True:
        if manner.has_token:
            request.headers["authorization"] = f"Bearer {yield AskToken()}"
        try:
            response: httpx2.Response = yield request
        except httpx2.RequestError as error:
            pause = pauses.next() if _is_safe(call, error) else None
            if pause is None:
                raise _unreachable(call, error) from error
        else:
            if response.status_code == _NOT_AUTHENTICATED and may_renew:
                may_renew = False
                continue
            pause = pauses.next(_asked_for(response)) if _is_passing(call, response) else None
            if pause is None:
                return answer(call, response)
        yield Pause(pause)


def _request(call: Call[Any], manner: Manner) -> Send:
    headers = {**manner.headers, "accept": "application/json, application/problem+json, */*;q=0.1"}
    content = None if call.body is None else encode(call.body)
    if content is not None:
        headers["content-type"] = "application/json"
    if call.takes_key:
        key = call.idempotency_key or uuid.uuid4().hex
        headers["idempotency-key"] = in_header("an idempotency key", key)
    waits_for = call.waits_for or timedelta(0)
    files = None if call.files is None else [("files", file) for file in call.files.items()]
    return Send(
        method=call.method,
        url=call.path,
        params=list(_params(call.query)),
        headers=headers,
        content=content,
        files=files,
        timeout_seconds=manner.timeout_seconds + waits_for.total_seconds(),
    )


def in_header(what: str, value: str) -> str:
    """A text that a header can carry.

    Raises:
        InvalidInput: it cannot (`client/not-sendable`).
    """
    if value and value.isascii() and value.isprintable():
        return value
    raise InvalidInput(
        f"Expected {what} of printable ASCII characters, but found {value!r}.",
        code="client/not-sendable",
    )


def _params(query: Mapping[str, Any]) -> Generator[tuple[str, str], None, None]:
    for name, value in query.items():
        if isinstance(value, str | bytes) or not isinstance(value, list | tuple | set | frozenset):
            yield name, _param(value)
        else:
            yield from ((name, _param(each)) for each in value)


def _param(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_safe(call: Call[Any], error: httpx2.RequestError) -> bool:
    """Whether to send it again does no harm, and may help."""
    if isinstance(error, _NEVER_SENT):
        return False
    return call.may_repeat or isinstance(error, _BEFORE_IT_WAS_SENT)


def _is_passing(call: Call[Any], response: httpx2.Response) -> bool:
    """Whether the same request may well succeed in a moment, and does no harm if it had already."""
    status = response.status_code
    return status in _NOT_DONE or (
        status in _PERHAPS_DONE and status not in call.also_good and call.may_repeat
    )


def _asked_for(response: httpx2.Response) -> float:
    """The seconds that the server asks to wait for."""
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0


def _unreachable(call: Call[Any], error: httpx2.RequestError) -> Unavailable:
    why = str(error).rstrip(".") or type(error).__name__
    remedy = (
        "Try again later."
        if call.may_repeat
        else "It may have been carried out: look before you try again."
    )
    return Unavailable(
        f"Expected an answer to {call.operation}, but: {why}. {remedy}",
        code="client/unreachable",
        operation=call.operation,
    )


class Pauses:
    """Longer and longer pauses between attempts, each by chance, until a time is over."""

    def __init__(self, for_seconds: float) -> None:
        self._end = time.monotonic() + for_seconds
        self._longest = _FIRST_PAUSE_SECONDS

    def next(self, at_least_seconds: float = 0.0) -> float | None:
        """How long to wait before the next attempt; None if there is to be none."""
        pause = max(self._longest * random.uniform(0.5, 1), at_least_seconds)  # noqa: S311  # no secret
        self._longest = min(self._longest * 2, _LONGEST_PAUSE_SECONDS)
        return pause if time.monotonic() + pause <= self._end else None
