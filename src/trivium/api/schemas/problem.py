"""Problem details."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict

from trivium.api.schemas.shape import ANOTHER_ID

EXAMPLE: dict[str, Any] = {
    "type": "/docs/errors#task-not-found",
    "title": "Not found",
    "status": 404,
    "detail": f"Expected an open task {ANOTHER_ID}, but there is none: it was completed, or never was.",
    "code": "task/not-found",
    "category": "NotFound",
    "instance": f"/api/processes/tasks/{ANOTHER_ID}",
    "correlation_id": "9f86d081884c7d65",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong (RFC 9457), with the facts of the error as further members.

    Its `category` is the kind of error: Refused, NotAuthenticated, NotPermitted, NotFound, WrongState,
    Conflict, InvalidInput, LimitExceeded, EvaluationFailed, InvalidModel, InvalidXml, Unavailable or
    Defect. Among the facts are `element` and `state` where the error is about one, `findings` of a model that
    cannot run, `errors` of an input that does not fit, and `reference` of a defect in our log.
    """

    __pydantic_config__ = ConfigDict(extra="allow", json_schema_extra={"example": EXAMPLE})

    type: str
    title: str
    status: int
    detail: str
    code: str
    category: str
    instance: str
    correlation_id: str
