"""Definitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from trivium.api.schemas.forms import Form
from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.engine.infos import FormInfo
from trivium.errors import WrongState

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import DefinitionInfo, Deployment, ElementCounts, TaskDefinition
    from trivium.errors import Finding

_DEFINITION: dict[str, Any] = {
    "id": AN_ID,
    "kind": "process",
    "key": "invoice",
    "name": "Invoice approval",
    "version": 1,
    "version_tag": None,
    "deployment_id": ANOTHER_ID,
    "deployed_at": A_MOMENT,
    "deployed_by": "mary",
    "resource_name": "invoice.bpmn",
    "latest": True,
    "active": True,
    "suspended": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a process or decision. Only an `active` one can be started."""

    __pydantic_config__ = shown(**_DEFINITION)

    id: str
    kind: str
    key: str
    name: str | None
    version: int
    version_tag: str | None
    deployment_id: str
    deployed_at: datetime
    deployed_by: str | None
    resource_name: str
    latest: bool
    active: bool
    suspended: bool

    @classmethod
    def of(cls, info: DefinitionInfo) -> Self:
        return cls(**_members(info))


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionPage(Page[Definition]):
    """Definitions."""

    __pydantic_config__ = page_of(_DEFINITION)

    items: list[Definition]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedTask:
    """A task in a definition; `type` is the standard's name."""

    id: str
    name: str | None
    type: str
    form_key: str | None
    documentation: str | None

    @classmethod
    def of(cls, task: TaskDefinition) -> Self:
        form = task.form if isinstance(task.form, dict) else {}
        return cls(
            id=task.element_id,
            name=task.name,
            type=task.kind,
            form_key=form.get("key"),
            documentation=task.documentation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionDetails(Definition):
    """A definition with what is in it, and how many instances it has had."""

    __pydantic_config__ = shown(
        **_DEFINITION,
        description="From the letter to the payment.",
        instances=12,
        start_form=None,
        tasks=[
            {
                "id": "approve",
                "name": "Approve the invoice",
                "type": "userTask",
                "form_key": None,
                "documentation": None,
            }
        ],
    )

    description: str | None
    instances: int
    start_form: Form | None
    tasks: list[DefinedTask]

    @classmethod
    def from_engine(cls, engine: Engine, definition_id: str) -> Self:
        info = engine.definitions.get(definition_id)
        return cls(
            **_members(info),
            description=engine.definitions.documentation(info.id),
            instances=engine.definitions.count_instances(info.id),
            start_form=_start_form(engine, info.id),
            tasks=[DefinedTask.of(task) for task in engine.definitions.tasks(info.id)],
        )


def _start_form(engine: Engine, definition_id: str) -> Form | None:
    """The start form; of one that is not deployed, or has an expression without a value, the key."""
    try:
        return Form.of(engine.definitions.start_form(definition_id))
    except WrongState as error:
        key = error.facts.get("form")
        return Form.of(FormInfo(key=None if key is None else str(key)))


def _members(info: DefinitionInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "kind": info.kind,
        "key": info.key,
        "name": info.name,
        "version": info.version,
        "version_tag": info.version_tag,
        "deployment_id": info.deployment_id,
        "deployed_at": info.deployed_at,
        "deployed_by": info.deployed_by,
        "resource_name": info.resource_name,
        "latest": info.is_latest,
        "active": not info.is_suspended,
        "suspended": info.is_suspended,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFault:
    """A fault in a model: where it is, what is wrong, and what to do."""

    __pydantic_config__ = shown(
        code="bpmn/unknown-reference",
        message="Expected `default` to be an outgoing flow, but found `f9`.",
        element="decide",
        line=12,
        remedy="Name one of its outgoing flows.",
        severity="error",
    )

    code: str
    message: str
    element: str | None
    line: int | None
    remedy: str | None
    severity: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            code=finding.code,
            message=finding.message,
            element=finding.element,
            line=finding.line,
            remedy=finding.remedy,
            severity=finding.severity,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentAnswer:
    """What a deployment brought; a definition whose file is unchanged is the one that was there."""

    __pydantic_config__ = shown(id=ANOTHER_ID, definitions=[_DEFINITION], findings=[])

    id: str
    definitions: list[Definition]
    findings: list[FoundFault]

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        return cls(
            id=deployment.id,
            definitions=[Definition.of(each) for each in deployment.definitions],
            findings=[FoundFault.of(each) for each in deployment.findings],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """All faults and doubts about models; `valid` if none is an error."""

    __pydantic_config__ = shown(valid=True, findings=[])

    valid: bool
    findings: list[FoundFault]

    @classmethod
    def of(cls, findings: list[Finding]) -> Self:
        return cls(
            valid=all(finding.severity != "error" for finding in findings),
            findings=[FoundFault.of(each) for each in findings],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StartForm:
    """The form to fill in for a start; null without one."""

    __pydantic_config__ = shown(form=None)

    form: Form | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedLane:
    """A lane; `path` names it and the lanes around it, the outermost first."""

    id: str
    path: list[str]
    elements: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedWork:
    """Work that handlers or workers are asked for: a topic, or the name of a Java class or bean."""

    name: str
    element_id: str
    is_class: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """What a model says besides what is executed: data of its dialect by element, lanes, and work."""

    __pydantic_config__ = shown(
        elements={"invoice": {"historyTimeToLive": "P30D", "properties": {"owner": "finance"}}},
        lanes=[{"id": "lane-1", "path": ["Accounting"], "elements": ["approve"]}],
        work=[{"name": "com.example.Pay", "element_id": "pay", "is_class": True}],
    )

    elements: dict[str, dict[str, Any]]
    lanes: list[DefinedLane]
    work: list[DefinedWork]

    @classmethod
    def from_engine(cls, engine: Engine, definition_id: str) -> Self:
        definitions = engine.definitions
        return cls(
            elements=definitions.extensions(definition_id),
            lanes=[
                DefinedLane(id=lane.id, path=list(lane.path), elements=list(lane.elements))
                for lane in definitions.lanes(definition_id)
            ],
            work=[
                DefinedWork(name=each.name, element_id=each.element_id, is_class=each.is_named)
                for each in definitions.work(definition_id)
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityStatistics:
    """What is open at one element, over all instances of a definition."""

    activity_id: str
    tokens: int
    tasks: int
    jobs: int
    incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionStatistics:
    """What is open, by element; elements at which nothing is are left out."""

    __pydantic_config__ = shown(
        activities=[{"activity_id": "approve", "tokens": 3, "tasks": 3, "jobs": 0, "incidents": 0}]
    )

    activities: list[ActivityStatistics]

    @classmethod
    def of(cls, counts: dict[str, ElementCounts]) -> Self:
        return cls(
            activities=[
                ActivityStatistics(
                    activity_id=element_id,
                    tokens=each.tokens,
                    tasks=each.tasks,
                    jobs=each.jobs,
                    incidents=each.incidents,
                )
                for element_id, each in sorted(counts.items())
            ]
        )


class Suspension(BaseModel):
    """Whether it is to be suspended."""

    model_config = taken(suspended=True)

    suspended: bool
