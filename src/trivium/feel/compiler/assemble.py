"""Which function compiles which node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium.feel import tree
from trivium.feel.compiler import (
    access,
    arithmetic,
    comparison,
    construction,
    invocation,
    iteration,
    logic,
)
from trivium.feel.compiler.unit import STATE, Code, Run, Unit

INPUT = "?"
DISPATCH: Mapping[type, Callable[[Unit, Any], Code]] = {
    tree.Literal: construction.compile_literal,
    tree.InvalidLiteral: construction.compile_invalid_literal,
    tree.ListLiteral: construction.compile_list,
    tree.ContextLiteral: construction.compile_context,
    tree.RangeLiteral: construction.compile_range,
    tree.UnaryTest: construction.compile_operator_range,
    tree.InstanceOf: construction.compile_instance_of,
    tree.Name: access.compile_name,
    tree.Path: access.compile_path,
    tree.Filter: access.compile_filter,
    tree.Arithmetic: arithmetic.compile_arithmetic,
    tree.Negation: arithmetic.compile_negation,
    tree.Comparison: comparison.compile_comparison,
    tree.Between: comparison.compile_between,
    tree.In: comparison.compile_in,
    tree.Conjunction: logic.compile_conjunction,
    tree.Disjunction: logic.compile_disjunction,
    tree.If: logic.compile_if,
    tree.For: iteration.compile_for,
    tree.Quantified: iteration.compile_quantified,
    tree.Invocation: invocation.compile_invocation,
    tree.FunctionDefinition: invocation.compile_function,
}


def compile_tests(unit: Unit, node: tree.UnaryTests) -> Run:
    """The tests of a cell over the input value, which is the first slot and named `?`."""
    slot = unit.open((INPUT,)).slots[INPUT]
    tests = tuple(_cell_test(unit, test, slot) for test in node.tests)
    unit.close()
    if not tests:
        return lambda _frame: True
    if len(tests) == 1 and not node.negated:
        return tests[0]
    if not node.negated:
        return lambda frame: comparison.any_test(tests, frame)

    def none_of(frame: list[Any]) -> bool | None:
        met = comparison.any_test(tests, frame)
        return None if met is None else not met

    return none_of


def _cell_test(unit: Unit, node: tree.Expression, slot: int) -> Run:
    """A test is met by a true expression, or like the tests of `in`.

    Without a `?` in it, a boolean is what a boolean input is compared with, and decides for others.
    """
    if isinstance(node, (tree.UnaryTest, tree.Literal, tree.RangeLiteral)):
        return comparison.compile_test(unit, node, slot)
    code, offset = unit.compile(node), node.start
    run, decides = code.run, mentions_input(node)
    is_test = code.is_test

    def test(frame: list[Any]) -> bool | None:
        value, subject = run(frame), frame[slot]
        if (value is True or value is False) and (
            decides or (type(subject) is not bool and (is_test or subject is not None))
        ):
            return value
        if value is None and decides:
            return None
        return comparison.matches(subject, value, frame[STATE], offset)

    return test


def mentions_input(node: Any) -> bool:
    """Whether `?` stands anywhere in the expression."""
    pending = [node]
    while pending:
        found = pending.pop()
        if isinstance(found, tree.Name) and found.name == INPUT:
            return True
        if isinstance(found, tree.Node):
            pending.extend(getattr(found, field) for field in found.__struct_fields__)
        elif isinstance(found, tuple):
            pending.extend(found)
    return False
