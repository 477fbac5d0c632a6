"""Models in a request: as the body itself, or as files of a form."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from trivium.engine import NewFile
from trivium.engine.deployments import File
from trivium.errors import InvalidInput

_FORM = "multipart/form-data"
_KINDS = ("application/xml", "text/xml", "application/json", "application/octet-stream")
_EXAMPLE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="hello" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="flow" sourceRef="start" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>"""

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {
                "schema": {"type": "string", "description": "One model."},
                "example": _EXAMPLE,
            },
            _FORM: {
                "schema": {
                    "type": "object",
                    "description": "Any number of files, under any names.",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                },
                "example": {"files": [_EXAMPLE]},
            },
        },
    },
    "parameters": [
        {
            "name": "name",
            "in": "query",
            "required": False,
            "description": "The file's name, where the body is the model.",
            "schema": {"type": "string", "default": "model.bpmn"},
            "example": "hello.bpmn",
        }
    ],
}
"""What the OpenAPI document says about such a request."""


async def files_of(request: Request) -> list[File]:
    """The models in a request.

    Raises:
        InvalidInput: there is none (`http/empty-body`), or it is of another kind
            (`http/content-type`).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _FORM:
        async with request.form() as form:
            parts = [part for _, part in form.multi_items() if not isinstance(part, str)]
            found = [File(part.filename or "model.bpmn", await part.read()) for part in parts]
    elif kind in _KINDS:
        name = request.query_params.get("name", "model.bpmn")
        found = [File(name, content)] if (content := await request.body()) else []
    else:
        raise InvalidInput(
            f"Expected a model as {', '.join(_KINDS)}, or files as {_FORM}, but found"
            f" {kind or 'no content type'}.",
            code="http/content-type",
        )
    if not found:
        raise InvalidInput("Expected a model in the body, but found none.", code="http/empty-body")
    return found


FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {
                    "type": "string",
                    "format": "binary",
                    "description": "One file; its `Content-Type` is kept.",
                },
                "example": "%PDF-1.7 …",
            },
            _FORM: {
                "schema": {
                    "type": "object",
                    "description": "One file, under any name.",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                },
                "example": {"file": "%PDF-1.7 …"},
            },
        },
    },
    "parameters": [
        {
            "name": "name",
            "in": "query",
            "required": False,
            "description": "The file's name, where the body is the file.",
            "schema": {"type": "string", "default": "file"},
            "example": "invoice.pdf",
        }
    ],
}
"""What the OpenAPI document says about an upload."""
_ANY_KIND = "application/octet-stream"
_MOST_OF_A_NAME = 200


async def file_of(request: Request) -> NewFile:
    """The file in a request: as the body itself, or as the first file of a form.

    Raises:
        InvalidInput: there is none (`http/empty-body`).
    """
    kind = request.headers.get("content-type", "").strip()
    content = b""
    if kind.partition(";")[0].strip().lower() == _FORM:
        async with request.form() as form:
            parts = [part for _, part in form.multi_items() if not isinstance(part, str)]
            name = (parts[0].filename if parts else None) or "file"
            kind = (parts[0].content_type if parts else None) or _ANY_KIND
            content = await parts[0].read() if parts else b""
    else:
        name = request.query_params.get("name") or "file"
        content = await request.body()
    if not content:
        raise InvalidInput("Expected a file in the body, but found none.", code="http/empty-body")
    return NewFile(name[:_MOST_OF_A_NAME], content, (kind or _ANY_KIND)[:_MOST_OF_A_NAME])
