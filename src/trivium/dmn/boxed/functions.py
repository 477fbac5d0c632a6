"""Function definitions and invocations.

Standard: DMN 1.5, 7.3.4, 10.2.2.5 and 10.2.2.6; external functions by 10.3.2.13.3.
"""

from __future__ import annotations

from typing import Any

from trivium.dmn.model import FunctionDefinition, Invocation
from trivium.dmn.run import Evaluator, Run, Variables
from trivium.dmn.scope import Compile, Scope, described, nothing
from trivium.dmn.types import ANY, MISSING, Type
from trivium.feel.compiler.invocation import external_key, invoke
from trivium.feel.errors import NullResult
from trivium.feel.functions import PythonFunction, as_function
from trivium.feel.state import State
from trivium.feel.types import FunctionType
from trivium.feel.values import Function


class Signature:
    """Parameters with their types, and the type of the result."""

    __slots__ = ("kinds", "names", "result", "type")

    def __init__(self, parameters: tuple[tuple[str, Type], ...], result: Type) -> None:
        self.names = tuple(name for name, _ in parameters)
        self.kinds = tuple(kind for _, kind in parameters)
        self.result = result
        self.type = FunctionType(self.kinds, result)

    def bound(self, arguments: list[Any]) -> list[Any]:
        """The arguments, each coerced to the type of its parameter.

        Raises:
            NullResult: there are too many or too few, or one is not of its type; the function is
                then not called.
        """
        if len(arguments) != len(self.names):
            raise NullResult(
                f"Expected {len(self.names)} arguments but got {len(arguments)}",
                "feel/wrong-arguments",
            )
        values = []
        for name, kind, argument in zip(self.names, self.kinds, arguments, strict=True):
            value = argument if kind is ANY else kind.coerce(argument)
            if value is MISSING:
                raise NullResult(
                    f"Expected the argument '{name}' to be of type {kind.name} but got "
                    f"{described(argument)}",
                    "dmn/wrong-type",
                )
            values.append(value)
        return values

    def checked(self, result: Any, state: State) -> Any:
        """The result coerced to its type; null with a warning where it is none."""
        if self.result is ANY:
            return result
        value = self.result.coerce(result)
        if value is MISSING:
            state.warn(
                "dmn/wrong-type",
                f"Expected a result of type {self.result.name} but got {described(result)}",
            )
            return None
        return value


class BoxedFunction(Function):
    """A function whose body is a boxed expression, with the variables where it was defined."""

    def __init__(
        self, name: str, signature: Signature, body: Evaluator, variables: Variables
    ) -> None:
        self.name = name
        self.parameters = signature.names
        self.type = signature.type
        self._signature = signature
        self._body = body
        self._variables = variables

    def call(self, arguments: list[Any], state: State) -> Any:
        values = self._signature.bound(arguments)
        state.enter()
        outer = state.element if isinstance(state, Run) else ""
        if isinstance(state, Run) and self.name:
            state.element = self.name
        inner = dict(self._variables)
        inner.update(zip(self.parameters, values, strict=True))
        try:
            return self._signature.checked(self._body(inner, state), state)
        finally:
            state.depth += 1
            if isinstance(state, Run):
                state.element = outer


class ExternalFunction(Function):
    """A knowledge model whose logic is an external function, which is looked up for each call."""

    def __init__(
        self, name: str, signature: Signature, find: Evaluator, variables: Variables
    ) -> None:
        self.name = name
        self.parameters = signature.names
        self.type = signature.type
        self._signature = signature
        self._find = find
        self._variables = variables

    def call(self, arguments: list[Any], state: State) -> Any:
        values = self._signature.bound(arguments)
        function = self._find(self._variables, state)
        if function is None:
            return None
        return self._signature.checked(function.call(values, state), state)


def signature_of(definition: FunctionDefinition, scope: Scope, result: Type = ANY) -> Signature:
    """The signature; the types of parameters are found in the scope."""
    parameters = tuple(
        (one.name, scope.type_of(one.type_ref, one.line)) for one in definition.parameters
    )
    return Signature(parameters, result)


def compile_body(definition: FunctionDefinition, scope: Scope, compile_part: Compile) -> Evaluator:
    """The body, in which the parameters are known."""
    if definition.body is None:
        return nothing
    inner = scope.plus(
        (), {one.name: scope.type_of(one.type_ref, one.line) for one in definition.parameters}
    )
    return compile_part(definition.body, inner)


def compile_function(
    definition: FunctionDefinition, scope: Scope, compile_part: Compile
) -> Evaluator:
    """A function value; an external one is looked up among the registered Python callables."""
    signature = signature_of(definition, scope)
    body = compile_body(definition, scope, compile_part)
    if definition.kind != "FEEL":
        return _external(definition.kind, signature, body)

    def evaluate(variables: Variables, _state: State) -> Any:
        return BoxedFunction("", signature, body, variables)

    return evaluate


def _external(kind: str, signature: Signature, body: Evaluator) -> Evaluator:
    def evaluate(variables: Variables, state: State) -> Any:
        key = external_key({kind.lower(): body(variables, state)})
        target = None if key is None else state.context.externals.get(key)
        if target is None:
            state.warn(
                "feel/no-such-external",
                f"Expected an external function that is mapped to a Python callable but {key} "
                "is not; give it in `externals`",
            )
            return None
        return PythonFunction(target, signature.names, key, signature.kinds)

    return evaluate


def compile_invocation(expression: Invocation, scope: Scope, compile_part: Compile) -> Evaluator:
    """A call with named arguments."""
    function = nothing if expression.function is None else compile_part(expression.function, scope)
    names = tuple(binding.parameter.name for binding in expression.bindings)
    arguments = tuple(
        nothing if binding.expression is None else compile_part(binding.expression, scope)
        for binding in expression.bindings
    )

    def evaluate(variables: Variables, state: State) -> Any:
        target = as_function(function(variables, state), "function")
        values = [run(variables, state) for run in arguments]
        if target is None:
            state.warn("feel/no-such-function", "Expected a function to invoke")
            return None
        return invoke(target, values, names or None, state, 0)

    return evaluate
