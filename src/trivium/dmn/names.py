"""Names: those that elements are known by, and those that expressions read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from trivium.dmn import model
from trivium.dmn.model import Definitions, DrgElement
from trivium.feel import tree


class Imported(Protocol):
    """A compiled model that is imported."""

    members: frozenset[str]
    elements: dict[str, DrgElement]


def names_read(node: object) -> frozenset[str]:
    """Names that an expression reads from its scope for certain.

    In a filter a name may be an entry of the item, which only the value can tell; names that stand
    in filters alone are therefore left out.
    """
    found: set[str] = set()
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, tree.Name):
            found.add(one.name)
        elif isinstance(one, tree.Filter):
            pending.append(one.source)
        elif isinstance(one, tree.Node):
            pending.extend(getattr(one, field) for field in one.__struct_fields__)
        elif isinstance(one, tuple):
            pending.extend(one)
    return frozenset(found)


def names_of(element: DrgElement) -> tuple[str, ...]:
    """The names that an element is known by: its own and, where it differs, its variable's."""
    variable = element.variable
    if variable is None or not variable.name or variable.name == element.name:
        return (element.name,)
    return element.name, variable.name


def long_names(definitions: Definitions, imported: Iterable[Imported]) -> frozenset[str]:
    """Names of several words that may stand behind a dot.

    They are those of components of types, entries of contexts, columns, and imported elements.
    """
    found: set[str] = set()
    for other in imported:
        found |= other.members
        found.update(name for element in other.elements.values() for name in names_of(element))
    pending = list(definitions.item_definitions)
    while pending:
        item = pending.pop()
        found.update(component.name for component in item.components)
        pending.extend(item.components)
    for element in definitions.elements:
        found.update(names_of(element))
        found.update(_names_within(element))
    return frozenset(name for name in found if name and not name.isidentifier())


def _names_within(element: DrgElement) -> Iterable[str]:
    if isinstance(element, model.Decision):
        root: model.Expression | None = element.expression
    elif isinstance(element, model.BusinessKnowledgeModel):
        root = element.encapsulated_logic
    else:
        root = None
    for expression in () if root is None else model.within(root):
        if isinstance(expression, model.Context):
            yield from (e.variable.name for e in expression.entries if e.variable is not None)
        elif isinstance(expression, model.Relation):
            yield from (column.name for column in expression.columns)
        elif isinstance(expression, model.DecisionTable):
            yield from (output.name for output in expression.outputs)
