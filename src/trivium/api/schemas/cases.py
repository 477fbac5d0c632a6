"""Cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables

if TYPE_CHECKING:
    from trivium.engine.infos import (
        CaseAction,
        CriterionInfo,
        InstanceInfo,
        PlanItemInfo,
        PlanItemReason,
    )

_CASE: dict[str, Any] = {
    "id": AN_ID,
    "case_definition_id": ANOTHER_ID,
    "case_definition_key": "patient",
    "case_definition_name": "Patient",
    "case_definition_version": 1,
    "business_key": "P-4711",
    "status": "active",
    "created": A_MOMENT,
    "ended": None,
    "created_by": "ada",
}
ITEM: dict[str, Any] = {
    "id": ANOTHER_ID,
    "execution_id": 4,
    "plan_item_id": "examine",
    "type": "humanTask",
    "name": "Examine the patient",
    "status": "active",
    "stage_execution_id": 2,
    "required": True,
    "created": A_MOMENT,
    "changed": A_MOMENT,
}
_ACTION: dict[str, Any] = {
    "action": "complete",
    "plan_item_id": "examine",
    "type": "humanTask",
    "name": "Examine the patient",
    "execution_id": 4,
    "why": "it is active",
    "roles": [],
}
_REASON: dict[str, Any] = {
    "plan_item_id": "discharge",
    "execution_id": 7,
    "status": "available",
    "why": "it waits for one of its entry criteria",
    "criteria": [
        {
            "sentry": "afterExamination",
            "missing": ["complete of examine"],
            "condition": None,
            "holds": True,
        }
    ],
}
_FILE: dict[str, Any] = {
    "id": "lab",
    "name": "lab",
    "multiplicity": "ZeroOrMore",
    "parent": None,
    "state": "available",
    "references": [],
    "value": [{"potassium": 6}],
}
Transition = Literal[
    "manualStart",
    "disable",
    "reenable",
    "suspend",
    "resume",
    "fault",
    "reactivate",
    "complete",
    "terminate",
    "occur",
]
FileOperation = Literal[
    "create",
    "update",
    "replace",
    "delete",
    "addChild",
    "removeChild",
    "addReference",
    "removeReference",
]


class StartCase(BaseModel):
    """A case to start, by the key of its definition."""

    model_config = taken(case_definition_key="patient", business_key="P-4711")

    case_definition_key: str
    version: int | None = Field(default=None, ge=1)
    business_key: str | None = None
    variables: GivenVariables = Field(default_factory=dict)


class CaseTransition(BaseModel):
    """A transition of the case itself, or variables for one of a plan item."""

    model_config = taken(status="suspended")

    status: Literal["active", "suspended", "completed", "terminated", "failed", "closed"]


class ItemTransition(BaseModel):
    """What comes with a transition: variables, and the roles of who asks where the model says who may."""

    model_config = taken(variables={"approved": True})

    variables: GivenVariables = Field(default_factory=dict)
    roles: list[str] | None = None


class Discretionary(BaseModel):
    """A discretionary item to plan, in a stage where several offer it."""

    model_config = taken(plan_item_id="secondOpinion")

    plan_item_id: str
    stage_execution_id: int | None = Field(default=None, ge=1, le=2**63 - 1)
    roles: list[str] | None = None


class FileChange(BaseModel):
    """The value of a case file item, its child or its reference."""

    model_config = taken(value={"potassium": 6})

    value: Any = None


class CaseEvent(BaseModel):
    """A user event that occurs: the listener, and what came with it."""

    model_config = taken(plan_item_id="criticalValue", variables={"potassium": 7})

    plan_item_id: str
    variables: GivenVariables = Field(default_factory=dict)
    roles: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case instance. `status` is active, suspended, failed, completed, terminated or closed."""

    __pydantic_config__ = shown(**_CASE)

    id: str
    case_definition_id: str
    case_definition_key: str
    case_definition_name: str | None
    case_definition_version: int | None
    business_key: str | None
    status: str
    created: datetime
    ended: datetime | None
    created_by: str | None

    @classmethod
    def of(cls, info: InstanceInfo) -> Self:
        return cls(
            id=info.id,
            case_definition_id=info.definition_id,
            case_definition_key=info.key,
            case_definition_name=info.name,
            case_definition_version=info.version,
            business_key=info.business_key,
            status=info.state,
            created=info.started_at,
            ended=info.ended_at,
            created_by=info.started_by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage(Page[Case]):
    """Cases."""

    __pydantic_config__ = page_of(_CASE)

    items: list[Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A plan item of a case, running or over; `execution_id` names it in transitions."""

    __pydantic_config__ = shown(**ITEM)

    id: str
    execution_id: int
    plan_item_id: str
    type: str
    name: str | None
    status: str
    stage_execution_id: int
    required: bool
    created: datetime
    changed: datetime | None

    @classmethod
    def of(cls, info: PlanItemInfo) -> Self:
        return cls(
            id=info.id,
            execution_id=info.item,
            plan_item_id=info.element_id,
            type=info.kind,
            name=info.name,
            status=info.state,
            stage_execution_id=info.stage,
            required=info.is_required,
            created=info.created_at,
            changed=info.changed_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItemPage(Page[PlanItem]):
    """Plan items."""

    __pydantic_config__ = page_of(ITEM)

    items: list[PlanItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done with the case now, and why it is offered.

    `action` is a transition, or `plan` for a discretionary item, to be planned in the stage `execution_id`.
    """

    __pydantic_config__ = shown(**_ACTION)

    action: str
    plan_item_id: str
    type: str
    name: str | None
    execution_id: int
    why: str
    roles: list[str]

    @classmethod
    def of(cls, info: CaseAction) -> Self:
        return cls(
            action=info.action,
            plan_item_id=info.element_id,
            type=info.kind,
            name=info.name,
            execution_id=info.item,
            why=info.why,
            roles=list(info.roles),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """All that can be done with a case now."""

    __pydantic_config__ = shown(items=[_ACTION])

    items: list[Action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An entry criterion: what its sentry has not heard yet, and whether its condition holds."""

    __pydantic_config__ = shown(**_REASON["criteria"][0])

    sentry: str
    missing: list[str]
    condition: str | None
    holds: bool

    @classmethod
    def of(cls, info: CriterionInfo) -> Self:
        return cls(
            sentry=info.sentry,
            missing=list(info.missing),
            condition=info.condition,
            holds=info.holds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReason:
    """Why an instance of a plan item is as it is; without one, why there is none."""

    __pydantic_config__ = shown(**_REASON)

    plan_item_id: str
    execution_id: int | None
    status: str | None
    why: str
    criteria: list[Criterion]

    @classmethod
    def of(cls, info: PlanItemReason) -> Self:
        return cls(
            plan_item_id=info.element_id,
            execution_id=info.item,
            status=info.state,
            why=info.why,
            criteria=[Criterion.of(each) for each in info.criteria],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReasons:
    """Why a plan item is not available, for each of its instances."""

    __pydantic_config__ = shown(items=[_REASON])

    items: list[ItemReason]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """An item of the case file; `state` is null until it is created, then available or discarded."""

    __pydantic_config__ = shown(**_FILE)

    id: str
    name: str
    multiplicity: str
    parent: str | None
    state: str | None
    references: list[Any]
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The case file."""

    __pydantic_config__ = shown(items=[_FILE])

    items: list[FileItem]

    @classmethod
    def of(cls, found: list[dict[str, Any]]) -> Self:
        return cls(items=[FileItem(**each) for each in found])
