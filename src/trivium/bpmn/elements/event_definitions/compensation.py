"""Compensation events."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from trivium.bpmn.compensation import compensate
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class CompensationDefinition(EventDefinition):
    """Undoes what was completed in the scope of the thrower (BPMN 2.0.2, 10.5.6).

    The thrower waits for it, unless `waitForCompletion` is false: then the handlers run beside it.
    """

    __slots__ = ("activity", "waits")

    kind: ClassVar[str] = "compensation"
    catching: ClassVar[frozenset[str]] = frozenset({"boundary", "event-sub-process"})
    throwing: ClassVar[frozenset[str]] = frozenset({"intermediate", "end"})
    goes_on: ClassVar[bool] = False

    activity: str | None
    waits: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        definition.activity = xml.get("activityRef")
        definition.waits = xml.get("waitForCompletion") != "false"
        if definition.activity is not None:
            compiler.activity_references.append((xml, node, definition.activity))
        return definition

    def throw(self, step: Step, item: ElementInstance) -> None:
        step.events.append(
            happened.EventThrown(self.node.id, "compensation", self.activity, item.id)
        )
        scope = compensated_scope(item)
        holder = item if self.waits else item.parent or item  # where the handlers run
        is_begun = scope is not None and compensate(step, holder, scope, self.activity)
        if not (is_begun and self.waits):
            step.push(item.node.behaviour.finish, item)  # type: ignore[attr-defined]  # throw events have it

    def announce(self, step: Step, item: ElementInstance) -> None:
        """What has no token of its own waits for nothing: the handlers run beside the multi-instance."""
        step.events.append(
            happened.EventThrown(self.node.id, "compensation", self.activity, item.id)
        )
        scope = compensated_scope(item)
        if scope is not None and item.parent is not None:
            compensate(step, item.parent, scope, self.activity)


def compensated_scope(item: ElementInstance) -> ElementInstance | None:
    """The scope whose activities a throw event at `item` undoes: an event sub-process looks outside."""
    scope = item.parent
    while scope is not None and scope.node.behaviour.is_event_subprocess:
        scope = scope.parent
    return scope
