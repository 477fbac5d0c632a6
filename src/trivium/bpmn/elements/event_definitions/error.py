"""Error events."""

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


class ErrorDefinition(EventDefinition):
    """Catches errors by code, or all of them without one; thrown by end events (BPMN 2.0.2, 10.5.6)."""

    __slots__ = ("code", "code_variable", "message", "message_variable")

    kind: ClassVar[str] = "error"
    catching: ClassVar[frozenset[str]] = frozenset({"boundary", "event-sub-process"})
    throwing: ClassVar[frozenset[str]] = frozenset({"end"})
    goes_on: ClassVar[bool] = False

    code: str | None
    message: str | None
    code_variable: str | None
    message_variable: str | None

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        error = compiler.referenced(xml, "errorRef", "error", required=False)
        # A reference to no error of the file is the code itself, as in Camunda 7 and Flowable.
        definition.code = xml.get("errorRef") if error is None else error.get("errorCode")
        throws = node.kind not in {"boundaryEvent", "startEvent"}
        if throws and not (definition.code or "").strip():
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/error-without-code",
                "Expected the error that is thrown to have a code, but it has none.",
                "Set errorRef to an error with an errorCode.",
            )
        definition.message = None if error is None else dialect.attribute(error, "errorMessage")
        definition.code_variable = dialect.attribute(xml, "errorCodeVariable") or (
            dialect.attribute(xml, "errorVariableName")
        )
        definition.message_variable = dialect.attribute(xml, "errorMessageVariable")
        return definition

    def throw(self, step: Step, item: ElementInstance) -> None:
        step.events.append(happened.EventThrown(self.node.id, "error", self.code, item.id))
        throw(step, item, "error", self.code, self.message, again="begin")

    def announce(self, step: Step, item: ElementInstance) -> None:
        step.events.append(happened.EventThrown(self.node.id, "error", self.code, item.id))
        throw(step, item, "error", self.code, self.message, again="go_on")

    def strength(self, kind: str, code: str | None) -> int:
        if kind != "error":
            return 0
        if self.code is None:
            return 1
        return 2 if self.code == code else 0

    def variables(self, code: str | None, message: str | None) -> dict[str, Any]:
        wanted = {self.code_variable: code, self.message_variable: message}
        return {name: value for name, value in wanted.items() if name is not None}
