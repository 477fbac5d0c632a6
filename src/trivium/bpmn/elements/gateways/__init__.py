"""Gateways (BPMN 2.0.2, 10.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.gateways.complex_gateway import ComplexGateway
from trivium.bpmn.elements.gateways.event_based_gateway import EventBasedGateway
from trivium.bpmn.elements.gateways.exclusive_gateway import ExclusiveGateway
from trivium.bpmn.elements.gateways.inclusive_gateway import InclusiveGateway
from trivium.bpmn.elements.gateways.parallel_gateway import ParallelGateway

if TYPE_CHECKING:
    from trivium.kernel.behaviour import Behaviour

ELEMENTS: dict[str, type[Behaviour]] = {
    "complexGateway": ComplexGateway,
    "eventBasedGateway": EventBasedGateway,
    "exclusiveGateway": ExclusiveGateway,
    "inclusiveGateway": InclusiveGateway,
    "parallelGateway": ParallelGateway,
}
