"""What is added to the plan of a running case though its model did not foresee it, as data."""

from __future__ import annotations

import msgspec


class _Part(
    msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True
):
    """Recorded in the journal and in the state of the case as it was given."""


class ListensTo(_Part, frozen=True):
    """An on-part: a standard event of a plan item (modelled or added), or of a case file item, by its id.

    On `exit`, `exit_criterion` is the only one that is heard.
    """

    event: str
    item: str | None = None
    file_item: str | None = None
    exit_criterion: str | None = None


class NewCriterion(_Part, frozen=True):
    """An entry or exit criterion with its sentry: all of `on` have happened, and the condition is true."""

    on: tuple[ListensTo, ...] = ()
    condition: str | None = None


class NewPlanItem(_Part, frozen=True):
    """A plan item and what it is an item of (CMMN 1.1, 5.4).

    `kind` is the standard's name: humanTask, stage, milestone, processTask, caseTask, decisionTask, task,
    eventListener, userEventListener, timerEventListener. With `definition` it is an item of what the model
    defines under that id. Rules are true, false, or a condition in FEEL; other texts may be FEEL after `=`.
    Without an `id` it is given one.
    """

    kind: str = "humanTask"
    id: str | None = None
    name: str | None = None
    description: str | None = None
    definition: str | None = None
    entry: tuple[NewCriterion, ...] = ()
    exit: tuple[NewCriterion, ...] = ()
    required: bool | str = False
    repetition: bool | str = False
    manual_activation: bool | str = False
    blocking: bool = True
    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None
    form_key: str | None = None
    called: str | None = None
    """The key of the process, case or decision."""
    inputs: dict[str, str] = {}
    """What goes over: by the name that it has there."""
    outputs: dict[str, str] = {}
    """What comes back: by the name that it has here."""
    result_variable: str | None = None
    expression: str | None = None
    topic: str | None = None
    timer: str | None = None
    roles: tuple[str, ...] = ()
    """Who may let a user event occur."""
    lets_in: tuple[str, ...] = ()
    """Plan items that get an entry criterion: that this one is done."""
    ends: tuple[str, ...] = ()
    """Plan items that get an exit criterion: that this one is done."""
    auto_complete: bool = False
    items: tuple[NewPlanItem, ...] = ()
    """What is planned in a stage."""


class Addition(msgspec.Struct, frozen=True, array_like=True):
    """A plan item with the stage that it was added to: the index of its node."""

    stage: int
    item: NewPlanItem


_decoder = msgspec.json.Decoder(tuple[Addition, ...])


def written(additions: tuple[Addition, ...]) -> str:
    """Additions as text: equal ones have equal texts."""
    return msgspec.json.encode(additions, order="deterministic").decode()


def read(text: str) -> tuple[Addition, ...]:
    """What `written` has written."""
    return _decoder.decode(text) if text else ()
