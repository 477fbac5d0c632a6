"""What an evaluation carries along: its limits, its clock, its functions and its warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from trivium.feel.errors import ExpressionLimit, FeelWarning
from trivium.feel.temporal import DateTime

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one evaluation may use; passing one raises `feel.ExpressionLimit`.

    `steps` counts what is done again and again: passes of loops and filters and calls of functions
    (one, and one more for each eight parts of what is repeated), and what functions and comparisons
    go through (one for eight items or a hundred characters); a million takes a second or two.
    `depth` is that of functions calling functions; `characters` bounds the length of each string
    that is made, `items` that of each list, and of each result with all that is nested in it.
    """

    steps: int = 1_000_000
    depth: int = 150
    items: int = 1_000_000
    characters: int = 1_000_000


DEFAULT_LIMITS = Limits()
_CONTAINERS = (list, dict)


@dataclass(slots=True)
class Context:
    """What surrounds an evaluation; everything may be left out.

    `now` is what `now()` and `today()` give; without it they are null. `functions` are more
    functions by name, Python callables or `feel.Function`s. `externals` maps external functions,
    by `class.method(types)` as the expression names them, to Python callables. Reasons for nulls
    are appended to `warnings` if a list is given.
    """

    now: DateTime | None = None
    functions: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    externals: Mapping[str, Callable[..., Any]] = field(default_factory=lambda: _NONE)
    limits: Limits = field(default=DEFAULT_LIMITS)
    warnings: list[FeelWarning] | None = None


class State:
    """The mutable side of one evaluation: what is left of its limits."""

    __slots__ = ("context", "depth", "items", "limits", "steps", "warnings")

    def __init__(self, context: Context) -> None:
        limits = context.limits
        self.context = context
        self.limits = limits
        self.steps = limits.steps
        self.depth = limits.depth
        self.items = limits.items
        self.warnings = context.warnings

    def charge(self, steps: int) -> None:
        """Take so many steps; raises `ExpressionLimit` when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise self.out_of_steps()

    def out_of_steps(self) -> ExpressionLimit:
        return ExpressionLimit("steps", self.limits.steps)

    def charge_for(self, value: Any) -> None:
        """Take the steps of going through a value once, without what is nested in it."""
        kind = type(value)
        if kind is str:
            self.charge(len(value) >> 7)
        elif kind is list or kind is dict:
            self.charge(len(value) >> 3)

    def weigh(self, value: Any) -> None:
        """Refuse a value that holds more items than allowed in all, and charge for the others.

        Lists may share what is nested in them, so that a small one can stand for an endless text.
        """
        kind = type(value)
        if kind is not list and kind is not dict:
            return
        count = 0
        pending = [value]
        while pending:
            part = pending.pop()
            count += len(part)
            if count > self.items:
                raise ExpressionLimit("items", self.items)
            inner = part.values() if type(part) is dict else part
            kinds = set(map(type, inner))
            if list in kinds or dict in kinds:
                pending.extend(item for item in inner if type(item) in _CONTAINERS)
        self.charge(count >> 3)

    def check_items(self, count: int) -> None:
        """Refuse a list of more items than allowed, and charge for making it."""
        if count > self.items:
            raise ExpressionLimit("items", self.items)
        self.charge(count // 100)

    def check_characters(self, count: int) -> None:
        """Refuse a string of more characters than allowed, and charge for making it."""
        if count > self.limits.characters:
            raise ExpressionLimit("characters", self.limits.characters)
        self.charge(count // 100)

    def enter(self, steps: int = 1) -> None:
        """One function call deeper."""
        self.depth -= 1
        if self.depth < 0:
            raise ExpressionLimit("depth", self.limits.depth)
        self.charge(steps)

    def warn(self, code: str, message: str, offset: int = 0) -> None:
        """Say why a value is null, if anybody wants to know."""
        if self.warnings is not None:
            self.warnings.append(FeelWarning(code, message, offset))


class QuietState(State):
    """Shared by evaluations that can neither loop nor call: nothing to count, nobody to tell."""

    __slots__ = ()

    def charge(self, steps: int) -> None:
        pass


DEFAULT_CONTEXT = Context()
QUIET = QuietState(DEFAULT_CONTEXT)
