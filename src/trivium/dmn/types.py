"""Item definitions as types: what a value of each may be, and how one is coerced to it.

Standard: DMN 1.5, 7.3.3 (item definitions) and 10.3.2.9.4 (implicit conversions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium import feel
from trivium.dmn.model import FunctionItem, ItemDefinition, UnaryTests
from trivium.dmn.namespaces import is_feel
from trivium.errors import Finding
from trivium.feel.marks import MISSING
from trivium.feel.types import (
    ANY,
    BUILT_IN,
    NUMBER,
    ConstrainedType,
    ContextType,
    FunctionType,
    ListType,
    Type,
    UnknownType,
)


class ReferredType(Type):
    """A type by its name, looked up when it is asked; lets a structure hold itself."""

    def __init__(self, name: str, known: Mapping[str, Type]) -> None:
        self.name = name
        self._known = known

    def has(self, value: Any) -> bool:
        return self._known[self.name].has(value)

    def accepts(self, value: Any) -> bool:
        return self._known[self.name].accepts(value)

    def conforms_to(self, other: Type) -> bool:
        return other is self or other is self._known[self.name] or other is ANY

    def coerce(self, value: Any) -> Any:
        return self._known[self.name].coerce(value)


_CAMUNDA_NUMBERS = frozenset({"integer", "long", "double"})
"""What Camunda 7 models call numbers."""


class Types:
    """The types of one model: its item definitions, those of its imports, and the built-in ones."""

    def __init__(
        self, definitions: tuple[ItemDefinition, ...], imported: Mapping[str, Type] | None = None
    ) -> None:
        self.findings: list[Finding] = []
        self.known: dict[str, Type] = dict(imported or {})
        self._definitions = {one.name: one for one in definitions}
        self._open: list[str] = []
        for one in definitions:
            self._define(one)

    def find(self, type_ref: str | None, line: int = 0, element: str | None = None) -> Type:
        """The type of that name; every value is of one that is not known, which is a finding."""
        if type_ref is None:
            return ANY
        found = self.known.get(type_ref) or self._named(type_ref)
        if found is None:
            self.findings.append(
                Finding(
                    "dmn/unknown-type",
                    f"Expected the name of a type but found '{type_ref}'",
                    element,
                    line or None,
                    "Use a type of FEEL, or define an item definition of that name.",
                )
            )
            found = self.known[type_ref] = UnknownType(type_ref)
        return found

    @property
    def own(self) -> dict[str, Type]:
        """The item definitions of this model by name."""
        return {name: self.known[name] for name in self._definitions if name in self.known}

    def allowed_values(self, type_ref: str | None) -> UnaryTests | None:
        """The values that an item definition of this model allows, as they are written there."""
        definition = self._definitions.get(type_ref or "")
        return None if definition is None else definition.allowed_values

    def _named(self, name: str) -> Type | None:
        definition = self._definitions.get(name)
        if definition is None:
            return BUILT_IN.get(name) or (NUMBER if name in _CAMUNDA_NUMBERS else None)
        return self._define(definition)

    def _define(self, definition: ItemDefinition) -> Type:
        name = definition.name
        if name in self.known:
            return self.known[name]
        if name in self._open:
            return ReferredType(name, self.known)
        self._open.append(name)
        made = self._made(definition)
        self._open.pop()
        if isinstance(made, ReferredType):
            self.findings.append(
                Finding(
                    "dmn/type-cycle",
                    f"Expected the type '{name}' to be based on another one but it is based on"
                    " itself",
                    definition.id or name,
                    definition.line or None,
                    "Base it on a type of FEEL or on a structure.",
                )
            )
            made = ANY
        self.known[name] = made
        return made

    def _made(self, definition: ItemDefinition) -> Type:
        made = self._base(definition)
        if definition.allowed_values is not None:
            made = self._constrained(definition, definition.allowed_values, made)
        if definition.is_collection:
            made = ListType(made)
        if definition.type_constraint is not None:
            made = self._constrained(definition, definition.type_constraint, made)
        return made

    def _base(self, definition: ItemDefinition) -> Type:
        if definition.components:
            return ContextType(
                {one.name: self._made(one) for one in definition.components}, definition.name
            )
        if definition.function_item is not None:
            return self._function(definition.function_item)
        return self.find(definition.type_ref, definition.line, definition.id or definition.name)

    def _function(self, item: FunctionItem) -> Type:
        return FunctionType(
            tuple(self.find(one.type_ref, one.line, one.name) for one in item.parameters),
            self.find(item.output_type_ref, item.line, item.id),
        )

    def _constrained(self, definition: ItemDefinition, tests: UnaryTests, base: Type) -> Type:
        allows = self._allows(definition, tests)
        return base if allows is None else ConstrainedType(definition.name, base, allows)

    def _allows(
        self, definition: ItemDefinition, tests: UnaryTests
    ) -> Callable[[Any], bool] | None:
        if not tests.text.strip() or not is_feel(tests.expression_language):
            return None
        try:
            compiled = feel.compile_unary_tests(tests.text)
        except feel.FeelSyntaxError as error:
            self.findings.append(
                Finding(
                    "dmn/expression",
                    f"The allowed values of '{definition.name}' cannot be read: {error.message}",
                    definition.id or definition.name,
                    tests.line or definition.line or None,
                    "Correct the expression.",
                )
            )
            return None
        return lambda value: compiled.evaluate({}, input_value=value) is True


def coerced(value: Any, kind: Type) -> Any:
    """The value as one of the type, or `MISSING`; values of unknown types pass."""
    return value if kind is ANY else kind.coerce(value)


__all__ = ["ANY", "MISSING", "Type", "Types", "coerced"]
