"""What comes in."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

VariableMap = dict[str, Any]


def _example(**members: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": members})


class StartInstance(BaseModel):
    """Starts an instance: of the newest version of `key`, or of `version`."""

    model_config = _example(key="invoice", variables={"amount": 1250, "creditor": "Great Pizza"})

    key: str
    version: int | None = None
    business_key: str | None = None
    start_event: str | None = None
    variables: VariableMap = Field(default_factory=dict)


class Variables(BaseModel):
    """Variables, as plain JSON values or as `{"value": …, "type": …}`."""

    model_config = _example(variables={"approved": True})

    variables: VariableMap = Field(default_factory=dict)


class User(BaseModel):
    """Whom it concerns; for claiming, who you are if the header does not say it."""

    model_config = _example(user="mary")

    user: str | None = None


class Suspended(BaseModel):
    """Whether it is to be suspended."""

    model_config = _example(suspended=True)

    suspended: bool


class Message(BaseModel):
    """A message to the one instance that waits for it, or to a start event."""

    model_config = _example(
        name="payment-received", business_key="ORDER-7", variables={"amount": 99.5}
    )

    name: str
    business_key: str | None = None
    correlation: VariableMap = Field(default_factory=dict)
    variables: VariableMap = Field(default_factory=dict)
    instance_id: str | None = None
    message_id: str | None = None
    time_to_live_ms: int | None = Field(default=None, ge=0)


class Signal(BaseModel):
    """A signal to all who wait for it."""

    model_config = _example(name="stock-changed", variables={})

    name: str
    variables: VariableMap = Field(default_factory=dict)


class Activate(BaseModel):
    """What a worker asks for; with `wait_for_ms` the answer comes when there is work, or then."""

    model_config = _example(
        topics=["charge-card"], worker="worker-1", limit=5, lease_for_ms=30000, wait_for_ms=20000
    )

    topics: list[str] = Field(min_length=1)
    worker: str
    limit: int = Field(default=1, ge=1, le=1000)
    lease_for_ms: int = Field(default=30_000, ge=1)
    wait_for_ms: int = Field(default=0, ge=0, le=60_000)


class JobCompleted(BaseModel):
    """The result of a job; `lease` is the fencing token that came with it."""

    model_config = _example(lease=1, variables={"receipt": "R-1"})

    lease: int | None = None
    variables: VariableMap = Field(default_factory=dict)
    local_variables: VariableMap = Field(default_factory=dict)


class JobFailed(BaseModel):
    """The work did not succeed."""

    model_config = _example(lease=1, message="gateway timeout", retries=2, retry_in_ms=5000)

    message: str
    lease: int | None = None
    retries: int | None = Field(default=None, ge=0)
    retry_in_ms: int | None = Field(default=None, ge=0)


class JobError(BaseModel):
    """The work ended in a BPMN error that the model may catch."""

    model_config = _example(lease=1, code="payment-declined", message="card expired")

    code: str
    message: str | None = None
    lease: int | None = None
    variables: VariableMap = Field(default_factory=dict)


class JobExtended(BaseModel):
    """A longer lease."""

    model_config = _example(lease=1, lease_for_ms=60000)

    lease: int
    lease_for_ms: int = Field(ge=1)
