"""Signals inside one instance tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel import events as happened
from trivium.kernel.missing import Missing

if TYPE_CHECKING:
    from trivium.kernel.step import Step


def deliver_in_tree(step: Step, name: str, variables: dict[str, Any]) -> None:
    """All catchers of the signal in this tree react, in the order in which they began to wait."""
    tree = step.tree
    if not any(definition.catches_signals for definition in tree.definitions):
        return
    if tree.has_more:
        raise Missing(all_pages=True)
    waiting = [
        (wait, item)
        for item in tree.items.values()
        for wait in (item.waits or {}).values()
        if wait.kind == "signal" and wait.name == name
    ]
    for wait, item in waiting:
        if item.id in tree.items and wait.id in (item.waits or {}):
            node = item.node.definition.nodes[wait.node]
            step.events.append(happened.EventCaught(node.id, "signal", name, item.id))
            node.behaviour.triggered(step, item, wait, variables)
