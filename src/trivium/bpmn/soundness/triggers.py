"""Events that set off themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.events import parts_of
from trivium.bpmn.soundness.scopes import Found, Scope, Warning_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trivium.kernel.graph import Node


def self_triggering(scope: Scope) -> Found:
    """Conditional event sub-processes inside which something sets a variable of their own condition."""
    for start in scope.container.behaviour.event_starts:
        if start.behaviour.interrupts or start.container is None:  # type: ignore[attr-defined]  # start events have it
            continue
        for part in parts_of(start):
            condition = getattr(part, "condition", None)
            if condition is None:
                continue
            for node, name in _set_inside(start.container):
                if name in condition.free_names:
                    yield start, _warning(start, node, name)


def _warning(start: Node, node: Node, name: str) -> Warning_:
    return Warning_(
        "soundness/triggers-itself",
        f"Expected `{start.id}` not to be set off by what it starts, but `{node.id}` sets `{name}`, which"
        " its condition looks at: while the condition holds, each time starts the next.",
        "Let the condition become false first, or make the start event interrupting.",
    )


def _set_inside(container: Node) -> Iterator[tuple[Node, str]]:
    """The elements in a container that set variables whose names are known, with each name."""
    for node in container.definition.nodes:
        if _is_inside(node, container):
            name = getattr(node.behaviour, "result_variable", None)
            if name is not None:
                yield node, name
            mappings = getattr(node.behaviour, "mappings", None)
            for output in () if mappings is None else mappings.outputs:
                yield node, output.name


def _is_inside(node: Node, container: Node) -> bool:
    around = node.container
    while around is not None and around is not container:
        around = around.container
    return around is not None
