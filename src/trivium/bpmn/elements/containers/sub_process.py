"""Embedded sub-process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.containers.scope import Contents

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class SubProcess(Activity):
    """An activity with flow elements inside; done when its last token is (BPMN 2.0.2, 13.3.4)."""

    __slots__ = ("contents",)

    contents: Contents

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        if xml.get("triggeredByEvent") == "true":
            compiler.refuse(
                xml,
                "bpmn/unsupported-element",
                "Expected an embedded sub-process, but found an event sub-process.",
                "See docs/reference/bpmn.md for what is executed.",
            )
        behaviour.contents = Contents(node, xml, compiler)
        return behaviour

    def work(self, step: Step, item: ElementInstance) -> None:
        self.contents.start(step, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        step.push(self.finish, item)
