"""Type names and type expressions of the source into types."""

from __future__ import annotations

from trivium.feel import tree, types
from trivium.feel.compiler.unit import Unit
from trivium.feel.types import Type


def type_of(node: tree.TypeNode, unit: Unit) -> Type:
    """The type that the node names; an unknown one has no instance."""
    match node:
        case tree.ListType():
            return types.ListType(type_of(node.element, unit))
        case tree.RangeType():
            return types.RangeType(type_of(node.element, unit))
        case tree.ContextType():
            return types.ContextType({name: type_of(kind, unit) for name, kind in node.entries})
        case tree.FunctionType():
            parameters = tuple(type_of(kind, unit) for kind in node.parameters)
            return types.FunctionType(parameters, type_of(node.result, unit))
        case tree.NamedType():
            return unit.types.get(node.name) or types.BUILT_IN.get(
                node.name, types.UnknownType(node.name)
            )
