"""The reader: a DMN document into the typed model, with a finding for each thing that is wrong.

Standard: DMN 1.5, 13 (interchange) and its schema; older versions by their namespaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trivium.dmn import model
from trivium.dmn.model import Definitions, Reference
from trivium.dmn.namespaces import MODEL
from trivium.dmn.reader.expressions import expression_in, function_definition
from trivium.dmn.reader.reading import Reading, attributes_of
from trivium.errors import Finding, InvalidModel
from trivium.xml import Document, Element


def read(document: Document) -> tuple[Definitions, tuple[Finding, ...]]:
    """The model of a document, and what was found on the way.

    Raises:
        InvalidModel: `dmn/not-dmn` if the document is not DMN at all.
    """
    root = document.root
    version = MODEL.get(root.namespace)
    if root.name != "definitions" or version is None:
        raise InvalidModel([_not_dmn(root)])
    reading = Reading(root)
    definitions = Definitions(
        **attributes_of(root),
        name=root.get("name", ""),
        namespace=reading.namespace,
        version=version,
        expression_language=root.get("expressionLanguage"),
        type_language=root.get("typeLanguage"),
        exporter=root.get("exporter"),
        imports=reading.imports,
        item_definitions=tuple(
            _item_definition(reading, item) for item in root.findall("itemDefinition")
        ),
        elements=tuple(
            _READERS[child.name](reading, child)
            for child in root.children
            if child.namespace == root.namespace and child.name in _READERS
        ),
    )
    return definitions, tuple(reading.findings)


def _not_dmn(root: Element) -> Finding:
    return Finding(
        "dmn/not-dmn",
        f"Expected the root `definitions` of DMN 1.1 to 1.5 but found `{root.name}` of "
        f"namespace '{root.namespace}'",
        line=root.line,
        remedy="Save the model as DMN 1.1 to 1.5.",
    )


def _item_definition(reading: Reading, element: Element) -> model.ItemDefinition:
    return model.ItemDefinition(
        **reading.named(element),
        type_ref=reading.type_ref(element),
        type_language=element.get("typeLanguage"),
        allowed_values=reading.unary_tests(element.find("allowedValues")),
        type_constraint=reading.unary_tests(element.find("typeConstraint")),
        components=tuple(
            _item_definition(reading, component) for component in element.findall("itemComponent")
        ),
        function_item=_function_item(reading, element.find("functionItem")),
        is_collection=_is_true(element.get("isCollection")),
    )


def _function_item(reading: Reading, element: Element | None) -> model.FunctionItem | None:
    if element is None:
        return None
    return model.FunctionItem(
        **attributes_of(element),
        output_type_ref=reading.type_ref(element, "outputTypeRef"),
        parameters=tuple(
            reading.information_item(parameter) for parameter in element.findall("parameters")
        ),
    )


def _is_true(text: str | None) -> bool:
    return text is not None and text.strip() in {"true", "1"}


def _input_data(reading: Reading, element: Element) -> model.InputData:
    return model.InputData(**_drg(reading, element))


def _drg(reading: Reading, element: Element) -> dict[str, Any]:
    variable = element.find("variable")
    return {
        **reading.named(element),
        "variable": None if variable is None else reading.information_item(variable),
        "description": reading.text_of(element, "description"),
    }


def _decision(reading: Reading, element: Element) -> model.Decision:
    return model.Decision(
        **_drg(reading, element),
        question=reading.text_of(element, "question"),
        allowed_answers=reading.text_of(element, "allowedAnswers"),
        expression=expression_in(reading, element),
        required_information=_required(
            reading, element, "informationRequirement", ("requiredDecision", "requiredInput")
        ),
        required_knowledge=_required(
            reading, element, "knowledgeRequirement", ("requiredKnowledge",)
        ),
        required_authorities=_required(
            reading, element, "authorityRequirement", _AUTHORITY_TARGETS
        ),
    )


def _knowledge_model(reading: Reading, element: Element) -> model.BusinessKnowledgeModel:
    logic = element.find("encapsulatedLogic")
    return model.BusinessKnowledgeModel(
        **_drg(reading, element),
        encapsulated_logic=None if logic is None else function_definition(reading, logic),
        required_knowledge=_required(
            reading, element, "knowledgeRequirement", ("requiredKnowledge",)
        ),
    )


def _decision_service(reading: Reading, element: Element) -> model.DecisionService:
    def references(name: str) -> tuple[Reference, ...]:
        return tuple(
            found
            for child in element.findall(name)
            if (found := reading.reference(child)) is not None
        )

    return model.DecisionService(
        **_drg(reading, element),
        output_decisions=references("outputDecision"),
        encapsulated_decisions=references("encapsulatedDecision"),
        input_decisions=references("inputDecision"),
        input_data=references("inputData"),
    )


def _knowledge_source(reading: Reading, element: Element) -> model.KnowledgeSource:
    return model.KnowledgeSource(
        **_drg(reading, element),
        required=_required(reading, element, "authorityRequirement", _AUTHORITY_TARGETS),
    )


_AUTHORITY_TARGETS = ("requiredAuthority", "requiredDecision", "requiredInput")


def _required(
    reading: Reading, element: Element, requirement: str, targets: tuple[str, ...]
) -> tuple[Reference, ...]:
    return tuple(
        found
        for one in element.findall(requirement)
        for child in one.children
        if child.name in targets and (found := reading.reference(child)) is not None
    )


_READERS: Mapping[str, Callable[[Reading, Element], model.DrgElement]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _decision_service,
    "knowledgeSource": _knowledge_source,
}
