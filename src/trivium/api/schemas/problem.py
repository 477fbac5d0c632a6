"""Problem details."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """RFC 9457, with the facts of the error as further members."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "/docs/errors#task-not-found",
                "title": "NotFound",
                "status": 404,
                "detail": (
                    "Expected an open task 0192…, but there is none: it was completed, or never"
                    " was."
                ),
                "code": "task/not-found",
                "instance": "/api/processes/tasks/0192…",
                "correlation_id": "9f86d081884c7d65",
            }
        },
    )

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    correlation_id: str
