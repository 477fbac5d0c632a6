"""Intermediate catch events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.events.reading import read_event_definition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

    @property
    def start_parts(self) -> Sequence[EventDefinition]:
        """What starts a process if it begins with a gateway before this event."""
        return () if self.definition is None else self.definition.parts

    def work(self, step: Step, item: ElementInstance) -> None:
        self.arm_for(step, item)
        if not item.waits:
            step.push(self.finish, item)

    def arm_for(self, step: Step, item: ElementInstance) -> None:
        """`item` is this event's own, or the event-based gateway's before it."""
        if self.definition is not None:
            self.definition.arm(step, item, self.node)

    def triggered(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> None:
        is_event = wait.kind not in {"async", "retry", "work"} and self.definition is not None
        if is_event and not self.definition.is_due(step, item, wait, payload):  # type: ignore[union-attr]  # looked at just now
            return
        if item.node is self.node:
            super().triggered(step, item, wait, payload)
            return
        if self.definition is not None:
            self.definition.caught(step, item, wait, payload)
        win_race(self, step, item)

    def look(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> None:
        if self.definition is not None and self.definition.holds(step, item, wait, changed):
            self.triggered(step, item, wait, None)

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        if self.definition is not None:
            self.definition.caught(step, item, wait, payload)
        step.drop_waits(item)
        step.push(self.finish, item)


def win_race(behaviour: Activity, step: Step, gateway: ElementInstance) -> None:
    """The event-based gateway's token goes on at the event that came first."""
    scope = gateway.parent
    step.complete(gateway)
    if scope is not None:
        step.push(behaviour.finish, step.create(behaviour.node, scope))
