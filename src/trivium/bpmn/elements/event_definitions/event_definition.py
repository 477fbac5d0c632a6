"""What the reasons of events have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class EventDefinition:
    """Why an event happens: catching ones arm themselves on an element instance, throwing ones throw.

    `catching` and `throwing` say in which positions the standard allows it.
    """

    __slots__ = ("node",)

    kind: ClassVar[str]
    catching: ClassVar[frozenset[str]] = frozenset()
    """Where it may be caught: `start`, `intermediate`, `boundary`, `event-sub-process`."""
    throwing: ClassVar[frozenset[str]] = frozenset()
    """Where it may be thrown: `intermediate`, `end`."""
    goes_on: ClassVar[bool] = True
    """Whether the throwing event is done once it has thrown."""

    def __init__(self, node: Node) -> None:
        self.node = node

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        """Reads the event definition; `xml` is the definition element itself."""
        del xml, compiler
        return cls(node)

    def start_name(self) -> str:
        """What a start event of a process listens to, before there is an instance."""
        return ""

    @property
    def parts(self) -> tuple[EventDefinition, ...]:
        """The single definitions: itself, if it is not made of several."""
        return (self,)

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        """From now on `item` waits for this on behalf of `node`."""

    def is_due(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        """Whether the event happens now that this has come; one that needs more takes it and waits on."""
        del step, item, wait, payload
        return True

    def holds(
        self, step: Step, item: ElementInstance, wait: Wait, changed: Mapping[str, str] | None
    ) -> bool:
        """Whether a condition that is watched is true, after these changes."""
        del step, item, wait, changed
        return False

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        """It has come: takes its payload; whether it stays armed (a timer cycle with firings left)."""
        del step, item, wait, payload
        return False

    def throw(self, step: Step, item: ElementInstance) -> None:
        """Throws it from `item`, whose way on is already on the stack if `goes_on` says so."""

    def announce(self, step: Step, item: ElementInstance) -> None:
        """Throws it from the multi-instance `item`, which goes on unless it is interrupted."""
        self.throw(step, item)

    def finished(self, step: Step, item: ElementInstance) -> bool:
        """What was thrown is dealt with; whether this has taken the token of `item` along."""
        del step, item
        return False

    def strength(self, kind: str, code: str | None) -> int:
        """How well it catches what is thrown up the tree: 0 not, 1 as a catch-all, 2 for this code."""
        del kind, code
        return 0

    def variables(self, code: str | None, message: str | None) -> dict[str, Any]:
        """What the catcher wants to know of what was thrown."""
        del code, message
        return {}
