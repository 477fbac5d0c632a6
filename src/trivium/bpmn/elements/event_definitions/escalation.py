"""Escalation events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.kernel import events as happened
from trivium.kernel.throwing import throw

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EscalationDefinition(EventDefinition):
    """Thrown to the scopes around; the thrower goes on unless it is interrupted (BPMN 2.0.2, 10.5.6)."""

    __slots__ = ("code", "code_variable")

    kind: ClassVar[str] = "escalation"
    catching: ClassVar[frozenset[str]] = frozenset({"boundary", "event-sub-process"})
    throwing: ClassVar[frozenset[str]] = frozenset({"intermediate", "end"})

    code: str | None
    code_variable: str | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        escalation = compiler.referenced(xml, "escalationRef", "escalation", required=False)
        # A reference to no escalation of the file is the code itself, as in Flowable.
        definition.code = (
            xml.get("escalationRef") if escalation is None else escalation.get("escalationCode")
        )
        definition.code_variable = dialect.attribute(xml, "escalationCodeVariable")
        throws = node.kind not in {"boundaryEvent", "startEvent"}
        if throws and not definition.code:
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/escalation-without-code",
                "Expected the event to name the escalation that it throws, but it does not.",
                "Set escalationRef to an escalation with a code.",
            )
        return definition

    def throw(self, step: Step, item: ElementInstance) -> None:
        step.events.append(happened.EventThrown(self.node.id, "escalation", self.code, item.id))
        throw(step, item, "escalation", self.code, None)

    def strength(self, kind: str, code: str | None) -> int:
        if kind != "escalation":
            return 0
        if self.code is None:
            return 1
        return 2 if self.code == code else 0

    def variables(self, code: str | None, message: str | None) -> dict[str, Any]:
        del message
        return {} if self.code_variable is None else {self.code_variable: code}
