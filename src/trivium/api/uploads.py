"""Models that come in the body of a request."""

from __future__ import annotations

from typing import Any

from fastapi import Request, UploadFile

from trivium.engine.deployments import File
from trivium.errors import InvalidInput

MODEL_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {
                "schema": {"type": "string", "format": "binary"},
                "example": "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'>…",
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            },
        },
    }
}


async def models_in(request: Request) -> list[File]:
    """The models in a body: files of a form, or one as the body itself."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form()
        uploads = [part for _, part in form.multi_items() if hasattr(part, "read")]
        return [await _file(part) for part in uploads]  # type: ignore[arg-type]  # uploads have it
    body = await request.body()
    if not body:
        raise InvalidInput("Expected a model in the body, but it is empty.", code="http/empty-body")
    return [File(request.query_params.get("name", "model.bpmn"), body)]


async def _file(upload: UploadFile) -> File:
    return File(upload.filename or "model.bpmn", await upload.read())
