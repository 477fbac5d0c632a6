"""What happens at an event, asked from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.bpmn.elements.event_definitions.event_definition import EventDefinition
    from trivium.kernel.graph import Node


def parts_of(node: Node) -> tuple[EventDefinition, ...]:
    """What happens at an event, or may happen if it is one of several; nothing at other elements."""
    definition: EventDefinition | None = getattr(node.behaviour, "definition", None)
    return () if definition is None else definition.parts


def needs_all(node: Node) -> bool:
    """Whether an event happens only once all of several things have come."""
    definition: EventDefinition | None = getattr(node.behaviour, "definition", None)
    return definition is not None and definition.kind == "parallelMultiple"


def is_of(node: Node, kind: str) -> bool:
    """Whether it is an event of this kind and nothing else."""
    return [part.kind for part in parts_of(node)] == [kind]
