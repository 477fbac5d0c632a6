"""A term of a dialect, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    """What becomes of an attribute or element that a model holds."""

    EXECUTED = "executed"
    KEPT = "kept"
    IDLE = "without effect"
    REFUSED = "refused"


class Term(NamedTuple):
    """One attribute (`@assignee`, `in@source`) or element (`in`, `formField/value`) of a dialect.

    `on` are the BPMN elements where it stands (none: anywhere), `only` the values that it may have if
    others are refused.
    """

    name: str
    fate: Fate
    on: frozenset[str] = frozenset()
    note: str = ""
    remedy: str = ""
    only: frozenset[str] = frozenset()


Where = frozenset[str]
ANYWHERE: Where = frozenset()


def executed(names: str, on: Where = ANYWHERE, note: str = "") -> list[Term]:
    """Terms that do here what they say; several names in one text."""
    return [Term(name, Fate.EXECUTED, on, note) for name in names.split()]


def kept(names: str, on: Where = ANYWHERE, note: str = "") -> list[Term]:
    """Terms that are data: `engine.definitions.extensions` gives them."""
    return [Term(name, Fate.KEPT, on, note) for name in names.split()]


def idle(names: str, on: Where, remedy: str) -> list[Term]:
    """Terms that change nothing here, which is said at deployment."""
    return [Term(name, Fate.IDLE, on, "", remedy) for name in names.split()]


def refused(
    names: str, on: Where = ANYWHERE, remedy: str = "", *, only: str | None = None
) -> list[Term]:
    """Terms that would have an effect which nothing here has; the values `only` are let through."""
    allowed = frozenset() if only is None else frozenset(only.split())
    return [Term(name, Fate.REFUSED, on, "", remedy, allowed) for name in names.split()]
