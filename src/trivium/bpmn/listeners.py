"""Execution listeners, of any dialect: expressions and scripts, or handlers and workers by name.

What a model names as a Java class or bean, or as a Zeebe job type, becomes a job of that name: the element
goes on when it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trivium.bpmn import dialect
from trivium.bpmn.names import JAVA_DIALECTS
from trivium.bpmn.work import (
    attempts,
    headers_of,
    read_fields,
    read_headers,
    read_retries,
)
from trivium.kernel.events import Noted
from trivium.kernel.listeners import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

    def hear(self, step: Step, item: ElementInstance, event: str) -> None:
        """Evaluates those for an event that are expressions and scripts; of the others it is noted."""
        for each in self.of(event):
            if each.expression is not None:
                step.value(each.expression, item)
            else:  # what a modification opens begins without them
                facts = {"event": event, "topic": getattr(each.topic, "source", each.topic)}
                step.events.append(Noted("listener-not-asked", item.id, facts))


NO_LISTENERS = Listeners()


def read_listeners(xml: Element, compiler: Compiler) -> Listeners:
    """The listeners of an element."""
    return Listeners(
        tuple(_listeners(xml, compiler, "start")), tuple(_listeners(xml, compiler, "end"))
    )


def _listeners(xml: Element, compiler: Compiler, event: str) -> Iterator[Listener]:
    for each in dialect.all_extensions(xml, "executionListener"):
        said = each.get("event") or "start"
        if said == event:
            yield from read_listener(each, event, compiler)
        elif said not in {"start", "end", "take"} and event == "start":
            _refuse(xml, f"one for {said}", compiler)
    holder = dialect.zeebe(xml, "executionListeners")
    for each in () if holder is None else holder.children:
        said = each.get("eventType") or "start"
        if said == event:
            yield from read_zeebe_listener(each, event, xml, compiler)
        elif said not in {"start", "end"} and event == "start":
            _refuse(xml, f"one for {said}", compiler)


def read_listener(xml: Element, event: str, compiler: Compiler) -> Iterator[Listener]:
    """One listener of a Java dialect."""
    text = xml.get("expression")
    own = (c for c in xml.children if c.namespace in JAVA_DIALECTS and c.name == "script")
    script = next(own, None)
    topic = xml.get("class") or bean(xml.get("delegateExpression"))
    if text is not None:
        yield Listener(event, compiler.text(xml, text))
    elif script is not None:
        language = script.get("scriptFormat") or ""
        yield Listener(event, compiler.script(xml, language, script.text or ""))
    elif topic:
        fields = tuple(read_fields(xml, compiler))
        yield Listener(event, topic=topic.strip(), fields=fields, is_named=True)
    else:
        _refuse(xml, f"one in {', '.join(xml.attributes) or 'nothing'}", compiler)


def read_zeebe_listener(
    xml: Element, event: str, owner: Element, compiler: Compiler
) -> Iterator[Listener]:
    """One listener of Camunda 8: a job, whose type and retries may be FEEL."""
    text = (xml.get("type") or "").strip()
    if not text:
        compiler.refuse(
            owner,
            "bpmn/unsupported-listener",
            f"Expected the listener for {event} to have a job type, but it has none.",
            "Name it.",
        )
        return
    topic = compiler.text(owner, text) if text.startswith("=") else text
    headers = tuple(read_headers(owner).items())
    yield Listener(event, topic=topic, fields=headers, retries=read_retries(xml, compiler))


def bean(text: str | None) -> str | None:
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


def ordered(
    listener: Listener,
    step: Step,
    seen: ElementInstance,
    facts: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The job of a listener; its worker is told of the event, of these facts, and of more.

    Raises:
        EvaluationFailed: what the model says of it cannot be told.
    """
    topic = listener.topic
    name = topic if isinstance(topic, str) else str(step.value(topic, seen))  # type: ignore[arg-type]  # one that is asked has a topic
    headers = {"event": listener.event, **(facts or {}), **headers_of(listener.fields, step, seen)}
    return {
        "topic": name,
        "retries": attempts(listener.retries, step, seen),
        "payload": {"headers": headers, **more},
    }


def ask(
    listener: Listener,
    step: Step,
    item: ElementInstance,
    node: Node,
    facts: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """Opens the work of a listener, which `item` waits for."""
    step.open_job(item, "work", node, **ordered(listener, step, item, facts, **more))


class Hearing:
    """A listener on the way of a token that passes: it hears it, and lets it go on."""

    __slots__ = ("_enter", "_listener", "flow", "node")

    def __init__(self, node: Node, flow: Flow | None, listener: Listener, enter: Enter) -> None:
        self.node = node
        self.flow = flow
        self._listener = listener
        self._enter = enter

    def enter(self, step: Step, scope: ElementInstance) -> None:
        if self._listener.expression is not None:
            step.value(self._listener.expression, scope)
        self._enter(step, scope)


class Asking:
    """A listener that is work for somebody: the token waits for it, and then goes on."""

    __slots__ = ("_listener", "_way", "flow", "node")

    def __init__(
        self, node: Node, flow: Flow | None, listener: Listener, way: str, enter: Enter
    ) -> None:
        self.node = node
        self.flow = flow
        self._listener = listener
        self._way = way
        node.ways[way] = enter

    def enter(self, step: Step, scope: ElementInstance) -> None:
        order = ordered(self._listener, step, scope)  # may fail, so before there is anything
        item = step.tree.add(self.node, scope)
        item.remember(way=self._way)
        step.open_job(item, "work", self.node, **order)


def listened(
    node: Node, listeners: Sequence[Listener], enter: Enter, flow: Flow | None = None
) -> Enter:
    """The way into `node`, or on from it, past these listeners; past those of `flow`, if it is given."""
    place = "hear" if flow is None else f"take {flow.id}"
    for number, listener in reversed(list(enumerate(listeners))):
        if listener.topic is None:
            enter = Hearing(node, flow, listener, enter).enter
        else:
            enter = Asking(node, flow, listener, f"{place} {number}", enter).enter
    return enter


def read_take_listeners(xml: Element, compiler: Compiler) -> tuple[Listener, ...]:
    """The listeners of a sequence flow."""
    return tuple(
        listener
        for each in dialect.all_extensions(xml, "executionListener")
        for listener in read_listener(each, "take", compiler)
    )
