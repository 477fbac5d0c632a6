"""The application: routes, errors, documentation."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from fastapi_offline import FastAPIOffline

from trivium import __version__
from trivium.api import problems
from trivium.api.landing import page
from trivium.api.routes import ROUTERS
from trivium.api.schemas.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI, Request, Response

    from trivium.engine import Engine


def create_app(engine: Engine) -> FastAPI:
    """The HTTP interface of an engine."""
    app: FastAPI = FastAPIOffline(
        redoc_url=None,
        title="Trivium",
        version=__version__,
        summary="Processes, cases and decisions in one engine.",
        responses={500: {"model": Problem, "description": "A fault of Trivium itself."}},
    )
    app.state.engine = engine
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)

    @app.middleware("http")
    async def correlate(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        request.state.correlation_id = request.headers.get("x-correlation-id", secrets.token_hex(8))
        response = await call_next(request)
        response.headers["x-correlation-id"] = request.state.correlation_id
        return response

    @app.get("/", include_in_schema=False)
    def landing() -> HTMLResponse:
        return HTMLResponse(page(engine))

    return app
