"""Endings from outside that wait until listeners have heard of them (Camunda 8, `canceling`).

Who ends something asks `must_wait` first. If a human task in it has such listeners, everything else in it
ends at once, the task stays in its place, and what is to be done is noted on what is to end; it is done
when the last listener has been told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel.element_instance import ACTIVE
from trivium.kernel.human_tasks import pending_change

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.step import Step


def must_wait(  # what is to end, and what is to be done then
    step: Step,
    host: ElementInstance,
    operation: str,
    *args: Any,
    by: Node | None = None,
    only_contents: bool = False,
    spared: ElementInstance | None = None,
) -> bool:
    """Whether listeners are to hear first that `host` is to end, or what is in it but for `spared`.

    Then `operation(step, host, *args)` of the behaviour of `by`, or of `host`, is done when they have.
    """
    if not any(definition.hears_endings for definition in step.tree.definitions):
        return False
    doomed = step.tree.children_of(host) if only_contents else [host]
    inside = [each for item in doomed if item is not spared for each in _subtree(step, item)]
    hearing = [each for each in inside if each.node.behaviour.hears_its_end(each)]
    if not hearing:
        return False
    if any(each.recall("ending") is not None for each in _around(host)):
        return True  # it ends with what is around it
    kept = {each.id for item in hearing for each in _up_to(item, host)}
    if spared is not None:
        kept.add(spared.id)
    if only_contents:
        step.drop_waits(host, ("async",))
    elif not is_ending(host):
        rest(step, host)
    _clear(step, host, kept, spared)
    for item in hearing:
        item.node.behaviour.hear_its_end(step, item)
    host.remember(ending=[operation, None if by is None else by.id, list(args)])
    step.tree.touch(host)
    return True


def rest(step: Step, item: ElementInstance) -> None:
    """Nothing of `item` goes on: neither what it waits for, but for its task, nor what has failed."""
    step.forget_tokens(item)
    step.drop_waits(item, {wait.kind for wait in (item.waits or {}).values()} - {"task"})
    item.state = ACTIVE
    item.remember(parked=None, ending=None)


def is_ending(item: ElementInstance) -> bool:
    """Whether listeners hear that `item` is to end."""
    change = pending_change(item)
    return change is not None and change["state"] == "canceling"


def heard(step: Step, item: ElementInstance) -> None:
    """The listeners of `item` have heard it: what waited for that is done, unless it waits for others."""
    host: ElementInstance | None = item
    while host is not None and host.recall("ending") is None:
        host = host.parent
    if host is None or any(is_ending(each) for each in _subtree(step, host)):
        return
    operation, node_id, args = host.recall("ending")
    host.remember(ending=None)
    node = host.node if node_id is None else host.node.definition.by_id[node_id]
    getattr(node.behaviour, operation)(step, host, *args)


def end_if_empty(step: Step, scope: ElementInstance) -> None:
    """A scope without a token ends, and takes its own token from the scope around."""
    current: ElementInstance | None = scope
    while current is not None and current.id in step.tree.items and current.tokens == 0:
        outer = None if current.process is current else current.parent
        if outer is None:
            step.end_from_outside(current, "modification")
            return
        step.terminate(current)
        step.tokens_added(outer, -1)
        outer.node.behaviour.token_lost(step, outer)
        current = outer


def _clear(
    step: Step, item: ElementInstance, kept: set[int], spared: ElementInstance | None
) -> None:
    """Ends what nobody wants to hear of; what is left waits for its listeners only."""
    step.forget_tokens(item)
    left = 0
    for child in step.tree.children_of(item):
        if child.id not in kept:
            step.terminate(child)
            continue
        left += 1
        if is_ending(child):
            child.remember(ending=None)  # what ends more takes the place of what was to end less
        elif child is not spared:
            rest(step, child)
            _clear(step, child, kept, spared)
    if item.tokens:  # what has called another has none
        item.tokens = left


def _subtree(step: Step, item: ElementInstance) -> list[ElementInstance]:
    found = [item]
    for each in found:  # grows while it is walked
        if each.kids:
            found.extend(step.tree.children_of(each))
    return found


def _around(item: ElementInstance) -> list[ElementInstance]:
    found: list[ElementInstance] = []
    current = item.parent
    while current is not None:
        found.append(current)
        current = current.parent
    return found


def _up_to(item: ElementInstance, host: ElementInstance) -> list[ElementInstance]:
    found = [item]
    while found[-1] is not host and found[-1].parent is not None:
        found.append(found[-1].parent)
    return found
