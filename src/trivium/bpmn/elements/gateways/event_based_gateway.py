"""Event-based gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.instantiating import FirstEvent, check_instantiating

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EventBasedGateway(Activity):
    """Waits for the first of the events behind it; the others are then forgotten (BPMN 2.0.2, 13.4.4).

    With `instantiate` the first one starts the instance; of the type `Parallel`, the instance then
    waits for the others too (10.6.6).
    """

    __slots__ = ("instantiates", "is_parallel")

    instantiates: bool
    is_parallel: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.instantiates = xml.get("instantiate") == "true"
        behaviour.is_parallel = xml.get("eventGatewayType") == "Parallel"
        if behaviour.instantiates:
            check_instantiating(node, compiler)
        elif behaviour.is_parallel:
            compiler.refuse(
                xml,
                "bpmn/parallel-event-gateway",
                "Expected an event-based gateway that waits for all events to start its process, but it"
                " does not.",
                'Set instantiate="true", or put a parallel gateway before the events.',
            )
        for flow in node.outgoing:
            if flow.target.kind not in {"intermediateCatchEvent", "receiveTask"}:
                compiler.refuse(
                    xml,
                    "bpmn/event-gateway-target",
                    "Expected only catch events and receive tasks after the event-based gateway,"
                    f" but found `{flow.target.kind}` {flow.target.id}.",
                    "Put a catch event between.",
                )
        if not node.outgoing:
            compiler.refuse(
                xml,
                "bpmn/event-gateway-target",
                "Expected catch events after the event-based gateway, but there are none.",
                "Connect them.",
            )
        return behaviour

    def work(self, step: Step, item: ElementInstance) -> None:
        for flow in self.node.outgoing:
            flow.target.behaviour.arm_for(step, item)  # type: ignore[attr-defined]  # checked on compile

    def entrances(self) -> list[FirstEvent]:
        """Where instances begin."""
        if not self.instantiates:
            return []
        flows = self.node.outgoing
        found = []
        for flow in flows:
            others = (
                [other.enter for other in flows if other is not flow] if self.is_parallel else []
            )
            found.append(FirstEvent(flow.target, self.node, others))
        return found
