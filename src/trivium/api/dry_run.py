"""`?dry_run=true`: any request that would change something says what it would do instead."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import TypeAdapter

from trivium.api.schemas.previews import Preview
from trivium.errors import InvalidInput

_NAME = "dry_run"
_READS = frozenset({"get", "head"})
NOT_TRIED = (
    "/api/absences",
    "/api/api-keys",
    "/api/assignment-rules",
    "/api/assignments",
    "/api/auth",
    "/api/calendars",
    "/api/grants",
    "/api/groups",
    "/api/notifications",
    "/api/profiles",
    "/api/sla",
    "/api/tenants",
    "/api/users",
)
"""Of people and their work there are no dry runs."""


def is_wanted(request: Request) -> bool:
    """Whether a request is to be tried out.

    Raises:
        InvalidInput: the parameter is neither `true` nor `false`.
    """
    value = request.query_params.get(_NAME)
    if value is None or request.method.lower() in _READS:
        return False
    if request.url.path.startswith(NOT_TRIED):
        raise InvalidInput(
            f"Expected no {_NAME}, since nothing about people can be tried out, but found it.",
            code="http/invalid-input",
        )
    if value not in {"true", "false"}:
        raise InvalidInput(
            f"Expected {_NAME} to be true or false, but found {value!r}.",
            code="http/invalid-input",
        )
    return value == "true"


def document(paths: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Adds it to the OpenAPI document: the parameter and the answer of every such operation."""
    schema = TypeAdapter(Preview).json_schema(ref_template="#/components/schemas/{model}")
    shapes |= schema.pop("$defs", {})
    shapes["Preview"] = schema
    for path, operations in paths.items():
        for method, operation in operations.items():
            is_tried = path.startswith("/api/") and not path.startswith(NOT_TRIED)
            if is_tried and method not in _READS:
                _document(operation, shapes)


def _document(operation: dict[str, Any], shapes: dict[str, Any]) -> None:
    operation.setdefault("parameters", []).append(
        {
            "name": _NAME,
            "in": "query",
            "required": False,
            "description": "Only say what it would do.",
            "schema": {"type": "boolean", "default": False},
            "example": True,
        }
    )
    preview = {"$ref": "#/components/schemas/Preview"}
    usual = operation["responses"].get("200")
    if usual is None:
        content = {"application/json": {"schema": preview}}
        operation["responses"]["200"] = {
            "description": "What it would do, with `dry_run`.",
            "content": content,
        }
        return
    shape = usual["content"]["application/json"]
    name = shape["schema"]["$ref"].rpartition("/")[2]
    shape.setdefault("example", shapes[name]["example"])
    shape["schema"] = {"anyOf": [shape["schema"], preview]}
