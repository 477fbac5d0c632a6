"""What processes and sub-processes share: tokens inside, and the end when the last is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.data import read_data_objects

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step
    from trivium.xml import Element


class Contents:
    """The flow elements inside a process or sub-process."""

    __slots__ = ("data_objects", "event_starts", "nodes", "starts")

    def __init__(
        self, container: Node, xml: Element, compiler: Compiler, *, has_start: bool = True
    ) -> None:
        self.data_objects = read_data_objects(xml, compiler)
        self.nodes = compiler.contents(container, xml)
        self.starts = self._starts(xml, compiler) if has_start else ()
        self.event_starts = tuple(
            start
            for node in self.nodes
            if node.behaviour.is_event_subprocess
            for start in node.behaviour.contents.nodes  # type: ignore[attr-defined]  # a sub-process
            if start.kind == "startEvent"
        )

    def _starts(self, xml: Element, compiler: Compiler) -> tuple[Node, ...]:
        """The none start event; that there are start events is asked as in Camunda 7 (ADR 4)."""
        events = [node for node in self.nodes if node.kind == "startEvent"]
        none = [node for node in events if node.behaviour.definition is None]  # type: ignore[attr-defined]  # start events have it
        if len(none) > 1:
            compiler.refuse(
                xml,
                "bpmn/several-none-start-events",
                f"Expected at most one none start event, but found {len(none)}.",
                "Keep one, or give the others a trigger.",
            )
        if events or any(getattr(node.behaviour, "instantiates", False) for node in self.nodes):
            return tuple(none)
        compiler.refuse(
            xml,
            "bpmn/no-start-event",
            "Expected a start event, but there is none.",
            "Add a start event.",
        )
        return ()

    def start(self, step: Step, item: ElementInstance) -> None:
        """A token for each place to start at, the first one first."""
        step.tokens_added(item, len(self.starts))
        for node in reversed(self.starts):
            step.push(node.enter, item)
        if not self.starts:
            step.push(item.node.behaviour.scope_emptied, item)
        self.open(step, item)

    def open(self, step: Step, item: ElementInstance) -> None:
        """Data objects have their values, and the event sub-processes wait for their triggers."""
        known = item.variables or {}
        step.set_local(item, {n: v for n, v in self.data_objects.items() if n not in known})
        for start in self.event_starts:
            start.behaviour.arm(step, item)
