"""Operations on many instances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import BaseModel, Field

from trivium.api.schemas.incidents import ResolutionType
from trivium.api.schemas.migrations import Plan
from trivium.api.schemas.modifications import Instruction
from trivium.api.schemas.shape import A_MOMENT, AN_ID, ANOTHER_ID, Page, page_of, shown, taken
from trivium.api.schemas.variables import GivenVariables
from trivium.api.variables import given
from trivium.engine.areas.batches import Selection

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import BatchInfo, BatchItem, Reason

BatchState = Literal["running", "paused", "completed", "cancelled"]
BatchType = Literal[
    "terminate",
    "suspend",
    "resume",
    "setVariables",
    "modify",
    "migrate",
    "resolveIncidents",
    "restart",
    "correlate",
]
_MESSAGE = Field(default=None, max_length=2000)
_BATCH: dict[str, Any] = {
    "id": AN_ID,
    "type": "terminate",
    "status": "running",
    "total": 5000,
    "completed": 1200,
    "failed": 3,
    "created": A_MOMENT,
    "created_by": "ada",
    "finished": None,
}
_ITEM: dict[str, Any] = {
    "process_instance_id": ANOTHER_ID,
    "status": "failed",
    "code": "instance/ended",
    "message": "Expected the instance to be active, but it has ended.",
}
_REASON = {"code": "instance/ended", "count": 3, "message": _ITEM["message"]}


class InstanceQuery(BaseModel):
    """All instances that this fits when the batch is made; open ones, or for a restart ended ones."""

    model_config = taken(process_definition_key="invoice", status="active")

    process_definition_key: str | None = None
    process_definition_id: str | None = None
    business_key: str | None = None
    status: Literal["active", "suspended", "completed", "terminated"] | None = None
    roots_only: bool = False


class _Order(BaseModel):
    process_instance_ids: list[str] | None = Field(default=None, min_length=1, max_length=100_000)
    query: InstanceQuery | None = None

    @property
    def chosen(self) -> list[str] | Selection:
        """The instances it is for."""
        if self.process_instance_ids is not None:
            return self.process_instance_ids
        query = self.query or InstanceQuery()
        return Selection(
            key=query.process_definition_key,
            definition=query.process_definition_id,
            business_key=query.business_key,
            state=query.status,
            roots_only=query.roots_only,
        )


class TerminateMany(_Order):
    """End instances."""

    model_config = taken(type="terminate", query={"process_definition_key": "invoice"})

    type: Literal["terminate"]
    reason: str | None = _MESSAGE

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.terminate(self.chosen, self.reason, **who)


class SuspendMany(_Order):
    """Let nothing in instances go on, or let them go on again."""

    model_config = taken(type="suspend", query={"process_definition_key": "invoice"})

    type: Literal["suspend", "resume"]

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.create(self.type, self.chosen, {}, **who)


class SetVariablesOfMany(_Order):
    """Set variables of instances."""

    model_config = taken(type="setVariables", process_instance_ids=[AN_ID], variables={"vip": True})

    type: Literal["setVariables"]
    variables: GivenVariables

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.set_variables(self.chosen, given(self.variables), **who)


class ModifyMany(_Order):
    """Move tokens of instances."""

    model_config = taken(
        type="modify",
        process_instance_ids=[AN_ID],
        instructions=[{"type": "startBeforeActivity", "activity_id": "prepare"}],
    )

    type: Literal["modify"]
    instructions: list[Instruction] = Field(min_length=1, max_length=1000)
    reason: str | None = _MESSAGE

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        meant = [each.meant() for each in self.instructions]
        return engine.batches.modify(self.chosen, meant, self.reason, **who)


class MigrateMany(_Order, Plan):
    """Move instances to another version; all open ones of the source if none are said."""

    model_config = taken(
        type="migrate", source_definition_id=AN_ID, target_definition_id=ANOTHER_ID
    )

    type: Literal["migrate"]
    update_triggers: bool = False

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        plan = engine.migrations.plan(
            self.source_definition_id, self.target_definition_id, self.activities
        )
        are_said = self.process_instance_ids is not None or self.query is not None
        return engine.batches.migrate(
            plan,
            self.chosen if are_said else None,
            update_triggers=self.update_triggers,
            **who,
        )


class ResolveIncidentsOfMany(_Order):
    """End all open incidents of instances."""

    model_config = taken(type="resolveIncidents", query={"process_definition_key": "invoice"})

    type: Literal["resolveIncidents"]
    resolution_type: ResolutionType = "retry"
    resolution_message: str | None = _MESSAGE
    transition_id: str | None = None
    variables: GivenVariables = Field(default_factory=dict)

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.resolve_incidents(
            self.chosen,
            self.resolution_type,
            given(self.variables),
            message=self.resolution_message,
            flow=self.transition_id,
            **who,
        )


class RestartMany(_Order):
    """Start ended instances again, as new ones."""

    model_config = taken(type="restart", process_instance_ids=[AN_ID])

    type: Literal["restart"]
    instructions: list[Instruction] = Field(default_factory=list, max_length=1000)
    initial_variables: bool = False
    variables: GivenVariables = Field(default_factory=dict)

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.restart(
            self.chosen,
            [each.meant() for each in self.instructions],
            initial_variables=self.initial_variables,
            variables=given(self.variables),
            **who,
        )


class CorrelateMany(_Order):
    """Send a message to each of the instances."""

    model_config = taken(type="correlate", process_instance_ids=[AN_ID], message_name="paid")

    type: Literal["correlate"]
    message_name: str = Field(min_length=1)
    variables: GivenVariables = Field(default_factory=dict)

    def make(self, engine: Engine, **who: Any) -> BatchInfo:
        return engine.batches.correlate(
            self.chosen, self.message_name, given(self.variables), **who
        )


Order = Annotated[
    Union[  # noqa: UP007  # read at run time
        TerminateMany,
        SuspendMany,
        SetVariablesOfMany,
        ModifyMany,
        MigrateMany,
        ResolveIncidentsOfMany,
        RestartMany,
        CorrelateMany,
    ],
    Field(
        discriminator="type",
        json_schema_extra={
            "example": {"type": "terminate", "query": {"process_definition_key": "invoice"}}
        },
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One operation on many instances, and how far it is."""

    __pydantic_config__ = shown(**_BATCH)

    id: str
    type: BatchType
    status: BatchState
    total: int
    completed: int
    failed: int
    created: datetime
    created_by: str | None
    finished: datetime | None

    @classmethod
    def of(cls, info: BatchInfo) -> Self:
        return cls(
            id=info.id,
            type=_TYPES[info.kind],
            status=info.state,  # type: ignore[arg-type]  # one of them
            total=info.total,
            completed=info.done,
            failed=info.failed,
            created=info.created_at,
            created_by=info.created_by,
            finished=info.finished_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReason:
    """Why instances were refused: a code, how many they are, and what was said of one."""

    __pydantic_config__ = shown(**_REASON)

    code: str | None
    count: int
    message: str | None

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls(code=reason.code, count=reason.count, message=reason.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetails:
    """How far a batch is, and why some of its instances could not be done."""

    __pydantic_config__ = shown(batch=_BATCH, reasons=[_REASON])

    batch: Batch
    reasons: list[BatchReason]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchedInstance:
    """One instance of a batch, and what became of it."""

    __pydantic_config__ = shown(**_ITEM)

    process_instance_id: str
    status: Literal["open", "done", "failed"]
    code: str | None
    message: str | None

    @classmethod
    def of(cls, item: BatchItem) -> Self:
        return cls(
            process_instance_id=item.instance_id,
            status=item.state,  # type: ignore[arg-type]  # one of them
            code=item.code,
            message=item.message,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage(Page[Batch]):
    """Batches."""

    __pydantic_config__ = page_of(_BATCH)

    items: list[Batch]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchedInstancePage(Page[BatchedInstance]):
    """Instances of a batch."""

    __pydantic_config__ = page_of(_ITEM)

    items: list[BatchedInstance]


_TYPES: dict[str, BatchType] = {
    "terminate": "terminate",
    "suspend": "suspend",
    "resume": "resume",
    "set-variables": "setVariables",
    "modify": "modify",
    "migrate": "migrate",
    "resolve-incidents": "resolveIncidents",
    "restart": "restart",
    "correlate": "correlate",
}
KINDS = {name: kind for kind, name in _TYPES.items()}
