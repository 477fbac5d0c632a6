"""Moving the tokens of an instance by hand."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import taken
from trivium.api.schemas.variables import GivenVariables
from trivium.api.variables import given
from trivium.kernel.commands import Modification

_KINDS = {
    "cancel": "cancel",
    "startBeforeActivity": "start-before",
    "startAfterActivity": "start-after",
    "startTransition": "start-transition",
}


class Instruction(BaseModel):
    """One instruction, as in Camunda 7.

    `cancel` is for all instances of an activity, or for the one with this `execution_id` of the tree.
    `startTransition` starts at a sequence flow. `ancestor_execution_id` says in which scope to start where
    several are open. The variables are those of that scope.
    """

    model_config = taken(type="startBeforeActivity", activity_id="approve")

    type: Literal["cancel", "startBeforeActivity", "startAfterActivity", "startTransition"]
    activity_id: str | None = None
    transition_id: str | None = None
    execution_id: int | None = Field(default=None, ge=1, le=2**63 - 1)
    ancestor_execution_id: int | None = Field(default=None, ge=1, le=2**63 - 1)
    variables: GivenVariables = Field(default_factory=dict)

    def meant(self) -> Modification:
        """The same for the engine."""
        return Modification(
            kind=_KINDS[self.type],
            element_id=self.transition_id or self.activity_id,
            element_instance=self.execution_id,
            ancestor=self.ancestor_execution_id,
            variables=given(self.variables),
        )


class Restart(BaseModel):
    """Where and with what to begin: its start event, or by instructions; with the last or first variables."""

    model_config = taken(
        instructions=[{"type": "startBeforeActivity", "activity_id": "prepare"}],
        initial_variables=False,
    )

    instructions: list[Instruction] = Field(default_factory=list, max_length=1000)
    initial_variables: bool = False
    variables: GivenVariables = Field(default_factory=dict)


class Modify(BaseModel):
    """Instructions, carried out in their order, all or none."""

    model_config = taken(
        instructions=[
            {"type": "cancel", "activity_id": "approve"},
            {"type": "startBeforeActivity", "activity_id": "prepare"},
        ],
        reason="approved by phone",
    )

    instructions: list[Instruction] = Field(min_length=1, max_length=1000)
    reason: str | None = Field(default=None, max_length=2000)
