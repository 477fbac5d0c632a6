"""Finding what a command releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import WrongState

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
