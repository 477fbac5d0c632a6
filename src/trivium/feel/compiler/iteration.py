"""`for`, `some` and `every`.

Standard: DMN 1.5, 10.3.2.15 and 10.3.2.16.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from trivium.feel import tree
from trivium.feel.compiler.unit import STATE, Code, Run, Unit
from trivium.feel.state import State
from trivium.feel.temporal import Date
from trivium.feel.values import Range, kind_of


class Loop(Struct, frozen=True):
    """One iterator: its slot, and what gives its items (None if they cannot be gone through)."""

    slot: int
    items: Callable[[list[Any]], Iterable[Any] | None]


def _loops(unit: Unit, iterators: tuple[tree.Iterator, ...]) -> tuple[Loop, ...]:
    """Each iterator sees the names of those before it."""
    unit.needs_state = True
    scope = unit.open()
    loops = []
    for iterator in iterators:
        source, offset = unit.compile(iterator.source).run, iterator.start
        until = unit.compile(iterator.until).run if iterator.until is not None else None
        slot = unit.new_slot()
        scope.slots[iterator.name] = slot
        items = _items(source, offset) if until is None else _steps(source, until, offset)
        loops.append(Loop(slot, items))
    return tuple(loops)


def _items(source: Run, offset: int) -> Callable[[list[Any]], Iterable[Any] | None]:
    def items(frame: list[Any]) -> Iterable[Any] | None:
        value = source(frame)
        if type(value) is list:
            return value
        if type(value) is Range:
            return range_items(value, frame[STATE], offset)
        return None if value is None else [value]

    return items


def _steps(low: Run, high: Run, offset: int) -> Callable[[list[Any]], Iterable[Any] | None]:
    def items(frame: list[Any]) -> Iterable[Any] | None:
        return range_items(Range(low(frame), high(frame)), frame[STATE], offset)

    return items


def range_items(interval: Range, state: State, offset: int) -> Iterable[Any] | None:
    """The integers or days of a range, downwards if its start is above its end."""
    low, high = interval.low, interval.high
    if type(low) is Date and type(high) is Date:
        first, last = low.day_number, high.day_number
    elif _is_whole(low) and _is_whole(high):
        first, last = int(low), int(high)
    else:
        state.warn(
            "feel/not-iterable",
            f"Expected a range of integers or dates but got {kind_of(low)}..{kind_of(high)}",
            offset,
        )
        return None
    step = 1 if first <= last else -1
    steps = range(
        first if interval.low_included else first + step,
        last + step if interval.high_included else last,
        step,
    )
    return map(Date.from_day_number, steps) if type(low) is Date else steps


def _is_whole(value: Any) -> bool:
    return kind_of(value) == "number" and value == int(value)


def compile_for(unit: Unit, node: tree.For) -> Code:
    """The list of all results; `partial` is the list of those so far."""
    loops = _loops(unit, node.iterators)
    partial = unit.new_slot()
    unit.open().slots["partial"] = partial
    body = unit.compile(node.result).run
    unit.close()
    unit.close()
    if len(loops) == 1:
        return Code(_single_for(loops[0], body, partial))
    return Code(_nested_for(loops, body, partial))


def _single_for(loop: Loop, body: Run, partial: int) -> Run:
    slot, source = loop.slot, loop.items

    def run(frame: list[Any]) -> list[Any] | None:
        items = source(frame)
        if items is None:
            return None
        state: State = frame[STATE]
        results: list[Any] = []
        frame[partial] = results
        for item in items:
            state.steps -= 1
            if state.steps < 0:
                raise state.out_of_steps()
            frame[slot] = item
            results.append(body(frame))
        return results

    return run


def _nested_for(loops: tuple[Loop, ...], body: Run, partial: int) -> Run:
    def collect(level: int, frame: list[Any], results: list[Any]) -> bool:
        loop = loops[level]
        items = loop.items(frame)
        if items is None:
            return False
        state: State = frame[STATE]
        is_last = level == len(loops) - 1
        for item in items:
            state.charge(1)
            frame[loop.slot] = item
            if is_last:
                results.append(body(frame))
            elif not collect(level + 1, frame, results):
                return False
        return True

    def run(frame: list[Any]) -> list[Any] | None:
        results: list[Any] = []
        frame[partial] = results
        return results if collect(0, frame, results) else None

    return run


def compile_quantified(unit: Unit, node: tree.Quantified) -> Code:
    """`some` is a disjunction over the items, `every` a conjunction, with three values each."""
    loops = _loops(unit, node.iterators)
    condition = unit.compile(node.condition).run
    unit.close()
    return Code(_quantified(loops, condition, decisive=node.quantifier == "some"), is_test=True)


def _quantified(loops: tuple[Loop, ...], condition: Run, *, decisive: bool) -> Run:
    """`decisive` is the value that ends the search."""

    def search(level: int, frame: list[Any]) -> bool | None:
        loop = loops[level]
        items = loop.items(frame)
        if items is None:
            return None
        state: State = frame[STATE]
        is_last = level == len(loops) - 1
        result: bool | None = not decisive
        for item in items:
            state.charge(1)
            frame[loop.slot] = item
            found = condition(frame) if is_last else search(level + 1, frame)
            if found is decisive:
                return decisive
            if found is not (not decisive):
                result = None
        return result

    return lambda frame: search(0, frame)
