"""The transitions that people ask for, and how each is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.errors import EvaluationFailed, WrongState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.cmmn.elements.plan_item import PlanItem
    from trivium.kernel import commands
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def other(
    behaviour: PlanItem, step: Step, item: ElementInstance, command: commands.TransitionItem
) -> None:
    """Makes a transition that needs nothing else."""
    behaviour.apply(step, item, command.transition)


def _fault(
    behaviour: PlanItem, step: Step, item: ElementInstance, command: commands.TransitionItem
) -> None:
    del command
    step.park(item, "carry_on")
    error = EvaluationFailed(
        f"`{behaviour.node.id}` was said to have failed.",
        code="case/fault",
        element=behaviour.node.id,
    )
    step.raise_incident(item, error, kind="failed-instruction")


def _reactivate(
    behaviour: PlanItem, step: Step, item: ElementInstance, command: commands.TransitionItem
) -> None:
    del behaviour, command
    step.close_incidents(item, "retry")
    step.retry(item)


def _occur(
    behaviour: PlanItem, step: Step, item: ElementInstance, command: commands.TransitionItem
) -> None:
    roles = behaviour.roles
    if roles and command.roles is not None and not roles & set(command.roles):
        raise WrongState(
            f"Expected somebody in one of the roles {', '.join(sorted(roles))} to let"
            f" `{behaviour.node.id}` occur.",
            code="case/role-needed",
            element=behaviour.node.id,
            roles=sorted(roles),
        )
    step.push(behaviour.occur, item)  # type: ignore[attr-defined]  # what occurs has it


ASKED: Mapping[str, Callable[[PlanItem, Step, ElementInstance, commands.TransitionItem], None]] = {
    "complete": lambda behaviour, step, item, _: behaviour.complete_by_hand(step, item),
    "manualStart": lambda behaviour, step, item, _: behaviour.start_by_hand(step, item),
    "terminate": lambda behaviour, step, item, _: behaviour.exit(step, item, "terminate"),
    "suspend": lambda behaviour, step, item, _: behaviour.suspend(step, item, "suspend"),
    "resume": lambda behaviour, step, item, _: behaviour.resume(step, item, "resume"),
    "fault": _fault,
    "reactivate": _reactivate,
    "occur": _occur,
}
"""Those that are more than the change of a state."""
