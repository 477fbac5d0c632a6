"""Listeners: what is evaluated, or worked on, when something happens to an element or its task."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.errors import EvaluationFailed
from trivium.kernel.events import Noted

if TYPE_CHECKING:
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class Listener(NamedTuple):
    """What is evaluated for what it does to variables, or the name of work that is waited for."""

    event: str
    expression: Expression | None = None
    topic: str | None = None
    fields: tuple[tuple[str, Expression | str], ...] = ()
    """What Java code would be given; headers of the job."""


class TaskListeners:
    """The listeners of one human task, by event, as Camunda 7 calls them."""

    __slots__ = ("_by_event",)

    def __init__(self) -> None:
        self._by_event: dict[str, list[Listener]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_event)

    def add(self, listener: Listener) -> None:
        """One more, in the order of the model."""
        self._by_event.setdefault(listener.event, []).append(listener)

    def work(self, event: str) -> tuple[Listener, ...]:
        """Those that are work for a handler or worker."""
        return tuple(each for each in self._by_event.get(event, ()) if each.topic is not None)

    def hear(self, step: Step, item: ElementInstance, event: str) -> None:
        """Evaluates those of an event; who changes the assignee is heard by those of `assignment`."""
        assignee = item.recall("assignee")
        item.remember(event=event)
        for each in self._by_event.get(event, ()):
            if each.expression is not None:
                step.value(each.expression, item)
        if event != "assignment" and item.recall("assignee") != assignee:
            self.hear(step, item, "assignment")

    def hear_deleted(self, step: Step, item: ElementInstance) -> None:
        """The task goes, whatever its listeners make of it: what fails in them is noted."""
        try:
            self.hear(step, item, "delete")
        except EvaluationFailed as error:
            step.events.append(Noted("listener-failed", item.id, {"message": error.message}))
