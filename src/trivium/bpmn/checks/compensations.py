"""Compensation handlers and compensation event sub-processes where they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition, Node


def check(definition: Definition, compiler: Compiler) -> None:
    """BPMN 2.0.2, 10.5.6: handlers stand outside of the flow; one compensation event sub-process a scope."""
    for handler in definition.compensations.values():
        if handler.incoming or handler.outgoing:
            compiler.refuse(
                compiler.xml_of(handler),
                "bpmn/compensation-handler-in-flow",
                f"Expected the compensation activity `{handler.id}` to have no sequence flows, but"
                " it has.",
                "Remove them; the compensation event starts it.",
            )
    for node in definition.nodes:
        starts = [start for start in node.behaviour.event_starts if _compensates(start)]
        if not starts:
            continue
        if node.container is None:
            compiler.refuse(
                compiler.xml_of(starts[0]),
                "bpmn/compensation-at-process-level",
                "Expected a compensation event sub-process inside a sub-process, but it is in the"
                " process.",
                "A process as a whole is never compensated: move it.",
            )
        if len(starts) > 1:
            compiler.refuse(
                compiler.xml_of(starts[1]),
                "bpmn/several-compensation-event-sub-processes",
                f"Expected at most one compensation event sub-process in `{node.id}`, but found"
                f" {len(starts)}.",
                "Join them.",
            )


def _compensates(node: Node) -> bool:
    definition = getattr(node.behaviour, "definition", None)
    return definition is not None and definition.kind == "compensation"
