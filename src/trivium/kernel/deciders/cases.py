"""What people do to cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


class Case(Protocol):
    """What the behaviours of a case and its plan items can be asked for."""

    def asked(self, step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
        """Somebody asks for a transition."""

    def plan(self, step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
        """Somebody adds a discretionary item."""

    def change_file(self, step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
        """Somebody changes the case file."""


def transition(step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
    cast("Case", item.node.behaviour).asked(step, item, command)


def plan(step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
    cast("Case", item.node.behaviour).plan(step, item, command)


def change_file(step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
    cast("Case", item.node.behaviour).change_file(step, item, command)
