"""What can be said of an expression's type before it is evaluated, for the types of functions."""

from __future__ import annotations

from collections.abc import Mapping

from trivium.feel import tree
from trivium.feel.types import ANY, BOOLEAN, NUMBER, ListType, Type, type_of_value

_TESTS = (
    tree.Comparison
    | tree.Between
    | tree.In
    | tree.InstanceOf
    | tree.Conjunction
    | tree.Disjunction
    | tree.Quantified
)


def result_type(node: tree.Expression, names: Mapping[str, Type]) -> Type:
    """The type of the expression's values where names have these types; Any if unknown."""
    match node:
        case tree.Literal():
            return type_of_value(node.value)
        case tree.Name():
            return names.get(node.name, ANY)
        case tree.Negation():
            return result_type(node.operand, names)
        case tree.Arithmetic():
            left, right = result_type(node.left, names), result_type(node.right, names)
            return left if left == right and left is not ANY else ANY
        case tree.If():
            one = result_type(node.consequence, names)
            return one if one == result_type(node.alternative, names) else ANY
        case tree.ListLiteral():
            kinds = [result_type(item, names) for item in node.items]
            same = bool(kinds) and all(kind == kinds[0] for kind in kinds)
            return ListType(kinds[0] if same else ANY)
        case tree.Invocation(function=tree.Name(name="count" | "string length")):
            return NUMBER
    return BOOLEAN if isinstance(node, _TESTS) else ANY
