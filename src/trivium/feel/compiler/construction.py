"""Literals, lists, contexts, ranges and `instance of`."""

from __future__ import annotations

from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.types import is_known, type_of
from trivium.feel.compiler.unit import STATE, Code, Run, Unit, constant
from trivium.feel.state import QUIET, State
from trivium.feel.text import quote
from trivium.feel.values import Range, compare, kind_of


def compile_literal(_unit: Unit, node: tree.Literal) -> Code:
    """A constant."""
    return constant(node.value)


def compile_invalid_literal(_unit: Unit, node: tree.InvalidLiteral) -> Code:
    """Null, with a warning each time."""
    message = f"Expected a date, time or duration but got @{quote(node.text)}"
    offset = node.start
    return Code(lambda frame: frame[STATE].warn("feel/invalid-literal", message, offset))


def compile_list(unit: Unit, node: tree.ListLiteral) -> Code:
    """A list."""
    unit.makes_containers = True
    codes = [unit.compile(item) for item in node.items]
    runs = tuple(code.run for code in codes)
    # made anew each time, since who gets it may change it
    run_all: Run = lambda frame: [run(frame) for run in runs]  # noqa: E731  # typed, which a def would need more lines for
    if all(code.is_constant for code in codes):
        return Code(run_all, [code.value for code in codes])
    return Code(run_all)


def compile_context(unit: Unit, node: tree.ContextLiteral) -> Code:
    """A context; each entry sees those before it."""
    unit.makes_containers = True
    scope = unit.open()
    entries: list[tuple[str, int, Run]] = []
    for entry in node.entries:
        run = unit.compile(entry.value).run
        slot = unit.new_slot()
        scope.slots[entry.name] = slot
        entries.append((entry.name, slot, run))
    unit.close()
    if len(scope.slots) < len(entries):
        return Code(_repeated_entry(node.start))

    def run_all(frame: list[Any]) -> dict[str, Any]:
        result = {}
        for name, slot, run in entries:
            result[name] = frame[slot] = run(frame)
        return result

    return Code(run_all)


def _repeated_entry(offset: int) -> Run:
    def run(frame: list[Any]) -> None:
        frame[STATE].warn(
            "feel/repeated-entry",
            "Expected a context whose entries have names of their own",
            offset,
        )

    return run


def compile_range(unit: Unit, node: tree.RangeLiteral) -> Code:
    """A range whose ends are of one ordered type."""
    low, high = unit.compile(node.low), unit.compile(node.high)
    included, offset = (node.low_included, node.high_included), node.start
    if low.is_constant and high.is_constant:
        made = _range(low.value, high.value, included, QUIET, offset)
        if made is not None:
            return constant(made)
    one, two = low.run, high.run
    return Code(lambda frame: _range(one(frame), two(frame), included, frame[STATE], offset))


def _range(
    low: Any,
    high: Any,
    included: tuple[bool, bool],
    state: State,
    offset: int,
) -> Range | None:
    if low is None and high is None:
        problem = "at least one end"
    elif low is None or high is None:
        return Range(low, high, *included)
    elif (order := compare(low, high)) is None:
        problem = f"two ends of one ordered type, not {kind_of(low)} and {kind_of(high)},"
    elif order > 0:
        problem = "a start that is not above its end"
    else:
        return Range(low, high, *included)
    state.warn("feel/invalid-range", f"Expected a range with {problem}", offset)
    return None


# which of low and high the operand is, and whether each is included
_OPERATORS = {
    "<": (False, True, (False, False)),
    "<=": (False, True, (False, True)),
    ">": (True, False, (False, False)),
    ">=": (True, False, (True, False)),
    "=": (True, True, (True, True)),
    "!=": (True, True, (False, False)),
}


def _operator_range(operator: str, end: Any) -> Range:
    is_low, is_high, included = _OPERATORS[operator]
    return Range(end if is_low else None, end if is_high else None, *included, operator)


def compile_operator_range(unit: Unit, node: tree.UnaryTest) -> Code:
    """`(< 10)` as a value: a range open on one side."""
    operand = unit.compile(node.operand)
    symbol = node.operator
    if operand.is_constant:
        return constant(_operator_range(symbol, operand.value))
    run = operand.run
    return Code(lambda frame: _operator_range(symbol, run(frame)))


def compile_instance_of(unit: Unit, node: tree.InstanceOf) -> Code:
    """Whether the value is of the type; null if there is no such type."""
    value = unit.compile(node.value).run
    wanted = type_of(node.type, unit)
    if is_known(node.type, unit):

        def is_instance(frame: list[Any]) -> bool:
            found = value(frame)
            frame[STATE].weigh(found)
            return wanted.has(found)

        return Code(is_instance, is_test=True)
    offset = node.type.start

    def run(frame: list[Any]) -> None:
        frame[STATE].warn("feel/no-such-type", f"Expected a type but got {wanted.name}", offset)

    return Code(run, is_test=True)
