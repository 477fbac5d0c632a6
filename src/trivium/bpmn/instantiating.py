"""Processes that begin with an event-based gateway or a receive task instead of a start event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.kernel.graph import StartTrigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Enter, Node
    from trivium.kernel.step import Step

STARTING = frozenset({"message", "signal"})
"""What begins an instance that may have to wait for more."""


def check_instantiating(node: Node, compiler: Compiler) -> None:
    """BPMN 2.0.2, 10.3.3.3 and 10.6.6: such an element begins a process, so nothing leads to it."""
    container = node.container
    if node.incoming or container is None or container.kind != "process":
        compiler.refuse(
            compiler.xml_of(node),
            "bpmn/instantiating-inside",
            f"Expected `{node.id}`, which starts instances, at the beginning of its process, but it is"
            " further inside.",
            "Remove its incoming flows, or instantiate.",
        )


class FirstEvent:
    """The event that started an instance is done; in parallel, the instance waits for the others."""

    __slots__ = ("gateway", "node", "others")

    def __init__(self, node: Node, gateway: Node | None, others: Sequence[Enter] = ()) -> None:
        self.node = node
        self.gateway = gateway
        self.others = others

    def enter(self, step: Step, scope: ElementInstance) -> None:
        if self.gateway is not None:
            step.passed(self.gateway, scope)
        if self.others:
            step.tokens_added(scope, len(self.others))
            for enter in reversed(self.others):
                step.push(enter, scope)
        item = step.create(self.node, scope)
        step.push(self.node.behaviour.finish, item)  # type: ignore[attr-defined]  # an activity has it

    def triggers(self) -> Iterator[StartTrigger]:
        """What starts an instance here."""
        for part in self.node.behaviour.start_parts:  # type: ignore[attr-defined]  # what may follow such a gateway
            if part.kind in STARTING:
                yield StartTrigger(part.kind, part.start_name(), self.node)
