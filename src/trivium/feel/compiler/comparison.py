"""Comparisons, `between`, `in` and unary tests.

Standard: DMN 1.5, 10.3.2.13, tables 49 to 51, and 10.3.2.9 for tests.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.unit import STATE, Code, Run, Unit, constant
from trivium.feel.numbers import is_number
from trivium.feel.state import QUIET, State
from trivium.feel.values import Range, compare, equal, kind_of

_CONTAINERS = (list, dict)
_ORDER: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def ordered(symbol: str, left: Any, right: Any, state: State, offset: int) -> bool | None:
    """`left symbol right`; null with a warning if the two have no order."""
    state.charge_for(left)
    order = compare(left, right)
    if order is None:
        state.warn(
            "feel/not-comparable",
            f"Expected two values of one ordered type but got "
            f"{kind_of(left)} {symbol} {kind_of(right)}",
            offset,
        )
        return None
    return _ORDER[symbol](order, 0)


def equals(left: Any, right: Any, state: State, offset: int) -> bool | None:
    """`left = right`; null with a warning if they are of different kinds."""
    state.charge_for(left)
    state.weigh(left)
    result = equal(left, right)
    if result is None:
        state.warn(
            "feel/not-comparable",
            f"Expected two values of one type but got {kind_of(left)} = {kind_of(right)}",
            offset,
        )
    return result


def compile_comparison(unit: Unit, node: tree.Comparison) -> Code:
    """Numbers are compared at once where the kinds are plain, all others by `values`."""
    left, right = unit.compile(node.left), unit.compile(node.right)
    run = _comparison(node.operator, left, right, node.start)
    if left.is_constant and right.is_constant:
        value = run([None, QUIET])
        if value is not None:
            return constant(value)
    return Code(run, is_test=True)


def _comparison(symbol: str, left: Code, right: Code, offset: int) -> Run:
    if symbol in ("=", "!="):
        return _equality(left, right, offset, negated=symbol == "!=")
    if type(right.value) is int or type(right.value) is Decimal:
        return _with_number(symbol, left.run, right.value, offset)
    return _of_numbers(symbol, left.run, right.run, offset)


def _equality(left: Code, right: Code, offset: int, *, negated: bool) -> Run:
    one, two = left.run, right.run
    if type(right.value) in (str, int, bool):
        wanted, kind = right.value, type(right.value)

        def with_constant(frame: list[Any]) -> bool | None:
            value = one(frame)
            if type(value) is kind:
                return (value == wanted) is not negated
            result = equals(value, wanted, frame[STATE], offset)
            return None if result is None else result is not negated

        return with_constant

    def of_any(frame: list[Any]) -> bool | None:
        result = equals(one(frame), two(frame), frame[STATE], offset)
        return None if result is None else result is not negated

    return of_any


def _with_number(symbol: str, left: Run, right: Any, offset: int) -> Run:
    """`amount > 1000` and the like, the commonest condition there is."""

    def less(frame: list[Any]) -> bool | None:
        value = left(frame)
        if type(value) is int or type(value) is Decimal:
            return value < right  # type: ignore[no-any-return]  # a bool() would cost a call
        return ordered("<", value, right, frame[STATE], offset)

    def at_most(frame: list[Any]) -> bool | None:
        value = left(frame)
        if type(value) is int or type(value) is Decimal:
            return value <= right  # type: ignore[no-any-return]  # as above
        return ordered("<=", value, right, frame[STATE], offset)

    def more(frame: list[Any]) -> bool | None:
        value = left(frame)
        if type(value) is int or type(value) is Decimal:
            return value > right  # type: ignore[no-any-return]  # as above
        return ordered(">", value, right, frame[STATE], offset)

    def at_least(frame: list[Any]) -> bool | None:
        value = left(frame)
        if type(value) is int or type(value) is Decimal:
            return value >= right  # type: ignore[no-any-return]  # as above
        return ordered(">=", value, right, frame[STATE], offset)

    return {"<": less, "<=": at_most, ">": more, ">=": at_least}[symbol]


def _of_numbers(symbol: str, left: Run, right: Run, offset: int) -> Run:
    check = _ORDER[symbol]

    def run(frame: list[Any]) -> bool | None:
        one, two = left(frame), right(frame)
        if type(one) is int and type(two) is int:
            return check(one, two)
        return ordered(symbol, one, two, frame[STATE], offset)

    return run


def compile_between(unit: Unit, node: tree.Between) -> Code:
    """Both ends included; null if one comparison is null and the other not false."""
    value = unit.compile(node.value).run
    low, high = unit.compile(node.low).run, unit.compile(node.high).run
    offset = node.start

    def run(frame: list[Any]) -> bool | None:
        subject, state = value(frame), frame[STATE]
        above = ordered(">=", subject, low(frame), state, offset)
        if above is False:
            return False
        below = ordered("<=", subject, high(frame), state, offset)
        if below is False:
            return False
        return True if above and below else None

    return Code(run, is_test=True)


def matches(subject: Any, test: Any, state: State, offset: int) -> bool | None:
    """Whether a value meets the value of a test: equal to it, within it or contained in it."""
    kind = type(test)
    if kind is Range:
        result: bool | None = test.contains(subject)
        if result is None:
            state.warn(
                "feel/not-comparable",
                f"Expected a value that the range can hold but got {kind_of(subject)}",
                offset,
            )
        return result
    if kind is list:
        state.charge(len(test))
        if type(subject) in _CONTAINERS:
            state.weigh(test)
        return _in_list(subject, test)
    return equals(subject, test, state, offset)


def _in_list(subject: Any, items: list[Any]) -> bool:
    for item in items:
        if type(item) is Range:
            if item.contains(subject):
                return True
        elif equal(subject, item):
            return True
    return type(subject) is list and equal(subject, items) is True


def compile_in(unit: Unit, node: tree.In) -> Code:
    """True as soon as one test is met."""
    slot = unit.new_slot()
    value = unit.compile(node.value).run
    tests = tuple(compile_test(unit, test, slot) for test in node.tests)
    return Code(_any_of(value, slot, tests), is_test=True)


def _any_of(value: Run, slot: int, tests: tuple[Run, ...]) -> Run:
    if len(tests) == 1:
        only = tests[0]

        def one(frame: list[Any]) -> bool | None:
            frame[slot] = value(frame)
            return only(frame)  # type: ignore[no-any-return]  # tests give nothing else

        return one

    def several(frame: list[Any]) -> bool | None:
        frame[slot] = value(frame)
        return any_test(tests, frame)

    return several


def any_test(tests: tuple[Run, ...], frame: list[Any]) -> bool | None:
    """True if one test is met, false if none could be, else null."""
    result: bool | None = False
    for test in tests:
        met = test(frame)
        if met is True:
            return True
        if met is None:
            result = None
    return result


def _within_numbers(interval: Range, slot: int, offset: int) -> Run:
    """`[18..65]` and the like: numbers are compared at once."""
    low, high = interval.low, interval.high
    above = operator.ge if interval.low_included else operator.gt
    below = operator.le if interval.high_included else operator.lt

    def run(frame: list[Any]) -> bool | None:
        value = frame[slot]
        if type(value) is int or type(value) is Decimal:
            return bool(above(value, low) and below(value, high))
        return matches(value, interval, frame[STATE], offset)

    return run


def compile_test(unit: Unit, node: tree.Expression, slot: int) -> Run:
    """A positive unary test of the value in `slot`, as a closure that gives true, false or null."""
    if isinstance(node, tree.UnaryTest):
        subject = Code(lambda frame: frame[slot])
        return _comparison(node.operator, subject, unit.compile(node.operand), node.start)
    code = unit.compile(node)
    offset = node.start
    if type(code.value) in (str, int, bool):
        return _equality(Code(lambda frame: frame[slot]), code, offset, negated=False)
    if code.is_constant:
        wanted = code.value
        if type(wanted) is Range and is_number(wanted.low) and is_number(wanted.high):
            return _within_numbers(wanted, slot, offset)
        return lambda frame: matches(frame[slot], wanted, frame[STATE], offset)
    run = code.run
    return lambda frame: matches(frame[slot], run(frame), frame[STATE], offset)
