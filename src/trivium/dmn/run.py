"""One evaluation under way: its limits, its warnings, and what its decision tables matched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from trivium import feel
from trivium.feel.state import State

Variables: TypeAlias = dict[str, Any]
Evaluator: TypeAlias = Callable[[Variables, State], Any]
"""A compiled boxed expression: variables in scope and the state in, the value out."""

MOST_WARNINGS = 1000
MOST_TABLES = 1000


@dataclass(frozen=True, slots=True)
class DecisionWarning:
    """Why something is null: `element` is the decision or knowledge model that it happened in."""

    code: str
    message: str
    element: str

    def as_dict(self) -> dict[str, str]:
        """The warning as plain data."""
        return {"code": self.code, "message": self.message, "element": self.element}

    def __str__(self) -> str:
        return f"{self.element}: {self.message} [{self.code}]"


class Run(State):
    """The state of one evaluation; `element` is the name of what is evaluated now."""

    __slots__ = ("element", "found", "services", "tables")

    def __init__(self, context: feel.Context) -> None:
        super().__init__(context)
        self.element = ""
        self.found: list[DecisionWarning] = []
        self.services: list[tuple[str, Any, list[Any]]] = []
        self.tables: list[tuple[Any, str, list[Any], list[int]]] = []

    def note(self, plan: Any, values: list[Any]) -> None:
        """Keep the values of a service that was called, for the explanation."""
        if len(self.services) < MOST_TABLES:
            self.services.append((self.element, plan, values))

    def warn(self, code: str, message: str, offset: int = 0) -> None:  # noqa: ARG002  # as State
        """Note why a value is null."""
        if len(self.found) < MOST_WARNINGS:
            self.found.append(DecisionWarning(code, message, self.element))
