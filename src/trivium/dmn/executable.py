"""A model compiled: its elements ready to be evaluated, and all that is wrong with it.

Standard: DMN 1.5, 10.4 (which names an element sees) and 7.3.4, 6.3.9 to 6.3.11.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from trivium.dmn import model
from trivium.dmn.boxed import compile_expression
from trivium.dmn.boxed.functions import BoxedFunction, Signature, compile_body, signature_of
from trivium.dmn.model import Definitions, DrgElement, Reference
from trivium.dmn.names import long_names, names_of
from trivium.dmn.requirements import CompiledDecision, CompiledInput, Need, cycles_in
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
        self.types: Types = Types(definitions.item_definitions, imported)
        self.members = long_names(definitions, [other for _, other in self.imports])
        self.inputs: dict[str, CompiledInput] = {}
        self.functions: dict[str, Function] = {}
        self.services: dict[str, Service] = {}
        self.decisions: dict[str, CompiledDecision] = {}
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
            self.findings.append(
                Finding(
                    "dmn/repeated-name",
                    f"Expected an element of its own for the {what} but there are two",
                    element.id or element.name,
                    element.line or None,
                    "Rename one of them.",
                )
            )

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
            constants.update(self._functions_for(bkm.required_knowledge, bkm))
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

    def target(self, reference: Reference, element: DrgElement) -> tuple[str, CompiledModel] | None:
        """The import name ("" for this model) and the model that an element is found in."""
        if reference.namespace == self.definitions.namespace and reference.id in self.elements:
            return "", self
        for name, other in self.imports:
            if other.definitions.namespace == reference.namespace and (
                reference.id in other.elements
            ):
                return name, other
        self.findings.append(
            Finding(
                "dmn/unknown-reference",
                f"Expected an element '{reference.id}' but the model has none",
                element.name,
                element.line or None,
                "Correct the reference, or import the model that the element is in.",
            )
        )
        return None

    def _functions_for(
        self, references: tuple[Reference, ...], element: DrgElement
    ) -> dict[str, Any]:
        """The functions that an element requires, those of imports in a context of their own."""
        found: dict[str, Any] = {}
        for reference in references:
            target = self.target(reference, element)
            if target is None:
                continue
            through, source = target
            function = source.functions.get(reference.id)
            if function is None:
                self._wrong_kind(reference, element, "a knowledge model or decision service")
                continue
            within = found.setdefault(through, {}) if through else found
            for name in names_of(source.elements[reference.id]):
                within[name] = function
        return found

    def _wrong_kind(self, reference: Reference, element: DrgElement, expected: str) -> None:
        self.findings.append(
            Finding(
                "dmn/wrong-requirement",
                f"Expected '{reference.id}' to be {expected}",
                element.name,
                element.line or None,
                "Use the requirement that fits the element.",
            )
        )

    def _knowledge(self, bkm: model.BusinessKnowledgeModel, constants: dict[str, Any]) -> Function:
        logic = bkm.encapsulated_logic
        unit = self._unit(bkm)
        scope = Scope(unit, self._names_for(bkm.required_knowledge))
        result = self.result_type(bkm, logic)
        if logic is None:
            return BoxedFunction(bkm.name, Signature((), result), nothing, constants)
        signature = signature_of(logic, scope, result)
        if logic.kind == "FEEL":
            body = compile_body(logic, scope, compile_expression)
            function: Function = BoxedFunction(bkm.name, signature, body, constants)
        else:
            external = compile_expression(logic, scope)
            function = ExternalKnowledge(bkm.name, signature, external, constants)
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

    def _names_for(self, references: tuple[Reference, ...]) -> frozenset[str]:
        """The names by which required elements are known; unknown references are met later."""
        names: set[str] = set()
        for reference in references:
            if reference.namespace == self.definitions.namespace:
                element = self.elements.get(reference.id)
                names.update(names_of(element) if element is not None else ())
            for name, other in self.imports:
                if other.definitions.namespace == reference.namespace:
                    element = other.elements.get(reference.id)
                    names.update(
                        (name,) if name else names_of(element) if element is not None else ()
                    )
        return frozenset(names)

    def _decision(self, decision: model.Decision) -> CompiledDecision:
        needs = tuple(
            need
            for reference in decision.required_information
            if (need := self._need(reference, decision)) is not None
        )
        unit = self._unit(decision)
        names = self._names_for((*decision.required_information, *decision.required_knowledge))
        kinds = {
            name: need.source.type_of(need.id)
            for need in needs
            if not need.through
            for name in need.names
        }
        run = compile_expression(decision.expression, Scope(unit, names, kinds))
        kind = self.type_of(_id(decision))
        by_output = self._named_by_output(unit, needs)
        undeclared = self._close(unit)
        return CompiledDecision(
            _id(decision),
            names_of(decision),
            typed(run, kind, f"the decision '{decision.name}'"),
            needs,
            self._functions_for(decision.required_knowledge, decision),
            undeclared,
            by_output,
            kind,
            *_outputs_of(decision.expression),
        )

    def _named_by_output(
        self, unit: Unit, needs: tuple[Need, ...]
    ) -> tuple[tuple[str, Need, str | None], ...]:
        """Names that are outputs of required tables: Camunda 7 puts these into scope."""
        found = []
        for need in needs:
            element = need.source.elements[need.id]
            table = element.expression if isinstance(element, model.Decision) else None
            if not isinstance(table, model.DecisionTable):
                continue
            for output in table.outputs:
                line = unit.unknown.pop(output.name, None)
                if line is not None:
                    several = len(table.outputs) > 1
                    found.append((output.name, need, output.name if several else None))
                    self.findings.append(_named_output(unit, output.name, element.name, line))
        return tuple(found)

    def _need(self, reference: Reference, decision: model.Decision) -> Need | None:
        target = self.target(reference, decision)
        if target is None:
            return None
        through, source = target
        element = source.elements[reference.id]
        if not isinstance(element, (model.Decision, model.InputData)):
            self._wrong_kind(reference, decision, "a decision or input data")
            return None
        return Need(names_of(element), through, source, reference.id)

    def _close(self, unit: Unit, *, is_function: bool = False) -> tuple[str, ...]:
        """Take over what was found; the names that come from the inputs undeclared."""
        self.findings.extend(unit.findings)
        self.tables.extend((unit.element, table) for table in unit.tables)
        declared = {name for element in self.elements.values() for name in names_of(element)} | {
            name for name, _ in self.imports
        }
        undeclared = []
        for name, line in unit.unknown.items():
            if name in declared or is_function:
                self.findings.append(_unknown_name(unit, name, line))
            else:
                undeclared.append(name)
                self.findings.append(_undeclared(unit, name, line))
        return tuple(undeclared)

    def _report_cycles(self) -> None:
        for cycle in cycles_in(self.decisions, self):
            names = " → ".join(self.decisions[one].name for one in (*cycle, cycle[0]))
            self.findings.append(
                Finding(
                    "dmn/requirement-cycle",
                    f"Expected decisions that do not require themselves but found {names}",
                    self.decisions[cycle[0]].name,
                    self.elements[cycle[0]].line or None,
                    "Remove one of the requirements.",
                )
            )


class ExternalKnowledge(Function):
    """A knowledge model whose logic is an external function, found when it is called."""

    def __init__(
        self, name: str, signature: Signature, external: Any, constants: dict[str, Any]
    ) -> None:
        self.name = name
        self.parameters = signature.names
        self.type = signature.type
        self._signature = signature
        self._external = external
        self._constants = constants

    def call(self, arguments: list[Any], state: Any) -> Any:
        values = self._signature.bound(arguments)
        function = self._external(self._constants, state)
        if function is None:
            return None
        return self._signature.checked(function.call(values, state), state)


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


def _unknown_name(unit: Unit, name: str, line: int) -> Finding:
    return Finding(
        "dmn/unknown-name",
        f"Expected a requirement for the name '{name}' but there is none",
        unit.element,
        line or None,
        "Draw the requirement from the element of that name, or correct the name.",
    )


def _named_output(unit: Unit, name: str, decision: str, line: int) -> Finding:
    return Finding(
        "dmn/output-as-name",
        f"Expected the name of the decision '{decision}' but '{name}' is that of its output; it is"
        " taken for that, as Camunda 7 does",
        unit.element,
        line or None,
        f"Write '{decision}', or name the decision '{name}'.",
        "warning",
    )


def _undeclared(unit: Unit, name: str, line: int) -> Finding:
    return Finding(
        "dmn/undeclared-input",
        f"Expected input data for the name '{name}' but there is none; it is taken from the inputs"
        " as it comes",
        unit.element,
        line or None,
        "Add input data of that name and require it.",
        "warning",
    )
