"""What a stage instance keeps of the items in it: which are open, and how many keep it from completing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


def stage_of(item: ElementInstance) -> ElementInstance | None:
    """The stage that a plan item is planned in; a case has none."""
    return None if item.process is item else item.parent


def recount(stage: ElementInstance, active: int, opened: int, needed: int) -> None:
    """So many more are active, open, and required; a stage that is open has its counts."""
    counts = stage.data
    assert counts is not None  # noqa: S101  # they were set when it was opened
    counts["active"] += active
    counts["open"] += opened
    counts["needed"] += needed


def enlist(stage: ElementInstance, item: ElementInstance) -> None:
    """The stage finds its open items by what they are items of."""
    stage.recall("items").setdefault(str(item.node.index), []).append(item.id)


def strike(stage: ElementInstance, item: ElementInstance) -> None:
    """It is open no longer."""
    items, key = stage.recall("items"), str(item.node.index)
    listed = items.get(key, [])
    if item.id in listed:
        listed.remove(item.id)
        if not listed:
            del items[key]


def open_items(step: Step, stage: ElementInstance, node: Node) -> list[ElementInstance]:
    """The instances of a plan item in a stage that are not over."""
    found = (stage.recall("items") or {}).get(str(node.index), ())
    items = [step.tree.item(each) for each in found]
    return [item for item in items if item is not None]
