"""The outermost layer: correlation ids, requests from strange places, defects."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from trivium.api.problems import defect, problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CORRELATION_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
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

    Browsers let any page send requests to any address, so writes that come from another origin are
    refused, and with `hosts` also all requests to a name that is not ours (DNS rebinding).
    """

    def __init__(
        self, app: ASGIApp, largest_body_bytes: int, hosts: Collection[str] | None = None
    ) -> None:
        self._app = app
        self._largest_body_bytes = largest_body_bytes
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.correlation_id = _correlation_id(request.headers)
        started = False

        async def send_marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["x-correlation-id"] = request.state.correlation_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        strange = self._refusal(request)
        if strange is not None:
            await problem(request, *strange)(scope, receive, send_marked)
            return
        try:
            await self._app(scope, self._limited(receive), send_marked)
        except Exception as error:
            if started:  # nothing can be said any more: the server ends the connection and logs it
                raise
            await defect(request, error)(scope, receive, send_marked)

    def _refusal(self, request: Request) -> tuple[int, str, str] | None:
        """Status, code and detail for a request that goes no further."""
        host = request.headers.get("host", "")
        if self._hosts is not None and _name_of(host) not in self._hosts:
            expected = ", ".join(sorted(self._hosts))
            detail = f"Expected a request to {expected}, but found {host}."
            return 403, "http/host-not-ours", f"{detail} Serve with --host to have other names."
        origin = request.headers.get("origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != host
        if is_foreign and request.method not in _READS:
            detail = f"Expected a request from a page of {host}, but it comes from {origin}."
            return 403, "http/cross-origin", detail
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._largest_body_bytes:
            return 413, BodyTooLarge.code, self._too_large()
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
    return given if _CORRELATION_ID.fullmatch(given) else secrets.token_hex(8)


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
