"""What can be said of an expression's type before it is evaluated, for the types of functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trivium.feel import tree
from trivium.feel.types import ANY, BOOLEAN, ListType, Type, type_of_value

_TESTS = (
    tree.Comparison
    | tree.Between
    | tree.In
    | tree.InstanceOf
    | tree.Conjunction
    | tree.Disjunction
    | tree.Quantified
)


def result_type(  # noqa: PLR0911  # one return for each kind of node
    node: tree.Expression, names: Mapping[str, Type]
) -> Type:
    """The type of the expression's values where names have these types; Any if unknown."""
    match node:
        case tree.Literal():
            return type_of_value(node.value)
        case tree.Name():
            return names.get(node.name, ANY)
        case tree.Negation():
            return result_type(node.operand, names)
        case tree.Arithmetic():
            return _common((node.left, node.right), names)
        case tree.If():
            return _common((node.consequence, node.alternative), names)
        case tree.ListLiteral():
            return ListType(_common(node.items, names))
    return BOOLEAN if isinstance(node, _TESTS) else ANY


def _common(nodes: Sequence[tree.Expression], names: Mapping[str, Type]) -> Type:
    """The type that all of them have."""
    kinds = {result_type(node, names) for node in nodes}
    return kinds.pop() if len(kinds) == 1 else ANY
