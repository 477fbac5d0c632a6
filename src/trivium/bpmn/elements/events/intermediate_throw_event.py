"""Intermediate throw events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.events.reading import read_event_definition
from trivium.bpmn.elements.passing_activity import PassingActivity

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class IntermediateThrowEvent(PassingActivity):
    """Throws on the way; without a definition the token just passes (BPMN 2.0.2, 10.5.4)."""

    __slots__ = ("definition",)

    definition: EventDefinition | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        behaviour.definition = read_event_definition(node, xml, compiler, thrown_in="intermediate")
        return behaviour

    @property
    def is_plain(self) -> bool:
        return self.definition is None and super().is_plain

    def work(self, step: Step, item: ElementInstance) -> None:
        definition = self.definition
        if definition is None or definition.goes_on:
            step.push(self.finish, item)
        if definition is not None:
            definition.throw(step, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        """The compensation handlers that this event has started are done."""
        step.push(self.finish, item)
