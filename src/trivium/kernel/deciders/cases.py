"""What people do to cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from trivium.errors import WrongState
from trivium.kernel import commands

if TYPE_CHECKING:
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


def ask(step: Step, item: ElementInstance, name: str) -> None:
    """Asks the case itself for a transition."""
    command = commands.TransitionItem(
        instance_id=item.recall("id"), element_instance=item.id, transition=name
    )
    transition(step, item, command)


def refuse(item: ElementInstance, what: str) -> None:
    """Refuses what is for processes only.

    Raises:
        WrongState: it is a case.
    """
    if item.node.kind == "case":
        raise WrongState(
            f"Expected a process to {what}, but {item.node.id} is a case. Change its plan by transitions"
            " and planning.",
            code="case/not-a-process",
            element=item.node.id,
        )


def plan(step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
    cast("Case", item.node.behaviour).plan(step, item, command)


def change_file(step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
    cast("Case", item.node.behaviour).change_file(step, item, command)
