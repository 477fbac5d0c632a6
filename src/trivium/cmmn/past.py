"""What cannot happen any more in a running case: who adds to its plan is told before waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trivium.cmmn.elements.case_plan import CasePlan
    from trivium.cmmn.sentries import OnPart, Sentry
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node


def past_events(
    case: ElementInstance, open_items: Iterable[ElementInstance], sentries: Iterable[Sentry]
) -> Iterator[Finding]:
    """Warnings about on-parts of plan items that are over, and do not come again."""
    inside = list(open_items)
    for sentry in sentries:
        for part in sentry.on_parts:
            if not part.is_file and not part.is_variable and not _may_happen(case, inside, part):
                yield Finding(
                    "soundness/event-is-past",
                    f"Expected `{part.source}` to be still to come, but it is over and not repeated: its"
                    f" `{part.event}` is heard no more.",
                    part.id,
                    None,
                    "Listen to something else, or leave the criterion out.",
                    "warning",
                )


def _may_happen(case: ElementInstance, inside: list[ElementInstance], part: OnPart) -> bool:
    nodes = [node for node in case.node.definition.nodes if node.id == part.source]
    return any(_may_come(case, inside, node) for node in nodes)


def _may_come(case: ElementInstance, inside: list[ElementInstance], node: Node) -> bool:
    """Whether there is an instance of it, or may be one some day."""
    container = node.container
    plan: CasePlan = case.node.behaviour  # type: ignore[assignment]  # that of a case
    if any(item.node is node for item in inside) or container is None:
        return True
    around = [item for item in inside if item.node is container]
    if not around:
        return _may_come(case, inside, container)
    is_to_begin = any(item.recall("items") is None for item in around)
    return is_to_begin or node.id in plan.planned_in
