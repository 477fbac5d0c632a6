"""References between elements: found in the model or its imports, with a finding where they fail.

Standard: DMN 1.5, 6.3.3 (imports) and 13 (references by `href`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from trivium.dmn import faults
from trivium.dmn.model import Decision, DecisionTable, Definitions, DrgElement, InputData, Reference
from trivium.dmn.names import names_of
from trivium.dmn.requirements import CompiledDecision, CompiledInput, Need
from trivium.dmn.scope import Unit
from trivium.dmn.types import Type
from trivium.errors import Finding
from trivium.feel.values import Function


class Linked(Protocol):
    """A compiled model: its elements by id, and the models that it imports by name."""

    definitions: Definitions
    elements: dict[str, DrgElement]
    inputs: dict[str, CompiledInput]
    decisions: dict[str, CompiledDecision]
    functions: dict[str, Function]
    findings: list[Finding]

    @property
    def sources(self) -> tuple[tuple[str, Any], ...]:
        """The models that elements may be found in: this one as "", then imports by name."""

    def type_of(self, element_id: str, /) -> Type: ...


class Links:
    """Follows the references of one model."""

    def __init__(self, home: Linked) -> None:
        self._home = home

    def target(self, reference: Reference, element: DrgElement) -> tuple[str, Linked] | None:
        """The import name ("" for this model) and the model that an element is found in."""
        found = self._find(reference)
        if found is None:
            self._home.findings.append(faults.unknown_reference(reference.id, element))
        return found

    def _find(self, reference: Reference) -> tuple[str, Linked] | None:
        for name, source in self._home.sources:
            if source.definitions.namespace == reference.namespace and (
                reference.id in source.elements
            ):
                return name, source
        return None

    def names(self, references: tuple[Reference, ...]) -> frozenset[str]:
        """The names by which required elements are known; those of imports by the import's."""
        names: set[str] = set()
        for reference in references:
            found = self._find(reference)
            if found is not None:
                through, source = found
                names.update((through,) if through else names_of(source.elements[reference.id]))
        return frozenset(names)

    def functions(self, references: tuple[Reference, ...], element: DrgElement) -> dict[str, Any]:
        """The functions that an element requires, those of imports in a context of their own."""
        found: dict[str, Any] = {}
        for reference in references:
            target = self.target(reference, element)
            if target is None:
                continue
            through, source = target
            function = source.functions.get(reference.id)
            if function is None:
                expected = "a knowledge model or decision service"
                self._home.findings.append(
                    faults.wrong_requirement(reference.id, element, expected)
                )
                continue
            within = found.setdefault(through, {}) if through else found
            for name in names_of(source.elements[reference.id]):
                within[name] = function
        return found

    def needs(self, decision: Decision) -> tuple[Need, ...]:
        """The inputs and decisions that a decision requires."""
        found = []
        for reference in decision.required_information:
            target = self.target(reference, decision)
            if target is None:
                continue
            through, source = target
            element = source.elements[reference.id]
            if isinstance(element, (Decision, InputData)):
                found.append(Need(names_of(element), through, source, reference.id))
            else:
                expected = "a decision or input data"
                self._home.findings.append(
                    faults.wrong_requirement(reference.id, decision, expected)
                )
        return tuple(found)

    def named_by_output(
        self, unit: Unit, needs: tuple[Need, ...]
    ) -> tuple[tuple[str, Need, str | None], ...]:
        """Names that are outputs of required tables: Camunda 7 puts these into scope."""
        found = []
        for need in needs:
            for name, output, element in _outputs_of(need):
                line = unit.unknown.pop(name, None)
                if line is not None:
                    found.append((name, need, output))
                    fault = faults.output_as_name(unit.element, name, element.name, line)
                    self._home.findings.append(fault)
        return tuple(found)


def _outputs_of(need: Need) -> list[tuple[str, str | None, DrgElement]]:
    """The outputs of the table that a decision is; the output is None where it is the only one."""
    elements: Mapping[str, DrgElement] = need.source.elements
    element = elements[need.id]
    table = element.expression if isinstance(element, Decision) else None
    if not isinstance(table, DecisionTable):
        return []
    several = len(table.outputs) > 1
    return [(one.name, one.name if several else None, element) for one in table.outputs]
