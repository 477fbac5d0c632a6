"""The executable elements of BPMN 2.0, by their XML names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements import containers, events, gateways, tasks

if TYPE_CHECKING:
    from trivium.kernel.behaviour import Behaviour

ELEMENTS: dict[str, type[Behaviour]] = {
    **tasks.ELEMENTS,
    **gateways.ELEMENTS,
    **events.ELEMENTS,
    **containers.ELEMENTS,
}

IGNORED = frozenset(
    {
        "documentation",
        "extensionElements",
        "auditing",
        "monitoring",
        "property",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "category",
        "ioSpecification",
        "ioBinding",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataStore",
        "incoming",
        "outgoing",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "supports",
        "completionCondition",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "rendering",
        "artifact",
    }
)
"""What stands beside flow elements and says nothing about how a token moves, or is read elsewhere."""
