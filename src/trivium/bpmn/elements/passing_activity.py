"""Activities that are done within the step that enters them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import Activity

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class PassingActivity(Activity):
    """An activity that is done within the step that enters it, and then needs no element instance."""

    __slots__ = ()

    is_inline = True

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        return behaviour

    def entry(self, flow: Flow) -> Enter:
        if self.node.behaviour is self and self.is_plain:
            return self.pass_through
        return super().entry(flow)

    def pass_through(self, step: Step, scope: ElementInstance) -> None:
        """The whole life of a plain one."""
        self.act(step, scope)
        step.passed(self.node, scope)
        self.node.leave(step, scope)

    def work(self, step: Step, item: ElementInstance) -> None:
        self.act(step, item)
        step.push(self.finish, item)

    def act(self, step: Step, item: ElementInstance) -> None:
        """What it does, seen from `item`."""
