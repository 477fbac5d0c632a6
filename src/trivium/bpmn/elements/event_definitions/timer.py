"""Timer events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
from trivium.bpmn.names import BPMN
from trivium.expressions import schedule

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

    __slots__ = ("expression", "timer_kind")

    kind: ClassVar[str] = "timer"
    catching: ClassVar[frozenset[str]] = frozenset(
        {"start", "intermediate", "boundary", "event-sub-process"}
    )

    expression: Expression | None
    timer_kind: str

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        definition = cls(node)
        found = [(k, x) for k in _KINDS if (x := xml.find(k, BPMN)) is not None and x.text]
        definition.timer_kind, definition.expression = "timeDuration", None
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
        if definition.expression is not None and definition.expression.is_constant:
            text = (child.text or "").strip()
            problem = schedule.problem(text, definition.timer_kind)
            if problem is not None:
                compiler.refuse(
                    compiler.xml_of(node), "bpmn/invalid-time", problem, "Correct the timer's value."
                )
        return definition

    def schedule(self, step: Step, item: ElementInstance) -> schedule.Schedule:
        """The times of this timer, as its expression says now."""
        value = step.value(self.expression, item)  # type: ignore[arg-type]  # refused when missing
        return schedule.parse(value, self.timer_kind)

    def arm(self, step: Step, item: ElementInstance, node: Node) -> None:
        times = self.schedule(step, item)
        due = times.first_ms(step.now)
        if due is not None:
            step.open_job(item, "timer", node, due_at=due, retries=1, left=times.repetitions)

    def caught(self, step: Step, item: ElementInstance, wait: Wait, payload: Any) -> bool:
        del payload
        step.drop_wait(item, wait)
        if wait.left in {0, 1}:
            return False
        due = self.schedule(step, item).next_ms(step.now)
        if due is None:
            return False
        left = wait.left - 1 if wait.left > 0 else -1
        node = item.node.definition.nodes[wait.node]
        step.open_job(item, "timer", node, due_at=due, retries=1, left=left)
        return True
