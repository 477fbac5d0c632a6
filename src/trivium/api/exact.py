"""JSON over HTTP without binary floats, in both directions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import HTTPException
from fastapi.routing import APIRoute

from trivium.api.admission import admitted
from trivium.api.dry_run import is_wanted
from trivium.api.schemas.previews import Preview
from trivium.engine import Engine
from trivium.engine.acting import acting_as
from trivium.errors import TriviumError
from trivium.identity.authorisation import Authorisation
from trivium.kernel import codec


class Exact(Response):
    """An answer in JSON, numbers digit for digit."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return codec.encode(content)


class MalformedJson(HTTPException):
    """A body that is no JSON; an exception of the framework, since it lets no other through here."""

    code = "http/malformed-json"

    def __init__(self, why: object) -> None:
        super().__init__(400, f"Expected a JSON body, but {why}.")


class _ExactRequest(Request):
    async def json(self) -> Any:
        body = await self.body()
        try:
            return codec.decode(body)
        except RecursionError as error:
            raise MalformedJson("it is nested too deep") from error
        except (ValueError, TriviumError) as error:
            raise MalformedJson(str(error).rstrip(".")) from error


class ExactRoute(APIRoute):
    """A route that reads JSON exactly; the first line of its function's docstring is its summary."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        summary, _, more = inspect.getdoc(endpoint).partition("\n")  # type: ignore[union-attr]  # each has one
        options["summary"] = summary.strip().rstrip(".")
        options["description"] = more.strip() or summary
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        operation_id = self.operation_id or ""

        async def handle_exactly(request: Request) -> Response:
            exact = _ExactRequest(request.scope, request.receive)
            principal = exact.state.principal = await admitted(exact, operation_id)
            with acting_as(None if principal is None else Authorisation(principal)):
                if not is_wanted(exact):
                    return await handle(exact)
                engine: Engine = exact.app.state.engine
                with engine.dry_run() as preview:
                    return await handle(exact)  # what is no command is answered as ever
                return Exact(Preview.of(preview))

        return handle_exactly
