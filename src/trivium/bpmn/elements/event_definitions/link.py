"""Link events."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class LinkDefinition(EventDefinition):
    """A jump inside one scope: from the throwing to the catching event of the same name (10.5.5)."""

    __slots__ = ("name",)

    kind: ClassVar[str] = "link"
    catching: ClassVar[frozenset[str]] = frozenset({"intermediate"})
    throwing: ClassVar[frozenset[str]] = frozenset({"intermediate"})
    goes_on: ClassVar[bool] = False

    name: str

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        definition.name = xml.get("name") or ""
        if node.kind == "intermediateThrowEvent":
            compiler.links_thrown.append((node, definition.name))
        elif node.incoming:
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/link-with-incoming",
                "Expected a catching link event to have no incoming flow, but it has one.",
                "Remove the flow; the link is how tokens come.",
            )
        else:
            compiler.links_caught.append((node, definition.name))
        return definition

    def throw(self, step: Step, item: ElementInstance) -> None:
        target = self.node.definition.links[self.node.id]
        scope = item.parent
        step.complete(item)
        if scope is not None:
            step.passed(target, scope)
            target.leave(step, scope)
