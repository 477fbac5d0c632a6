"""Embedded sub-process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from trivium.bpmn.compensation import undone
from trivium.bpmn.elements.activity import Activity
from trivium.bpmn.elements.containers.scope import Contents

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class SubProcess(Activity):
    """An activity with flow elements inside; done when its last token is (BPMN 2.0.2, 13.3.4).

    Embedded, a transaction, or an event sub-process, which is entered only by its start event.
    """

    __slots__ = ("contents", "event_starts", "is_event_subprocess")

    contents: Contents

    @classmethod
    def compile(cls, node: Node, xml: Element, compiler: Compiler) -> Self:
        behaviour = cls(node)
        behaviour.read_common(xml, compiler)
        behaviour.is_event_subprocess = xml.get("triggeredByEvent") == "true"
        behaviour.contents = Contents(node, xml, compiler)
        behaviour.event_starts = behaviour.contents.event_starts
        if behaviour.is_event_subprocess:
            check_event_subprocess(node, xml, behaviour.contents, compiler)
        return behaviour

    def open(self, step: Step, item: ElementInstance) -> None:
        super().open(step, item)
        self.contents.open(step, item)

    def work(self, step: Step, item: ElementInstance) -> None:
        self.contents.start(step, item)

    def run_from(self, step: Step, item: ElementInstance, start: Node) -> None:
        """Runs as an event sub-process whose start event `start` was triggered."""
        step.tokens_added(item, 1)
        step.push(start.enter, item)
        self.contents.open(step, item)

    def scope_emptied(self, step: Step, item: ElementInstance) -> None:
        if not undone(step, item):
            step.push(self.finish, item)


def check_event_subprocess(
    node: Node, xml: Element, contents: Contents, compiler: Compiler
) -> None:
    """BPMN 2.0.2, 10.3.5: one start event with a trigger, no flows in or out."""
    starts = [each for each in contents.nodes if each.kind == "startEvent"]
    if len(starts) != 1 or starts[0].behaviour.definition is None:  # type: ignore[attr-defined]  # start events have it
        compiler.refuse(
            xml,
            "bpmn/event-sub-process-start",
            "Expected an event sub-process to have one start event with a trigger.",
            "Give it one, or make it an embedded sub-process.",
        )
    if node.incoming or node.outgoing:
        compiler.refuse(
            xml,
            "bpmn/event-sub-process-flow",
            "Expected an event sub-process to have no sequence flows, but it has.",
            "Remove them; its start event starts it.",
        )
