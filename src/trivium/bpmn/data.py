"""Data objects, and the associations that carry data to activities and back (BPMN 2.0.2, 10.4)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.xml import Element

_NAMED = frozenset({"dataObject", "dataInput", "dataOutput", "property"})
_DECLARATIONS = ("ioSpecification", "dataInput", "dataOutput")
_REFERENCES = {"dataObjectReference": "dataObjectRef"}


def read_data_objects(xml: Element, compiler: Compiler) -> dict[str, Any]:
    """The data objects of a scope that have a value from the start (`flowable:value`), by name."""
    found = {}
    for each in xml.findall("dataObject", BPMN):
        value = dialect.extension(each, "value")
        if value is not None:
            kind = (each.get("itemSubjectRef") or "").rpartition(":")[2].lower()
            found[_name(each)] = _typed(each, (value.text or "").strip(), kind, compiler)
    return found


def _typed(xml: Element, text: str, kind: str, compiler: Compiler) -> Any:
    """A value as its type says: the names of XML Schema, as Flowable writes them."""
    try:
        if kind in {"int", "integer", "long", "short"}:
            return int(text)
        if kind in {"double", "float", "decimal"}:
            return Decimal(text)
    except (ValueError, InvalidOperation):
        compiler.refuse(
            xml,
            "bpmn/data-object-value",
            f"Expected the data object to be a number ({kind}), but found {text!r}.",
            "Correct the value or its type.",
        )
        return None
    return text == "true" if kind == "boolean" else text


def variable_of(reference: str | None, compiler: Compiler) -> str | None:
    """The variable that stands for a data object, property, input or output; None for anything else."""
    name = (reference or "").strip()
    found = compiler.by_id.get(name) or compiler.by_id.get(name.rpartition(":")[2])
    if found is not None and found.name in _REFERENCES:
        found = compiler.by_id.get(found.get(_REFERENCES[found.name]) or "") or found
        return _name(found)
    return _name(found) if found is not None and found.name in _NAMED else None


def _name(xml: Element) -> str:
    return xml.get("name") or xml.get("id") or ""


class Variable:
    """A variable, read by its name, which may be no name in any language."""

    __slots__ = ("source",)

    language = "feel"
    is_constant = False
    needs_context = False

    def __init__(self, name: str) -> None:
        self.source = name

    @property
    def free_names(self) -> frozenset[str]:
        return frozenset({self.source})

    def evaluate(self, variables: Any, context: Any = None) -> Any:
        """Its value; null if there is none."""
        del context
        return variables.get(self.source)


def read_associations(
    xml: Element, compiler: Compiler
) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """What data associations carry into an activity and out of it: variables and their sources.

    Only of those that declare their data (activities by an `ioSpecification`, events by data inputs and
    outputs): elsewhere they are drawn and not meant, as modellers leave them (Camunda).
    """
    if not any(xml.find(name, BPMN) for name in _DECLARATIONS):
        return [], []
    return (
        [p for each in xml.findall("dataInputAssociation", BPMN) for p in _carried(each, compiler)],
        [
            p
            for each in xml.findall("dataOutputAssociation", BPMN)
            for p in _carried(each, compiler)
        ],
    )


def _carried(xml: Element, compiler: Compiler) -> list[tuple[str, Any]]:
    source, target = xml.find("sourceRef", BPMN), xml.find("targetRef", BPMN)
    into = variable_of(None if target is None else target.text, compiler)
    if into is None:
        compiler.refuse(
            xml,
            "bpmn/data-association",
            "Expected the data association to lead to a data object, input or output, but it does not.",
            "Set targetRef.",
        )
        return []
    assignments = xml.findall("assignment", BPMN)
    if assignments:
        return [(_target(each, into), _from(each, compiler)) for each in assignments]
    transformation = xml.find("transformation", BPMN)
    if transformation is not None:
        return [(into, compiler.condition(transformation))]
    name = variable_of(None if source is None else source.text, compiler)
    return [] if name is None else [(into, Variable(name))]


def _from(assignment: Element, compiler: Compiler) -> Expression | None:
    return compiler.condition(assignment.find("from", BPMN))


def _target(assignment: Element, into: str) -> str:
    """Where an assignment goes: the target itself, or a member of it by a dotted name."""
    to = assignment.find("to", BPMN)
    text = ((to.text if to is not None else None) or "").strip().lstrip("=").strip()
    return text.removeprefix("${").removesuffix("}").strip() or into
