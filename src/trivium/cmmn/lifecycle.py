"""The life cycles of CMMN 1.1, section 8.4, as data: from which states a transition leads to which."""

from __future__ import annotations

from collections.abc import Mapping

AVAILABLE = "available"
ENABLED = "enabled"
DISABLED = "disabled"
ACTIVE = "active"
SUSPENDED = "suspended"
FAILED = "failed"
COMPLETED = "completed"
TERMINATED = "terminated"
CLOSED = "closed"

Life = Mapping[str, tuple[frozenset[str], str]]
"""For each transition the states that it is legal in, and the one that it leads to. Parent resume leads back
to the state before, which an empty text stands for."""


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


CASE: Life = {
    "suspend": (_from(ACTIVE), SUSPENDED),
    "complete": (_from(ACTIVE), COMPLETED),
    "terminate": (_from(ACTIVE), TERMINATED),
    "exit": (_from(ACTIVE, SUSPENDED, FAILED), TERMINATED),
    "fault": (_from(ACTIVE), FAILED),
    "resume": (_from(SUSPENDED), ACTIVE),
    "reactivate": (_from(COMPLETED, TERMINATED, FAILED, SUSPENDED), ACTIVE),
    "close": (_from(COMPLETED, TERMINATED, FAILED, SUSPENDED), CLOSED),
}
"""Figure 8.2 and table 8.3. `exit` is what an exit criterion of the case plan does."""

TASK: Life = {
    "enable": (_from(AVAILABLE), ENABLED),
    "start": (_from(AVAILABLE), ACTIVE),
    "disable": (_from(ENABLED), DISABLED),
    "manualStart": (_from(ENABLED), ACTIVE),
    "reenable": (_from(DISABLED), ENABLED),
    "suspend": (_from(ACTIVE), SUSPENDED),
    "resume": (_from(SUSPENDED), ACTIVE),
    "fault": (_from(ACTIVE), FAILED),
    "reactivate": (_from(FAILED), ACTIVE),
    "complete": (_from(ACTIVE), COMPLETED),
    "terminate": (_from(ACTIVE), TERMINATED),
    "exit": (_from(AVAILABLE, ENABLED, DISABLED, ACTIVE, SUSPENDED, FAILED), TERMINATED),
    "parentSuspend": (_from(AVAILABLE, ENABLED, DISABLED, ACTIVE), SUSPENDED),
    "parentResume": (_from(SUSPENDED), ""),
}
"""Stages and tasks: figure 8.3 and table 8.5."""

OCCURRING: Life = {
    "suspend": (_from(AVAILABLE), SUSPENDED),
    "resume": (_from(SUSPENDED), AVAILABLE),
    "occur": (_from(AVAILABLE), COMPLETED),
    "terminate": (_from(AVAILABLE), TERMINATED),
    "exit": (_from(AVAILABLE, SUSPENDED), TERMINATED),
    "parentTerminate": (_from(AVAILABLE, SUSPENDED), TERMINATED),
    "parentSuspend": (_from(AVAILABLE), SUSPENDED),
    "parentResume": (_from(SUSPENDED), ""),
}
"""Milestones and event listeners: figure 8.4 and table 8.7."""

DONE = frozenset({DISABLED, COMPLETED, TERMINATED, FAILED})
"""What does not keep a stage from completing (8.6.1)."""

OVER = frozenset({COMPLETED, TERMINATED})
"""What is over for good."""

INTERNAL = frozenset(
    {"start", "enable", "exit", "parentSuspend", "parentResume", "parentTerminate"}
)
"""Transitions that only the case itself makes."""


def legal(life: Life, state: str) -> list[str]:
    """The transitions that somebody may ask for in a state."""
    return [name for name, (states, _) in life.items() if state in states and name not in INTERNAL]
