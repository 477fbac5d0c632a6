"""Listeners of the dialects: expressions and scripts that hear transitions of plan items, and tasks.

What is named as a Java class or bean is not called: nothing in a transition can wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trivium.cmmn import dialect
from trivium.kernel.listeners import Listener, TaskListeners

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.xml import Element

LIFECYCLE = frozenset(
    {"caseExecutionListener", "planItemLifecycleListener", "caseLifecycleListener"}
)
_TASK_EVENTS = ("create", "assignment", "update", "complete", "delete")
_ALL = ("create", "assignment", "complete", "delete")


class LifecycleListener(NamedTuple):
    """What is evaluated at a transition: at those of one name (Camunda), or between states (Flowable)."""

    expression: Expression
    transition: str | None
    before: str | None
    after: str | None

    def hears(self, transition: str, before: str, after: str) -> bool:
        """Whether it is for this transition; what it does not say is any."""
        return (
            self.transition in {None, transition}
            and self.before in {None, before}
            and self.after in {None, after}
        )


def read_lifecycle_listeners(xml: Element, compiler: Compiler) -> tuple[LifecycleListener, ...]:
    """Those of a plan item definition, of a case plan model, or of a case, in their order."""
    found = []
    for each in dialect.extensions(xml):
        if each.name in LIFECYCLE:
            expression = _expression(each, compiler)
            if expression is not None:
                said = (each.get(name) or None for name in ("event", "sourceState", "targetState"))
                found.append(LifecycleListener(expression, *said))
    return tuple(found)


def read_task_listeners(xml: Element, compiler: Compiler) -> TaskListeners:
    """Those of a human task; `all`, or no event, is every event."""
    found = TaskListeners()
    for each in dialect.all_extensions(xml, "taskListener"):
        expression = _expression(each, compiler)
        for event in _events(each) if expression is not None else ():
            found.add(Listener(event, expression))
    return found


def is_executed(xml: Element, owner: Element) -> bool:
    """Whether this extension element of `owner` is a listener that is called."""
    is_written = xml.get("expression") is not None or _script(xml) is not None
    if xml.name == "taskListener":
        return is_written and owner.name == "humanTask" and bool(_events(xml))
    is_of_case = xml.name == "caseLifecycleListener"
    return is_written and xml.name in LIFECYCLE and is_of_case == (owner.name == "case")


def _events(xml: Element) -> tuple[str, ...]:
    said = xml.get("event") or "all"
    return _ALL if said == "all" else tuple(each for each in _TASK_EVENTS if each == said)


def _script(xml: Element) -> Element | None:
    return next((each for each in xml.children if each.name == "script"), None)


def _expression(xml: Element, compiler: Compiler) -> Expression | None:
    script = _script(xml)
    if xml.get("expression") is not None or script is None:
        return compiler.text(xml, xml.get("expression"))
    return compiler.script(xml, script.get("scriptFormat") or "", script.text)
