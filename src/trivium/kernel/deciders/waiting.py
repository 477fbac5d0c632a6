"""Finding what a command releases, and what is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import WrongState
from trivium.kernel.element_instance import FAILED
from trivium.kernel.step import SCOPE_OPERATIONS

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Node
    from trivium.kernel.rows import Wait


def wait_of(item: ElementInstance, wait_id: str) -> Wait:
    """What `item` waits for under this id.

    Raises:
        WrongState: it no longer does.
    """
    wait = (item.waits or {}).get(wait_id)
    if wait is None:
        raise WrongState(
            f"Expected `{item.node.id}` to wait for {wait_id}, but it does not any more: somebody"
            " was faster. Ask again for what is open now.",
            code="command/already-done",
            element=item.node.id,
            state=item.state,
        )
    return wait


def reacting_node(item: ElementInstance, wait: Wait) -> Node:
    """The node on whose behalf `item` waits."""
    return item.node.definition.nodes[wait.node]


def is_at_work(item: ElementInstance) -> bool:
    """Whether an activity has begun and is not on its way out: only then its events wait for anything."""
    data = item.data or {}
    is_continuing = any(wait.kind == "async" for wait in (item.waits or {}).values())
    if (
        data.get("hearing")
        or data.get("compensating")
        or (is_continuing and not data.get("paused"))
    ):
        return False
    parked = {name for name, _ in data["parked"]} if item.state == FAILED else set()
    return not parked & {"begin", *SCOPE_OPERATIONS}
