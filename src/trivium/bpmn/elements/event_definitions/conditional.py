"""Conditional events."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.names import BPMN
from trivium.errors import EvaluationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class ConditionalDefinition(EventDefinition):
    """Happens when its condition is true: looked at on entry and whenever a variable that it sees changes.

    Standard: BPMN 2.0.2, 10.5.5. A condition that cannot be evaluated counts as false.
    `camunda:variableName` and `camunda:variableEvents` restrict which changes count.
    """

    __slots__ = ("condition", "variable_events", "variable_name")

    kind: ClassVar[str] = "conditional"
    catching: ClassVar[frozenset[str]] = frozenset(
        {"intermediate", "boundary", "event-sub-process"}
    )

    condition: Expression | None
    variable_name: str | None
    variable_events: tuple[str, ...]

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        definition.condition = compiler.condition(xml.find("condition", BPMN))
        definition.variable_name = dialect.attribute(xml, "variableName")
        definition.variable_events = dialect.names(xml, "variableEvents")
        if definition.condition is None:
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/condition-missing",
                "Expected the conditional event to have a condition, but it has none.",
                "Write one.",
            )
        return definition

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        step.watch(item, node)

    def holds(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> bool:
        del wait
        if changed is not None and not self._concerns(changed):
            return False
        if self.condition is None:
            return False
        try:
            return step.is_true(self.condition, item)
        except EvaluationFailed:  # a variable that is not there yet
            return False

    def _concerns(self, changed: Mapping[str, str]) -> bool:
        """Whether one of the changes is of the variable and kind that were asked for."""
        return any(
            self.variable_name in {None, name}
            and (not self.variable_events or what in self.variable_events)
            for name, what in changed.items()
        )

    def caught(self, step: Step, item: ElementInstance, wait: object, payload: object) -> bool:
        del step, item, wait, payload
        return True
