"""Events (BPMN 2.0.2, 10.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.events.boundary_event import BoundaryEvent
from trivium.bpmn.elements.events.end_event import EndEvent
from trivium.bpmn.elements.events.intermediate_catch_event import IntermediateCatchEvent
from trivium.bpmn.elements.events.intermediate_throw_event import IntermediateThrowEvent
from trivium.bpmn.elements.events.start_event import StartEvent

if TYPE_CHECKING:
    from trivium.kernel.behaviour import Behaviour

ELEMENTS: dict[str, type[Behaviour]] = {
    "boundaryEvent": BoundaryEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": IntermediateCatchEvent,
    "intermediateThrowEvent": IntermediateThrowEvent,
    "startEvent": StartEvent,
}
