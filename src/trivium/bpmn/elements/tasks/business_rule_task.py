"""Business rule task: asks a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from trivium.bpmn import dialect
from trivium.bpmn.elements.tasks.service_task import ServiceTask
from trivium.kernel.asking import ask, mapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class BusinessRuleTask(ServiceTask):
    """Evaluates a DMN decision with the variables that it sees (BPMN 2.0.2, 10.3.3.6).

    `camunda:decisionRef` or `zeebe:calledDecision` names it; `camunda:mapDecisionResult` says what
    becomes of the outputs. Without a decision it is work like a service task's.
    Incident: `decision/…` if the decision is unknown or fails, `bpmn/decision-result` if the outputs do
    not fit the mapping.
    """

    __slots__ = ("binding", "decision", "mapper", "tag", "version")

    decision: Expression | None
    binding: str
    version: Expression | None
    tag: Expression | None
    mapper: str

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = super().compile(node, xml, compiler)
        zeebe = dialect.zeebe(xml, "calledDecision")
        text = dialect.attribute(xml, "decisionRef")
        if zeebe is not None:
            text = zeebe.get("decisionId")
            behaviour.result_variable = zeebe.get("resultVariable")
        behaviour.decision = compiler.text(xml, text)
        behaviour.binding = dialect.attribute(xml, "decisionRefBinding") or "latest"
        behaviour.version = compiler.text(xml, dialect.attribute(xml, "decisionRefVersion"))
        tag = dialect.attribute(xml, "decisionRefVersionTag")
        if zeebe is not None:
            behaviour.binding = zeebe.get("bindingType") or "latest"
            tag = zeebe.get("versionTag")
        behaviour.tag = compiler.text(xml, tag)
        if behaviour.decision is not None:
            behaviour.order = None
        behaviour.mapper = dialect.attribute(xml, "mapDecisionResult") or (
            "zeebe" if zeebe is not None else "resultList"
        )
        return behaviour

    @property
    def is_inline(self) -> bool:  # type: ignore[override]  # depends on the model here
        return self.decision is not None or self.expression is not None

    @property
    def is_plain(self) -> bool:
        return self.decision is None and super().is_plain

    def work(self, step: Step, item: ElementInstance) -> None:
        if self.decision is None:
            super().work(step, item)
            return
        key = str(step.value(self.decision, item))
        outputs = self._evaluate(step, item, key)
        if self.result_variable is not None:
            step.set_variable(
                item, self.result_variable, mapped(outputs, self.mapper, self.node.id)
            )
        step.push(self.finish, item)

    def _evaluate(self, step: Step, item: ElementInstance, key: str) -> Sequence[Mapping[str, Any]]:
        version, tag = None, None
        if self.binding == "version" and self.version is not None:
            version = int(step.value(self.version, item))
        elif self.binding == "versionTag" and self.tag is not None:
            tag = str(step.value(self.tag, item))
        is_beside = self.binding == "deployment"
        return ask(step, item, key, version=version, tag=tag, is_beside=is_beside)
