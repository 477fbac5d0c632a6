"""Reading the event definitions of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.graph import Node
    from trivium.xml import Element


def read_event_definition(
    node: Node, xml: Element, compiler: Compiler, *, caught_in: str = "", thrown_in: str = ""
) -> EventDefinition | None:
    """The one event definition of an event; None for a none event, or if it was refused."""
    found = [
        child
        for child in xml.children
        if child.namespace == BPMN
        and (child.name.endswith("EventDefinition") or child.name == "eventDefinitionRef")
    ]
    if not found:
        return None
    if len(found) > 1:
        compiler.refuse(
            xml,
            "bpmn/unsupported-element",
            f"Expected one event definition, but found {len(found)}.",
            "Draw one event for each.",
        )
        return None
    child = found[0]
    kind = DEFINITIONS.get(child.name)
    position = caught_in or thrown_in
    allowed = kind is not None and position in (kind.catching if caught_in else kind.throwing)
    if kind is None or not allowed:
        compiler.refuse(
            xml,
            "bpmn/unsupported-element",
            f"Expected an event that Trivium executes here, but found `{child.name}` as {position}"
            " event.",
            "See docs/reference/bpmn.md for those that it does.",
        )
        return None
    return kind.compile(node, child, compiler)
