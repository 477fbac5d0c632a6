"""Arithmetic: fast closures for integers, everything else by `operations`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.operations import arithmetic, negate
from trivium.feel.compiler.unit import STATE, Code, Run, Unit, constant
from trivium.feel.numbers import INTEGER_LIMIT
from trivium.feel.state import QUIET

_INTEGERS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_LONG_CHAIN = 16
# below this length a text is not worth counting against the limits
_SHORT_TEXT = 1000


def compile_arithmetic(unit: Unit, node: tree.Arithmetic) -> Code:
    """A chain of operators of one level is walked without recursion, since it may be long."""
    chain: list[tree.Arithmetic] = []
    first: tree.Expression = node
    while isinstance(first, tree.Arithmetic):
        chain.append(first)
        first = first.left
    code = unit.compile(first)
    chain.reverse()
    if len(chain) > _LONG_CHAIN:
        return _long_chain(unit, code, chain)
    for link in chain:
        code = _binary(link, code, unit.compile(link.right))
    return code


def _binary(node: tree.Arithmetic, left: Code, right: Code) -> Code:
    symbol, offset = node.operator, node.start
    if left.is_constant and right.is_constant:
        value = arithmetic(symbol, left.value, right.value, QUIET, offset)
        if value is not None:
            return constant(value)
    if symbol in _INTEGERS:
        if type(right.value) is int:
            return Code(_with_integer(symbol, left.run, right.value, offset))
        return Code(_of_integers(symbol, left.run, right.run, offset))
    return Code(_general(symbol, left.run, right.run, offset))


def _general(symbol: str, left: Run, right: Run, offset: int) -> Run:
    return lambda frame: arithmetic(symbol, left(frame), right(frame), frame[STATE], offset)


def _long_chain(unit: Unit, first: Code, chain: list[tree.Arithmetic]) -> Code:
    links = [(link.operator, unit.compile(link.right).run, link.start) for link in chain]
    start = first.run

    def run(frame: list[Any]) -> Any:
        value = start(frame)
        for symbol, right, offset in links:
            value = arithmetic(symbol, value, right(frame), frame[STATE], offset)
        return value

    return Code(run)


def _with_integer(symbol: str, left: Run, right: int, offset: int) -> Run:
    """`left + 1` and the like, the commonest arithmetic there is."""
    low, high = -INTEGER_LIMIT, INTEGER_LIMIT

    def plus(frame: list[Any]) -> Any:
        value = left(frame)
        if type(value) is int:
            result = value + right
            if low < result < high:
                return result
        return arithmetic("+", value, right, frame[STATE], offset)

    def minus(frame: list[Any]) -> Any:
        value = left(frame)
        if type(value) is int:
            result = value - right
            if low < result < high:
                return result
        return arithmetic("-", value, right, frame[STATE], offset)

    def times(frame: list[Any]) -> Any:
        value = left(frame)
        if type(value) is int:
            result = value * right
            if low < result < high:
                return result
        return arithmetic("*", value, right, frame[STATE], offset)

    return {"+": plus, "-": minus, "*": times}[symbol]


def _of_integers(  # noqa: C901  # three closures that differ in their operator
    symbol: str, left: Run, right: Run, offset: int
) -> Run:
    low, high = -INTEGER_LIMIT, INTEGER_LIMIT

    def plus(frame: list[Any]) -> Any:
        one, two = left(frame), right(frame)
        if type(one) is int and type(two) is int:
            result = one + two
            if low < result < high:
                return result
        elif type(one) is str and type(two) is str and len(one) + len(two) < _SHORT_TEXT:
            return one + two
        return arithmetic("+", one, two, frame[STATE], offset)

    def minus(frame: list[Any]) -> Any:
        one, two = left(frame), right(frame)
        if type(one) is int and type(two) is int:
            result = one - two
            if low < result < high:
                return result
        return arithmetic("-", one, two, frame[STATE], offset)

    def times(frame: list[Any]) -> Any:
        one, two = left(frame), right(frame)
        if type(one) is int and type(two) is int:
            result = one * two
            if low < result < high:
                return result
        return arithmetic("*", one, two, frame[STATE], offset)

    return {"+": plus, "-": minus, "*": times}[symbol]


def compile_negation(unit: Unit, node: tree.Negation) -> Code:
    """`-x`, a number at once where `x` is one."""
    operand = unit.compile(node.operand)
    if operand.is_constant:
        value = negate(operand.value, QUIET, node.start)
        if value is not None:
            return constant(value)
    inner, offset = operand.run, node.start
    return Code(lambda frame: negate(inner(frame), frame[STATE], offset))
