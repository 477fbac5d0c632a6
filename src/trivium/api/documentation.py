"""The pages at `/docs`: Swagger UI from a package, so that it works without the internet, and the errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from trivium.api import dry_run, problems
from trivium.api.pages import ICON, error_page
from trivium.api.rules import RULES, Reach
from trivium.api.schemas import examples

_FILES = Path(fastapi_offline.__file__).parent / "static"
_MOUNTED = "/docs/files"
_STYLE = """
.swagger-ui .info { margin: 2rem 0 1rem }
.swagger-ui .info li { line-height: 1.8; font-size: 14px }
.swagger-ui .info li code { font-weight: 400; color: inherit; padding: 1px 4px }
.swagger-ui .opblock .opblock-summary-description { font-size: 14px }
"""
TAGS = [
    {"name": "definitions", "description": "Models: deploy, look at, suspend."},
    {
        "name": "instances",
        "description": "What runs and what ran: start, see why it waits, operate.",
    },
    {
        "name": "processes",
        "description": "The same as journeys and steps: start, pause, look how far they have come.",
    },
    {
        "name": "monitoring",
        "description": "Figures of what is open and of what was: throughput, times, people, bottlenecks.",
    },
    {"name": "migrations", "description": "Running instances move to another version."},
    {"name": "tasks", "description": "Work of people."},
    {"name": "calendars", "description": "Working time: hours, holidays, and reckoning with them."},
    {
        "name": "service levels",
        "description": "Targets, the clocks that count towards them, and how they were kept.",
    },
    {"name": "assignment", "description": "Who gets a task, and why; who is away."},
    {"name": "messages and signals", "description": "Events from outside."},
    {"name": "jobs", "description": "Work of external workers, and what Trivium does by itself."},
    {"name": "batches", "description": "One operation on many instances, in the background."},
    {
        "name": "cases",
        "description": "CMMN cases: plan items, actions, planning and the case file.",
    },
    {"name": "incidents", "description": "What went wrong while a model ran."},
    {"name": "decisions", "description": "DMN: evaluate, test, look back."},
    {"name": "signing in", "description": "Tokens, second factors, sessions."},
    {"name": "people", "description": "Users, groups, tenants, grants and API keys."},
    {"name": "health", "description": "Probes."},
]


class Documented(FastAPI):
    """An application whose OpenAPI document has its examples whole: the framework drops nulls."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            written = super().openapi()
            shapes = written["components"]["schemas"]
            dry_run.document(written["paths"], shapes)
            _tell_rules(written)
            for name, example in examples():
                if name in shapes:
                    shapes[name]["example"] = example
        return super().openapi()


def _tell_rules(written: dict[str, Any]) -> None:
    """Who may ask for each operation, and what those are answered who may not."""
    schemes = written["components"].setdefault("securitySchemes", {})
    schemes["token"] = {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token of `POST /api/auth/token`, or an API key.",
    }
    for operations in written["paths"].values():
        for operation in operations.values():
            rule = RULES.get(operation["operationId"])
            operation["x-rule"] = "nobody" if rule is None else rule.text
            if rule is not None and rule.reach is Reach.PUBLIC:
                operation["security"] = []
            else:
                operation["security"] = [{"token": []}]
                problems.guard(operation["responses"])


def install(app: FastAPI) -> None:
    """Adds the pages and what they need."""
    app.mount(_MOUNTED, StaticFiles(directory=_FILES), name="docs-files")

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=f"{app.title}: the HTTP interface",
            swagger_js_url=f"{_MOUNTED}/swagger-ui-bundle.js",
            swagger_css_url=f"{_MOUNTED}/swagger-ui.css",
            swagger_favicon_url=ICON,
            swagger_ui_parameters={
                "docExpansion": "list",
                "defaultModelsExpandDepth": 0,
                "displayRequestDuration": True,
                "tryItOutEnabled": True,
            },
        )
        styled = bytes(page.body).replace(b"</head>", f"<style>{_STYLE}</style></head>".encode())
        return HTMLResponse(styled)

    @app.get("/docs/errors", include_in_schema=False)
    def errors() -> HTMLResponse:
        return HTMLResponse(error_page())
