"""Timer events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.names import BPMN
from trivium.errors import TriviumError
from trivium.expressions.schedule import Schedule, parse_schedule
from trivium.kernel.moments import from_ms, to_ms

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.expressions import Expression
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait
    from trivium.kernel.step import Step
    from trivium.xml import Element

_KINDS = ("timeDate", "timeDuration", "timeCycle")


class TimerDefinition(EventDefinition):
    """Fires at a date, after a duration, or by a cycle (BPMN 2.0.2, 10.5.5 and ISO 8601).

    Cycles may also be cron expressions, as Camunda 7 and Flowable write them. A cycle that interrupts
    fires once.
    """

    __slots__ = ("constant", "expression", "timer_kind")

    kind: ClassVar[str] = "timer"
    catching: ClassVar[frozenset[str]] = frozenset(
        {"start", "intermediate", "boundary", "event-sub-process"}
    )

    constant: Schedule | None
    expression: Expression | None
    timer_kind: str

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        found = [(k, x) for k in _KINDS if (x := xml.find(k, BPMN)) is not None and x.text]
        definition.timer_kind, definition.expression, definition.constant = (
            "timeDuration",
            None,
            None,
        )
        if len(found) != 1:
            compiler.refuse(
                xml if xml.get("id") else compiler.xml_of(node),
                "bpmn/timer-needs-one-time",
                f"Expected one of {', '.join(_KINDS)} with a value, but found {len(found)}.",
                "Give the timer a date, a duration or a cycle.",
            )
            return definition
        definition.timer_kind, child = found[0]
        definition.expression = compiler.text(child, child.text)
        if definition.expression is not None and not _is_dynamic(child.text or ""):
            try:
                definition.constant = parse_schedule(child.text)
            except TriviumError as error:
                compiler.refuse(
                    compiler.xml_of(node), error.code, error.message, "Correct the timer's value."
                )
        return definition

    def schedule(self, step: Step, item: ElementInstance) -> Schedule:
        """The times of this timer, as its expression says now."""
        if self.constant is not None:
            return self.constant
        value = step.value(self.expression, item)  # type: ignore[arg-type]  # refused when missing
        return parse_schedule(value)

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        due = self.schedule(step, item).first(from_ms(step.now))
        if due is not None:
            step.open_job(item, "timer", node, due_at=to_ms(due), retries=1, fired=0)

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        del payload
        step.drop_wait(item, wait)
        if self.timer_kind != "timeCycle":
            return False
        fired = wait.count + 1
        due = self.schedule(step, item).next(from_ms(wait.due_at), from_ms(step.now), fired)
        if due is None:
            return False
        node = item.node.definition.nodes[wait.node]
        step.open_job(item, "timer", node, due_at=to_ms(due), retries=1, fired=fired)
        return True


def _is_dynamic(text: str) -> bool:
    return text.lstrip().startswith("=") or "${" in text or "#{" in text
