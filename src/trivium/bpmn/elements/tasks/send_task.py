"""Send task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.event_definitions.message import MessageDefinition
from trivium.bpmn.elements.tasks.service_task import ServiceTask
from trivium.bpmn.work import says_work

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class SendTask(ServiceTask):
    """Sends its message, like a throwing event; if it says who does that, it is work for them.

    Standard: BPMN 2.0.2, 10.3.3.2. The inputs of the task go along with the message.
    """

    __slots__ = ("message",)

    message: MessageDefinition | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        behaviour.message = None
        if xml.get("messageRef") and not says_work(xml):
            behaviour.message = MessageDefinition.compile(node, xml, compiler)
            behaviour.order = None
        return behaviour

    @property
    def is_inline(self) -> bool:  # type: ignore[override]  # depends on the model here
        return self.message is not None or super().is_inline

    def act(self, step: Step, item: ElementInstance) -> None:
        if self.message is None:
            super().act(step, item)
        else:
            self.message.throw(step, item)
