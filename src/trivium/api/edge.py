"""The outermost layer: correlation ids, requests from strange places, defects."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from trivium.api.problems import defect, problem
from trivium.engine.observing.origin import Origin, caused_by
from trivium.engine.observing.tracing import trace_id_now

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("trivium.http")
_CORRELATION_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}


class BodyTooLarge(HTTPException):
    """A body beyond the limit; an exception of the framework, since it lets no other through there."""

    code = "http/body-too-large"


class Edge:
    """Gives every request a correlation id, and turns what nobody caught into an answer.

    The id is that of `X-Correlation-Id`, or else the trace of `traceparent`, or that of the span that is
    recorded here, or else a new one. Commands of the request are caused by it. `answered` is told method,
    route, status and seconds of each request.

    Browsers let any page send requests to any address, so writes and WebSockets that come from another
    origin are refused, and with `hosts` also all requests to a name that is not ours (DNS rebinding).
    """

    def __init__(
        self,
        app: ASGIApp,
        largest_body_bytes: int,
        hosts: Collection[str] | None = None,
        answered: Callable[[str, str, int, float], None] | None = None,
    ) -> None:
        self._app = app
        self._answered = answered
        self._largest_body_bytes = largest_body_bytes
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            if self._strangeness(HTTPConnection(scope), is_read=False) is not None:
                await send({"type": "websocket.close", "code": 1008})  # answered with 403
                return
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.correlation_id = correlation_id = _correlation_id(request.headers)
        begun = time.perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-correlation-id"] = correlation_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with caused_by(Origin(correlation_id)):
            try:
                await self._answer(request, send_marked)
            except Exception as error:
                if (
                    status
                ):  # nothing can be said any more: the server ends the connection and logs it
                    raise
                await defect(request, error)(scope, receive, send_marked)
            finally:
                self._tell(request, status, time.perf_counter() - begun)

    async def _answer(self, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        strange = self._refusal(request)
        if strange is not None:
            await problem(request, *strange)(scope, receive, send)
        else:
            await self._app(scope, self._limited(receive), send)

    def _tell(self, request: Request, status: int, seconds: float) -> None:
        """Logs and counts; a query may hold what is nobody's business, so it is not in the log."""
        if self._answered is not None:
            route = getattr(request.scope.get("route"), "path_format", None)
            method = request.method if request.method in _METHODS else "other"
            self._answered(method, route or "other", status, seconds)
        if _log.isEnabledFor(logging.INFO):
            facts = {
                "method": request.method,
                "path": request.url.path,
                "status": status,
                "duration_ms": round(seconds * 1000, 3),
            }
            _log.info("request", extra=facts)

    def _refusal(self, request: Request) -> tuple[int, str, str] | None:
        """Status, code and detail for a request that goes no further."""
        strange = self._strangeness(request, is_read=request.method in _READS)
        if strange is not None:
            return strange
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._largest_body_bytes:
            return 413, BodyTooLarge.code, self._too_large()
        return None

    def _strangeness(
        self, request: HTTPConnection, *, is_read: bool
    ) -> tuple[int, str, str] | None:
        """The same for one that comes from a strange place."""
        host = request.headers.get("host", "")
        if self._hosts is not None and _name_of(host) not in self._hosts:
            expected = ", ".join(sorted(self._hosts))
            detail = f"Expected a request to {expected}, but found {host}."
            return 403, "http/host-not-ours", f"{detail} Serve with --host to have other names."
        origin = request.headers.get("origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != host
        if is_foreign and not is_read:
            detail = f"Expected a request from a page of {host}, but it comes from {origin}."
            return 403, "http/cross-origin", detail
        return None

    def _limited(self, receive: Receive) -> Receive:
        """Receives no more than a body may have, whatever its head says or does not say."""
        size_bytes = 0

        async def receive_limited() -> Message:
            nonlocal size_bytes
            message = await receive()
            size_bytes += len(message.get("body", b""))
            if size_bytes > self._largest_body_bytes:
                raise BodyTooLarge(413, self._too_large())
            return message

        return receive_limited

    def _too_large(self) -> str:
        return f"Expected a body of at most {self._largest_body_bytes:,} bytes, but it is larger."


def _correlation_id(headers: Headers) -> str:
    given = headers.get("x-correlation-id", "")
    if _CORRELATION_ID.fullmatch(given):
        return given
    trace = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return trace[1] if trace else trace_id_now() or secrets.token_hex(8)


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
