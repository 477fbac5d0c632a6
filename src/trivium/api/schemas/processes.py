"""Running processes in the words of those who start journeys and take steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables
from trivium.api.variables import divided, presented

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import InstanceInfo
    from trivium.engine.live.events import LiveEvent
    from trivium.engine.views.progress import Edge, Progress, Step

ProcessStatus = Literal["running", "suspended", "completed", "aborted"]
StepState = Literal["completed", "active", "failed", "pending"]
_STATUSES: dict[str, Any] = {
    "active": "running",
    "suspended": "suspended",
    "completed": "completed",
    "terminated": "aborted",
}
STATES = {shown_as: state for state, shown_as in _STATUSES.items()}
"""The engine's names of what is asked for."""
_PROCESS: dict[str, Any] = {
    "id": AN_ID,
    "journey_id": "invoice",
    "process_definition_id": ANOTHER_ID,
    "business_key": "INV-1",
    "status": "running",
    "started_at": A_MOMENT,
    "completed_at": None,
    "initiated_by": "mary",
    "current_step": "approve",
    "current_steps": ["approve"],
}
_EVENT: dict[str, Any] = {
    "type": "task.completed",
    "process_id": AN_ID,
    "timestamp": A_MOMENT,
    "sequence": 2,
    "activity_id": "approve",
    "user": "mary",
    "payload": {"task_id": ANOTHER_ID, "completed_by": "mary"},
}
_STEP: dict[str, Any] = {
    "id": "approve",
    "name": "Approve the invoice",
    "type": "userTask",
    "parent": None,
    "state": "active",
    "visits": 1,
}
_EDGE: dict[str, Any] = {"id": "f1", "source": "received", "target": "approve", "taken": 1}


class StartProcess(BaseModel):
    """Which journey is to start: the key of a process; `context` are its variables."""

    model_config = taken(
        journey_id="invoice", context={"amount": 1250}, business_key="INV-1", version=1
    )

    journey_id: str = Field(min_length=1, max_length=500)
    context: GivenVariables = {}
    business_key: str | None = Field(None, max_length=500)
    version: int | None = Field(None, ge=1, lt=2**31)


class Abort(BaseModel):
    """Why a process is aborted."""

    model_config = taken(reason="The customer has withdrawn the order.")

    reason: str | None = Field(None, max_length=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process; `current_step` is the first of those at which it waits."""

    __pydantic_config__ = shown(**_PROCESS)

    id: str
    journey_id: str
    process_definition_id: str
    business_key: str | None
    status: ProcessStatus
    started_at: datetime
    completed_at: datetime | None
    initiated_by: str | None
    current_step: str | None
    current_steps: list[str]

    @classmethod
    def of(cls, info: InstanceInfo, steps: list[str]) -> Self:
        return cls(**_members(info, steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPage(Page[Process]):
    """Processes."""

    __pydantic_config__ = page_of(_PROCESS)

    items: list[Process]

    @classmethod
    def read(cls, engine: Engine, page: Any) -> Self:
        steps = engine.monitoring.waiting_at(page.items)
        items = [Process.of(info, steps[info.id]) for info in page]
        return cls(items=items, next_cursor=page.next_cursor, total=page.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDetails(Process):
    """A process with its variables; of large ones only the size."""

    __pydantic_config__ = shown(**_PROCESS, context={"amount": 1250})

    context: dict[str, Any]

    @classmethod
    def read(cls, engine: Engine, process_id: str) -> Self:
        info = engine.instances.get(process_id)
        small, large = divided(engine.instances.variable_sizes(process_id))
        variables = engine.instances.variables(process_id, small)
        steps = engine.monitoring.waiting_at([info])[info.id]
        return cls(**_members(info, steps), context=presented(variables, plain=True, large=large))


def _members(info: InstanceInfo, steps: list[str]) -> dict[str, Any]:
    return {
        "id": info.id,
        "journey_id": info.key,
        "process_definition_id": info.definition_id,
        "business_key": info.business_key,
        "status": _STATUSES.get(info.state, "running"),
        "started_at": info.started_at,
        "completed_at": info.ended_at,
        "initiated_by": info.started_by,
        "current_step": steps[0] if steps else None,
        "current_steps": steps,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEvent:
    """Something that happened in a process: types and payloads are those of live events."""

    __pydantic_config__ = shown(**_EVENT)

    type: str
    process_id: str
    timestamp: datetime
    sequence: int
    activity_id: str | None
    user: str | None
    payload: dict[str, Any]

    @classmethod
    def of(cls, event: LiveEvent) -> Self:
        task = {} if event.task_id is None else {"task_id": event.task_id}
        return cls(
            type=event.type,
            process_id=event.instance.id,
            timestamp=event.happened_at,
            sequence=event.seq,
            activity_id=event.element_id,
            user=event.actor,
            payload={**task, **event.facts},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEventPage(Page[ProcessEvent]):
    """What happened, in its order."""

    __pydantic_config__ = page_of(_EVENT)

    items: list[ProcessEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStep:
    """An element, and whether a process has been there, is there or may come; `parent` is around it."""

    __pydantic_config__ = shown(**_STEP)

    id: str
    name: str | None
    type: str
    parent: str | None
    state: StepState
    visits: int

    @classmethod
    def of(cls, step: Step) -> Self:
        state: Any = step.state  # of the same four
        return cls(
            id=step.id,
            name=step.name,
            type=step.type,
            parent=step.parent,
            state=state,
            visits=step.visits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFlow:
    """A flow, and how often it was taken."""

    __pydantic_config__ = shown(**_EDGE)

    id: str
    source: str
    target: str
    taken: int

    @classmethod
    def of(cls, edge: Edge) -> Self:
        return cls(id=edge.id, source=edge.source, target=edge.target, taken=edge.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visualization:
    """How far a process has come: elements, flows, and a picture (SVG) if the model has a diagram."""

    __pydantic_config__ = shown(
        process_id=AN_ID,
        journey_id="invoice",
        status="running",
        completed_steps=["received"],
        current_steps=["approve"],
        pending_steps=["paid"],
        nodes=[_STEP],
        edges=[_EDGE],
        svg=None,
    )

    process_id: str
    journey_id: str
    status: ProcessStatus
    completed_steps: list[str]
    current_steps: list[str]
    pending_steps: list[str]
    nodes: list[JourneyStep]
    edges: list[JourneyFlow]
    svg: str | None

    @classmethod
    def of(cls, info: InstanceInfo, found: Progress) -> Self:
        by_state: dict[str, list[str]] = {}
        for step in found.steps:
            by_state.setdefault(step.state, []).append(step.id)
        status: Any = _STATUSES.get(info.state, "running")
        return cls(
            process_id=info.id,
            journey_id=info.key,
            status=status,
            completed_steps=by_state.get("completed", []),
            current_steps=by_state.get("active", []) + by_state.get("failed", []),
            pending_steps=by_state.get("pending", []),
            nodes=[JourneyStep.of(each) for each in found.steps],
            edges=[JourneyFlow.of(each) for each in found.edges],
            svg=found.svg,
        )
