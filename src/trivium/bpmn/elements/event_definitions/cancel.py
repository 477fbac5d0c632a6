"""Cancel events of transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from trivium.bpmn.compensation import compensate
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.events import parts_of
from trivium.kernel import events as happened
from trivium.kernel.endings import must_wait

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class CancelDefinition(EventDefinition):
    """Cancels its transaction: what runs is ended, what was completed undone (BPMN 2.0.2, 10.5.6)."""

    __slots__ = ()

    kind: ClassVar[str] = "cancel"
    catching: ClassVar[frozenset[str]] = frozenset({"boundary"})
    throwing: ClassVar[frozenset[str]] = frozenset({"end"})
    goes_on: ClassVar[bool] = False

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        del xml
        inside = node.container if node.kind == "endEvent" else compiler.host(node)
        if inside is None or inside.kind != "transaction":
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/cancel-outside-transaction",
                "Expected the cancel event to belong to a transaction, but it does not.",
                "Use it in or on a transaction sub-process.",
            )
        return cls(node)

    def throw(self, step: Step, item: ElementInstance) -> None:
        transaction = item.parent
        if transaction is None:
            return
        step.events.append(happened.EventThrown(self.node.id, "cancel", None, item.id))
        if not must_wait(
            step, transaction, "cancel", item.id, by=self.node, only_contents=True, spared=item
        ):
            self.cancel(step, transaction, item)

    def cancel(self, step: Step, transaction: ElementInstance, item: ElementInstance) -> None:
        """What runs in the transaction beside this event ends, what was completed is undone."""
        for child in step.tree.children_of(transaction):
            if child is not item:
                step.terminate(child)
        step.forget_tokens(transaction)
        transaction.tokens = 1  # that of this event
        if not compensate(step, item, transaction, None):
            self.finished(step, item)

    def finished(self, step: Step, item: ElementInstance) -> bool:
        """All is undone: the token leaves by the cancel boundary event."""
        transaction = item.parent
        if transaction is None:
            return False
        host = transaction
        if host.parent is not None and host.parent.node.inner is host.node:
            host = host.parent
        for boundary in host.node.boundary:
            if any(isinstance(part, CancelDefinition) for part in parts_of(boundary)):
                boundary.behaviour.caught(step, host, None, None)  # type: ignore[attr-defined]  # a boundary event
                return True
        scope = host.parent
        step.terminate(host)
        if scope is not None:
            step.token_ended(scope)
        return True
