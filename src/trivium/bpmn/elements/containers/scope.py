"""What processes and sub-processes share: tokens inside, and the end when the last is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class Contents:
    """The flow elements inside a process or sub-process."""

    __slots__ = ("nodes", "starts")

    def __init__(self, container: Node, xml: Element, compiler: Compiler) -> None:
        self.nodes = compiler.contents(container, xml)
        self.starts = self._starts(xml, compiler)

    def _starts(self, xml: Element, compiler: Compiler) -> tuple[Node, ...]:
        """The none start event, or what has no incoming flow (BPMN 2.0.2, 10.3.5, 13.3.4)."""
        events = [node for node in self.nodes if node.kind == "startEvent"]
        none = [node for node in events if node.behaviour.definition is None]  # type: ignore[attr-defined]  # start events have it
        if len(none) > 1:
            compiler.refuse(
                xml,
                "bpmn/several-none-start-events",
                f"Expected at most one none start event, but found {len(none)}.",
                "Keep one, or give the others a trigger.",
            )
        if events:
            return tuple(none)
        starts = tuple(
            node
            for node in self.nodes
            if not node.incoming and node.kind not in {"boundaryEvent", "endEvent"}
        )
        if not starts:
            compiler.refuse(
                xml,
                "bpmn/no-start",
                "Expected a start event, but there is none.",
                "Add a start event.",
            )
        return starts

    def start(self, step: Step, item: ElementInstance) -> None:
        """A token for each place to start at, the first one first."""
        step.tokens_added(item, len(self.starts))
        for node in reversed(self.starts):
            step.push(node.enter, item)
        if not self.starts:
            step.push(item.node.behaviour.scope_emptied, item)
