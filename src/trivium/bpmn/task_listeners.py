"""Task listeners: what hears a human task created, assigned, changed, completed, deleted, overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition
from trivium.bpmn.listeners import read_listener, read_zeebe_listener
from trivium.bpmn.names import BPMN
from trivium.kernel.listeners import Listener, TaskListeners

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Node
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


class TimedTaskListeners(TaskListeners):
    """The listeners of a user task, with those that a timer calls."""

    __slots__ = ("timeouts",)

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[Timeout] = []

    def __bool__(self) -> bool:
        return super().__bool__() or bool(self.timeouts)


def read_task_listeners(node: Node, xml: Element, compiler: Compiler) -> TimedTaskListeners:
    """The `taskListener` elements of a user task (`all` in Activiti and Flowable is every event)."""
    found = TimedTaskListeners()
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


def _read(
    found: TimedTaskListeners, node: Node, xml: Element, event: str, compiler: Compiler
) -> None:
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
