"""Carrying out a plan: inputs in, values of decisions out.

Standard: DMN 1.5, 10.4 (execution semantics of decision services).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trivium import feel
from trivium.dmn.requirements import DecisionStep, InputStep, Plan
from trivium.dmn.run import Run, Variables
from trivium.dmn.scope import described
from trivium.dmn.types import ANY, MISSING, Type
from trivium.feel.numbers import INTEGER_LIMIT
from trivium.feel.state import State

_PLAIN = frozenset({str, bool, type(None)})


def taken(plan: Plan, inputs: Mapping[str, Any], state: State) -> list[Any]:
    """The slots of a plan with its inputs in them; an input that is missing stays `MISSING`."""
    values: list[Any] = [MISSING] * plan.size
    for step, slot, name, classes in plan.takes:
        value = _found(inputs, step) if name is None else inputs.get(name, MISSING)
        kind = type(value)
        if kind in classes and (
            kind in _PLAIN or (kind is int and -INTEGER_LIMIT < value < INTEGER_LIMIT)
        ):
            values[slot] = value
        elif value is MISSING:
            if step.type is not None:
                values[slot] = None
                _warn_missing(state, step)
        else:
            values[slot] = _converted(value, step, state)
    return values


def _converted(value: Any, step: InputStep, state: State) -> Any:
    value = feel.from_python(value)
    if step.type is None or step.type is ANY:
        return value
    return checked_input(value, step.type, step.names[0], state)


def _found(inputs: Mapping[str, Any], step: InputStep) -> Any:
    """An input of several names, or of an imported model.

    The latter is looked for under its whole path, then under the nearest parts of it.
    """
    for start in range(len(step.path) + 1):
        within: Any = inputs
        for name in step.path[start:]:
            within = within.get(name) if isinstance(within, Mapping) else None
        if isinstance(within, Mapping):
            for name in step.names:
                if name in within:
                    return within[name]
    return MISSING


def checked_input(value: Any, kind: Type, name: str, state: State) -> Any:
    """The input coerced to its type; null with a warning where it is none."""
    result = kind.coerce(value)
    if result is not MISSING:
        return result
    if isinstance(state, Run):
        state.element = name
    state.warn(
        "dmn/wrong-type",
        f"Expected the input '{name}' to be of type {kind.name} but got {described(value)}",
    )
    return None


def _warn_missing(state: State, step: InputStep) -> None:
    if isinstance(state, Run):
        state.element = step.names[0]
    name = ".".join((*step.path, step.names[0]))
    state.warn("dmn/missing-input", f"Expected a value for the input '{name}'")


def carry_out(plan: Plan, values: list[Any], state: State) -> None:
    """Evaluate the decisions of a plan in order, into their slots."""
    run = state if isinstance(state, Run) else None
    for step in plan.steps:
        if run is not None:
            run.element = step.decision.name
        values[step.slot] = step.decision.run(_variables(step, values), state)


def _variables(step: DecisionStep, values: list[Any]) -> Variables:
    variables = dict(step.decision.constants)
    for name, slot in step.undeclared:
        if values[slot] is not MISSING:
            variables[name] = values[slot]
    for name, slot in step.variables:
        variables[name] = values[slot]
    for name, slot, output in step.by_output:
        variables[name] = values[slot] if output is None else _output(values[slot], output)
    if step.imported:
        made: set[str] = set()
        for through, name, slot in step.imported:
            if through not in made:
                made.add(through)
                variables[through] = dict(variables.get(through) or {})
            variables[through][name] = values[slot]
    return variables


def _output(value: Any, output: str) -> Any:
    """One output of a table's result, or of each of its rules."""
    if isinstance(value, list):
        return [_output(row, output) for row in value]
    return value.get(output) if isinstance(value, dict) else None
