"""A model compiled: its elements ready to be evaluated, and all that is wrong with it.

Standard: DMN 1.5, 10.4 (which names an element sees) and 7.3.4, 6.3.9 to 6.3.11.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from trivium.dmn import faults, model
from trivium.dmn.boxed import compile_expression
from trivium.dmn.boxed.functions import (
    BoxedFunction,
    ExternalFunction,
    Signature,
    compile_body,
    signature_of,
)
from trivium.dmn.links import Links
from trivium.dmn.model import Definitions, DrgElement
from trivium.dmn.names import long_names, names_of
from trivium.dmn.requirements import CompiledDecision, CompiledInput, cycles_in
from trivium.dmn.scope import Scope, Unit, nothing, typed
from trivium.dmn.services import Service
from trivium.dmn.types import ANY, Type, Types
from trivium.errors import Finding
from trivium.feel.types import FunctionType
from trivium.feel.values import Function

Kind = TypeVar("Kind", bound=DrgElement)


class CompiledModel:
    """All elements of one model by id; `imports` are compiled models by import name."""

    def __init__(
        self, definitions: Definitions, imports: Sequence[tuple[str, CompiledModel]] = ()
    ) -> None:
        self.definitions = definitions
        self.imports = tuple(imports)
        self.findings: list[Finding] = []
        self.tables: list[tuple[str, Any]] = []
        self._by_name: dict[str, DrgElement] = {}
        self.elements: dict[str, DrgElement] = {}
        for element in definitions.elements:
            self._add(element)
        imported = {
            (f"{name}.{inner}" if name else inner): kind
            for name, other in self.imports
            for inner, kind in other.types.own.items()
        }
        self.sources: tuple[tuple[str, CompiledModel], ...] = (("", self), *imports)
        self.links = Links(self)
        self.types: Types = Types(definitions.item_definitions, imported)
        self.members = long_names(definitions, [other for _, other in self.imports])
        self.inputs: dict[str, CompiledInput] = {}
        self.functions: dict[str, Function] = {}
        self.services: dict[str, Service] = {}
        self.decisions: dict[str, CompiledDecision] = {}
        self._declared = {name for element in definitions.elements for name in names_of(element)}
        self._declared.update(name for name, _ in self.imports)
        self._compile()
        self.findings.extend(self.types.findings)

    def _add(self, element: DrgElement) -> None:
        """Names and ids must be an element's own; the first one keeps them."""
        known = self.elements.setdefault(_id(element), element)
        namesake = element
        if element.name and not isinstance(element, model.KnowledgeSource):
            namesake = self._by_name.setdefault(element.name, element)
        if known is not element or namesake is not element:
            what = f"id '{_id(element)}'" if known is not element else f"name '{element.name}'"
            self.findings.append(faults.repeated_name(what, element))

    def _compile(self) -> None:
        for element in self._all(model.InputData):
            kind = self.type_of(_id(element))
            self.inputs[_id(element)] = CompiledInput(_id(element), names_of(element), kind)
        knowledge: list[tuple[model.BusinessKnowledgeModel, dict[str, Any]]] = []
        for bkm in self._all(model.BusinessKnowledgeModel):
            constants: dict[str, Any] = {}
            self.functions[_id(bkm)] = self._knowledge(bkm, constants)
            knowledge.append((bkm, constants))
        for service in self._all(model.DecisionService):
            compiled = Service(service, self)
            self.services[_id(service)] = compiled
            self.functions[_id(service)] = compiled.function
        for bkm, constants in knowledge:  # now that all exist, for they may call each other
            constants.update(self.links.functions(bkm.required_knowledge, bkm))
        for decision in self._all(model.Decision):
            self.decisions[_id(decision)] = self._decision(decision)
        for compiled in self.services.values():
            self.findings.extend(compiled.check())
        self._report_cycles()

    def _all(self, kind: type[Kind]) -> Iterable[Kind]:
        return (element for element in self.elements.values() if isinstance(element, kind))

    def _type(self, type_ref: str | None, line: int) -> Type:
        return self.types.find(type_ref, line)

    def type_of(self, element_id: str) -> Type:
        """The type of the value of an input or a decision."""
        variable = self.elements[element_id].variable
        return ANY if variable is None else self._type(variable.type_ref, variable.line)

    def _unit(self, element: DrgElement) -> Unit:
        return Unit(element.name, self.types, self.members, self.definitions.expression_language)

    def _knowledge(self, bkm: model.BusinessKnowledgeModel, constants: dict[str, Any]) -> Function:
        logic = bkm.encapsulated_logic
        unit = self._unit(bkm)
        scope = Scope(unit, self.links.names(bkm.required_knowledge))
        result = self.result_type(bkm, logic)
        if logic is None:
            return BoxedFunction(bkm.name, Signature((), result), nothing, constants)
        signature = signature_of(logic, scope, result)
        if logic.kind == "FEEL":
            body = compile_body(logic, scope, compile_expression)
            function: Function = BoxedFunction(bkm.name, signature, body, constants)
        else:
            external = compile_expression(logic, scope)
            function = ExternalFunction(bkm.name, signature, external, constants)
        self._close(unit, is_function=True)
        return function

    def result_type(
        self, element: DrgElement, logic: model.FunctionDefinition | None = None
    ) -> Type:
        """What a function gives.

        Its variable may name the function's type or, in models of older tools, the result's.
        """
        for named in (element.variable, logic):
            if named is not None and named.type_ref is not None:
                kind = self._type(named.type_ref, named.line)
                return kind.result if isinstance(kind, FunctionType) else kind
        return ANY

    def _decision(self, decision: model.Decision) -> CompiledDecision:
        needs = self.links.needs(decision)
        unit = self._unit(decision)
        names = self.links.names((*decision.required_information, *decision.required_knowledge))
        kinds = {
            name: need.source.type_of(need.id)
            for need in needs
            if not need.through
            for name in need.names
        }
        run = compile_expression(decision.expression, Scope(unit, names, kinds))
        kind = self.type_of(_id(decision))
        by_output = self.links.named_by_output(unit, needs)
        undeclared = self._close(unit)
        return CompiledDecision(
            _id(decision),
            names_of(decision),
            typed(run, kind, f"the decision '{decision.name}'"),
            needs,
            self.links.functions(decision.required_knowledge, decision),
            undeclared,
            by_output,
            kind,
            *_outputs_of(decision.expression),
        )

    def _close(self, unit: Unit, *, is_function: bool = False) -> tuple[str, ...]:
        """Take over what was found; the names that come from the inputs undeclared."""
        self.findings.extend(unit.findings)
        self.tables.extend((unit.element, table) for table in unit.tables)
        undeclared = []
        for name, line in unit.unknown.items():
            if name in self._declared:
                self.findings.append(faults.unknown_name(unit.element, name, line))
            elif is_function:  # may be a function that the evaluation's context brings
                fault = faults.unknown_name(unit.element, name, line, "warning")
                self.findings.append(fault)
            else:
                undeclared.append(name)
                self.findings.append(faults.undeclared_input(unit.element, name, line))
        return tuple(undeclared)

    def _report_cycles(self) -> None:
        for cycle in cycles_in(self.decisions, self):
            names = [self.decisions[one].name for one in (*cycle, cycle[0])]
            self.findings.append(faults.requirement_cycle(names, self.elements[cycle[0]]))


def _outputs_of(expression: model.Expression | None) -> tuple[tuple[str, ...], bool]:
    if not isinstance(expression, model.DecisionTable):
        return (), False
    is_collected = (
        expression.hit_policy in {"RULE ORDER", "OUTPUT ORDER", "COLLECT"}
        and expression.aggregation is None
    )
    return tuple(output.name for output in expression.outputs), is_collected


def _id(element: DrgElement) -> str:
    return element.id or element.name
