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


# these need their parameters in FEEL, though an item definition may refer to them without
_PARAMETRISED = frozenset({"list", "range", "context", "function"})


def is_known(node: tree.TypeNode, unit: Unit) -> bool:
    """Whether all the types that the node names exist.

    Standard: DMN 1.5, table 61.
    """
    match node:
        case tree.ListType() | tree.RangeType():
            return is_known(node.element, unit)
        case tree.ContextType():
            return all(is_known(kind, unit) for _, kind in node.entries)
        case tree.FunctionType():
            return all(is_known(kind, unit) for kind in (*node.parameters, node.result))
        case tree.NamedType():
            is_built_in = node.name in types.BUILT_IN and node.name not in _PARAMETRISED
            return is_built_in or node.name in unit.types
