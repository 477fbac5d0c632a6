"""How work can end other than in its result: what handlers raise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from trivium.errors import BpmnError, TriviumError


class Escalation(BpmnError):
    """Raised by a handler to end its work in an escalation that the model catches by `error_code`.

    An escalation that interrupts nothing leaves the work to be done: the job comes again.
    """

    code = "bpmn/escalation"


class JobFailed(TriviumError):
    """Raised by a handler that did not succeed and knows what is to follow.

    `retries` are those that are left, at 0 there is an incident; `retry_in` is the time until the next
    one. What is not given is as the model says, as with any other exception.
    """

    code = "job/failed"

    def __init__(
        self, message: str, *, retries: int | None = None, retry_in: timedelta | None = None
    ) -> None:
        super().__init__(message, retries=retries)
        self.retries = retries
        self.retry_in = retry_in


def as_variables(result: Any) -> Mapping[str, Any]:
    """A handler's result.

    Raises:
        TypeError: it is neither None nor a dictionary of variables.
    """
    if result is None:
        return {}
    if isinstance(result, Mapping):
        return result
    kind = type(result).__name__
    raise TypeError(
        f"Expected the handler to give a dictionary of variables or None, but it gave {kind}"
    )
