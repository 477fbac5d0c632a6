"""Function values beside the built-in ones: defined in FEEL, or Python callables.

Standard: DMN 1.5, 10.3.2.13 and 10.3.2.13.3 (external functions).
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from trivium.feel import tree
from trivium.feel.errors import NullResult
from trivium.feel.marks import MISSING
from trivium.feel.printer import source_of
from trivium.feel.python import from_python
from trivium.feel.state import State
from trivium.feel.types import ANY, FunctionType, Type
from trivium.feel.values import Function, kind_of

# what a Python callable may raise to say that these arguments give nothing
CALLABLE_ERRORS = (ArithmeticError, LookupError, TypeError, ValueError)


class Definition(Struct, frozen=True):
    """What all values of one function definition share; `slots` go with a type to be checked."""

    node: tree.FunctionDefinition
    parameters: tuple[str, ...]
    slots: tuple[tuple[int, Type | None], ...]
    type: FunctionType
    body: Callable[[list[Any]], Any]
    cost: int

    @staticmethod
    def of(
        node: tree.FunctionDefinition,
        parameters: Sequence[tuple[str, int, Type]],
        result: Type,
        body: tuple[Callable[[list[Any]], Any], int],
    ) -> Definition:
        """`body` is its closure with the steps that a call costs."""
        return Definition(
            node,
            tuple(name for name, _, _ in parameters),
            tuple((slot, None if kind is ANY else kind) for _, slot, kind in parameters),
            FunctionType(tuple(kind for _, _, kind in parameters), result),
            *body,
        )

    @property
    def text(self) -> str:
        """The definition as it would be written."""
        return source_of(self.node)


class UserFunction(Function):
    """A function defined in FEEL, with the frame that it was defined in."""

    name = "function"

    def __init__(self, definition: Definition, frame: list[Any]) -> None:
        self.parameters = definition.parameters
        self.type = definition.type
        self._definition = definition
        self._frame = frame

    def __eq__(self, other: object) -> bool:
        """Same parameters, body and scope. Standard: DMN 1.5, table 53."""
        if not isinstance(other, UserFunction):
            return NotImplemented
        ours, theirs = self._definition, other._definition
        if ours is theirs:
            return all(map(operator.is_, self._frame[2:], other._frame[2:]))
        return ours.text == theirs.text and self._frame[0] == other._frame[0]

    def __hash__(self) -> int:
        return hash(self._definition.text)

    def call(self, arguments: list[Any], state: State) -> Any:
        definition = self._definition
        if len(arguments) != len(definition.slots):
            raise NullResult(
                f"Expected {len(definition.slots)} arguments but got {len(arguments)}",
                "feel/wrong-arguments",
            )
        frame = self._frame.copy()
        frame[1] = state
        for (slot, kind), argument in zip(definition.slots, arguments, strict=True):
            frame[slot] = argument if kind is None else coerced(argument, kind, state)
        state.enter(definition.cost)
        result = definition.body(frame)
        state.depth += 1
        return result


def coerced(argument: Any, kind: Type, state: State) -> Any:
    """The argument as one of the type; `NullResult` if it is none."""
    if kind is ANY:
        return argument
    state.weigh(argument)
    result = kind.coerce(argument)
    if result is MISSING:
        raise NullResult(
            f"Expected an argument of type {kind.name} but got {kind_of(argument)}",
            "feel/wrong-type",
        )
    return result


class PythonFunction(Function):
    """A Python callable; its result is brought into FEEL by `from_python`.

    Errors of arithmetic, look-up, type and value become null with a warning; others are defects
    and travel on.
    """

    def __init__(
        self,
        target: Callable[..., Any],
        parameters: Sequence[str] | None = None,
        name: str | None = None,
        kinds: Sequence[Type] | None = None,
    ) -> None:
        self.name = name or str(getattr(target, "__name__", "function"))
        self.target = target
        named = _parameters_of(target) if parameters is None else tuple(parameters)
        self._takes_any_number = named is None
        self.parameters = named or ()
        self._kinds = tuple(kinds) if kinds is not None else (ANY,) * len(self.parameters)
        self.type = FunctionType(self._kinds, ANY)

    def __eq__(self, other: object) -> bool:
        """Same parameters and mapping. Standard: DMN 1.5, table 53."""
        if not isinstance(other, PythonFunction):
            return NotImplemented
        return self.parameters == other.parameters and self.target == other.target

    def __hash__(self) -> int:
        return hash(self.parameters)

    def call(self, arguments: list[Any], state: State) -> Any:
        if self._takes_any_number:
            checked = arguments
        elif len(arguments) == len(self._kinds):
            checked = [
                coerced(a, kind, state) for a, kind in zip(arguments, self._kinds, strict=True)
            ]
        else:
            raise NullResult(
                f"Expected {len(self.parameters)} arguments for {self.name} "
                f"but got {len(arguments)}",
                "feel/wrong-arguments",
            )
        state.charge(1)
        try:
            return from_python(self.target(*checked))
        except CALLABLE_ERRORS as error:
            raise NullResult(
                f"Expected a result from {self.name} but it says: {error}", "feel/external-failed"
            ) from error


def _parameters_of(target: Callable[..., Any]) -> tuple[str, ...] | None:
    """The names of its parameters; None if it does not tell them or takes any number."""
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters):
        return None
    return tuple(parameter.name for parameter in parameters)


def as_function(value: Any, name: str) -> Function | None:
    """A function value of the context, where plain Python callables may stand too."""
    if isinstance(value, Function):
        return value
    return PythonFunction(value, name=name) if callable(value) else None
