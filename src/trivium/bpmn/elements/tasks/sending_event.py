"""Message events that are thrown by a handler or worker, and script tasks that one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.tasks.service_task import ServiceTask

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Node
    from trivium.xml import Element


class SendingEvent(ServiceTask):
    """A message end or intermediate throw event whose message somebody sends, as in Camunda 7 and 8.

    Standard: BPMN 2.0.2, 10.5.5, which leaves open how a message is sent. The event waits until it is.
    """

    __slots__ = ()

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        if node.kind == "endEvent" and node.outgoing:
            compiler.refuse(
                xml,
                "bpmn/end-event-with-outgoing",
                "Expected an end event to have no outgoing flow, but it has one.",
                "Use an intermediate throw event.",
            )
        return behaviour
