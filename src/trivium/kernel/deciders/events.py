"""Messages, signals and direct triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import WrongState
from trivium.kernel import events as happened
from trivium.kernel.deciders.waiting import reacting_node, wait_of

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def deliver(step: Step, item: ElementInstance, command: commands.DeliverEvent) -> str:
    """Gives the id of the instance that received it."""
    wait = wait_of(item, command.subscription_id)
    node = reacting_node(item, wait)
    step.events.append(happened.EventCaught(node.id, wait.kind, command.name, item.id))
    node.behaviour.triggered(step, item, wait, command.variables)
    found: str = item.process.recall("id")
    return found


def trigger(step: Step, item: ElementInstance, command: commands.Trigger) -> None:
    behaviour = item.node.behaviour
    wait = next((w for w in (item.waits or {}).values() if w.node == item.node.index), None)
    if wait is None or wait.kind in {"task", "incident", "retry"}:
        raise WrongState(
            f"Expected `{item.node.id}` to wait for something that a trigger releases, but it does"
            " not.",
            code="element/not-triggerable",
            element=item.node.id,
            state=item.state,
        )
    if item.recall("way") is not None:  # a token that is held on its way
        step.set_variables(item.parent or item, command.variables)
        step.let_go(item)
        return
    behaviour.triggered(step, item, wait, command.variables)
