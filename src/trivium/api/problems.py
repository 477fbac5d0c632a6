"""Errors as problem details (RFC 9457): the one place that turns them into HTTP."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from trivium import errors
from trivium.api.exact import Exact
from trivium.api.schemas.problem import Problem

_log = logging.getLogger("trivium.api")

STATUS: tuple[tuple[type[errors.TriviumError], int], ...] = (
    (errors.InvalidModel, 400),
    (errors.NotAuthenticated, 401),
    (errors.NotFound, 404),
    (errors.NotPermitted, 403),
    (errors.WrongState, 409),
    (errors.Conflict, 409),
    (errors.LimitExceeded, 413),
    (errors.InvalidInput, 422),
    (errors.EvaluationFailed, 409),
    (errors.Unavailable, 503),
    (errors.Refused, 409),
)
"""The first that fits decides."""

_PAGES = "/docs/errors#"


class ProblemAnswer(Exact):
    """The answer to a request that could not be carried out."""

    media_type = "application/problem+json"


def problem(  # the members of RFC 9457
    request: Request,
    status: int,
    title: str,
    code: str,
    detail: str,
    facts: dict[str, Any] | None = None,
) -> ProblemAnswer:
    """A problem with its facts as members of their own."""
    body: dict[str, Any] = {
        "type": _PAGES + code.replace("/", "-"),
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.url.path,
        "correlation_id": request.state.correlation_id
        if hasattr(request.state, "correlation_id")
        else secrets.token_hex(8),
    }
    for name, value in (facts or {}).items():
        body.setdefault(name, value)
    headers = {"Retry-After": "1"} if status == errors_status(errors.Unavailable) else None
    return ProblemAnswer(body, status_code=status, headers=headers)


def errors_status(kind: type[errors.TriviumError]) -> int:
    """The HTTP status of a kind of error."""
    return next((status for base, status in STATUS if issubclass(kind, base)), 500)


def install(app: FastAPI) -> None:
    """Has the application answer every error so."""
    app.add_exception_handler(errors.TriviumError, _known)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _defect)


async def _known(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, errors.TriviumError)  # noqa: S101  # registered for it
    status = errors_status(type(error))
    title = type(error).__name__
    return problem(request, status, title, error.code, error.message, error.facts)


async def _unfit(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it
    faults = [
        {"field": ".".join(str(part) for part in each["loc"]), "message": each["msg"]}
        for each in error.errors()
    ]
    detail = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
    return problem(request, 422, "InvalidInput", "http/invalid-input", detail, {"errors": faults})


async def _plain(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it
    code = {404: "http/no-such-path", 405: "http/method-not-allowed"}.get(
        error.status_code, "http/refused"
    )
    return problem(request, error.status_code, "Refused", code, str(error.detail))


async def _defect(request: Request, error: Exception) -> ProblemAnswer:
    reference = secrets.token_hex(4)
    _log.error("defect %s at %s", reference, request.url.path, exc_info=error)
    detail = f"A fault of Trivium itself. Its log has more under the reference {reference}."
    return problem(request, 500, "Defect", "http/defect", detail, {"reference": reference})


ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in (
        (400, "The model cannot run; all findings are listed."),
        (404, "There is no such thing."),
        (409, "It cannot be now; the state does not allow it."),
        (413, "The body is too large."),
        (422, "The input does not fit its schema."),
        (503, "The database does not answer; try again."),
    )
}
"""The error answers that routes document."""


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of some error answers; 422 and 503 can always come."""
    return {
        status: {
            **ANSWERS[status],
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status in sorted({*statuses, 422, 503})
    }
