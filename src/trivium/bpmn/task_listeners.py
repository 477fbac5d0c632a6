"""Task listeners: what hears a human task created, assigned, changed, completed, deleted, overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.bpmn import dialect
from trivium.bpmn.elements.event_definitions.timer import TimerDefinition
from trivium.bpmn.listeners import read_listener
from trivium.bpmn.names import BPMN
from trivium.kernel.listeners import Listener, TaskListeners

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Node
    from trivium.xml import Element

_EVENTS = frozenset({"create", "assignment", "update", "complete", "delete", "timeout"})
_ZEEBE = {
    "create": "create",
    "creating": "create",
    "complete": "complete",
    "completing": "complete",
}
"""Those of Camunda 8 that are waited for here as there."""
_WAITING = frozenset({"create", "complete"})
"""Where work of a handler or worker can be waited for: before the task is there, and once it is done."""


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
        if said not in _ZEEBE or not each.get("type"):
            _refuse(node, compiler, f"the Zeebe task listener for {said or 'no event'}")
        else:
            found.add(Listener(_ZEEBE[said], topic=each.get("type")))
    return found


def _read(
    found: TimedTaskListeners, node: Node, xml: Element, event: str, compiler: Compiler
) -> None:
    if event not in _EVENTS:
        _refuse(node, compiler, f"one for {event or 'no event'}")
        return
    for listener in read_listener(xml, event, compiler):
        timer = xml.find("timerEventDefinition", BPMN)
        if listener.topic is not None and event not in _WAITING:
            _refuse(node, compiler, f"the class {listener.topic} for {event}")
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
        f"Expected a task listener for {', '.join(sorted(_EVENTS))}, in an expression or script, or for"
        f" create or complete in a class, but found {what}.",
        "Write it as an expression or script, or draw a service task.",
    )
