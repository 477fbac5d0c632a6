"""What the listeners of a human task are told of it, and what they may answer (Camunda 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.bpmn.task_listeners import DENIABLE
from trivium.errors import EvaluationFailed, InvalidInput
from trivium.kernel import codec
from trivium.kernel.human_tasks import field_of, instant_of, names_of, open_task
from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.kernel.commands import ListenerAnswer
    from trivium.kernel.element_instance import ElementInstance

_FIELDS = {
    "assignee": "assignee",
    "candidateUsers": "candidate_users",
    "candidateGroups": "candidate_groups",
    "dueDate": "due_at",
    "followUpDate": "follow_up_at",
    "priority": "priority",
}
"""What may be corrected, by the names of Camunda 8 and those of the engine."""
_MAX_PRIORITY = 2**31


def facts_of(item: ElementInstance, change: Mapping[str, Any]) -> dict[str, str]:
    """The headers of a listener's job: the task as it is about to be, and what was asked for."""
    wait = open_task(item)
    names = {field: name for name, field in _FIELDS.items()}
    asked = [names.get(field, field) for field in change["asked"]]
    found = {
        "action": change["action"],
        "changedAttributes": _text(asked),
        "userTaskKey": "" if wait is None else wait.id,
    }
    for name, field in _FIELDS.items():
        value = field_of(item, field)
        if value is not None and (value or field == "priority"):
            found[name] = _shown(field, value)
    return found


def _shown(field: str, value: Any) -> str:
    if field.endswith("_at"):
        return from_ms(value).isoformat()
    return value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    return codec.encode(value).decode()


def check_denial(item: ElementInstance, event: str, answer: ListenerAnswer) -> None:
    """Refuses a denial where there is nothing to take back.

    Raises:
        InvalidInput: the event cannot be denied, or there are corrections beside it.
    """
    if event not in DENIABLE:
        raise InvalidInput(
            f"Expected a denial only for {', '.join(sorted(DENIABLE))}, but the listener of"
            f" `{item.node.id}` hears {event}. Fail the job if it cannot go on.",
            code="task/cannot-be-denied",
            element=item.node.id,
            event=event,
        )
    if answer.corrections:
        raise InvalidInput(
            f"Expected a denial or corrections, but the answer for `{item.node.id}` has both; a denial takes"
            " the corrections back, too. Leave one out.",
            code="task/denied-and-corrected",
            element=item.node.id,
        )


def corrections_of(
    item: ElementInstance, corrections: Mapping[str, Any], now: int
) -> dict[str, Any]:
    """The corrections under the engine's names.

    Raises:
        InvalidInput: there is no such field, or it cannot have that value.
    """
    unknown = sorted(set(corrections) - set(_FIELDS))
    if unknown:
        raise InvalidInput(
            f"Expected corrections of {', '.join(sorted(_FIELDS))}, but found {', '.join(unknown)}.",
            code="task/unknown-field",
            fields=unknown,
        )
    return {
        _FIELDS[name]: _READERS[name](item, name, value, now) for name, value in corrections.items()
    }


def _name(item: ElementInstance, name: str, value: Any, _now: int) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong(item, name, "a name", value)
    return value or None


def _names(item: ElementInstance, name: str, value: Any, _now: int) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise _wrong(item, name, "a list of names", value)
    return names_of([list(value)])


def _date(item: ElementInstance, name: str, value: Any, now: int) -> int | None:
    try:
        return instant_of(value, now)
    except EvaluationFailed as error:
        raise _wrong(item, name, "a date", value) from error


def _priority(item: ElementInstance, name: str, value: Any, _now: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_PRIORITY:
        raise _wrong(item, name, "a whole number from 0", value)
    return value


def _wrong(item: ElementInstance, name: str, expected: str, value: Any) -> InvalidInput:
    return InvalidInput(
        f"Expected {name} of the task `{item.node.id}` to be corrected to {expected}, but found {value!r}.",
        code="task/wrong-correction",
        element=item.node.id,
        field=name,
    )


_READERS: dict[str, Callable[[ElementInstance, str, Any, int], Any]] = {
    "assignee": _name,
    "candidateUsers": _names,
    "candidateGroups": _names,
    "dueDate": _date,
    "followUpDate": _date,
    "priority": _priority,
}
