"""The public face: compile once, evaluate often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from trivium.feel import tree
from trivium.feel.builtins import BUILTINS
from trivium.feel.compiler.assemble import DISPATCH, compile_tests
from trivium.feel.compiler.invocation import invoke
from trivium.feel.compiler.unit import FIRST_SLOT, Run, Unit
from trivium.feel.errors import ExpressionLimit, FeelSyntaxError
from trivium.feel.names import KnownNames
from trivium.feel.parser import Parser
from trivium.feel.properties import MEMBER_NAMES
from trivium.feel.state import DEFAULT_CONTEXT, QUIET, Context, State
from trivium.feel.types import Type
from trivium.feel.values import Function

_NO_TYPES: Mapping[str, Type] = {}
_BUILTIN_NAMES = KnownNames(BUILTINS)
_MEMBERS = KnownNames(MEMBER_NAMES)


class Variables(Protocol):
    """What variables are read from: a dict, or anything with such a `get`."""

    def get(self, name: str, default: Any, /) -> Any:
        """The variable of that name, or `default` if there is none."""


class Expression:
    """A compiled expression or a cell of unary tests; may be used by several threads at once."""

    __slots__ = (
        "_makes_containers",
        "_needs_state",
        "_run",
        "_slots",
        "free_names",
        "source",
        "tree",
    )

    def __init__(self, source: str, node: tree.Node, run: Run, unit: Unit) -> None:
        self.source = source
        self.tree = node
        self.free_names = frozenset(unit.free_names)
        self._run = run
        self._slots = [None] * (unit.size - FIRST_SLOT)
        self._needs_state = unit.needs_state
        self._makes_containers = unit.makes_containers

    @property
    def needs_context(self) -> bool:
        """Whether it looks at more than variables: the clock, functions, limits."""
        return self._needs_state

    def evaluate(
        self, variables: Variables, context: Context | None = None, *, input_value: Any = None
    ) -> Any:
        """The value for these variables; null, with a warning in the context, where it has none.

        `input_value` is what unary tests test. Raises `ExpressionLimit` if a limit of the context
        is passed.
        """
        if self._needs_state:
            state = State(DEFAULT_CONTEXT if context is None else context)
        elif context is None or (context.warnings is None and not context.functions):
            state = QUIET
        else:
            state = State(context)
        frame = [variables.get, state]
        if self._slots:
            frame += self._slots
            frame[FIRST_SLOT] = input_value
        try:
            result = self._run(frame)
        except RecursionError:
            raise ExpressionLimit("depth", state.limits.depth) from None
        if self._makes_containers:
            state.weigh(result)
        return result

    def run(self, variables: Variables, state: State, input_value: Any = None) -> Any:
        """The value, as part of an evaluation that is under way and whose `state` it shares.

        For those who compose expressions (DMN's boxed ones): limits, warnings and functions are
        those of the whole evaluation.
        """
        frame = [variables.get, state, *self._slots]
        if self._slots:
            frame[FIRST_SLOT] = input_value
        return self._run(frame)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"


def compile(  # noqa: A001  # called as feel.compile
    source: str,
    names: Iterable[str] = (),
    *,
    members: Iterable[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
) -> Expression:
    """The expression, ready to be evaluated; raises `FeelSyntaxError`.

    `names` are those known in scope, which may hold spaces and operators and hide built-in
    functions; `members` the same for entries of contexts behind a dot; `types` are item
    definitions by name.
    """
    parser, unit = _begin(source, names, members, types)
    try:
        node = parser.whole_expression()
        code = unit.compile(node)
    except RecursionError:
        raise _too_deep(source) from None
    return Expression(source, node, code.run, unit)


def compile_unary_tests(
    source: str,
    names: Iterable[str] = (),
    *,
    members: Iterable[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
) -> Expression:
    """The cell of a decision table, whose `evaluate` takes `input_value`; raises `FeelSyntaxError`.

    Standard: DMN 1.5, 10.3.1.2, grammar rules 7 to 17.
    """
    parser, unit = _begin(source, names, members, types)
    try:
        node = parser.whole_unary_tests()
        run = compile_tests(unit, node)
    except RecursionError:
        raise _too_deep(source) from None
    return Expression(source, node, run, unit)


def _begin(
    source: str, names: Iterable[str], members: Iterable[str], types: Mapping[str, Type]
) -> tuple[Parser, Unit]:
    known = frozenset(names)
    parser = Parser(source, _BUILTIN_NAMES.plus(known), _MEMBERS.plus(members), types)
    return parser, Unit(DISPATCH, known, types, BUILTINS)


def _too_deep(source: str) -> FeelSyntaxError:
    return FeelSyntaxError(source, 0, "an expression that is not nested so deep", "a deeper one")


def call(
    function: Function,
    arguments: list[Any] | Mapping[str, Any],
    context: Context | None = None,
) -> Any:
    """Call a function value from Python, with positional arguments or named ones."""
    state = State(context or DEFAULT_CONTEXT)
    if isinstance(arguments, Mapping):
        return invoke(function, list(arguments.values()), tuple(arguments), state, 0)
    return invoke(function, arguments, None, state, 0)
