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


def weigh(
    stage: ElementInstance, before: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    """Something in the stage weighs otherwise than before: what it counts changes with it."""
    names = ("active", "open", "needed")
    changes = zip(names, before, after, strict=True)
    stage.remember(**{name: (stage.recall(name) or 0) + to - of for name, of, to in changes})


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
