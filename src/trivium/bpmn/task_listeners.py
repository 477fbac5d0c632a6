"""Task listeners: what hears a human task created, assigned, changed, completed, deleted, overdue."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition
from trivium.bpmn.listeners import Listener, read_listener, read_zeebe_listener
from trivium.bpmn.names import BPMN
from trivium.errors import EvaluationFailed
from trivium.kernel.events import Noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_EVENTS = frozenset({"create", "assignment", "update", "complete", "delete", "timeout"})
_ZEEBE = {
    "create": "creating",
    "assignment": "assigning",
    "update": "updating",
    "complete": "completing",
    "cancel": "canceling",
}
"""The first names of the events of Camunda 8, which it still understands."""
CREATION = ("create", "creating")
ASSIGNMENT = ("assignment", "assigning")
UPDATE = ("update", "updating")
REASSIGNMENT = ("update", *ASSIGNMENT)
"""In Camunda 7 who changes the assignee changes the task; in Camunda 8 that is no update."""
COMPLETION = ("complete", "completing")
DELETION = ("delete", "canceling")
DENIABLE = frozenset({"assigning", "updating", "completing"})
"""What the listeners of Camunda 8 may deny."""


class Timeout(NamedTuple):
    """A listener that a timer calls."""

    timer: TimerDefinition
    listener: Listener


class TaskListeners:
    """The listeners of one user task, by event, as Camunda 7 calls them."""

    __slots__ = ("_awaited", "_by_event", "timeouts")

    def __init__(self) -> None:
        self._by_event: dict[str, list[Listener]] = {}
        self._awaited: set[str] = set()
        self.timeouts: list[Timeout] = []

    def __bool__(self) -> bool:
        return bool(self._by_event or self.timeouts)

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


def read_task_listeners(node: Node, xml: Element, compiler: Compiler) -> TaskListeners:
    """The `taskListener` elements of a user task (`all` in Activiti and Flowable is every event)."""
    found = TaskListeners()
    for each in dialect.all_extensions(xml, "taskListener"):
        said = each.get("event") or ""
        events = ("create", "assignment", "complete", "delete") if said == "all" else (said,)
        for event in events:
            _read(found, node, each, event, compiler)
    holder = dialect.zeebe(xml, "taskListeners")
    for each in () if holder is None else holder.children:
        said = each.get("eventType") or ""
        event = _ZEEBE.get(said, said)
        if event not in _ZEEBE.values():
            _refuse(node, compiler, f"one for {said or 'no event'}")
            continue
        for listener in read_zeebe_listener(each, event, xml, compiler):
            found.add(listener)
    return found


def _read(found: TaskListeners, node: Node, xml: Element, event: str, compiler: Compiler) -> None:
    if event not in _EVENTS:
        _refuse(node, compiler, f"one for {event or 'no event'}")
        return
    for listener in read_listener(xml, event, compiler):
        timer = xml.find("timerEventDefinition", BPMN)
        if listener.topic is not None and event == "timeout":
            _refuse(node, compiler, f"the class {listener.topic} for timeout")
        elif event != "timeout":
            found.add(listener)
        elif timer is None:
            _refuse(node, compiler, "one for timeout without a timer")
        else:
            found.timeouts.append(Timeout(TimerDefinition.compile(node, timer, compiler), listener))


def _refuse(node: Node, compiler: Compiler, what: str) -> None:
    compiler.refuse(
        compiler.xml_of(node),
        "bpmn/unsupported-listener",
        f"Expected a task listener for {', '.join(sorted(_EVENTS))} (Camunda 8:"
        f" {', '.join(_ZEEBE.values())}), and one for timeout with a timer, in an expression or script,"
        f" but found {what}.",
        "Correct it, or draw a timer event and a service task.",
    )
