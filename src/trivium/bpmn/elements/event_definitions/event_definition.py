"""What the reasons of events have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EventDefinition:
    """Why an event happens: catching ones arm themselves on an element instance, throwing ones throw.

    One that is neither caught nor thrown in some position says so with `positions`.
    """

    __slots__ = ("node",)

    kind: ClassVar[str]
    catching: ClassVar[frozenset[str]] = frozenset()
    """Where it may be caught: `start`, `intermediate`, `boundary`, `event-sub-process`."""
    throwing: ClassVar[frozenset[str]] = frozenset()
    """Where it may be thrown: `intermediate`, `end`."""

    def __init__(self, node: Node) -> None:
        self.node = node

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        """Reads the event definition; `xml` is the definition element itself."""
        del xml, compiler
        return cls(node)

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        """From now on `item` waits for this on behalf of `node`."""

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        """It has come: takes its payload; whether it stays armed (a timer cycle with firings left)."""
        del step, item, wait, payload
        return False

    def throw(self, step: Step, item: ElementInstance) -> bool:
        """Throws it from `item`; whether `item` may go on by itself."""
        del step, item
        return True
