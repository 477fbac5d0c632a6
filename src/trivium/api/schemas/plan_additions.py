"""What is added to the plan of a running case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import msgspec
from pydantic import BaseModel, Field

from trivium.api.schemas.cases import ITEM, PlanItem
from trivium.api.schemas.definitions import FoundFault
from trivium.api.schemas.shape import shown, taken
from trivium.kernel import additions

if TYPE_CHECKING:
    from trivium.engine.infos import AddedPlanItem

_Text = Annotated[str, Field(max_length=4000)]
_Name = Annotated[str, Field(min_length=1, max_length=255)]
_Names = Annotated[list[_Name], Field(max_length=100)]
_AFTER: dict[str, Any] = {"on": [{"item": "examine", "event": "complete"}]}


class ListensTo(BaseModel):
    """A standard event of a plan item or of a case file item; of exits only that by `exit_criterion`."""

    model_config = taken(item="examine", event="complete")

    event: _Name
    item: _Name | None = None
    file_item: _Name | None = None
    exit_criterion: _Name | None = None


class NewCriterion(BaseModel):
    """An entry or exit criterion: all of `on` have happened, and the condition is true."""

    model_config = taken(**_AFTER, condition="potassium > 6")

    on: list[ListensTo] = Field(default_factory=list, max_length=100)
    condition: _Text | None = None


class NewPlanItem(BaseModel):
    """A plan item that the model did not foresee.

    With `definition` it is an item of what the model defines under that id. Rules are true, false, or a
    condition in FEEL; other texts may be FEEL after `=`. `called` is the key of a process, case or
    decision; `items` are what is planned in a stage. When it is done it lets in (`lets_in`) or ends (`ends`)
    other plan items.
    """

    model_config = taken(
        name="Call the family", kind="humanTask", candidate_groups=["nurse"], entry=[_AFTER]
    )

    kind: Literal[
        "humanTask",
        "stage",
        "milestone",
        "processTask",
        "caseTask",
        "decisionTask",
        "task",
        "eventListener",
        "userEventListener",
        "timerEventListener",
    ] = "humanTask"
    id: _Name | None = None
    name: _Name | None = None
    description: _Text | None = None
    definition: _Name | None = None
    entry: list[NewCriterion] = Field(default_factory=list, max_length=100)
    exit: list[NewCriterion] = Field(default_factory=list, max_length=100)
    required: bool | _Text = False
    repetition: bool | _Text = False
    manual_activation: bool | _Text = False
    blocking: bool = True
    assignee: _Text | None = None
    candidate_users: _Names = Field(default_factory=list)
    candidate_groups: _Names = Field(default_factory=list)
    due_date: _Text | None = None
    follow_up_date: _Text | None = None
    priority: _Text | None = None
    form_key: _Text | None = None
    called: _Text | None = None
    inputs: dict[_Name, _Text] = Field(default_factory=dict, max_length=100)
    outputs: dict[_Name, _Text] = Field(default_factory=dict, max_length=100)
    result_variable: _Name | None = None
    expression: _Text | None = None
    topic: _Name | None = None
    timer: _Text | None = None
    roles: _Names = Field(default_factory=list)
    lets_in: _Names = Field(default_factory=list)
    ends: _Names = Field(default_factory=list)
    auto_complete: bool = False
    items: list[NewPlanItem] = Field(default_factory=list, max_length=100)


class AddPlanItem(NewPlanItem):
    """What to add, and the stage instance to add it to; without one it is the plan of the case."""

    stage_execution_id: int | None = Field(default=None, ge=1, le=2**63 - 1)

    def meant(self) -> additions.NewPlanItem:
        """The same for the engine."""
        content = self.model_dump(exclude={"stage_execution_id"}, exclude_unset=True)
        return msgspec.convert(content, additions.NewPlanItem)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedItem:
    """What was added, and what is doubtful about it."""

    __pydantic_config__ = shown(item=ITEM, warnings=[])

    item: PlanItem
    warnings: list[FoundFault]

    @classmethod
    def of(cls, info: AddedPlanItem) -> Self:
        return cls(
            item=PlanItem.of(info.item), warnings=[FoundFault.of(each) for each in info.warnings]
        )
