"""What is heard to start and to end, by listeners that may have to be waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.listeners import NO_LISTENERS, ask
from trivium.kernel.behaviour import Behaviour

if TYPE_CHECKING:
    from trivium.bpmn.listeners import Listeners
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


class Heard(Behaviour):
    """Asks its listeners one after the other; those that are work for somebody are waited for."""

    __slots__ = ("listeners",)

    listeners: Listeners

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.listeners = NO_LISTENERS

    def begun(self, step: Step, item: ElementInstance) -> None:
        """All have heard the start."""

    def ended(self, step: Step, item: ElementInstance) -> None:
        """All have heard the end."""

    def be_heard(self, step: Step, item: ElementInstance, event: str, number: int = 0) -> None:
        """The listener with this number is next, if there is one."""
        item.remember(hearing=(event, number))
        step.tree.touch(item)
        step.push(self.hear, item)

    def hear(self, step: Step, item: ElementInstance) -> None:
        """A listener hears it start or end."""
        event, number = item.recall("hearing")
        listeners = self.listeners.of(event)
        if number >= len(listeners):
            item.remember(hearing=None)
            (self.begun if event == "start" else self.ended)(step, item)
            return
        listener = listeners[number]
        if listener.topic is not None:
            ask(listener, step, item, self.node)
            return
        if listener.expression is not None:
            step.value(listener.expression, item)
        self.be_heard(step, item, event, number + 1)

    def heard(self, step: Step, item: ElementInstance) -> None:
        """The work of a listener is done."""
        event, number = item.recall("hearing")
        self.be_heard(step, item, event, number + 1)
