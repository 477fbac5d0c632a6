"""Execution listeners, of any dialect: expressions and scripts, or handlers and workers by name.

What a model names as a Java class or bean, or as a Zeebe job type, becomes a job of that name: the element
goes on when it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.names import JAVA_DIALECTS
from trivium.bpmn.work import headers_of, read_fields
from trivium.kernel.listeners import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Flow, Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


@dataclass(frozen=True, slots=True)
class Listeners:
    """What hears an element start and end."""

    start: tuple[Listener, ...] = ()
    end: tuple[Listener, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.start or self.end)

    def of(self, event: str) -> tuple[Listener, ...]:
        """Those for `start` or `end`."""
        return self.start if event == "start" else self.end

    @property
    def are_inline(self) -> bool:
        """Whether all are evaluated at once."""
        return all(each.topic is None for each in (*self.start, *self.end))

    def hear(self, step: Step, item: ElementInstance, event: str) -> None:
        """Evaluates those for an event; there must be no others."""
        for each in self.of(event):
            if each.expression is not None:
                step.value(each.expression, item)


NO_LISTENERS = Listeners()


def read_listeners(xml: Element, compiler: Compiler, *, inline_only: bool = False) -> Listeners:
    """The listeners of an element; `inline_only` where nothing can be waited for."""
    found = Listeners(
        tuple(_listeners(xml, compiler, "start")), tuple(_listeners(xml, compiler, "end"))
    )
    if inline_only and not found.are_inline:
        compiler.refuse(
            xml,
            "bpmn/unsupported-listener",
            "Expected only expressions and scripts to listen here, since nothing can be waited for, but"
            " found a class or job.",
            "Write it as an expression or script, or draw a service task.",
        )
    return found


def _listeners(xml: Element, compiler: Compiler, event: str) -> Iterator[Listener]:
    for each in dialect.all_extensions(xml, "executionListener"):
        said = each.get("event") or "start"
        if said == event:
            yield from read_listener(each, event, compiler)
        elif said not in {"start", "end", "take"} and event == "start":
            _refuse(xml, f"one for {said}", compiler)
    holder = dialect.zeebe(xml, "executionListeners")
    for each in () if holder is None else holder.children:
        if each.get("eventType") == event and each.get("type"):
            yield Listener(event, topic=each.get("type"))


def read_listener(xml: Element, event: str, compiler: Compiler) -> Iterator[Listener]:
    """One listener of a Java dialect."""
    text = xml.get("expression")
    own = (c for c in xml.children if c.namespace in JAVA_DIALECTS and c.name == "script")
    script = next(own, None)
    topic = xml.get("class") or _bean(xml.get("delegateExpression"))
    if text is not None:
        yield Listener(event, compiler.text(xml, text))
    elif script is not None:
        language = script.get("scriptFormat") or ""
        yield Listener(event, compiler.script(xml, language, script.text or ""))
    elif topic:
        fields = tuple(read_fields(xml, compiler))
        yield Listener(event, topic=topic.strip(), fields=fields)
    else:
        _refuse(xml, f"one in {', '.join(xml.attributes) or 'nothing'}", compiler)


def _bean(text: str | None) -> str | None:
    """The name of the bean in `${bean}`."""
    if text is None:
        return None
    return text.strip().removeprefix("#{").removeprefix("${").removesuffix("}").strip()


def _refuse(xml: Element, what: str, compiler: Compiler) -> None:
    compiler.refuse(
        xml,
        "bpmn/unsupported-listener",
        "Expected a listener for start, end or take in an expression, a script, a class or a"
        f" delegate expression, but found {what}.",
        "Write it as one of these, or draw a service task.",
    )


def told(listener: Listener, step: Step, item: ElementInstance) -> dict[str, Any]:
    """What a worker is told of the event that it hears."""
    return {"headers": {"event": listener.event, **headers_of(listener.fields, step, item)}}


class ListenedEntry:
    """The way through an element that passes its token on at once: both kinds of listeners hear it."""

    __slots__ = ("_enter", "_listeners", "node")

    def __init__(self, node: Node, way: Enter, listeners: Listeners) -> None:
        self.node = node
        self._enter = way
        self._listeners = listeners

    def enter(self, step: Step, scope: ElementInstance) -> None:
        self._listeners.hear(step, scope, "start")
        self._listeners.hear(step, scope, "end")
        self._enter(step, scope)


class ListenedFlow:
    """A sequence flow whose listeners hear it taken."""

    __slots__ = ("_enter", "_listeners", "flow", "node")

    def __init__(self, flow: Flow, enter: Enter, listeners: tuple[Listener, ...]) -> None:
        self.flow = flow
        self.node = flow.target
        self._enter = enter
        self._listeners = listeners

    def enter(self, step: Step, scope: ElementInstance) -> None:
        for each in self._listeners:
            if each.expression is not None:
                step.value(each.expression, scope)
        self._enter(step, scope)


def read_take_listeners(xml: Element, compiler: Compiler) -> tuple[Listener, ...]:
    """The listeners of a sequence flow; nothing can be waited for on it."""
    found = tuple(
        listener
        for each in dialect.all_extensions(xml, "executionListener")
        for listener in read_listener(each, "take", compiler)
    )
    if any(each.topic is not None for each in found):
        _refuse(xml, "a class on a sequence flow", compiler)
    return found
