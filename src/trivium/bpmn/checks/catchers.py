"""Catchers that would compete, or that could never catch."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trivium.bpmn.events import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.bpmn.compile import Compiler
    from trivium.kernel.graph import Definition, Node


def check(definition: Definition, compiler: Compiler) -> None:
    """Two catchers of the same thing on one activity or scope; escalations where none can come from."""
    for node in definition.nodes:
        for group in (node.boundary, node.behaviour.event_starts):
            for duplicate in _duplicates(group):
                compiler.refuse(
                    compiler.xml_of(duplicate),
                    "bpmn/duplicate-catcher",
                    f"Expected one event to catch this on `{node.id}`, but {duplicate.id} is the"
                    " second.",
                    "Remove one, or give it another code.",
                )
        for boundary in node.boundary:
            escalates = any(part.kind == "escalation" for part in parts_of(boundary))
            if escalates and node.behaviour.is_inline:
                compiler.refuse(
                    compiler.xml_of(boundary),
                    "bpmn/escalation-cannot-come",
                    "Expected an escalation boundary event on an activity that can escalate, but"
                    f" `{node.id}` is done within one step.",
                    "Attach it to a sub-process, a call activity or a task that waits.",
                )


def _duplicates(nodes: Iterable[Node]) -> Iterator[Node]:
    seen: Counter[tuple[str, str | None]] = Counter()
    for node in nodes:
        for part in parts_of(node):
            code = getattr(part, "code", None)
            if part.kind in {"cancel", "escalation"} or (part.kind == "error" and code is not None):
                seen[part.kind, code] += 1
                if seen[part.kind, code] == 2:  # noqa: PLR2004  # the second one is one too many
                    yield node
