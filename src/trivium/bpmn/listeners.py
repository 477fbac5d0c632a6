"""Execution listeners in expressions and scripts (`camunda:executionListener` and its kin)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trivium.bpmn import dialect
from trivium.bpmn.names import JAVA_DIALECTS

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element

_EVENTS = ("start", "end")


@dataclass(frozen=True, slots=True)
class Listeners:
    """What is evaluated when an element starts and when it ends, for what it does to variables."""

    start: tuple[Expression, ...] = ()
    end: tuple[Expression, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.start or self.end)

    def started(self, step: Step, item: ElementInstance) -> None:
        """The element has begun; its inputs are there."""
        for expression in self.start:
            step.value(expression, item)

    def ended(self, step: Step, item: ElementInstance) -> None:
        """The element is about to go."""
        for expression in self.end:
            step.value(expression, item)


NO_LISTENERS = Listeners()


def read_listeners(xml: Element, compiler: Compiler) -> Listeners:
    """The listeners of an element; those in Java classes are refused."""
    found: dict[str, list[Expression]] = {event: [] for event in _EVENTS}
    for listener in dialect.all_extensions(xml, "executionListener"):
        event = listener.get("event") or "start"
        expression = _expression(listener, compiler)
        if event in found and expression is not None:
            found[event].append(expression)
        elif not compiler.is_refused(xml):
            compiler.refuse(
                xml,
                "bpmn/unsupported-listener",
                "Expected an execution listener for start or end in an expression or script, but found"
                f" one for {event} in {', '.join(listener.attributes)}.",
                "Write it as an expression or script, or draw a service task.",
            )
    return Listeners(tuple(found["start"]), tuple(found["end"]))


def _expression(listener: Element, compiler: Compiler) -> Expression | None:
    text = listener.get("expression")
    if text is not None:
        return compiler.text(listener, text)
    script = next((c for c in listener.children if c.namespace in JAVA_DIALECTS), None)
    if script is None or script.name != "script":
        return None
    return compiler.script(listener, script.get("scriptFormat") or "", script.text or "")


class ListenedEntry:
    """The way into an element that passes its token on at once: both kinds of listeners hear it."""

    __slots__ = ("_enter", "_listeners", "node")

    def __init__(self, node: Node, listeners: Listeners) -> None:
        self.node = node
        self._enter = node.enter
        self._listeners = listeners

    def enter(self, step: Step, scope: ElementInstance) -> None:
        self._listeners.started(step, scope)
        self._listeners.ended(step, scope)
        self._enter(step, scope)
