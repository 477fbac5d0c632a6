"""Terminate end event."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class TerminateDefinition(EventDefinition):
    """Ends its own scope with everything in it, and nothing else (BPMN 2.0.2, 13.5.6).

    `flowable:terminateAll` ends the whole instance tree, `flowable:terminateMultiInstance` the
    multi-instance around with all its instances.
    """

    __slots__ = ("ends_all", "ends_multi_instance")

    kind: ClassVar[str] = "terminate"
    throwing: ClassVar[frozenset[str]] = frozenset({"end"})
    goes_on: ClassVar[bool] = False

    ends_all: bool
    ends_multi_instance: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        del compiler
        definition = cls(node)
        definition.ends_all = dialect.flag(xml, "terminateAll")
        definition.ends_multi_instance = dialect.flag(xml, "terminateMultiInstance")
        return definition

    def throw(self, step: Step, item: ElementInstance) -> None:
        scope = self._ended(step, item)
        if scope is None:
            return
        step.complete(item)
        if not must_wait(step, scope, "end_contents", only_contents=True):
            scope.node.behaviour.end_contents(step, scope)

    def _ended(self, step: Step, item: ElementInstance) -> ElementInstance | None:
        if self.ends_all:
            return step.tree.root
        scope = item.parent
        body = scope
        while self.ends_multi_instance and body is not None and body.process is not body:
            body = body.parent
            if body is not None and body.node.inner is not None:
                return body
        return scope
