"""Targets: what they hold for, what happens on the way to them, and which one is the most specific."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from trivium.work.sla.clock import BREACH, Moment, Plan

Measure = Literal["working", "days", "wall"]
"""Working time of the calendar; whole days of it on which work is done, a day being 24 hours; all time."""
Scope = Literal["task", "element", "instance"]
_NEVER = 1 << 53
Action = Literal["notify", "raise-priority", "reassign", "escalate"]


class Threshold(msgspec.Struct, frozen=True):
    """So many percent of the target, or so many milliseconds after it (before it, if negative)."""

    percent: int | None = None
    offset: int = 0

    def of(self, target: int) -> int:
        """After how much of the timeline that is; nothing is before the beginning."""
        if self.percent is not None:
            return target * self.percent // 100
        return max(0, target + self.offset)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is done when a threshold is reached.

    `notify` tells `to`: `assignee`, `owner`, `manager`, `candidates`, `initiator`, `user:…`, `group:…` or
    `role:…`. `raise-priority` sets `priority` if the task's is lower. `reassign` gives it to the manager of
    whoever has it, `levels` up, or to who has least to do on the next rung of a `ladder` of groups and
    roles. `escalate` takes it from whoever has it and offers it to `to`. With `when` (FEEL) it is done as
    soon as that is true, too, and not before.
    """

    at: Threshold
    action: Action
    to: tuple[str, ...] = ()
    priority: int | None = None
    levels: int = 1
    ladder: tuple[str, ...] = ()
    when: str | None = None
    message: str = ""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is timed: a task, another element, or a whole instance. `priority` is that of tasks."""

    scope: Scope
    definition: str
    element: str | None = None
    priority: int | None = None


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A target for all that it fits. Of those with the same `goal` the most specific one holds.

    Without a `target` (0) it is a rule of escalation: it has steps, and is neither met nor breached.

    `until` is what ends the clock of a task: that it is `completed`, or that somebody has it (`claimed`).
    While one of the elements `holds` is open in the instance, or while it is suspended, the clock stands
    still.
    """

    key: str
    name: str = ""
    goal: str = "resolution"
    scope: Scope = "task"
    until: Literal["completed", "claimed"] = "completed"
    definition: str | None = None
    element: str | None = None
    min_priority: int | None = None
    max_priority: int | None = None
    target: int = 0
    measure: Measure = "wall"
    calendar: str | None = None
    warnings: tuple[Threshold, ...] = (Threshold(percent=80),)
    steps: tuple[Step, ...] = ()
    holds: tuple[str, ...] = ()

    def fits(self, subject: Subject) -> bool:
        """Whether it holds for this."""
        if self.scope != subject.scope:
            return False
        if self.definition not in {None, subject.definition}:
            return False
        if self.element not in {None, subject.element}:
            return False
        if self.min_priority is None and self.max_priority is None:
            return True
        priority = subject.priority
        if priority is None or (self.min_priority is not None and priority < self.min_priority):
            return False
        return self.max_priority is None or priority <= self.max_priority

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        """An element says more than a definition, and that more than a priority."""
        has_priority = self.min_priority is not None or self.max_priority is not None
        return (self.element is not None, self.definition is not None, has_priority)

    def plan(self) -> Plan:
        """The moments of a clock: warnings, the target, and the steps."""
        moments = []
        if self.target:
            moments = [
                Moment(each.of(self.target), f"warning/{number}")
                for number, each in enumerate(self.warnings)
            ]
            moments.append(Moment(self.target, BREACH))
        moments.extend(
            Moment(step.at.of(self.target), f"{self.key}/step/{number}")
            for number, step in enumerate(self.steps)
        )
        return Plan(self.target or _NEVER, tuple(sorted(moments, key=lambda moment: moment.after)))

    def step(self, moment_id: str) -> Step | None:
        """The step that a moment stands for, if it is one of this policy."""
        key, found, number = moment_id.rpartition("/step/")
        return self.steps[int(number)] if found and key == self.key else None


def chosen(policies: Iterable[Policy], subject: Subject) -> list[Policy]:
    """Which targets hold for something: one for each goal. Equally specific ones go by their keys."""
    found: dict[str, Policy] = {}
    for policy in sorted(policies, key=lambda each: each.key):
        if policy.fits(subject):
            other = found.get(policy.goal)
            if other is None or policy.specificity > other.specificity:
                found[policy.goal] = policy
    return list(found.values())
