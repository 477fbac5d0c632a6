"""Which fields an added plan item may have, by what it is, and what is wrong with them as they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trivium import expressions
from trivium.cmmn.case_file import OPERATIONS
from trivium.cmmn.definitions import KINDS
from trivium.cmmn.lifecycle import OCCURRING, TASK
from trivium.errors import TriviumError
from trivium.kernel.additions import NewPlanItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.kernel.additions import NewCriterion

_DEEPEST = 16
_KINDS = tuple(
    kind for kind in KINDS if kind != "planFragment"
)  # a part of a model, never a plan item
_ID = re.compile(r"[^\W\d][\w.-]*")
_EVENTS = frozenset({"create", *TASK, *OCCURRING})
_TASKS = frozenset({"task", "humanTask", "decisionTask", "processTask", "caseTask"})
_CALLING = frozenset({"processTask", "caseTask"})
_HUMAN = frozenset({"humanTask"})
_STAGE = frozenset({"stage"})
_DEFINED = frozenset({"definition"})
_PLANNED = _TASKS | _STAGE | _DEFINED
_FOR = {
    "entry": _PLANNED | {"milestone"},
    "exit": _PLANNED,
    "required": _PLANNED | {"milestone"},
    "repetition": _PLANNED | {"milestone"},
    "manual_activation": _PLANNED,
    "description": frozenset(_KINDS),
    "blocking": _TASKS,
    "assignee": _HUMAN,
    "candidate_users": _HUMAN,
    "candidate_groups": _HUMAN,
    "due_date": _HUMAN,
    "follow_up_date": _HUMAN,
    "priority": _HUMAN,
    "form_key": _HUMAN,
    "called": _CALLING | {"decisionTask"},
    "inputs": _CALLING,
    "outputs": _CALLING,
    "result_variable": frozenset({"decisionTask", "task"}),
    "expression": frozenset({"task"}),
    "topic": frozenset({"task"}),
    "timer": frozenset({"timerEventListener"}),
    "roles": frozenset({"userEventListener"}),
    "auto_complete": _STAGE,
    "items": _STAGE,
}
"""The kinds that a field is for; `definition` stands for what the model defines."""
_TEXTS = (
    "assignee",
    "due_date",
    "follow_up_date",
    "priority",
    "form_key",
    "expression",
    "called",
    "timer",
)
_RULES = ("required", "repetition", "manual_activation")
_LISTS = ("candidate_users", "candidate_groups", "inputs", "outputs")
_NOTHING = NewPlanItem()


class Fault(NamedTuple):
    """A field of what was given that is wrong, and what would be right."""

    field: str
    code: str
    message: str
    remedy: str


def problems(item: NewPlanItem, prefix: str = "", depth: int = 1) -> Iterator[Fault]:
    """What is wrong with the fields, before it is asked whether they fit the plan."""
    if item.kind not in _KINDS:
        kinds = ", ".join(_KINDS)
        yield _fault(f"{prefix}kind", f"Expected one of {kinds}, but found {item.kind!r}.")
        return
    if depth > _DEEPEST:
        yield _fault(f"{prefix}items", f"Expected at most {_DEEPEST} stages inside one another.")
        return
    if item.id is not None and not _ID.fullmatch(item.id):
        yield _fault(
            f"{prefix}id",
            f"Expected a letter, then letters, digits, points and hyphens, but found {item.id!r}.",
        )
    yield from _misplaced(item, prefix)
    yield from _unreadable(item, prefix)
    for number, role in enumerate(item.roles):
        if not role.strip() or " " in role:
            yield _fault(f"{prefix}roles[{number}]", f"Expected a role's id, but found {role!r}.")
    for kind, criteria in (("entry", item.entry), ("exit", item.exit)):
        for number, criterion in enumerate(criteria):
            yield from _wrong_parts(criterion, f"{prefix}{kind}[{number}]")
    for number, each in enumerate(item.items):
        yield from problems(each, f"{prefix}items[{number}].", depth + 1)


def _fault(field: str, message: str) -> Fault:
    return Fault(field, "case/invalid-plan-item", message, "Correct or leave out this field.")


def _misplaced(item: NewPlanItem, prefix: str) -> Iterator[Fault]:
    kind = item.kind if item.definition is None else "definition"
    for field, kinds in _FOR.items():
        if kind not in kinds and getattr(item, field) != getattr(_NOTHING, field):
            what = f"a {kind}" if item.definition is None else "an item of what the model defines"
            yield _fault(f"{prefix}{field}", f"Expected fields of {what}, but found `{field}`.")
    for field in ("lets_in", "ends"):
        if prefix and getattr(item, field):
            yield _fault(f"{prefix}{field}", "Expected it at what is added itself, not inside.")


def _unreadable(item: NewPlanItem, prefix: str) -> Iterator[Fault]:
    for field in _TEXTS:
        yield from _unreadable_text(f"{prefix}{field}", getattr(item, field))
    for field in _RULES:
        rule = getattr(item, field)
        if isinstance(rule, str):
            yield from _other_than_feel(f"{prefix}{field}", rule)
    for field in _LISTS:
        given = getattr(item, field)
        for key in given:
            text = given[key] if isinstance(given, dict) else key
            yield from _unreadable_text(f"{prefix}{field}", text)


def _unreadable_text(field: str, text: str | None) -> Iterator[Fault]:
    if text is None or not text.strip():
        return
    yield from _other_than_feel(field, text)
    try:
        expressions.written(text)
    except TriviumError as error:
        yield Fault(field, error.code, error.message, "Correct the expression.")


def _other_than_feel(field: str, text: str) -> Iterator[Fault]:
    """Who adds to one case may not reach the objects that models reach by `${…}`."""
    if "${" in text or "#{" in text:
        yield _fault(field, f"Expected FEEL, but found {text!r}.")


def _wrong_parts(criterion: NewCriterion, place: str) -> Iterator[Fault]:
    yield from _other_than_feel(f"{place}.condition", criterion.condition or "")
    for number, part in enumerate(criterion.on):
        field = f"{place}.on[{number}]"
        if (part.item is None) == (part.file_item is None):
            yield _fault(field, "Expected either `item` or `file_item`.")
        elif part.event not in (_EVENTS if part.file_item is None else OPERATIONS):
            yield _fault(f"{field}.event", f"Expected a standard event, but found {part.event!r}.")
