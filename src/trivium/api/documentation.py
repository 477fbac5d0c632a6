"""The page at `/docs`: Swagger UI, served from a package, so that it works without the internet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import fastapi_offline
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

_FILES = Path(fastapi_offline.__file__).parent / "static"
_MOUNTED = "/docs/files"


def install(app: FastAPI) -> None:
    """Adds the page and what it needs."""
    app.mount(_MOUNTED, StaticFiles(directory=_FILES), name="docs-files")

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=f"{app.title}: the HTTP interface",
            swagger_js_url=f"{_MOUNTED}/swagger-ui-bundle.js",
            swagger_css_url=f"{_MOUNTED}/swagger-ui.css",
            swagger_favicon_url="data:,",
            swagger_ui_parameters={
                "docExpansion": "list",
                "defaultModelsExpandDepth": 0,
                "displayRequestDuration": True,
                "tryItOutEnabled": True,
            },
        )
