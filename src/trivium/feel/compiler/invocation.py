"""Calls of functions, and functions that are defined in FEEL.

Standard: DMN 1.5, 10.3.2.13.
"""

from __future__ import annotations

from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.types import type_of
from trivium.feel.compiler.unit import STATE, Code, Run, Unit
from trivium.feel.errors import NullResult
from trivium.feel.functions import PythonFunction, UserFunction, as_function
from trivium.feel.state import State
from trivium.feel.types import ANY
from trivium.feel.values import Function


def compile_invocation(unit: Unit, node: tree.Invocation) -> Code:
    """Built-in functions are found now, all others when the call is made."""
    unit.needs_state = True
    if isinstance(node.function, tree.Name) and not unit.is_local(node.function.name):
        name = node.function.name
        builtin = None if name in unit.known else unit.builtins.get(name)
        if builtin is not None:
            return _call_of(lambda _frame: builtin, unit, node)
    return _call_of(unit.compile(node.function).run, unit, node)


def _call_of(function: Run, unit: Unit, node: tree.Invocation) -> Code:
    arguments = tuple(unit.compile(argument).run for argument in node.arguments)
    offset, names = node.start, node.names

    def run(frame: list[Any]) -> Any:
        target = as_function(function(frame), "function")
        values = [argument(frame) for argument in arguments]
        state: State = frame[STATE]
        if target is None:
            state.warn("feel/no-such-function", "Expected a function to call", offset)
            return None
        return invoke(target, values, names, state, offset)

    return Code(run)


def invoke(
    target: Function,
    values: list[Any],
    names: tuple[str, ...] | None,
    state: State,
    offset: int,
) -> Any:
    """The result of a call; null with a warning if the function says so."""
    try:
        if names is None:
            return target.call(values, state)
        named = dict(zip(names, values, strict=True))
        if len(named) == len(names):
            return target.call_named(named, state)
        state.warn("feel/wrong-arguments", "Expected each argument once", offset)
    except NullResult as reason:
        state.warn(reason.code, reason.message, offset)
    except (ValueError, ArithmeticError) as error:
        state.warn("feel/invalid-argument", f"{target.name}: {error}", offset)
    return None


def compile_function(unit: Unit, node: tree.FunctionDefinition) -> Code:
    """A function value that keeps the locals which it was defined among."""
    unit.needs_state = True
    if node.external:
        return _external(unit, node)
    kinds = [ANY if p.type is None else type_of(p.type, unit) for p in node.parameters]
    scope = unit.open(tuple(p.name for p in node.parameters))
    parameters = tuple(
        (p.name, scope.slots[p.name], kind) for p, kind in zip(node.parameters, kinds, strict=True)
    )
    body = unit.compile(node.body).run
    unit.close()
    return Code(lambda frame: UserFunction(parameters, body, frame.copy()))


def _external(unit: Unit, node: tree.FunctionDefinition) -> Code:
    """A mapping to a registered Python callable, found by its key when it is evaluated."""
    body = unit.compile(node.body).run
    names = tuple(p.name for p in node.parameters)
    kinds = tuple(ANY if p.type is None else type_of(p.type, unit) for p in node.parameters)
    offset = node.start

    def run(frame: list[Any]) -> Any:
        state: State = frame[STATE]
        key = external_key(body(frame))
        target = None if key is None else state.context.externals.get(key)
        if target is None:
            state.warn(
                "feel/no-such-external",
                f"Expected an external function that is mapped to a Python callable but {key} "
                f"is not; map it in feel.Context.externals",
                offset,
            )
            return None
        return PythonFunction(target, names, key, kinds)

    return Code(run)


def external_key(mapping: Any) -> str | None:
    """`class.method(types)` of a `java` mapping, `document#model` of a `pmml` one; else None."""
    match mapping:
        case {"java": {"class": str(owner), "method signature": str(signature)}}:
            return f"{owner}.{signature.replace(' ', '')}"
        case {"pmml": {"document": str(document), "model": str(model)}}:
            return f"{document}#{model}"
    return None
