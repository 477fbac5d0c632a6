"""Service tasks: work of a handler, an external worker, or an expression in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.passing_activity import PassingActivity
from trivium.bpmn.work import Order, read_order, said_at
from trivium.errors import EvaluationFailed
from trivium.kernel.throwing import throw

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element


class ServiceTask(PassingActivity):
    """Hands its work out as a job, by topic; an expression in the model is evaluated in place.

    Standard: BPMN 2.0.2, 10.3.3.1. The topic is `camunda:topic`, the type of
    `zeebe:taskDefinition`, the id of a connector, the name in `camunda:delegateExpression` or
    `camunda:class`, else the id.
    """

    __slots__ = ("expression", "order", "result_variable")

    expression: Expression | None
    result_variable: str | None
    order: Order | None
    """Its work, unless the model does it itself."""

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        said = said_at(xml)
        text = dialect.attribute(said, "expression")
        behaviour.expression = compiler.text(xml, text)
        behaviour.result_variable = dialect.attribute(said, "resultVariable") or dialect.attribute(
            said, "resultVariableName"
        )
        behaviour.order = None
        if text is None:
            behaviour.order = read_order(xml, compiler, node.id)
            if node.retry_delays:
                behaviour.order.retries = len(node.retry_delays) + 1
        return behaviour

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
        order = self.order
        if order is None:
            super().work(step, item)
            return
        if order.connector.inputs:
            step.set_local(item, order.connector.read_inputs(step, item))
        topic = step.value(order.topic, item) if order.topic is not None else self.node.id
        priority = step.value(order.priority, item) if order.priority is not None else 0
        step.open_job(
            item,
            "work",
            self.node,
            topic=str(topic),
            retries=order.attempts(step, item),
            priority=int(priority or 0),
            payload=order.payload(step, item),
        )

    def released(
        self, step: Step, item: ElementInstance, wait: Wait, payload: dict[str, Any] | None
    ) -> None:
        order = self.order
        if order is None:
            super().released(step, item, wait, payload)
            return
        if order.connector.outputs:
            step.set_local(item, payload or {})
            step.set_variables(item.parent or item, order.connector.read_outputs(step, item))
        elif payload:
            step.set_variables(item, payload)
        if not self._throws(step, item, {}):
            step.push(self.finish, item)

    def work_failed(
        self, step: Step, item: ElementInstance, wait: Wait, message: str, retries: int
    ) -> bool:
        if self.order is None or not self.order.errors:
            return False
        try:
            is_thrown = self._throws(step, item, {"errorMessage": message, "retries": retries})
        except EvaluationFailed:
            return False  # a condition that cannot be told: the failure counts (Camunda 7)
        if is_thrown:
            step.drop_wait(item, wait)
        return is_thrown

    def _throws(self, step: Step, item: ElementInstance, failure: dict[str, Any]) -> bool:
        """Throws the first error whose condition holds."""
        errors = () if self.order is None else self.order.errors
        if not errors:
            return False
        item.remember(failure=failure)
        for each in errors:
            if step.is_true(each.condition, item):
                throw(step, item, "error", each.code, each.message, again="work")
                return True
        return False
