"""Listeners: what is evaluated, or worked on, when something happens to an element or its task."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from trivium.errors import EvaluationFailed
from trivium.kernel.events import Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


DEFAULT_RETRIES = 3
"""So often is work tried if the model does not say it."""


class Listener(NamedTuple):
    """What is evaluated for what it does to variables, or the name of work that is waited for."""

    event: str
    expression: Expression | None = None
    topic: Expression | str | None = None
    fields: tuple[tuple[str, Expression | str], ...] = ()
    """What Java code would be given, and task headers; headers of the job."""
    retries: Expression | int = DEFAULT_RETRIES
    is_named: bool = False
    """Whether the topic is the name of a Java class or bean."""


class TaskListeners:
    """The listeners of one human task, by event, as Camunda 7 calls them."""

    __slots__ = ("_awaited", "_by_event")

    def __init__(self) -> None:
        self._by_event: dict[str, list[Listener]] = {}
        self._awaited: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._by_event)

    def add(self, listener: Listener) -> None:
        """One more, in the order of the model."""
        self._by_event.setdefault(listener.event, []).append(listener)
        if listener.topic is not None:
            self._awaited.add(listener.event)

    def __iter__(self) -> Iterator[Listener]:
        """All that are called by an event."""
        return chain.from_iterable(self._by_event.values())

    def of(self, events: Iterable[str]) -> list[Listener]:
        """Those of these events, one event after the other."""
        return [each for event in events for each in self._by_event.get(event, ())]

    def waits_for(self, events: Iterable[str]) -> bool:
        """Whether one of these events is work for a handler or worker, which is waited for."""
        return not self._awaited.isdisjoint(events)

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
