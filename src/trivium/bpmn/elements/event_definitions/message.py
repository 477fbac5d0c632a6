"""Message events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from trivium.bpmn import dialect
from trivium.bpmn.correlation import CorrelationProperty, read_properties
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.mappings import sent_by
from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


_CATCHERS = frozenset({"startEvent", "boundaryEvent", "intermediateCatchEvent"})


class MessageDefinition(EventDefinition):
    """Waits for a message by name, or sends one (BPMN 2.0.2, 10.5.5).

    `zeebe:subscription correlationKey`, or the properties of a `correlationSubscription`, are evaluated
    when the catcher opens. A message that is thrown
    is correlated to whoever waits for it, once this command is committed.
    """

    __slots__ = ("correlation_key", "name", "properties")

    kind: ClassVar[str] = "message"
    catching: ClassVar[frozenset[str]] = frozenset(
        {"start", "intermediate", "boundary", "event-sub-process"}
    )
    throwing: ClassVar[frozenset[str]] = frozenset({"intermediate", "end"})

    name: Expression | None
    correlation_key: Expression | None
    properties: tuple[CorrelationProperty, ...]

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        definition.name, definition.correlation_key, definition.properties = None, None, ()
        message = compiler.referenced(xml, "messageRef", "message")
        text = None if message is None else message.get("name")
        if message is not None and not (text or "").strip():
            compiler.refuse(
                message,
                "bpmn/message-without-name",
                "Expected the message to have a name, but it has none.",
                "Name the message.",
            )
        if message is None and node.kind in _CATCHERS and not compiler.is_refused(xml):
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/message-without-name",
                "Expected the event to name its message, but it does not.",
                "Set messageRef.",
            )
        if message is not None:
            definition.name = compiler.text(message, text)
            definition.properties = read_properties(message, compiler)
            subscription = dialect.zeebe(message, "subscription")
            if subscription is not None:
                definition.correlation_key = compiler.text(
                    message, subscription.get("correlationKey")
                )
        return definition

    def start_name(self) -> str:
        return "" if self.name is None else str(self.name.evaluate({}))

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        correlation: dict[str, Any] = {}
        if self.correlation_key is not None:
            correlation["key"] = step.value(self.correlation_key, item)
        if self.properties:
            correlation["properties"] = {
                each.message_path: step.value(each.data, item) for each in self.properties
            }
        step.subscribe(item, "message", node, self.message_name(step, item), correlation or None)

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        del wait
        if payload:
            step.set_variables(item, payload)
        return True

    def throw(self, step: Step, item: ElementInstance) -> None:
        name = self.message_name(step, item)
        step.events.append(happened.EventThrown(self.node.id, "message", name, item.id))
        carried = sent_by(item)
        more = {"variables": carried} if carried else {}
        step.outbox.append({"kind": "message", "name": name, **more})

    def message_name(self, step: Step, item: ElementInstance) -> str:
        """The name as its expression says now."""
        return "" if self.name is None else str(step.value(self.name, item))
