"""Decisions: what they are asked and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.definitions import FoundFault
from trivium.api.schemas.shape import A_MOMENT, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables

if TYPE_CHECKING:
    from trivium.engine.infos import EvaluationInfo

_RESULT: dict[str, Any] = {
    "decision": "invoice-route",
    "value": "management",
    "inputs": {"amount": 5000, "creditor known": True},
    "decisions": {"Invoice route": "management"},
    "tables": [
        {
            "element": "invoice-route",
            "table": "table",
            "hit_policy": "FIRST",
            "inputs": [{"input": "amount", "value": 5000}],
            "rules": [{"number": 2, "id": "large", "description": None, "annotations": []}],
        }
    ],
    "warnings": [],
}
_EVALUATION: dict[str, Any] = {
    "id": ANOTHER_ID,
    "key": "invoice-route",
    "timestamp": A_MOMENT,
    "user": "mary",
    "process_instance_id": None,
    "activity_id": None,
    "result": _RESULT,
}


class Inputs(BaseModel):
    """Values of input data by name."""

    model_config = taken(inputs={"amount": 5000, "creditor known": True})

    inputs: GivenVariables = Field(default_factory=dict)


class Cases(BaseModel):
    """A table of cases: for each the inputs, and the value (or values by name) that is expected."""

    model_config = taken(
        cases=[{"inputs": {"amount": 5, "creditor known": True}, "expected": "accounting"}]
    )

    cases: Annotated[list[dict[str, Any]], Field(max_length=100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """A value with its explanation: decisions below it, tables with the rules that matched, warnings."""

    __pydantic_config__ = shown(**_RESULT)

    decision: str
    value: Any
    inputs: dict[str, Any]
    decisions: dict[str, Any]
    tables: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFindings:
    """What is suspicious in the tables of a decision's model."""

    __pydantic_config__ = shown(
        items=[
            {
                "code": "dmn/gap",
                "message": "Expected a rule for every input but none matches {amount: 1001}",
                "element": "Invoice route",
                "line": 9,
                "remedy": "Add a rule, or a default output.",
                "severity": "warning",
            }
        ]
    )

    items: list[FoundFault]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesReport:
    """How a table of cases fared, and the numbers of the rules that no case used, by table."""

    __pydantic_config__ = shown(
        passed=1,
        failed=0,
        cases=[
            {"name": "1", "passed": True, "differences": [], "warnings": [], "error": None},
        ],
        unused_rules={"invoice-route": [1, 3]},
    )

    passed: int
    failed: int
    cases: list[dict[str, Any]]
    unused_rules: dict[str, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A decision that was asked, by a user or by an activity of a process, and what it answered."""

    __pydantic_config__ = shown(**_EVALUATION)

    id: str
    key: str
    timestamp: datetime
    user: str | None
    process_instance_id: str | None
    activity_id: str | None
    result: dict[str, Any]

    @classmethod
    def of(cls, info: EvaluationInfo) -> Self:
        return cls(
            id=info.id,
            key=info.key,
            timestamp=info.at,
            user=info.actor,
            process_instance_id=info.instance_id,
            activity_id=info.element_id,
            result=info.content,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPage(Page[Evaluation]):
    """What a decision was asked."""

    __pydantic_config__ = page_of(_EVALUATION)

    items: list[Evaluation]
