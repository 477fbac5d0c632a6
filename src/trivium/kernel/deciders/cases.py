"""What people do to cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from trivium.errors import WrongState
from trivium.kernel import commands

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.graph import Definition
    from trivium.kernel.step import Step


class Case(Protocol):
    """What the behaviours of a case and its plan items can be asked for."""

    def asked(self, step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
        """Somebody asks for a transition."""

    def plan(self, step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
        """Somebody adds a discretionary item."""

    def add_item(
        self, step: Step, item: ElementInstance, command: commands.AddPlanItem
    ) -> dict[str, Any]:
        """Somebody adds what the model did not foresee."""

    def change_file(self, step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
        """Somebody changes the case file."""


def _case(item: ElementInstance, what: str) -> Case:
    """The behaviour of a case, or of a plan item of one.

    Raises:
        WrongState: it is a process.
    """
    if item.process.node.kind != "case":
        raise WrongState(
            f"Expected a case to {what}, but {item.process.node.id} is a process. Complete its tasks, or"
            " modify it.",
            code="case/not-a-case",
            element=item.node.id,
        )
    return cast("Case", item.node.behaviour)


def transition(step: Step, item: ElementInstance, command: commands.TransitionItem) -> None:
    _case(item, "transition").asked(step, item, command)


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
    refuse_definition(item.node.definition, what)


def refuse_definition(definition: Definition, what: str) -> None:
    """Refuses what can be done with processes only.

    Raises:
        WrongState: it is the definition of a case, or a decision.
    """
    if definition.kind == "process":
        return
    remedy = (
        "Change its plan by transitions and planning."
        if definition.kind == "case"
        else "Name a process."
    )
    raise WrongState(
        f"Expected a process to {what}, but {definition.key} is a {definition.kind}. {remedy}",
        code="case/not-a-process",
        element=definition.key,
    )


def plan(step: Step, item: ElementInstance, command: commands.PlanItem) -> None:
    _case(item, "plan").plan(step, item, command)


def add(step: Step, item: ElementInstance, command: commands.AddPlanItem) -> dict[str, Any]:
    return _case(item, "add to").add_item(step, item, command)


def change_file(step: Step, item: ElementInstance, command: commands.ChangeFile) -> None:
    _case(item, "have a case file").change_file(step, item, command)
