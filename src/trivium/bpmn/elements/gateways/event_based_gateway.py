"""Event-based gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import Activity

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EventBasedGateway(Activity):
    """Waits for the first of the events behind it; the others are then forgotten (BPMN 2.0.2, 13.4.4)."""

    __slots__ = ()

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
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
