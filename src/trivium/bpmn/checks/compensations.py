"""Compensation handlers and compensation event sub-processes where they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.events import is_of

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
        _check_boundary(node, definition, compiler)
        starts = [start for start in node.behaviour.event_starts if is_of(start, "compensation")]
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


def _check_boundary(node: Node, definition: Definition, compiler: Compiler) -> None:
    """One compensation boundary event an activity, associated with a compensation activity."""
    events = [boundary for boundary in node.boundary if is_of(boundary, "compensation")]
    for number, event in enumerate(events):
        handler = definition.compensations.get(event.id)
        is_handler = (
            handler is not None and compiler.xml_of(handler).get("isForCompensation") == "true"
        )
        if number or not is_handler:
            compiler.refuse(
                compiler.xml_of(event),
                "bpmn/compensation-handler-missing",
                "Expected one compensation event on an activity, associated with an activity that has"
                ' isForCompensation="true".',
                "Associate it with its handler, or remove it.",
            )
