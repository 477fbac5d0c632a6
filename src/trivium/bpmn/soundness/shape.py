"""What the shape of the graph alone tells: elements that nothing leads to, loops that nothing leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.bpmn.reach import after
from trivium.bpmn.soundness.scopes import Found, Scope, Warning_

if TYPE_CHECKING:
    from trivium.kernel.graph import Node


def unreachable(scope: Scope) -> Found:
    """Elements that no token comes to; of a part that hangs together, where it begins."""
    reached = scope.reached(scope.entrances)
    lost = [n for n in scope.nodes if n.index not in reached and n.index not in scope.outside]
    followers = {each.index for node in lost for each in after(node) if each is not node}
    first = [node for node in lost if node.index not in followers] or lost[:1]
    for node in first:
        yield (
            node,
            Warning_(
                "soundness/unreachable",
                f"Expected a way from a start event to `{node.id}`, but there is none: it never happens.",
                "Connect it, or remove it.",
            ),
        )


def endless_loops(scope: Scope) -> Found:
    """Loops that no flow leaves: once a token is in, only an interruption ends it."""
    if any(start.behaviour.interrupts for start in scope.container.behaviour.event_starts):  # type: ignore[attr-defined]  # start events have it
        return
    reached = scope.reached(scope.entrances)
    told: set[int] = set()
    for node in scope.nodes:
        if node.index not in reached or node.index in told:
            continue
        following = scope.reached(after(node))
        if node.index not in following or any(_ends(each, following) for each in scope.nodes):
            continue
        told |= following
        entry = _entry(scope, following) or node
        yield (
            entry,
            Warning_(
                "soundness/endless-loop",
                f"Expected a way out of the loop at `{entry.id}`, but there is none: it never ends.",
                "Draw a way to an end event.",
            ),
        )


def _ends(node: Node, following: set[int]) -> bool:
    """Whether a token that is at this element may come to an end there."""
    return node.index in following and not after(node)


def _entry(scope: Scope, loop: set[int]) -> Node | None:
    """Where tokens come into a loop from outside."""
    for node in scope.nodes:
        if node.index in loop and any(f.source.index not in loop for f in node.incoming):
            return node
    return None
