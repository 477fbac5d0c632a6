"""Receive task: waits for a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.event_definitions.message import MessageDefinition
from trivium.bpmn.elements.events.intermediate_catch_event import win_race
from trivium.bpmn.instantiating import FirstEvent, check_instantiating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class ReceiveTask(Activity):
    """Waits until its message is correlated (BPMN 2.0.2, 10.3.3.3).

    Without a message it waits for a trigger from outside, as in Camunda 7. With `instantiate` its message
    starts the process.
    """

    __slots__ = ("instantiates", "message")

    instantiates: bool
    message: MessageDefinition | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        behaviour.instantiates = xml.get("instantiate") == "true"
        if behaviour.instantiates:
            check_instantiating(node, compiler)
        behaviour.message = (
            MessageDefinition.compile(node, xml, compiler) if xml.get("messageRef") else None
        )
        return behaviour

    @property
    def start_parts(self) -> Sequence[EventDefinition]:
        """What starts a process if it begins here."""
        return () if self.message is None else (self.message,)

    def entrances(self) -> list[FirstEvent]:
        """Where instances begin."""
        return [FirstEvent(self.node, None)] if self.instantiates else []

    def work(self, step: Step, item: ElementInstance) -> None:
        self.arm_for(step, item)

    def arm_for(self, step: Step, item: ElementInstance) -> None:
        """`item` is this task's own, or the event-based gateway's before it."""
        if self.message is None:
            step.wait(item, "trigger", self.node)
        else:
            self.message.arm(step, item, self.node)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if item.node is self.node:
            super().triggered(step, item, wait, payload)
            return
        if payload:
            step.set_variables(item, payload)
        win_race(self, step, item)
