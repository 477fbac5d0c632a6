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
    scope = unit.open()
    loops: list[Loop] = []
    for iterator in iterators:
        # the inner iterators begin anew for each item of the outer ones
        begin = unit.compile_repeated if loops else unit.compile
        source, offset = _run_of(begin(iterator.source)), iterator.start
        until = None if iterator.until is None else _run_of(begin(iterator.until))
        slot = unit.new_slot()
        scope.slots[iterator.name] = slot
        items = _items(source, offset) if until is None else _steps(source, until, offset)
        loops.append(Loop(slot, items))
    return tuple(loops)


def _run_of(code: Code | tuple[Code, int]) -> Run:
    return code.run if isinstance(code, Code) else code[0].run


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
    unit.makes_containers = True
    loops = _loops(unit, node.iterators)
    partial = unit.new_slot()
    unit.open().slots["partial"] = partial
    body, cost = unit.compile_repeated(node.result)
    unit.close()
    unit.close()
    run = body.run
    if keeps(node.result, "partial"):
        run = _with_copy(run, partial)
    return Code(
        _single_for(loops[0], run, partial, cost)
        if len(loops) == 1
        else _nested_for(loops, run, partial, cost)
    )


def keeps(node: Any, name: str) -> bool:
    """Whether the value of the name may live on in the result, so that it must not change.

    Items taken out of it by position do not keep it, and neither do numbers made from it.
    """
    match node:
        case tree.Name():
            return node.name == name
        case tree.Filter(source=tree.Name(), condition=tree.Literal() | tree.Negation()):
            return False
        case tree.Invocation(function=tree.Name(name=function), arguments=[tree.Name()]) if (
            function in _MEASURES
        ):
            return False
        case tree.Node():
            return any(keeps(getattr(node, field), name) for field in node.__struct_fields__)
        case tuple():
            return any(keeps(part, name) for part in node)
    return False


_MEASURES = frozenset({"count", "sum", "mean", "product", "median", "stddev"})


def _with_copy(body: Run, partial: int) -> Run:
    """Give each pass its own list of the results so far."""

    def run(frame: list[Any]) -> Any:
        live = frame[partial]
        frame[STATE].charge(len(live) // 8)
        frame[partial] = live.copy()
        result = body(frame)
        frame[partial] = live
        return result

    return run


def _single_for(loop: Loop, body: Run, partial: int, cost: int) -> Run:
    slot, source = loop.slot, loop.items

    def run(frame: list[Any]) -> list[Any] | None:
        items = source(frame)
        if items is None:
            return None
        state: State = frame[STATE]
        results: list[Any] = []
        frame[partial] = results
        for item in items:
            state.steps -= cost
            if state.steps < 0:
                raise state.out_of_steps()
            frame[slot] = item
            results.append(body(frame))
        return results

    return run


def _nested_for(loops: tuple[Loop, ...], body: Run, partial: int, cost: int) -> Run:
    last = len(loops) - 1

    def collect(level: int, frame: list[Any], results: list[Any]) -> bool:
        loop = loops[level]
        items = loop.items(frame)
        if items is None:
            return False
        state: State = frame[STATE]
        for item in items:
            state.charge(cost)
            frame[loop.slot] = item
            if level == last:
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
    condition, cost = unit.compile_repeated(node.condition)
    unit.close()
    decisive = node.quantifier == "some"
    return Code(_quantified(loops, condition.run, cost, decisive=decisive), is_test=True)


def _quantified(loops: tuple[Loop, ...], condition: Run, cost: int, *, decisive: bool) -> Run:
    """`decisive` is the value that ends the search."""
    last = len(loops) - 1

    def search(level: int, frame: list[Any]) -> bool | None:
        loop = loops[level]
        items = loop.items(frame)
        if items is None:
            return None
        state: State = frame[STATE]
        result: bool | None = not decisive
        for item in items:
            state.charge(cost)
            frame[loop.slot] = item
            found = condition(frame) if level == last else search(level + 1, frame)
            if found is decisive:
                return decisive
            if found is not (not decisive):
                result = None
        return result

    return lambda frame: search(0, frame)
