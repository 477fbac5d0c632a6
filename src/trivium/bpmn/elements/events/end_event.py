"""End events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.event_definitions.cancel import CancelDefinition
from trivium.bpmn.elements.events.reading import read_event_definition
from trivium.bpmn.mappings import read_mappings

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.bpmn.mappings import Mappings
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EndEvent(FlowNode):
    """Consumes its token, and throws what it defines (BPMN 2.0.2, 10.5.3)."""

    __slots__ = ("definition", "mappings")

    definition: EventDefinition | None
    mappings: Mappings

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.definition = read_event_definition(node, xml, compiler, thrown_in="end")
        behaviour.mappings = read_mappings(xml, compiler)
        if node.outgoing:
            compiler.refuse(
                xml,
                "bpmn/end-event-with-outgoing",
                "Expected an end event to have no outgoing flow, but it has one.",
                "Use an intermediate throw event.",
            )
        return behaviour

    def enter(self, step: Step, scope: ElementInstance) -> None:
        if self.definition is None:
            step.passed(self.node, scope)
            self.node.leave(step, scope)
        else:
            step.push(self.begin, step.create(self.node, scope))

    def begin(self, step: Step, item: ElementInstance) -> None:
        """Throws; what interrupts this scope ends this event as well."""
        definition = self.definition
        if self.mappings.inputs:
            step.set_local(item, self.mappings.read_inputs(step, item))
        if definition is None or definition.goes_on:
            step.push(self.finish, item)
        if definition is not None:
            definition.throw(step, item)

    def cancel(self, step: Step, transaction: ElementInstance, item_id: int) -> None:
        """Listeners have heard that the transaction is cancelled: it goes on."""
        item, definition = step.tree.item(item_id), self.definition
        for part in () if definition is None else definition.parts:
            if isinstance(part, CancelDefinition) and item is not None:
                part.cancel(step, transaction, item)

    def finish(self, step: Step, item: ElementInstance) -> None:
        """What was thrown left this event alone: its token is consumed."""
        if self.definition is not None and self.definition.finished(step, item):
            return
        scope = item.parent
        step.complete(item)
        if scope is not None:
            self.node.leave(step, scope)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        """The compensation handlers that this event has started are done."""
        step.push(self.finish, item)
