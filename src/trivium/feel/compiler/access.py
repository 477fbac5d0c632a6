"""Names, paths and filters.

Standard: DMN 1.5, 10.3.2.5 (scope), 10.3.2.12 (path) and 10.3.2.14 (filter).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.unit import LOOK_UP, STATE, Code, Frame, Run, Unit
from trivium.feel.marks import MISSING
from trivium.feel.properties import property_of
from trivium.feel.state import State
from trivium.feel.values import Function, kind_of


def compile_name(unit: Unit, node: tree.Name) -> Code:
    """A local is read from its slot, a variable by the scope's `get`."""
    items, slot = unit.resolve(node.name)
    if slot is not None:
        run = _from_slot(slot)
    else:
        builtin = unit.builtin(node.name)
        unit.free_names.add(node.name)
        if builtin is None:
            run = _from_scope(node.name, node.start)
        else:
            run = _variable_or(node.name, builtin)
    return _within_items(node.name, items, run) if items else Code(run)


def _from_slot(slot: int) -> Run:
    return lambda frame: frame[slot]


def _from_scope(name: str, offset: int) -> Run:
    def run(frame: list[Any]) -> Any:
        value = frame[LOOK_UP](name, MISSING)
        if value is MISSING:
            return missing_variable(name, frame[STATE], offset)
        return value

    return run


def _variable_or(name: str, builtin: Function) -> Run:
    """A built-in function as a value, unless a variable has its name, as `count` may."""
    return lambda frame: frame[LOOK_UP](name, builtin)


def missing_variable(name: str, state: State, offset: int) -> Any:
    """A function of the context by that name, else null with a warning."""
    function = state.context.functions.get(name)
    if function is None:
        state.warn("feel/no-such-variable", f"Expected a variable named `{name}`", offset)
    return function


def _within_items(name: str, items: list[int], outer: Run) -> Code:
    """In a filter the entries of the item come before names outside of it."""
    if len(items) == 1:
        only = items[0]

        def run_one(frame: Frame) -> Any:
            item = frame[only]
            if type(item) is dict and name in item:
                return item[name]
            return outer(frame)

        return Code(run_one)

    def run(frame: list[Any]) -> Any:
        for slot in items:
            item = frame[slot]
            if type(item) is dict and name in item:
                return item[name]
        return outer(frame)

    return Code(run)


def compile_path(unit: Unit, node: tree.Path) -> Code:
    """An entry of a context, a property of another value, or that of each item of a list."""
    source, name, offset = unit.compile(node.source).run, node.name, node.start

    def run(frame: list[Any]) -> Any:
        value = source(frame)
        if type(value) is dict:
            result = value.get(name, MISSING)
            if result is not MISSING:
                return result
        return member(value, name, frame[STATE], offset)

    return Code(run)


def member(value: Any, name: str, state: State, offset: int) -> Any:
    """`value.name` for any value; null with a warning where there is no such thing."""
    if type(value) is list:
        state.charge(len(value))
        return [member(item, name, state, offset) for item in value]
    if type(value) is dict:
        if name in value:
            return value[name]
        state.warn("feel/no-such-entry", f"Expected a context with an entry `{name}`", offset)
        return None
    found = property_of(value, name)
    if found is MISSING:
        state.warn(
            "feel/no-such-entry", f"Expected a value with `{name}` but got {kind_of(value)}", offset
        )
        return None
    return found


def compile_filter(unit: Unit, node: tree.Filter) -> Code:
    """By position if the condition is a number, else all items for which it is true."""
    source = unit.compile(node.source).run
    slot = unit.open_item()
    condition, cost = unit.compile_repeated(node.condition)
    unit.close()
    if type(condition.value) in (int, Decimal):
        return Code(_at_position(source, int(condition.value), node.start))
    select = _selection(condition.run, slot, cost)
    if condition.is_test:
        return Code(_where(source, select))
    return Code(_by_either(source, condition.run, slot, select, node.start))


def as_list(value: Any) -> list[Any]:
    """A single value counts as the list of it."""
    return value if type(value) is list else [value]


def item_at(items: list[Any], position: int, state: State, offset: int) -> Any:
    """Counted from 1, or from -1 backwards; null beyond the ends."""
    if 0 < position <= len(items):
        return items[position - 1]
    if -len(items) <= position < 0:
        return items[position]
    state.warn(
        "feel/no-such-item",
        f"Expected a position within {len(items)} items but got {position}",
        offset,
    )
    return None


def _at_position(source: Run, position: int, offset: int) -> Run:
    return lambda frame: item_at(as_list(source(frame)), position, frame[STATE], offset)


def _selection(condition: Run, slot: int, cost: int) -> Callable[[list[Any], Frame], list[Any]]:
    def select(items: list[Any], frame: Frame) -> list[Any]:
        frame[STATE].charge(len(items) * cost)
        found = []
        for item in items:
            frame[slot] = item
            if condition(frame) is True:
                found.append(item)
        return found

    return select


def _where(source: Run, select: Callable[[list[Any], Frame], list[Any]]) -> Run:
    def run(frame: Frame) -> Any:
        value = source(frame)
        return None if value is None else select(as_list(value), frame)

    return run


def _by_either(
    source: Run,
    condition: Run,
    slot: int,
    select: Callable[[list[Any], Frame], list[Any]],
    offset: int,
) -> Run:
    """What the condition is for the first item tells whether it is a position."""

    def run(frame: Frame) -> Any:
        value = source(frame)
        if value is None:
            return None
        items = as_list(value)
        frame[slot] = items[0] if items else None
        key = condition(frame)
        if type(key) is int or type(key) is Decimal:
            return item_at(items, int(key), frame[STATE], offset)
        return select(items, frame)

    return run
