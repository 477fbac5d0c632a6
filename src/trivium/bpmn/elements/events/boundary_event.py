"""Boundary events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.events.reading import read_event_definition
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class BoundaryEvent(FlowNode):
    """Reacts while its activity is active, interrupting it or beside it (BPMN 2.0.2, 10.5.4, 13.5.3)."""

    __slots__ = ("definition", "host", "interrupts")

    definition: EventDefinition | None
    host: Node | None
    interrupts: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.interrupts = (xml.get("cancelActivity") or "true") == "true"
        behaviour.host = compiler.node(xml.get("attachedToRef"))
        behaviour.definition = read_event_definition(node, xml, compiler, caught_in="boundary")
        if behaviour.definition is None and not compiler.is_refused(xml):
            compiler.refuse(
                xml,
                "bpmn/catch-event-without-trigger",
                "Expected the boundary event to say what it reacts to, but it does not.",
                "Give it an event definition.",
            )
        if node.incoming:
            compiler.refuse(
                xml,
                "bpmn/boundary-event-with-incoming",
                "Expected a boundary event to have no incoming flow, but it has one.",
                "Remove the flow.",
            )
        return behaviour

    def arm(self, step: Step, host: ElementInstance) -> None:
        """The activity has begun."""
        if self.definition is not None:
            self.definition.arm(step, host, self.node)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        if self.definition is None or not self.definition.is_due(step, item, wait, payload):
            return
        stays = self.definition.caught(step, item, wait, payload)
        if not stays and not self.interrupts:
            step.drop_wait(item, wait)
        self._go(step, item)

    def look(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> None:
        if self.definition is not None and self.definition.holds(step, item, wait, changed):
            self.triggered(step, item, wait, None)

    def catches(self, kind: str, code: str | None) -> int:
        return 0 if self.definition is None else self.definition.strength(kind, code)

    def caught(
        self, step: Step, host: ElementInstance, code: str | None, message: str | None
    ) -> None:
        scope = host.parent
        if self.definition is not None and scope is not None:
            step.set_variables(scope, self.definition.variables(code, message))
        self._go(step, host)

    def _go(self, step: Step, host: ElementInstance) -> None:
        """The host's token becomes the event's own, or a new one starts beside it."""
        scope = host.parent
        if scope is None:
            return
        if not self.interrupts:
            step.tokens_added(scope, 1)
            step.push(self.enter, scope)
        elif not must_wait(step, host, "interrupt", by=self.node):
            self.interrupt(step, host)

    def interrupt(self, step: Step, host: ElementInstance) -> None:
        """The activity ends, and its token becomes that of the event."""
        scope = host.parent
        step.terminate(host)
        if scope is not None:
            step.push(self.enter, scope)

    def enter(self, step: Step, scope: ElementInstance) -> None:
        step.passed(self.node, scope)
        self.node.leave(step, scope)
