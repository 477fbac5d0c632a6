"""Terminate end event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class TerminateDefinition(EventDefinition):
    """Ends its own scope with everything in it, and nothing else (BPMN 2.0.2, 13.5.6)."""

    __slots__ = ()

    kind: ClassVar[str] = "terminate"
    throwing: ClassVar[frozenset[str]] = frozenset({"end"})
    goes_on: ClassVar[bool] = False

    def throw(self, step: Step, item: ElementInstance) -> None:
        scope = item.parent
        if scope is not None:
            step.complete(item)
            step.terminate_children(scope)
            step.push(scope.node.behaviour.scope_emptied, scope)
