"""What people say of instances and tasks: it changes no state, and may be said of what is over, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.kernel import events as happened

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def remark(step: Step, item: ElementInstance, command: commands.Remark) -> None:
    step.events.append(event_of(command, item.id))


def event_of(command: commands.Remark, item: int) -> happened.Remarked:
    """What is told of a remark on the element instance of this number."""
    return happened.Remarked(
        item,
        command.remark_id,
        command.kind,
        command.action,
        command.task,
        command.mentions,
    )
