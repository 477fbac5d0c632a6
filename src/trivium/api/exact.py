"""JSON over HTTP without binary floats, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from trivium.errors import InvalidInput, LimitExceeded
from trivium.kernel import codec

LARGEST_BODY_BYTES = 256 * 1024 * 1024


class Exact(Response):
    """An answer in JSON, numbers digit for digit."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return codec.encode(content)


class _ExactRequest(Request):
    async def json(self) -> Any:
        body = await self.body()
        try:
            return codec.decode(body)
        except ValueError as error:
            raise InvalidInput(
                f"Expected a JSON body, but: {error}.", code="http/malformed-json"
            ) from error


class ExactRoute(APIRoute):
    """A route that reads JSON exactly and refuses bodies that are too large."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_exactly(request: Request) -> Response:
            length = request.headers.get("content-length", "0")
            if length.isdigit() and int(length) > LARGEST_BODY_BYTES:
                raise LimitExceeded(
                    f"Expected a body of at most {LARGEST_BODY_BYTES} bytes, but found {length}.",
                    code="http/body-too-large",
                )
            return await handle(_ExactRequest(request.scope, request.receive))

        return handle_exactly
