"""Errors as problem details (RFC 9457): the one place that turns them into HTTP."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from trivium import errors
from trivium.api.exact import Exact
from trivium.api.schemas.problem import EXAMPLE, Problem
from trivium.identity.attempts import TooManyAttempts
from trivium.xml.errors import InvalidXml

_log = logging.getLogger("trivium.api")

STATUS: tuple[tuple[type[errors.TriviumError], int], ...] = (
    (errors.InvalidModel, 400),
    (InvalidXml, 400),
    (TooManyAttempts, 429),
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
"""The first that fits decides, unless the code has a status of its own."""
_BY_CODE = {"decision/unknown": 404}

_CATEGORIES: dict[int, type[errors.TriviumError]] = {
    401: errors.NotAuthenticated,
    403: errors.NotPermitted,
    404: errors.NotFound,
    409: errors.Refused,
    413: errors.LimitExceeded,
    429: errors.LimitExceeded,
    503: errors.Unavailable,
}
_DEFECT = 500

_NO_SUCH_PATH, _NO_SUCH_METHOD, _UNAVAILABLE = 404, 405, 503
_NOT_AUTHENTICATED, _NOT_PERMITTED, _TOO_MANY = 401, 403, 429
_CODES = {
    _NO_SUCH_PATH: "http/no-such-path",
    _NO_SUCH_METHOD: "http/method-not-allowed",
}


class ProblemAnswer(Exact):
    """The answer to a request that could not be carried out."""

    media_type = "application/problem+json"


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    facts: dict[str, Any] | None = None,
    kind: type[errors.TriviumError] | None = None,
) -> ProblemAnswer:
    """A problem with its facts as members of their own."""
    body: dict[str, Any] = {
        "type": type_of(code),
        "title": title_of(code),
        "status": status,
        "detail": detail,
        "code": code,
        "category": category_of(status) if kind is None else kind.__name__,
        "instance": request.url.path,
        "correlation_id": request.state.correlation_id,
    }
    body |= {name: value for name, value in (facts or {}).items() if name not in body}
    headers = {}
    if status == _UNAVAILABLE:
        headers["Retry-After"] = "1"
    elif status == _TOO_MANY:
        headers["Retry-After"] = str((facts or {}).get("retry_after", 1))
    elif status == _NOT_AUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    return ProblemAnswer(body, status_code=status, headers=headers)


def type_of(code: str) -> str:
    """Where a code is explained."""
    return "/docs/errors#" + code.replace("/", "-")


def title_of(code: str) -> str:
    """A code as words: `task/claimed-by-another` is “Task: claimed by another”."""
    area, _, what = code.partition("/")
    return f"{area.capitalize()}: {what.replace('-', ' ')}"


def status_of(kind: type[errors.TriviumError]) -> int:
    """The HTTP status of a kind of error."""
    return next((status for base, status in STATUS if issubclass(kind, base)), 500)


def category_of(status: int) -> str:
    """The kind of error that a status tells of, where no error of ours does."""
    if status in _CATEGORIES:
        return _CATEGORIES[status].__name__
    return "Defect" if status >= _DEFECT else errors.InvalidInput.__name__


def install(app: FastAPI) -> None:
    """Has the application answer every error so; defects are caught at the edge (`edge.py`)."""
    app.add_exception_handler(errors.TriviumError, _known)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _plain)


async def _known(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, errors.TriviumError)  # noqa: S101  # registered for it
    status = _BY_CODE.get(error.code) or status_of(type(error))
    kind = next((kind for kind, _ in STATUS if isinstance(error, kind)), None)
    return problem(request, status, error.code, error.message, error.facts, kind)


async def _unfit(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it
    faults = [
        {"field": ".".join(str(part) for part in each["loc"]), "message": each["msg"]}
        for each in error.errors()
    ]
    detail = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults)
    return problem(request, 422, "http/invalid-input", detail, {"errors": faults})


async def _plain(request: Request, error: Exception) -> ProblemAnswer:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it
    status = error.status_code
    code = getattr(error, "code", None) or _CODES.get(status, "http/refused")
    headers = dict(error.headers or {})
    path = request.url.path
    detail = str(error.detail)
    if status == _NO_SUCH_PATH:
        detail = f"Expected a path of the HTTP interface, but found {path}. /docs lists them."
    if status == _NO_SUCH_METHOD:
        headers["Allow"] = _allowed(request)
        detail = f"Expected {headers['Allow']} at {path}, but found {request.method}."
    answer = problem(request, status, code, detail)
    answer.headers.update(headers)
    return answer


def _allowed(request: Request) -> str:
    """The methods of all operations at a path; the framework names those of the first alone."""
    operations = request.app.openapi()["paths"]
    path = request.url.path
    if path in operations:
        found = set(operations[path])
    else:
        found = {name for each in operations if _fits(each, path) for name in operations[each]}
    return ", ".join(sorted(method.upper() for method in found))


def _fits(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template)), path) is not None


def defect(request: Request, error: Exception) -> ProblemAnswer:
    """The answer to a fault of our own; the log has the rest under the reference."""
    reference = secrets.token_hex(4)
    _log.error("defect %s at %s %s", reference, request.method, request.url.path, exc_info=error)
    detail = f"A fault of Trivium itself. Its log has more under the reference {reference}."
    return problem(request, 500, "http/defect", detail, {"reference": reference})


_EVERYWHERE = {
    500: ("http/defect",),
    503: ("store/unavailable",),
}
_MEANINGS = {
    400: "It cannot be read, or cannot run",
    401: "Who asks is not known",
    403: "Not for you",
    404: "There is no such thing",
    409: "It cannot be now",
    413: "Too large",
    422: "It does not fit what is expected",
    429: "Too often; try again later",
    500: "A fault of Trivium itself",
    503: "The database does not answer; try again",
}


GUARDED = (
    "401 identity/not-authenticated",
    "401 identity/bad-token",
    "401 identity/token-expired",
    "401 identity/session-over",
    "403 identity/not-permitted",
    "403 identity/password-due",
    "403 identity/header-not-trusted",
)
"""What any operation answers that is not for everybody."""


def guard(responses: dict[str, Any]) -> None:
    """Adds to the answers of an operation, as the OpenAPI document has them, that it may be refused."""
    for status, more in answers(*GUARDED).items():
        if status in {_NOT_AUTHENTICATED, _NOT_PERMITTED}:
            del more["model"]
            known = responses.setdefault(str(status), more)
            examples = more["content"][ProblemAnswer.media_type]["examples"]
            known["content"][ProblemAnswer.media_type]["examples"] |= examples
            codes = [
                each["value"]["code"]
                for each in known["content"][ProblemAnswer.media_type]["examples"].values()
            ]
            known["description"] = _described(status, codes)


_READ = ("422 http/invalid-input",)
_WRITTEN = (
    "400 http/malformed-json",
    "403 identity/header-not-trusted",
    "403 http/cross-origin",
    "409 command/idempotency-key-reused",
    "413 http/body-too-large",
    *_READ,
)


def reads(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The error answers of an operation that reads: its own, and those of any such."""
    return answers(*codes, *_READ)


def writes(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The error answers of an operation that changes something: its own, and those of any such."""
    return answers(*codes, *_WRITTEN)


def answers(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The error answers that an operation documents, each as `404 task/not-found`."""
    by_status: dict[int, list[str]] = {}
    for each in codes:
        status, _, code = each.partition(" ")
        if code not in by_status.setdefault(int(status), []):
            by_status[int(status)].append(code)
    for anywhere, always in _EVERYWHERE.items():
        by_status.setdefault(anywhere, []).extend(always)
    return {status: _answer(status, found) for status, found in sorted(by_status.items())}


def _answer(status: int, codes: list[str]) -> dict[str, Any]:
    examples = {
        re.sub(r"\W", "-", code): {"value": {**EXAMPLE, **_example(status, code)}} for code in codes
    }
    return {
        "model": Problem,
        "description": _described(status, codes),
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": examples,
            }
        },
    }


def _described(status: int, codes: list[str]) -> str:
    listed = ", ".join(f"`{code}`" for code in codes)
    return f"{_MEANINGS[status]}: {listed}."


def _example(status: int, code: str) -> dict[str, Any]:
    told = {
        "type": type_of(code),
        "title": title_of(code),
        "status": status,
        "code": code,
        "category": category_of(status),
    }
    return told if code == EXAMPLE["code"] else {**told, "detail": f"{_MEANINGS[status]}."}
