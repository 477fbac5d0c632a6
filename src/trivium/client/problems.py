"""Answers as values, and problem details as the errors that they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import httpx2

from trivium import errors
from trivium.client.encoding import decode

if TYPE_CHECKING:
    from trivium.client.call import Call

Answer = TypeVar("Answer")


class ServerFault(errors.TriviumError):
    """A fault of the server itself; its log has more under the `reference` in the facts."""

    code = "http/defect"


class UnexpectedAnswer(errors.TriviumError):
    """An answer that is none of Trivium's, such as one of a proxy or of another server."""

    code = "client/unexpected-answer"


_KINDS: dict[int, type[errors.TriviumError]] = {
    400: errors.InvalidInput,
    401: errors.NotAuthenticated,
    403: errors.NotPermitted,
    404: errors.NotFound,
    405: errors.InvalidInput,
    409: errors.Refused,
    413: errors.LimitExceeded,
    422: errors.InvalidInput,
    429: errors.LimitExceeded,
    500: ServerFault,
    503: errors.Unavailable,
}
"""For statuses whose problem names no category that is known here."""
_CATEGORIES: dict[str, type[errors.TriviumError]] = {
    kind.__name__: kind
    for kind in (
        errors.Refused,
        errors.NotAuthenticated,
        errors.NotFound,
        errors.NotPermitted,
        errors.WrongState,
        errors.Conflict,
        errors.InvalidInput,
        errors.LimitExceeded,
        errors.EvaluationFailed,
        errors.Unavailable,
    )
}
_MEMBERS = {"type", "title", "status", "detail", "code", "category"}


def answer(call: Call[Answer], response: httpx2.Response) -> Answer:
    """What a call is answered.

    Raises:
        TriviumError: the server refused, failed, or is none.
    """
    status = response.status_code
    if not response.is_success and status not in call.also_good:
        raise error_of(response)
    if call.answer is None:
        return None  # type: ignore[return-value]  # the operation answers nothing
    if call.answer is bytes:
        return response.content  # type: ignore[return-value]  # the operation answers a file
    try:
        found: Answer = decode(response.content, call.answer)
    except ValueError as error:
        if not response.is_success:
            raise error_of(response) from error
        raise _unexpected(response, f"it is no {call.answer.__name__}: {error}") from error
    return found


def kind_of(status: int) -> type[errors.TriviumError]:
    """The error that a status tells of."""
    return _KINDS.get(status, UnexpectedAnswer)


def error_of(response: httpx2.Response) -> errors.TriviumError:
    """The error that an answer tells of, with its code and facts."""
    try:
        problem = decode(response.content, dict[str, Any])
        code, detail = problem["code"], problem["detail"]
    except (ValueError, KeyError):
        return _unexpected(response, "it is no problem of Trivium")
    if code == errors.InvalidModel.code:
        findings = [_finding(each) for each in problem.get("findings", ())]
        return errors.InvalidModel(findings, problem.get("resource"))
    by_status = _KINDS.get(response.status_code, UnexpectedAnswer)
    kind = _CATEGORIES.get(problem.get("category", ""), by_status)
    facts = {name: value for name, value in problem.items() if name not in _MEMBERS}
    error = kind(detail, code=code)
    error.facts = facts
    return error


def _finding(members: dict[str, Any]) -> errors.Finding:
    names = errors.Finding.__dataclass_fields__
    return errors.Finding(**{name: value for name, value in members.items() if name in names})


def _unexpected(response: httpx2.Response, why: str) -> errors.TriviumError:
    kind = _KINDS.get(response.status_code, UnexpectedAnswer)
    if not issubclass(kind, errors.Unavailable | errors.NotAuthenticated):
        kind = UnexpectedAnswer
    return kind(
        f"Expected an answer of Trivium to {response.request.method} {response.request.url.path}, but"
        f" {why} (status {response.status_code}). Is the address right, and is there a proxy?",
        code=UnexpectedAnswer.code,
        status=response.status_code,
    )
