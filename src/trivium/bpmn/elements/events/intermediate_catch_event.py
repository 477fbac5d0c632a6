"""Intermediate catch events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.events.reading import read_event_definition

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class IntermediateCatchEvent(Activity):
    """Waits until what it defines has come (BPMN 2.0.2, 10.5.4)."""

    __slots__ = ("definition",)

    definition: EventDefinition | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        behaviour.definition = read_event_definition(node, xml, compiler, caught_in="intermediate")
        if behaviour.definition is None and not compiler.is_refused(xml):
            compiler.refuse(
                xml,
                "bpmn/catch-event-without-trigger",
                "Expected the catch event to say what it waits for, but it does not.",
                "Give it an event definition.",
            )
        return behaviour

    def work(self, step: Step, item: ElementInstance) -> None:
        if self.definition is not None:
            self.definition.arm(step, item, self.node)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        if self.definition is not None:
            self.definition.caught(step, item, wait, payload)
        step.drop_waits(item)
        step.push(self.finish, item)
