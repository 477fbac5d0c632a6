"""Incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown

if TYPE_CHECKING:
    from trivium.engine.infos import IncidentInfo

IncidentType = Literal[
    "failedJob", "failedExternalTask", "unhandledBpmnError", "conditionError", "failedInstruction"
]

_BY_TYPE: dict[str, IncidentType] = {
    "failed-job": "failedExternalTask",
    "uncaught-error": "unhandledBpmnError",
}
_EXAMPLE: dict[str, Any] = {
    "id": ANOTHER_ID,
    "process_instance_id": AN_ID,
    "root_instance_id": AN_ID,
    "process_definition_id": ANOTHER_ID,
    "process_definition_key": "invoice",
    "incident_type": "conditionError",
    "incident_message": "Expected a condition after `decide` to be true, but none of 2 is.",
    "code": "bpmn/no-flow-taken",
    "activity_id": "decide",
    "configuration": None,
    "created": A_MOMENT,
    "status": "open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Open trouble on an element; `configuration` is the id of the job that failed, if one did."""

    __pydantic_config__ = shown(**_EXAMPLE)

    id: str
    process_instance_id: str
    root_instance_id: str
    process_definition_id: str
    process_definition_key: str
    incident_type: IncidentType
    incident_message: str
    code: str
    activity_id: str
    configuration: str | None
    created: datetime
    status: Literal["open"]

    @classmethod
    def of(cls, info: IncidentInfo) -> Self:
        return cls(
            id=info.id,
            process_instance_id=info.instance_id,
            root_instance_id=info.root_id,
            process_definition_id=info.definition_id,
            process_definition_key=info.key,
            incident_type=_type_of(info),
            incident_message=info.message,
            code=info.code,
            activity_id=info.element_id,
            configuration=info.job_id,
            created=info.created_at,
            status="open",
        )


def _type_of(info: IncidentInfo) -> IncidentType:
    """The document's five types; what else fails while a model runs is a failed instruction."""
    if info.code == "bpmn/no-flow-taken":
        return "conditionError"
    return _BY_TYPE.get(info.type, "failedInstruction")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage(Page[Incident]):
    """Open incidents."""

    __pydantic_config__ = page_of(_EXAMPLE)

    items: list[Incident]
