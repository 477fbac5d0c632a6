"""Signal events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.passing import read_passings
from trivium.kernel import events as happened
from trivium.kernel.passing import VariablePassing
from trivium.kernel.signals import deliver_in_tree

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class SignalDefinition(EventDefinition):
    """Broadcast by name to all that wait for it (BPMN 2.0.2, 10.5.5).

    Catchers in the same instance tree react before the thrower goes on, as in Camunda 7; those in other
    trees, and signal start events, once this command is committed; with Flowable's scope
    `processInstance` only those in the tree do.
    """

    __slots__ = ("ins", "is_inside", "name")

    kind: ClassVar[str] = "signal"
    catching: ClassVar[frozenset[str]] = frozenset(
        {"start", "intermediate", "boundary", "event-sub-process"}
    )
    throwing: ClassVar[frozenset[str]] = frozenset({"intermediate", "end"})

    name: Expression | None
    ins: tuple[VariablePassing, ...]
    is_inside: bool

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        signal = compiler.referenced(xml, "signalRef", "signal")
        text = None if signal is None else signal.get("name")
        definition.name = None if signal is None else compiler.text(signal, text)
        if not (text or "").strip():
            compiler.refuse(
                compiler.xml_of(node),
                "bpmn/signal-without-name",
                "Expected the event to name its signal, but it does not.",
                "Set signalRef to a signal with a name.",
            )
        scope = None if signal is None else dialect.attribute(signal, "scope")
        definition.is_inside = scope == "processInstance"
        definition.ins = read_passings(xml, "in", compiler)
        return definition

    def start_name(self) -> str:
        return "" if self.name is None else str(self.name.evaluate({}))

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        step.subscribe(item, "signal", node, self.signal_name(step, item))

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        del wait
        if payload:
            step.set_variables(item, payload)
        return True

    def throw(self, step: Step, item: ElementInstance) -> None:
        name = self.signal_name(step, item)
        variables: dict[str, Any] = {}
        for passing in self.ins:
            passing.pass_on(step, item, variables)
        step.events.append(happened.EventThrown(self.node.id, "signal", name, item.id))
        if not self.is_inside:
            step.outbox.append({"kind": "signal", "name": name, "variables": variables})
        deliver_in_tree(step, name, variables)

    def signal_name(self, step: Step, item: ElementInstance) -> str:
        """The name as its expression says now."""
        return "" if self.name is None else str(step.value(self.name, item))
