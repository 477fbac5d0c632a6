"""Calls of functions, and functions that are defined in FEEL.

Standard: DMN 1.5, 10.3.2.13.
"""

from __future__ import annotations

from typing import Any

from trivium.feel import tree
from trivium.feel.builtins.registry import Builtin, Overload
from trivium.feel.compiler.inference import result_type
from trivium.feel.compiler.types import type_of
from trivium.feel.compiler.unit import STATE, Code, Frame, Run, Unit, constant
from trivium.feel.errors import NullResult
from trivium.feel.functions import Definition, PythonFunction, UserFunction, as_function
from trivium.feel.state import QUIET, State
from trivium.feel.types import ANY
from trivium.feel.values import Function

_NULL_ERRORS = (NullResult, ValueError, ArithmeticError)


def compile_invocation(unit: Unit, node: tree.Invocation) -> Code:
    """Built-in functions are found now, all others when the call is made."""
    if isinstance(node.function, tree.Name) and not unit.is_local(node.function.name):
        builtin = unit.builtin(node.function.name)
        if builtin is not None and node.names is None:
            return _builtin_call(unit, node, builtin)
    unit.needs_state = True
    unit.makes_containers = True
    return _dynamic_call(unit, node)


def _builtin_call(unit: Unit, node: tree.Invocation, builtin: Builtin) -> Code:
    """The overload is chosen now where the number of arguments decides it."""
    arguments = [unit.compile(argument) for argument in node.arguments]
    fitting = [overload for overload in builtin.overloads if overload.fits(len(arguments))]
    uses_state = not fitting or any(overload.takes_state for overload in fitting)
    unit.needs_state |= uses_state
    unit.makes_containers |= uses_state
    runs = tuple(argument.run for argument in arguments)
    if unit.is_repeated:
        cost = max((overload.cost for overload in fitting), default=1)
        runs = tuple(_charged(run, cost) for run in runs)
    if len(fitting) == 1 and not fitting[0].collects:
        run = _direct_call(fitting[0], runs, node.start)
    else:
        run = _overloaded_call(builtin, runs, node.start)
    if not uses_state and arguments and all(argument.is_constant for argument in arguments):
        value = run([None, QUIET])
        if value is not None and not isinstance(value, (list, dict)):
            return constant(value)
    return Code(run)


def _charged(argument: Run, cost: int) -> Run:
    """An argument of a call that may run many times pays for its size, and for the call."""

    def charged(frame: Frame) -> Any:
        value = argument(frame)
        state: State = frame[STATE]
        state.charge(cost)
        if type(value) is not int:
            state.charge_for(value)
        return value

    return charged


def _overloaded_call(builtin: Builtin, arguments: tuple[Run, ...], offset: int) -> Run:
    def run(frame: Frame) -> Any:
        values = [argument(frame) for argument in arguments]
        try:
            return builtin.call(values, frame[STATE])
        except _NULL_ERRORS as error:
            return explain(builtin.name, error, frame[STATE], offset)

    return run


def _direct_call(overload: Overload, arguments: tuple[Run, ...], offset: int) -> Run:
    name, target = overload.name, overload.target
    if len(arguments) == 1 and not overload.takes_state:
        only, exact, convert = arguments[0], overload.parameters[0].exact, overload.convert(0)

        def run_one(frame: Frame) -> Any:
            value = only(frame)
            try:
                return target(value if type(value) is exact else convert(value))
            except _NULL_ERRORS as error:
                return explain(name, error, frame[STATE], offset)

        return run_one

    if len(arguments) == 2:  # noqa: PLR2004  # the commonest number
        return _call_of_two(overload, arguments, offset)

    def run(frame: Frame) -> Any:
        values = [argument(frame) for argument in arguments]
        try:
            return overload.invoke(values, frame[STATE])
        except _NULL_ERRORS as error:
            return explain(name, error, frame[STATE], offset)

    return run


def _call_of_two(overload: Overload, arguments: tuple[Run, ...], offset: int) -> Run:
    name, target, takes_state = overload.name, overload.target, overload.takes_state
    first, second = arguments
    exact_one, exact_two = (parameter.exact for parameter in overload.parameters[:2])
    convert_one, convert_two = overload.convert(0), overload.convert(1)

    def run(frame: Frame) -> Any:
        one, two = first(frame), second(frame)
        try:
            if type(one) is not exact_one:
                one = convert_one(one)
            if type(two) is not exact_two:
                two = convert_two(two)
            return target(frame[STATE], one, two) if takes_state else target(one, two)
        except _NULL_ERRORS as error:
            return explain(name, error, frame[STATE], offset)

    return run


def explain(name: str, error: Exception, state: State, offset: int) -> None:
    """Say why a call gave null."""
    if isinstance(error, NullResult):
        state.warn(error.code, f"{name}: {error.message}", offset)
    else:
        state.warn("feel/invalid-argument", f"{name}: {error}", offset)


def _callee(unit: Unit, node: tree.Expression) -> Run:
    """What is called: a built-in is meant even where a variable has its name."""
    if isinstance(node, tree.Name) and not unit.is_local(node.name):
        builtin = unit.builtin(node.name)
        if builtin is not None:
            return lambda _frame: builtin
    return unit.compile(node).run


def _dynamic_call(unit: Unit, node: tree.Invocation) -> Code:
    function = _callee(unit, node.function)
    arguments = tuple(unit.compile(argument).run for argument in node.arguments)
    offset, names = node.start, node.names

    def run(frame: Frame) -> Any:
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
    except _NULL_ERRORS as error:
        explain(target.name, error, state, offset)
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
    code, cost = unit.compile_repeated(node.body)
    body = code.run, cost
    unit.close()
    result = result_type(node.body, {name: kind for name, _, kind in parameters})
    definition = Definition.of(node, parameters, result, body)
    return Code(lambda frame: UserFunction(definition, frame.copy()))


def _external(unit: Unit, node: tree.FunctionDefinition) -> Code:
    """A mapping to a registered Python callable, found by its key when it is evaluated."""
    body = unit.compile(node.body).run
    names = tuple(p.name for p in node.parameters)
    kinds = tuple(ANY if p.type is None else type_of(p.type, unit) for p in node.parameters)
    offset = node.start

    def run(frame: Frame) -> Any:
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
    """`class.method(types)` of a `java` mapping, `document#model` of a `pmml` one; else None.

    The model may be left out.
    """
    match mapping:
        case {"java": {"class": str(owner), "method signature": str(signature)}}:
            return f"{owner}.{signature.replace(' ', '')}"
        case {"pmml": {"document": str(document), "model": str(model)}}:
            return f"{document}#{model}"
        case {"pmml": {"document": str(document)}}:
            return document
    return None
