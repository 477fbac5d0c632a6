"""Reading the event definitions of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.elements.event_definitions import DEFINITIONS
from trivium.bpmn.elements.event_definitions.multiple import (
    MultipleDefinition,
    ParallelMultipleDefinition,
)
from trivium.bpmn.instantiating import STARTING
from trivium.bpmn.names import BPMN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.bpmn.compile import Compiler
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.graph import Node
    from trivium.xml import Element

_ALONE = {"link", "compensation"}
"""What is caught alone: a link is a jump, and a compensation event is never waited for."""
_COME_BY_THEMSELVES = {"message", "signal", "timer", "conditional"}


def read_event_definition(
    node: Node, xml: Element, compiler: Compiler, *, caught_in: str = "", thrown_in: str = ""
) -> EventDefinition | None:
    """What an event reacts to or throws; None for a none event, or if it was refused."""
    found = definitions_in(xml, compiler)
    needs_all = bool(caught_in) and len(found) > 1 and xml.get("parallelMultiple") == "true"
    where = "intermediate" if needs_all and caught_in == "start" else caught_in  # once it has begun
    read = [_read(node, xml, each, compiler, where, thrown_in) for each in found]
    parts = [part for part in read if part is not None]
    if not parts or len(parts) < len(read):
        return None
    if caught_in and any(part.kind == "signal" for part in parts):
        compiler.definition.catches_signals = True
    if len(parts) == 1:
        return parts[0]
    fault = _fault(parts, caught_in, needs_all=needs_all)
    if fault is not None:
        compiler.refuse(xml, "bpmn/events-do-not-go-together", *fault)
        return None
    kind = ParallelMultipleDefinition if needs_all else MultipleDefinition
    return kind(node, parts)


def definitions_in(xml: Element, compiler: Compiler) -> list[Element]:
    """The event definitions, those included that are written elsewhere and referred to."""
    found = []
    for child in xml.children:
        if child.namespace != BPMN:
            continue
        if child.name == "eventDefinitionRef":
            name = (child.text or "").strip().rpartition(":")[2]
            found.append(compiler.by_id.get(name, child))
        elif child.name.endswith("EventDefinition"):
            found.append(child)
    return found


def _read(  # what there is to know of it
    node: Node, xml: Element, child: Element, compiler: Compiler, caught_in: str, thrown_in: str
) -> EventDefinition | None:
    kind = DEFINITIONS.get(child.name)
    position = caught_in or thrown_in
    allowed = kind is not None and position in (kind.catching if caught_in else kind.throwing)
    if kind is None or not allowed:
        compiler.refuse(
            xml,
            "bpmn/unsupported-element",
            f"Expected an event that Trivium executes here, but found `{child.name}` as {position}"
            " event.",
            "See docs/reference/bpmn.md for those that it does.",
        )
        return None
    return kind.compile(node, child, compiler)


def _fault(
    parts: Sequence[EventDefinition], caught_in: str, *, needs_all: bool
) -> tuple[str, str] | None:
    """What is wrong with several definitions in one event, and the remedy."""
    kinds = [part.kind for part in parts]
    alone = [kind for kind in kinds if kind in _ALONE and (caught_in or kind == "link")]
    if alone:
        return (
            (
                f"Expected the {alone[0]} event definition to be the only one, but there are"
                f" {len(kinds)}."
            ),
            "Draw an event for each.",
        )
    ends = [part.kind for part in parts if not part.goes_on]
    if not caught_in and len(ends) > 1:
        return (
            f"Expected one at most of what ends the thrower, but found {' and '.join(ends)}.",
            "Keep one of them.",
        )
    strange = [kind for kind in kinds if kind not in _COME_BY_THEMSELVES]
    if needs_all and strange:
        return (
            (
                "Expected a parallel multiple event to wait for messages, signals, timers and"
                f" conditions, but found {strange[0]}."
            ),
            "What is thrown interrupts at once and waits for nothing else: draw an event of its own.",
        )
    if needs_all and caught_in == "start" and not STARTING.intersection(kinds):
        return (
            (
                "Expected a start event that needs all of its events to have a message or signal among"
                f" them, but found {' and '.join(kinds)}."
            ),
            "Start by one of them, and wait for the other in the process.",
        )
    return None
