"""Asking a plan item for a transition by its name in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting
from trivium.engine.operation import Operation
from trivium.errors import NotFound
from trivium.kernel import commands
from trivium.store import plan_items

if TYPE_CHECKING:
    from trivium.engine.processor.batch import Batch


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
            element_instance=self._item(batch),
            transition=self.transition,
            variables=self.variables,
            roles=self.roles,
        )
        try:
            return batch.carry_out(command, seed, user)
        except NotFound:
            if acting() is None or not isinstance(self.element, str):
                raise
            raise no_item(self.case_id, self.element) from None  # as if none were there

    def _item(self, batch: Batch) -> int:
        if isinstance(self.element, int):
            return self.element
        found = plan_items.open_item(batch.cursor, self.case_id, self.element)
        if found is None:
            raise no_item(self.case_id, self.element)
        return found


def no_item(case_id: str, element: str | None) -> NotFound:
    """There is no such case, or no such item is open in it."""
    what = "a case" if element is None else f"an open plan item {element!r} in the case"
    return NotFound(
        f"Expected {what} {case_id}, but there is none.",
        code="case/not-found" if element is None else "case/item-not-open",
        id=case_id,
        element=element,
    )
