"""Rules that say how somebody is found for a task, and what is known of the task and the moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

import msgspec

from trivium import feel
from trivium.kernel.rows import DEFAULT_PRIORITY
from trivium.work.people import People

Strategy = Literal[
    "round-robin",
    "least-loaded",
    "skills",
    "last-assignee",
    "manager-of-initiator",
    "expression",
]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Strategies for the tasks of an element or of a definition; the first that finds somebody decides.

    The choice is among `users` and the members of `groups`, or, without any, among the candidates of the
    task. `skills` are the levels that are needed. People without a capacity of their own have that of the
    rule, if it has one; where all have enough to do the task stays as it is, unless `is_overloading`.
    """

    key: str
    strategies: tuple[Strategy, ...]
    definition: str | None = None
    element: str | None = None
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    skills: dict[str, int] = {}
    capacity: int | None = None
    is_overloading: bool = False
    levels: int = 1
    """How far above the initiator the manager stands."""
    expression: str | None = None

    def fits(self, definition: str, element: str) -> bool:
        """Whether it holds for these tasks."""
        return self.definition in {None, definition} and self.element in {None, element}


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """The task that somebody is looked for.

    `last_assignee` had the task of the same element before, in the same instance.
    """

    id: str
    priority: int = DEFAULT_PRIORITY
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    initiator: str | None = None
    last_assignee: str | None = None
    variables: Mapping[str, Any] = {}


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """Who there is, how much they have to do, and when the rule chose each of them last.

    Times are in milliseconds since 1970-01-01 UTC.
    """

    now: int
    people: People = People()
    loads: Mapping[str, int] = {}
    last_chosen: Mapping[str, int] = {}

    def load(self, user: str) -> int:
        """How many open tasks somebody has."""
        return self.loads.get(user, 0)


class Considered(msgspec.Struct, frozen=True):
    """Somebody who was thought of, and what was said of them."""

    user: str
    why: str


class Choice(msgspec.Struct, frozen=True):
    """Whom a strategy chose, and why; without a user why nobody was."""

    user: str | None
    strategy: str
    why: str
    considered: tuple[Considered, ...] = ()


def rule_for(rules: Iterable[Rule], definition: str, element: str) -> Rule | None:
    """The most specific rule: an element says more than a definition; equal ones go by their keys."""
    fitting = [rule for rule in rules if rule.fits(definition, element)]
    return min(
        fitting,
        key=lambda rule: (rule.element is None, rule.definition is None, rule.key),
        default=None,
    )


@lru_cache(maxsize=256)
def compiled(source: str) -> feel.Expression:
    """The expression of a rule.

    Raises:
        FeelSyntaxError: it is none.
    """
    return feel.compile(source)
