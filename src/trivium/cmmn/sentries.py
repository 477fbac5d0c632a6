"""Sentries: what they listen to, what they have heard, and what they set off (CMMN 1.1, 5.4.5 and 8.5).

A sentry belongs to a stage instance, which remembers what it has heard. When something happens only the
sentries that listen to it are looked at; they are looked at once everything else has come to rest, in the
order in which they heard something. An on-part stays satisfied until its sentry fires.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from trivium.cmmn.lifecycle import ACTIVE
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


class OnPart(NamedTuple):
    """What a sentry listens to: a standard event of a plan item or case file item, or a variable."""

    source: str
    event: str
    is_file: bool = False
    is_variable: bool = False
    id: str = ""
    """Its own id, or that of its sentry."""
    criterion: str | None = None
    """The exit criterion by which the source has to exit; any if there is none."""

    @property
    def heard_as(self) -> str:
        """What the sentry listens to at its source."""
        return self.event if self.criterion is None else exit_by(self.criterion)

    @property
    def said(self) -> str:
        """What has to happen, for people."""
        by = "" if self.criterion is None else f" by {self.criterion}"
        return f"{self.event} of {self.source}{by}"


class Exit(NamedTuple):
    """A plan item that a sentry ends, and the criterion by which it does so."""

    node: Node
    criterion: str
    states: frozenset[str] | None = None
    """The states of the instances that it ends, if not all that are open (Flowable)."""
    event: str = "exit"
    """What it does to a stage: `exit`, `complete`, or `forceComplete` (Flowable)."""


def exit_by(criterion: str) -> str:
    """The name of an exit by one certain criterion, beside `exit`, which is any."""
    return f"exit {criterion}"


@dataclass(slots=True)
class Sentry:
    """One sentry of a stage, and the plan items whose criterion it is."""

    id: str
    on_parts: tuple[OnPart, ...]
    condition: Expression | None
    entries: list[Node] = field(default_factory=list)
    exits: list[Exit] = field(default_factory=list)
    exit_of_case: str | None = None
    """What it does to the case whose plan it is in, if anything: as `Exit.event`."""
    is_on_event: bool = False
    """Whether it forgets what it has heard when the command is over (Flowable)."""


class Listening(NamedTuple):
    """Who listens: an on-part of a sentry of a stage, or a timer (without a part) that it starts."""

    scope: int
    number: int
    part: int | None
    is_around: bool
    """Whether the stage is around what happens; else it is further inside."""


class Agenda:
    """What is still to be looked at within this command: sentries, then stages that may be complete."""

    def __init__(self) -> None:
        self.touched: dict[tuple[int, int], None] = {}
        self.stages: dict[int, None] = {}
        self.passing: dict[tuple[int, int], None] = {}  # what is forgotten afterwards


def agenda_of(step: Step, case: ElementInstance, *, later: bool = True) -> Agenda:
    """The agenda of a case; it is settled when all else has come to rest."""
    key = ("agenda", case.id)
    found: Agenda | None = step.scratch.get(key)
    if found is None:
        found = step.scratch[key] = Agenda()
    if later:
        step.when_still(case.node.behaviour.settle, case)  # type: ignore[attr-defined]  # a case has it
    return found


def touch(step: Step, scope: ElementInstance, number: int) -> None:
    """A sentry of this stage is to be looked at."""
    agenda_of(step, scope.process).touched[scope.id, number] = None


def heard(
    step: Step, item: ElementInstance, stage: ElementInstance, who: Sequence[Listening]
) -> Iterator[tuple[ElementInstance, int]]:
    """Something happened at `item` of `stage`: sentries hear it; gives the timers that it starts."""
    for listening in who:
        for scope in _scopes(step, item, stage, listening):
            if listening.part is None:
                yield scope, listening.number
                continue
            hear(step, scope, listening.number, listening.part)


def hear(step: Step, scope: ElementInstance, number: int, part: int) -> None:
    """An on-part of a sentry is satisfied."""
    parts = scope.recall("heard").setdefault(str(number), [])
    if part not in parts:
        parts.append(part)
        step.tree.touch(scope)
        if scope.node.behaviour.sentries[number].is_on_event:  # type: ignore[attr-defined]  # a stage
            agenda_of(step, scope.process).passing[scope.id, number] = None
    touch(step, scope, number)


def _scopes(
    step: Step, item: ElementInstance, stage: ElementInstance, listening: Listening
) -> Iterator[ElementInstance]:
    if listening.is_around:
        around: ElementInstance | None = stage
        while around is not None:
            if (
                around.node.index == listening.scope
                and around.node.definition is item.node.definition
            ):
                yield around
                return
            around = None if around.process is around else around.parent
        return
    for scope in open_scopes(step, item.process, listening.scope):
        if _is_below(scope, stage):
            yield scope


def open_scopes(step: Step, case: ElementInstance, index: int) -> Iterator[ElementInstance]:
    """The active instances of a stage."""
    for item_id in (case.recall("scopes") or {}).get(str(index), ()):
        found = step.tree.item(item_id)
        if found is not None:
            yield found


def _is_below(item: ElementInstance, stage: ElementInstance) -> bool:
    current: ElementInstance | None = item
    while current is not None:
        if current is stage:
            return True
        current = None if current.process is current else current.parent
    return False


def is_satisfied(step: Step, scope: ElementInstance, number: int, sentry: Sentry) -> bool:
    """Whether all on-parts were heard and the if-part holds; one without a value does not."""
    if scope.state != ACTIVE:
        return False
    parts = (scope.recall("heard") or {}).get(str(number), ())
    if len(parts) < len(sentry.on_parts):
        return False
    if sentry.condition is None:
        return True
    try:
        return step.is_true(sentry.condition, scope)
    except EvaluationFailed:  # a variable that is not there yet
        return False


def forget(step: Step, scope: ElementInstance, number: int) -> None:
    """A sentry has fired: it listens anew."""
    if scope.recall("heard").pop(str(number), None) is not None:
        step.tree.touch(scope)
