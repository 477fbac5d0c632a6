"""What is known while an element is compiled: names, types, and where faults are collected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

import msgspec

from trivium import feel
from trivium.dmn.model import Expression
from trivium.dmn.names import names_read
from trivium.dmn.namespaces import is_feel
from trivium.dmn.run import Evaluator
from trivium.dmn.types import ANY, MISSING, Type, Types
from trivium.errors import Finding, Severity
from trivium.feel.builtins import BUILTINS
from trivium.feel.state import State
from trivium.feel.values import kind_of


class Unit:
    """One element that is being compiled.

    `tables` are its decision tables (`tables.decision_table.Table`, which stands above this).
    `members` are the names of several words that may stand behind a dot; `unknown` collects names
    that are read but not in scope.
    """

    def __init__(
        self, element: str, types: Types, members: frozenset[str], language: str | None
    ) -> None:
        self.element = element
        self.types = types
        self.members = members
        self.language = language
        self.findings: list[Finding] = []
        self.unknown: dict[str, int] = {}
        self.tables: list[Any] = []

    def find(
        self,
        code: str,
        message: str,
        line: int,
        remedy: str,
        severity: Severity = "error",
    ) -> None:
        """Note something that is wrong in this element."""
        self.findings.append(Finding(code, message, self.element, line or None, remedy, severity))


class Scope(msgspec.Struct, frozen=True):
    """The names in force at some place of an element.

    `kinds` are the types that values of names have been coerced to, where that is known. `is_open`
    says that there may be more names than can be known: entries of a filtered item.
    """

    unit: Unit
    names: frozenset[str]
    kinds: Mapping[str, Type] = {}
    is_open: bool = False

    def plus(
        self,
        names: Iterable[str],
        kinds: Mapping[str, Type] = MappingProxyType({}),
        *,
        is_open: bool = False,
    ) -> Scope:
        """The scope within, with more names, which may hide those that are there."""
        more = frozenset(names).union(kinds)
        kept = {name: kind for name, kind in self.kinds.items() if name not in more}
        return Scope(self.unit, self.names | more, {**kept, **kinds}, self.is_open or is_open)

    def type_of(self, type_ref: str | None, line: int) -> Type:
        """The type of that name, every value's if there is none."""
        return self.unit.types.find(type_ref, line, self.unit.element)

    def compile(self, text: str, line: int, language: str | None = None) -> feel.Expression | None:
        """The FEEL expression; None, with a finding, if it is none."""
        if not self._is_feel(language, line):
            return None
        try:
            found = feel.compile(
                text, self.names, members=self.unit.members, types=self.unit.types.known
            )
        except feel.FeelSyntaxError as error:
            self._refused(error, line)
            return None
        self._note_names(found, line)
        return found

    def compile_tests(
        self, text: str, line: int, language: str | None = None
    ) -> feel.Expression | None:
        """The unary tests; None, with a finding, if they are none."""
        if not self._is_feel(language, line):
            return None
        try:
            found = feel.compile_unary_tests(
                text, self.names, members=self.unit.members, types=self.unit.types.known
            )
        except feel.FeelSyntaxError as error:
            self._refused(error, line)
            return None
        self._note_names(found, line)
        return found

    def _is_feel(self, language: str | None, line: int) -> bool:
        used = language or self.unit.language
        if is_feel(used):
            return True
        self.unit.find(
            "dmn/unknown-language",
            f"Expected FEEL but the expression is in '{used}'",
            line,
            "Write it in FEEL.",
        )
        return False

    def _refused(self, error: feel.FeelSyntaxError, line: int) -> None:
        self.unit.find(
            "dmn/expression",
            f"An expression cannot be read: {error.message}",
            line,
            "Correct the expression, or require what it names.",
        )

    def _note_names(self, found: feel.Expression, line: int) -> None:
        if self.is_open:
            return
        missing = found.free_names - self.names - BUILTINS.keys()
        if missing:
            for name in missing & names_read(found.tree):
                self.unit.unknown.setdefault(name, line)


class Compile(Protocol):
    """How a part of a boxed expression is compiled; the dispatch, which knows all kinds, gives it."""

    def __call__(self, expression: Expression, scope: Scope, /) -> Evaluator: ...


def typed(run: Evaluator, kind: Type, what: str) -> Evaluator:
    """The evaluator with its value coerced to the type; null with a warning where it is none."""
    if kind is ANY:
        return run

    classes = kind.classes

    def checked(variables: dict[str, object], state: State) -> object:
        value = run(variables, state)
        if type(value) in classes:
            return value
        result = kind.coerce(value)
        if result is MISSING:
            state.warn(
                "dmn/wrong-type",
                f"Expected {what} to be of type {kind.name} but got {described(value)}",
            )
            return None
        return result

    return checked


def described(value: object) -> str:
    """A value in a few words, for messages."""
    kind = kind_of(value)
    if kind in {"null", "list", "context", "function"}:
        return kind
    text = feel.string_of(value)
    return f"{kind} {text if len(text) <= _LONG else text[:_LONG] + '…'}"


_LONG = 40


def nothing(_variables: dict[str, object], _state: object) -> None:
    """The evaluator of what is not there, or cannot be read."""


def unreadable(_variables: dict[str, object], state: State) -> None:
    """The evaluator of an expression that load refused."""
    state.warn("dmn/expression", "Expected an expression that can be read; see the findings")


__all__ = ["Compile", "Scope", "Unit", "described", "nothing", "typed", "unreadable"]
