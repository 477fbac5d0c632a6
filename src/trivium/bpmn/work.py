"""What an element says of work that is done outside: topic, headers, connector, errors by expression."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.bpmn import dialect
from trivium.bpmn.mappings import Mappings, read_input_output
from trivium.bpmn.names import BPMN, JAVA_DIALECTS
from trivium.kernel import codec
from trivium.kernel.listeners import DEFAULT_RETRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step
    from trivium.xml import Element

_EXTERNAL = frozenset({"external", "external-worker"})
_OTHERWISE = {
    "dmn": "Make it a business rule task with decisionRef.",
    "case": "Make it a call activity with camunda:caseRef.",
    "send-event": "Draw a message event, and have a worker send the message.",
    "receive-event": "Draw a message event.",
}
"""Types of Flowable for which BPMN has an element of its own."""
_SAYING = ("type", "topic", "class", "delegateExpression", "expression")
_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


class ErrorWhen(NamedTuple):
    """A BPMN error that is thrown if its condition holds when work ends or fails (Camunda 7)."""

    condition: Expression
    code: str | None
    message: str | None


@dataclass(slots=True)
class Order:
    """A job, as the model describes it."""

    topic: Expression | None = None
    retries: Expression | int = DEFAULT_RETRIES
    priority: Expression | None = None
    headers: dict[str, Expression | str] = field(default_factory=dict)
    connector: Mappings = field(default_factory=Mappings)
    errors: tuple[ErrorWhen, ...] = ()
    is_named: bool = False
    """Whether the topic is the name of a Java class or bean."""

    def attempts(self, step: Step, item: ElementInstance) -> int:
        """How often it is tried."""
        return attempts(self.retries, step, item)

    def payload(self, step: Step, item: ElementInstance) -> dict[str, Any] | None:
        """What its worker is told: the headers, as text."""
        if not self.headers:
            return None
        return {"headers": headers_of(tuple(self.headers.items()), step, item)}


def attempts(retries: Expression | int, step: Step, item: ElementInstance) -> int:
    """How often work is tried that says so in a number or an expression."""
    if isinstance(retries, int):
        return retries
    return int(step.value(retries, item) or DEFAULT_RETRIES)


def headers_of(
    fields: tuple[tuple[str, Expression | str], ...], step: Step, item: ElementInstance
) -> dict[str, str]:
    """Headers with the values of those that are expressions."""
    return {
        name: each if isinstance(each, str) else _text(step.value(each, item))
        for name, each in fields
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else codec.encode(value).decode()


def sends_by_work(xml: Element) -> bool:
    """Whether a script task or a throwing event is work of somebody, as in Camunda 7 and 8."""
    is_work = dialect.zeebe(xml, "taskDefinition") is not None
    if xml.name == "scriptTask":
        return is_work
    if xml.name not in _THROWS:
        return False
    message = xml.find("messageEventDefinition", BPMN)
    return message is not None and (
        is_work or any(dialect.attribute(message, name) is not None for name in _SAYING)
    )


def says_work(xml: Element) -> bool:
    """Whether an element says who does its work."""
    return (
        dialect.zeebe(xml, "taskDefinition") is not None
        or dialect.extension(xml, "connector") is not None
        or any(dialect.attribute(xml, name) is not None for name in _SAYING)
    )


def said_at(xml: Element) -> Element:
    """Where an element says what its work is: at its message, if it is an event."""
    if xml.name not in _THROWS:
        return xml
    return xml.find("messageEventDefinition", BPMN) or xml


def read_order(xml: Element, compiler: Compiler, default_topic: str) -> Order:
    """The job of an element, from any dialect."""
    said = said_at(xml)
    order = Order()
    kind, named = _kind(said, compiler), _handler_name(said)
    topic = dialect.attribute(said, "topic") or kind or named
    order.is_named = named is not None and topic == named
    connector = dialect.extension(said, "connector")
    if connector is not None:
        topic = _connector_id(connector, compiler) or topic
        order.connector = read_input_output(connector, compiler)
    definition = dialect.zeebe(xml, "taskDefinition")
    if definition is not None:
        topic = definition.get("type") or topic
        order.retries = read_retries(definition, compiler)
    order.topic = compiler.text(xml, topic or default_topic)
    process = compiler.xml_of(compiler.definition.root)
    priority = dialect.attribute(said, "taskPriority") or dialect.attribute(process, "taskPriority")
    order.priority = compiler.text(xml, priority)
    order.headers = {**read_headers(xml), **dict(read_fields(said, compiler))}
    order.errors = tuple(_errors(said, compiler))
    return order


def _kind(xml: Element, compiler: Compiler) -> str | None:
    """The type of a task of Flowable such as `http`: who does it is asked by that name."""
    kind = (dialect.attribute(xml, "type") or "").strip()
    if kind in _OTHERWISE:
        compiler.refuse(
            xml,
            "bpmn/unsupported-extension",
            f'Expected work for a handler or worker, but found type="{kind}".',
            _OTHERWISE[kind],
        )
    return None if not kind or kind in _EXTERNAL else kind


def _handler_name(xml: Element) -> str | None:
    """The name by which a Python handler is registered for a Java class or bean."""
    name = dialect.attribute(xml, "class")
    if name is not None:
        return name.strip()
    name = dialect.attribute(xml, "delegateExpression")
    if name is not None:
        return name.strip().removeprefix("#{").removeprefix("${").removesuffix("}").strip()
    return None


def _connector_id(connector: Element, compiler: Compiler) -> str | None:
    found = next((c for c in connector.children if c.name == "connectorId"), None)
    name = None if found is None else (found.text or "").strip()
    if not name:
        compiler.refuse(
            connector,
            "bpmn/unsupported-extension",
            "Expected the connector to have a connectorId, but it has none.",
            "Name it: it is the topic of the job.",
        )
    return name


def read_retries(definition: Element, compiler: Compiler) -> Expression | int:
    """How often a Zeebe job is tried: a number or an expression."""
    text = (definition.get("retries") or "").strip()
    if not text:
        return DEFAULT_RETRIES
    return int(text) if text.isdecimal() else compiler.text(definition, text) or DEFAULT_RETRIES


def read_headers(xml: Element) -> dict[str, Expression | str]:
    """The task headers of Camunda 8."""
    holder = dialect.zeebe(xml, "taskHeaders")
    return {
        header.get("key") or "": header.get("value") or ""
        for header in (() if holder is None else holder.children)
    }


def read_fields(xml: Element, compiler: Compiler) -> Iterator[tuple[str, Expression | str]]:
    """The fields that Java code would be given; here they are headers of the job."""
    own = [c for c in xml.children if c.namespace in JAVA_DIALECTS and c.name == "field"]
    for each in (*dialect.all_extensions(xml, "field"), *own):
        texts = {child.name: child.text or "" for child in each.children}
        plain = each.get("stringValue") or texts.get("string")
        expression = compiler.text(each, each.get("expression") or texts.get("expression"))
        yield each.get("name") or "", plain or "" if expression is None else expression


def _errors(xml: Element, compiler: Compiler) -> Iterator[ErrorWhen]:
    for each in dialect.all_extensions(xml, "errorEventDefinition"):
        condition = compiler.text(each, each.get("expression"))
        error = compiler.referenced(each, "errorRef", "error", required=False)
        code = each.get("errorRef") if error is None else error.get("errorCode")
        message = None if error is None else dialect.attribute(error, "errorMessage")
        if condition is not None:
            yield ErrorWhen(condition, code, message)
