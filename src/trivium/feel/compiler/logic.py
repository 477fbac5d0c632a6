"""Three-valued logic and `if`.

Standard: DMN 1.5, 10.3.2.10 (table 48): what is no boolean counts as null.
"""

from __future__ import annotations

from typing import Any

from trivium.feel import tree
from trivium.feel.compiler.unit import Code, Unit


def compile_conjunction(unit: Unit, node: tree.Conjunction) -> Code:
    """False as soon as one is false; null if one of the others is no boolean."""
    runs = tuple(unit.compile(operand).run for operand in node.operands)
    if len(runs) == 2:  # noqa: PLR2004  # the commonest number
        first, second = runs

        def both(frame: list[Any]) -> bool | None:
            one = first(frame)
            if one is False:
                return False
            two = second(frame)
            if two is False:
                return False
            return True if one is True and two is True else None

        return Code(both, is_test=True)

    def every(frame: list[Any]) -> bool | None:
        result: bool | None = True
        for run in runs:
            value = run(frame)
            if value is False:
                return False
            if value is not True:
                result = None
        return result

    return Code(every, is_test=True)


def compile_disjunction(unit: Unit, node: tree.Disjunction) -> Code:
    """True as soon as one is true; null if one of the others is no boolean."""
    runs = tuple(unit.compile(operand).run for operand in node.operands)
    if len(runs) == 2:  # noqa: PLR2004  # the commonest number
        first, second = runs

        def either(frame: list[Any]) -> bool | None:
            one = first(frame)
            if one is True:
                return True
            two = second(frame)
            if two is True:
                return True
            return False if one is False and two is False else None

        return Code(either, is_test=True)

    def some(frame: list[Any]) -> bool | None:
        result: bool | None = False
        for run in runs:
            value = run(frame)
            if value is True:
                return True
            if value is not False:
                result = None
        return result

    return Code(some, is_test=True)


def compile_if(unit: Unit, node: tree.If) -> Code:
    """The alternative is taken for everything but true."""
    condition = unit.compile(node.condition).run
    consequence = unit.compile(node.consequence)
    alternative = unit.compile(node.alternative)
    then, otherwise = consequence.run, alternative.run
    return Code(
        lambda frame: then(frame) if condition(frame) is True else otherwise(frame),
        is_test=consequence.is_test and alternative.is_test,
    )
