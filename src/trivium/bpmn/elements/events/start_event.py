"""Start events of processes, sub-processes and event sub-processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn.elements.activity import FlowNode
from trivium.bpmn.elements.events.reading import read_event_definition
from trivium.bpmn.forms import read_form

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class StartEvent(FlowNode):
    """Where a scope begins (BPMN 2.0.2, 10.5.2)."""

    __slots__ = ("definition", "form")

    definition: EventDefinition | None
    form: dict[str, Any] | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        container = node.container
        at_process = container is not None and container.kind == "process"
        behaviour.definition = read_event_definition(node, xml, compiler, caught_in="start")
        behaviour.form = read_form(xml)
        if behaviour.definition is not None and not at_process:
            compiler.refuse(
                xml,
                "bpmn/start-event-with-trigger",
                "Expected a start event without a trigger inside a sub-process.",
                "Use a none start event.",
            )
        return behaviour

    def enter(self, step: Step, scope: ElementInstance) -> None:
        step.passed(self.node, scope)
        self.node.leave(step, scope)
