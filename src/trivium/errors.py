"""The exception tree: what can go wrong, as types that carry facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal


class TriviumError(Exception):
    """The root of every error that Trivium raises on purpose.

    `code` is `area/what-is-wrong` and never changes its meaning; `facts` are the same things that the
    message says, for programs.
    """

    code: str = "trivium/error"

    def __init__(self, message: str, *, code: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code
        self.facts = facts


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a model: where it is, what is wrong and what would be right."""

    code: str
    message: str
    element: str | None = None
    line: int | None = None
    remedy: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                f"element {self.element}" if self.element else "",
                f"line {self.line}" if self.line else "",
            )
            if part
        )
        text = f"{self.severity}: {self.message}" + (f" ({where})" if where else "")
        return f"{text} {self.remedy}" if self.remedy else text

    def as_dict(self) -> dict[str, object]:
        """The finding as plain data, for JSON."""
        return asdict(self)


class InvalidModel(TriviumError):
    """A model that cannot run; holds all findings, not just the first."""

    code = "model/invalid"

    def __init__(self, findings: Sequence[Finding], resource: str | None = None) -> None:
        self.findings = tuple(findings)
        self.resource = resource
        head = f"{resource}: " if resource else ""
        super().__init__(
            head + "; ".join(str(f) for f in self.findings if f.severity == "error"),
            findings=[f.as_dict() for f in self.findings],
            resource=resource,
        )


class Refused(TriviumError):
    """A command that cannot be carried out now or for this user; nothing has changed."""

    code = "command/refused"


class NotAuthenticated(Refused):
    """Who asks is not known."""

    code = "identity/not-authenticated"


class NotFound(Refused):
    """There is no such thing, or it is not for you to see."""

    code = "command/not-found"


class NotPermitted(Refused):
    """You are known, but this was not granted to you."""

    code = "identity/not-permitted"


class WrongState(Refused):
    """The thing exists, but its state does not allow this command."""

    code = "command/wrong-state"


class Conflict(Refused):
    """Someone else was first, or the name is taken."""

    code = "command/conflict"


class InvalidInput(Refused):
    """The input does not fit what was expected."""

    code = "input/invalid"


class LimitExceeded(Refused):
    """A limit of size, number or rate was passed."""

    code = "input/limit-exceeded"


class EvaluationFailed(TriviumError):
    """An expression or script could not give a value; becomes an incident where it runs."""

    code = "expression/failed"
    is_of_condition: bool = False
    """Whether it was to say where a token goes."""


class BpmnError(TriviumError):
    """Raised by a handler to end its work in a BPMN error that the model catches by `error_code`."""

    code = "bpmn/error"

    def __init__(
        self, error_code: str, message: str = "", variables: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message or error_code, error_code=error_code)
        self.error_code = error_code
        self.variables = dict(variables or {})


class Unavailable(TriviumError):
    """The database or a remote system is away; trying again later may help."""

    code = "system/unavailable"
