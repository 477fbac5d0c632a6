"""Asking a plan item for a transition, or a stage for one more item, by its name in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting
from trivium.engine.operation import Operation
from trivium.errors import NotFound
from trivium.kernel import commands
from trivium.store import plan_items

if TYPE_CHECKING:
    from trivium.engine.processor.batch import Batch
    from trivium.kernel.additions import NewPlanItem


class Transition(Operation):
    """Finds the item that is meant, and asks it.

    Sent again under its key it gives the first answer, although the item that was meant then is over.
    """

    def __init__(
        self,
        case_id: str,
        transition: str,
        element: str | int | None,
        variables: dict[str, Any],
        roles: tuple[str, ...] | None,
    ) -> None:
        self.case_id = case_id
        self.transition = transition
        self.element = element
        self.variables = variables
        self.roles = roles

    def run(self, batch: Batch, seed: int, user: str | None) -> Any:
        command = commands.TransitionItem(
            instance_id=self.case_id,
            element_instance=_meant(batch, self.case_id, self.element),
            transition=self.transition,
            variables=self.variables,
            roles=self.roles,
        )
        return _carried_out(batch, command, self.element, seed, user)


class Addition(Operation):
    """Finds the stage that is meant, and adds an item to it; the plan of the case, if none is.

    Sent again under its key it gives the first answer, although the stage that was meant then is over.
    """

    def __init__(self, case_id: str, item: NewPlanItem, stage: str | int | None) -> None:
        self.case_id = case_id
        self.item = item
        self.stage = stage

    def run(self, batch: Batch, seed: int, user: str | None) -> Any:
        stage = None if self.stage is None else _meant(batch, self.case_id, self.stage)
        command = commands.AddPlanItem(instance_id=self.case_id, item=self.item, stage=stage)
        return _carried_out(batch, command, self.stage, seed, user)


def _meant(batch: Batch, case_id: str, element: str | int | None) -> int:
    if isinstance(element, int):
        return element
    found = plan_items.open_item(batch.cursor, case_id, element)
    if found is None:
        raise no_item(case_id, element)
    return found


def _carried_out(
    batch: Batch,
    command: commands.TransitionItem | commands.AddPlanItem,
    element: str | int | None,
    seed: int,
    user: str | None,
) -> Any:
    try:
        return batch.carry_out(command, seed, user)
    except NotFound:
        if acting() is None or not isinstance(element, str):
            raise
        raise no_item(command.instance_id, element) from None  # as if none were there


def no_item(case_id: str, element: str | None) -> NotFound:
    """There is no such case, or no such item is open in it."""
    what = "a case" if element is None else f"an open plan item {element!r} in the case"
    return NotFound(
        f"Expected {what} {case_id}, but there is none.",
        code="case/not-found" if element is None else "case/item-not-open",
        id=case_id,
        element=element,
    )
