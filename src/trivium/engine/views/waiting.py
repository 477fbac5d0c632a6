"""Why something waits, and who or what releases it, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium.kernel.moments import from_ms

Row = Mapping[str, Any]


def explain(kind: str, label: str, row: Row | None) -> tuple[str, str]:
    """The reason and the release of one wait; `row` is what the store has of it."""
    return _EXPLANATIONS[kind](label, row if row is not None else {})


def _task(label: str, row: Row) -> tuple[str, str]:
    if row.get("state") is not None:
        return (
            f"the task “{label}” is {row['state']}",
            "whoever does the work of the listener that hears of it",
        )
    candidates = row["candidates"]
    users, groups = candidates.get("user", []), candidates.get("group", [])
    if row["assignee"]:
        who = f"{row['assignee']}, who has claimed it"
    else:
        parts = [f"a member of {', '.join(groups)}"] if groups else []
        parts += [", ".join(users)] if users else []
        who = " or ".join(parts) or "anybody: it has no candidates"
    return f"the task “{label}” is open", f"{who}: complete task {row['id']}"


def _timer(label: str, row: Row) -> tuple[str, str]:
    moment = _said(row["due_at"])
    return f"the timer of “{label}” runs", f"the clock, at {moment}"


def _work(label: str, row: Row) -> tuple[str, str]:
    if row["retries"] == 0:
        return f"the work of “{label}” has failed", "ending its incident"
    holder = f", now with {row['lease_owner']}" if row["lease_owner"] else ""
    return (
        f"the work of “{label}” is to be done{holder}",
        f"a handler or worker for the topic {row['topic']}: complete job {row['id']}",
    )


def _async(label: str, row: Row) -> tuple[str, str]:
    return f"“{label}” goes on asynchronously", f"the scheduler, job {row['id']}"


def _retry(label: str, row: Row) -> tuple[str, str]:
    moment = _said(row["due_at"])
    return f"“{label}” has failed and is tried again", f"the scheduler, at {moment}"


def _message(label: str, row: Row) -> tuple[str, str]:
    return f"“{label}” waits for a message", f"whoever sends the message {row['name']}"


def _signal(label: str, row: Row) -> tuple[str, str]:
    return f"“{label}” waits for a signal", f"whoever broadcasts the signal {row['name']}"


def _incident(label: str, row: Row) -> tuple[str, str]:
    return (
        f"“{label}” has failed: {row['message']}",
        f"an operator, who mends the cause and retries incident {row['id']}, or resolves it otherwise",
    )


def _condition(label: str, _row: Row) -> tuple[str, str]:
    return (
        f"the condition of “{label}” is not true yet",
        "whoever sets a variable that makes it true",
    )


def _trigger(label: str, _row: Row) -> tuple[str, str]:
    return f"“{label}” waits for a trigger", "whoever triggers this element instance from outside"


def _said(milliseconds: int) -> str:
    return f"{from_ms(milliseconds):%Y-%m-%d %H:%M:%S} UTC"


def _ad_hoc(label: str, _row: Row) -> tuple[str, str]:
    return f"the ad-hoc sub-process “{label}” is open", "people, who start its activities"


_EXPLANATIONS: dict[str, Callable[[str, Row], tuple[str, str]]] = {
    "task": _task,
    "timer": _timer,
    "work": _work,
    "async": _async,
    "retry": _retry,
    "message": _message,
    "signal": _signal,
    "incident": _incident,
    "condition": _condition,
    "trigger": _trigger,
    "ad-hoc": _ad_hoc,
}

KINDS = frozenset(_EXPLANATIONS)
"""What an element instance can wait for; tokens may wait at joins, too."""
