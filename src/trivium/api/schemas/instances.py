"""Process instances: what they are, what they wait for, where they have been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from trivium.api.durations import iso
from trivium.api.schemas.incidents import Incident
from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables, VariablesAnswer
from trivium.api.variables import divided, presented

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import (
        ElementInfo,
        InstanceInfo,
        InstanceTree,
        JournalEntry,
        PathStep,
        ReplayChange,
        ReplayStep,
        WaitInfo,
    )

_INSTANCE: dict[str, Any] = {
    "id": AN_ID,
    "process_definition_id": ANOTHER_ID,
    "process_definition_key": "invoice",
    "process_definition_name": "Invoice approval",
    "process_definition_version": 1,
    "business_key": "INV-1",
    "status": "active",
    "start_time": A_MOMENT,
    "end_time": None,
    "duration": None,
    "started_by": "mary",
    "super_instance_id": None,
    "root_instance_id": AN_ID,
}
_WAIT: dict[str, Any] = {
    "kind": "task",
    "id": ANOTHER_ID,
    "activity_id": "approve",
    "why": "the task “Approve the invoice” is open",
    "released_by": f"a member of accounting: complete task {ANOTHER_ID}",
    "due": None,
    "name": None,
}
_ELEMENT: dict[str, Any] = {
    "activity_id": "approve",
    "name": "Approve the invoice",
    "type": "userTask",
    "status": "active",
    "execution_id": "3",
    "process_instance_id": AN_ID,
    "waits": [_WAIT],
    "variables": {},
    "children": [],
}
_ENTRY: dict[str, Any] = {
    "sequence": 1,
    "timestamp": A_MOMENT,
    "user": "mary",
    "command": {"command": "start-instance", "definition_id": ANOTHER_ID, "instance_id": AN_ID},
    "events": [{"event": "passed", "element": "received", "scope": 1}],
}
_AUDIT: dict[str, Any] = {
    "sequence": 2,
    "timestamp": A_MOMENT,
    "user": "mary",
    "operation": "complete-task",
    "details": {"task_id": ANOTHER_ID, "variables": {"approved": True}},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A process instance. `status` is active, suspended, completed or terminated."""

    __pydantic_config__ = shown(**_INSTANCE)

    id: str
    process_definition_id: str
    process_definition_key: str
    process_definition_name: str | None
    process_definition_version: int | None
    business_key: str | None
    status: str
    start_time: datetime
    end_time: datetime | None
    duration: str | None
    started_by: str | None
    super_instance_id: str | None
    root_instance_id: str

    @classmethod
    def of(cls, info: InstanceInfo) -> Self:
        return cls(**_members(info))


@dataclass(frozen=True, slots=True, kw_only=True)
class InstancePage(Page[Instance]):
    """Instances."""

    __pydantic_config__ = page_of(_INSTANCE)

    items: list[Instance]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Something that is waited for: why, and who or what releases it.

    `name` is that of the message, signal or topic.
    """

    __pydantic_config__ = shown(**_WAIT)

    kind: str
    id: str | None
    activity_id: str
    why: str
    released_by: str
    due: datetime | None
    name: str | None

    @classmethod
    def of(cls, wait: WaitInfo) -> Self:
        return cls(
            kind=wait.kind,
            id=wait.id,
            activity_id=wait.element_id,
            why=wait.why,
            released_by=wait.released_by,
            due=wait.due_at,
            name=wait.name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentActivity:
    """An innermost open element. `status` is active, or failed where an incident is open."""

    id: str
    name: str | None
    type: str
    status: str
    process_instance_id: str
    waits: list[Wait]

    @classmethod
    def of(cls, element: ElementInfo) -> Self:
        return cls(
            id=element.element_id,
            name=element.name,
            type=element.kind,
            status=element.state,
            process_instance_id=element.instance_id,
            waits=[Wait.of(wait) for wait in element.waits],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceDetails(Instance):
    """An instance with its variables, what is open in it and its incidents."""

    __pydantic_config__ = shown(
        **_INSTANCE,
        variables={"amount": {"value": 1250, "type": "Integer", "value_info": None}},
        current_activities=[
            {
                "id": "approve",
                "name": "Approve the invoice",
                "type": "userTask",
                "status": "active",
                "process_instance_id": AN_ID,
                "waits": [_WAIT],
            }
        ],
        incidents=[],
    )

    variables: VariablesAnswer
    current_activities: list[CurrentActivity]
    incidents: list[Incident]

    @classmethod
    def read(cls, engine: Engine, instance_id: str, *, plain: bool) -> Self:
        """Reads an instance; of large variables only the size."""
        tree = engine.instances.tree(instance_id)
        small, large = divided(engine.instances.variable_sizes(instance_id))
        variables = engine.instances.variables(instance_id, small)
        return cls(
            **_members(tree.instance),
            variables=presented(variables, plain=plain, large=large),
            current_activities=[CurrentActivity.of(each) for each in _innermost(tree.root)],
            incidents=[Incident.of(each) for each in engine.incidents.query(instance_id)],
        )


def _innermost(element: ElementInfo | None) -> Iterator[ElementInfo]:
    if element is None:
        return
    if not element.children:
        yield element
    for child in element.children:
        yield from _innermost(child)


def _members(info: InstanceInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "process_definition_id": info.definition_id,
        "process_definition_key": info.key,
        "process_definition_name": info.name,
        "process_definition_version": info.version,
        "business_key": info.business_key,
        "status": info.state,
        "start_time": info.started_at,
        "end_time": info.ended_at,
        "duration": None if info.ended_at is None else iso(info.ended_at - info.started_at),
        "started_by": info.started_by,
        "super_instance_id": info.parent_id,
        "root_instance_id": info.root_id,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenElement:
    """An open element, with what it waits for and what is open inside it."""

    __pydantic_config__ = shown(**_ELEMENT)

    activity_id: str
    name: str | None
    type: str
    status: str
    execution_id: str
    process_instance_id: str
    waits: list[Wait]
    variables: VariablesAnswer
    children: list[OpenElement]

    @classmethod
    def of(cls, element: ElementInfo, *, plain: bool) -> Self:
        return cls(
            activity_id=element.element_id,
            name=element.name,
            type=element.kind,
            status=element.state,
            execution_id=str(element.item),
            process_instance_id=element.instance_id,
            waits=[Wait.of(wait) for wait in element.waits],
            variables=presented(element.variables, plain=plain),
            children=[cls.of(child, plain=plain) for child in element.children],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """An instance as it stands; `root` is the process itself, null once it has ended."""

    __pydantic_config__ = shown(
        instance=_INSTANCE,
        root={
            **_ELEMENT,
            "activity_id": "invoice",
            "name": "Invoice approval",
            "type": "process",
            "execution_id": "1",
            "waits": [],
            "children": [_ELEMENT],
        },
    )

    instance: Instance
    root: OpenElement | None

    @classmethod
    def of(cls, tree: InstanceTree, *, plain: bool) -> Self:
        root = None if tree.root is None else OpenElement.of(tree.root, plain=plain)
        return cls(instance=Instance.of(tree.instance), root=root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An element that was entered, and the flow by which the token came."""

    activity_id: str
    activity_name: str | None
    activity_type: str | None
    timestamp: datetime
    execution_id: str | None
    process_instance_id: str
    transition_id: str | None

    @classmethod
    def of(cls, step: PathStep) -> Self:
        return cls(
            activity_id=step.element_id,
            activity_name=step.name,
            activity_type=step.kind,
            timestamp=step.at,
            execution_id=None if step.item is None else str(step.item),
            process_instance_id=step.instance_id,
            transition_id=step.flow_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The elements that an instance and those that it called have entered, in order."""

    __pydantic_config__ = shown(
        items=[
            {
                "activity_id": "received",
                "activity_name": "Invoice received",
                "activity_type": "startEvent",
                "timestamp": A_MOMENT,
                "execution_id": None,
                "process_instance_id": AN_ID,
                "transition_id": None,
            }
        ]
    )

    items: list[Step]


_REPLAYED: dict[str, Any] = {
    "sequence": 1,
    "timestamp": A_MOMENT,
    "user": "mary",
    "operation": "start-instance",
    "process_definition_id": ANOTHER_ID,
    "changes": [
        {
            "what": "passed",
            "activity_id": "received",
            "execution_id": None,
            "state": None,
            "values": None,
        }
    ],
}
What = Literal[
    "entered",
    "left",
    "cancelled",
    "passed",
    "flow",
    "moved",
    "variables",
    "incident",
    "resolved",
    "state",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a command did to one element; what only passed, and a flow, has no `execution_id`.

    `state` is the code of an incident, how it was resolved, or the state of a plan item or the whole;
    `values` are the new variables of the element's scope. `moved`: a migration made it this element.
    """

    what: What
    activity_id: str
    execution_id: str | None
    state: str | None
    values: dict[str, Any] | None

    @classmethod
    def of(cls, change: ReplayChange) -> Self:
        values = None if change.values is None else presented(change.values, plain=True)
        return cls(
            what=change.what,  # type: ignore[arg-type]  # one of them
            activity_id=change.element_id,
            execution_id=None if change.item is None else str(change.item),
            state=change.state,
            values=values,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedCommand:
    """One command that touched an instance, and the version that it then ran on."""

    __pydantic_config__ = shown(**_REPLAYED)

    sequence: int
    timestamp: datetime
    user: str | None
    operation: str
    process_definition_id: str
    changes: list[Change]

    @classmethod
    def of(cls, step: ReplayStep) -> Self:
        return cls(
            sequence=step.seq,
            timestamp=step.at,
            user=step.actor,
            operation=step.command,
            process_definition_id=step.definition_id,
            changes=[Change.of(change) for change in step.changes],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPage(Page[ReplayedCommand]):
    """What to play on the diagram of an instance, from its start."""

    __pydantic_config__ = page_of(_REPLAYED)

    items: list[ReplayedCommand]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One command, and the events that it caused; each event says in `event` what it is."""

    __pydantic_config__ = shown(**_ENTRY)

    sequence: int
    timestamp: datetime
    user: str | None
    command: dict[str, Any]
    events: list[dict[str, Any]]

    @classmethod
    def of(cls, entry: JournalEntry) -> Self:
        return cls(
            sequence=entry.seq,
            timestamp=entry.at,
            user=entry.actor,
            command=entry.command,
            events=list(entry.events),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage(Page[HistoryEntry]):
    """The journal, from the first entry."""

    __pydantic_config__ = page_of(_ENTRY)

    items: list[HistoryEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what, and when; `user` is null for what Trivium did by itself."""

    __pydantic_config__ = shown(**_AUDIT)

    sequence: int
    timestamp: datetime
    user: str | None
    operation: str
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: JournalEntry) -> Self:
        details = {name: value for name, value in entry.command.items() if name != "command"}
        return cls(
            sequence=entry.seq,
            timestamp=entry.at,
            user=entry.actor,
            operation=entry.command["command"],
            details=details,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage(Page[AuditEntry]):
    """The audit trail, from the first entry."""

    __pydantic_config__ = page_of(_AUDIT)

    items: list[AuditEntry]


class StartInstance(BaseModel):
    """What to start: the newest version of a key, another version of it, or a definition by id."""

    model_config = taken(
        process_definition_key="invoice",
        business_key="INV-1",
        variables={"amount": 1250, "creditor": "Great Pizza"},
    )

    process_definition_key: str | None = None
    process_definition_id: str | None = None
    version: int | None = Field(default=None, ge=1, le=2**31)
    business_key: str | None = None
    start_event: str | None = Field(default=None, description="The id of a start event.")
    variables: GivenVariables = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.process_definition_key is None) == (self.process_definition_id is None):
            raise ValueError("give either process_definition_key or process_definition_id")
        if self.process_definition_id is not None and self.version is not None:
            raise ValueError("a version goes with process_definition_key")
        return self
