"""What every expression is, whatever its language."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from trivium import feel

Language = Literal["feel", "juel"]


class Variables(Protocol):
    """What variables are read from: a dict, or anything with such a `get`."""

    def get(self, name: str, default: Any, /) -> Any:
        """The variable of that name, or `default` if there is none."""


class Expression(Protocol):
    """An expression, a template or a constant; made once, evaluated often, from any thread."""

    @property
    def source(self) -> str:
        """The text that it was made from."""

    @property
    def language(self) -> Language:
        """The language that it was written in."""

    @property
    def free_names(self) -> frozenset[str]:
        """The variables that it reads; none for a constant."""

    @property
    def is_constant(self) -> bool:
        """Whether its value is the same wherever it is evaluated."""

    @property
    def needs_context(self) -> bool:
        """Whether it may look at anything besides variables: who makes contexts can save the work."""

    def evaluate(self, variables: Variables, context: Any = None) -> Any:
        """Its value for these variables.

        `context` is an `expressions.Context` for JUEL and a `feel.Context` for FEEL, or None.

        Raises:
            EvaluationFailed: JUEL has no value (`JuelFailure`), or FEEL passed a limit; what FEEL
                does not find is null.
        """


class Constant:
    """Text or another value that needs no evaluation."""

    __slots__ = ("language", "source", "value")

    free_names: frozenset[str] = frozenset()
    is_constant = True
    needs_context = False

    def __init__(self, source: str, value: Any, language: Language) -> None:
        self.source = source
        self.value = value
        self.language: Language = language

    def evaluate(self, variables: Variables, context: Any = None) -> Any:  # noqa: ARG002
        return self.value

    def __repr__(self) -> str:
        return f"Constant({self.value!r})"


class FeelExpression:
    """A FEEL expression; evaluating it costs nothing beyond FEEL itself."""

    __slots__ = ("compiled", "evaluate", "free_names", "needs_context", "source")

    language: Language = "feel"
    is_constant = False

    def __init__(self, source: str, compiled: feel.Expression) -> None:
        self.source = source
        self.compiled = compiled
        self.free_names = compiled.free_names
        self.needs_context = compiled.needs_context
        self.evaluate = compiled.evaluate

    def __repr__(self) -> str:
        return f"FeelExpression({self.source!r})"
