"""The web application at `/`: built files, and one page for all of its addresses."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

import trivium

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import Scope

BUILT = Path(trivium.__file__).parent / "web"
"""Where `make web` puts it."""
PLACES = (
    "inbox",
    "start",
    "processes",
    "cases",
    "incidents",
    "decisions",
    "modeller",
    "monitoring",
    "administration",
    "account",
)
"""The first segments of its addresses; any other is unknown, as the interface's are."""
_NONCE = "%NONCE%"
_NONCE_BYTES = 16
_FOR_EVER = "public, max-age=31536000, immutable"
_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src-elem 'self' 'nonce-{nonce}'",
    # the bpmn.io libraries write markup with style attributes, the watermark among it
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_POLICY = "; ".join(_DIRECTIVES)


class _Immutable(StaticFiles):
    """Files whose names have a hash of what is in them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = _FOR_EVER
        return answer


def is_built() -> bool:
    """Whether there is one to serve."""
    return (BUILT / "index.html").is_file()


def install(app: FastAPI) -> None:
    """Serves the application at `/` and at the addresses of its places."""
    page = (BUILT / "index.html").read_text(encoding="utf-8")

    def shown() -> HTMLResponse:
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        headers = {
            "cache-control": "no-cache",
            "content-security-policy": _POLICY.format(nonce=nonce),
        }
        return HTMLResponse(page.replace(_NONCE, nonce), headers=headers)

    assets = GZipMiddleware(_Immutable(directory=BUILT / "assets"), minimum_size=1000)
    app.mount("/assets", assets, name="assets")
    for path in ("/", *(f"/{place}" for place in PLACES), *(f"/{p}/{{rest:path}}" for p in PLACES)):
        app.add_api_route(
            path,
            shown,
            methods=["GET", "HEAD"],
            include_in_schema=False,
            response_class=HTMLResponse,
        )

    @app.get("/icon.svg", include_in_schema=False)
    def icon() -> FileResponse:
        return FileResponse(BUILT / "icon.svg")
