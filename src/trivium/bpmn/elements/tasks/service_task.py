"""Service and send tasks: work of a handler, an external worker, or an expression in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.passing_activity import PassingActivity

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class ServiceTask(PassingActivity):
    """Hands its work out as a job, by topic; an expression in the model is evaluated in place.

    Standard: BPMN 2.0.2, 10.3.3.1 and 10.3.3.2. The topic is `camunda:topic`, the type of
    `zeebe:taskDefinition`, the name in `camunda:delegateExpression` or `camunda:class`, else the id.
    """

    __slots__ = ("expression", "headers", "priority", "result_variable", "retries", "topic")

    expression: Expression | None
    result_variable: str | None
    topic: Expression | None
    priority: Expression | None
    retries: int
    headers: dict[str, str]

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        text = dialect.attribute(xml, "expression")
        behaviour.expression = compiler.text(xml, text)
        behaviour.result_variable = dialect.attribute(xml, "resultVariable") or dialect.attribute(
            xml, "resultVariableName"
        )
        behaviour.topic = None
        behaviour.priority = compiler.text(xml, dialect.attribute(xml, "taskPriority"))
        behaviour.retries = len(node.retry_delays) + 1 if node.retry_delays else 3
        behaviour.headers = {}
        if text is None:
            behaviour._read_work(xml, compiler)  # noqa: SLF001  # its own
        return behaviour

    def _read_work(self, xml: Element, compiler: Compiler) -> None:
        definition = dialect.zeebe(xml, "taskDefinition")
        topic = dialect.attribute(xml, "topic") or _handler_name(xml) or self.node.id
        if definition is not None:
            topic = definition.get("type") or topic
            retries = definition.get("retries")
            self.retries = int(retries) if retries and retries.isdigit() else self.retries
        headers = dialect.zeebe(xml, "taskHeaders")
        self.headers = {
            header.get("key") or "": header.get("value") or ""
            for header in (() if headers is None else headers.children)
        }
        self.topic = compiler.text(xml, topic)

    @property
    def is_inline(self) -> bool:  # type: ignore[override]  # depends on the model here
        return self.expression is not None

    @property
    def is_plain(self) -> bool:
        return self.expression is not None and super().is_plain

    def act(self, step: Step, item: ElementInstance) -> None:
        value = step.value(self.expression, item)  # type: ignore[arg-type]  # only with one
        if self.result_variable is not None:
            step.set_variable(item, self.result_variable, value)

    def work(self, step: Step, item: ElementInstance) -> None:
        if self.expression is not None:
            super().work(step, item)
            return
        topic = step.value(self.topic, item) if self.topic is not None else self.node.id
        priority = step.value(self.priority, item) if self.priority is not None else 0
        step.open_job(
            item,
            "work",
            self.node,
            topic=str(topic),
            retries=self.retries,
            priority=int(priority or 0),
            payload={"headers": self.headers} if self.headers else None,
        )


def _handler_name(xml: Element) -> str | None:
    """The name by which a Python handler is registered for a Java class or bean."""
    name = dialect.attribute(xml, "class")
    if name is not None:
        return name.strip()
    name = dialect.attribute(xml, "delegateExpression")
    if name is not None:
        return name.strip().removeprefix("#{").removeprefix("${").removesuffix("}").strip()
    return None
