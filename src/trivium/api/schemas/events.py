"""Messages and signals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Self, cast

from pydantic import BaseModel, Field

from trivium.api.schemas.shape import AN_ID, shown, taken
from trivium.api.schemas.variables import GivenVariables

if TYPE_CHECKING:
    from trivium.engine.correlation import Receipt

Outcome = Literal["correlated", "started", "buffered", "duplicate"]


class Message(BaseModel):
    """A message to the one instance that waits for it, or to a start event.

    `correlation` are variables that the receiver has. With `time_to_live` it is kept until somebody
    waits for it, and one with a `message_id` is known for that long: sent again it is a duplicate.
    """

    model_config = taken(
        name="payment-received", business_key="ORDER-7", variables={"amount": 99.5}
    )

    name: str = Field(min_length=1)
    business_key: str | None = None
    correlation: GivenVariables = Field(default_factory=dict)
    process_instance_id: str | None = None
    variables: GivenVariables = Field(default_factory=dict)
    message_id: str | None = None
    time_to_live: timedelta = Field(default=timedelta(0), ge=timedelta(0), le=timedelta(days=36500))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceipt:
    """Who received a message: an instance that waited, or one that it started; nobody yet if buffered.

    A `duplicate` was sent before with the same id; the instance is the one that received that.
    """

    __pydantic_config__ = shown(
        result="correlated", process_instance_id=AN_ID, process_definition_key=None
    )

    result: Outcome
    process_instance_id: str | None
    process_definition_key: str | None

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        return cls(
            result=cast("Outcome", receipt.result),
            process_instance_id=receipt.instance_id,
            process_definition_key=receipt.definition_key,
        )


class Signal(BaseModel):
    """A signal to all who wait for it, and to start events."""

    model_config = taken(name="stock-changed", variables={"article": "A-7"})

    name: str = Field(min_length=1)
    variables: GivenVariables = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceipt:
    """How many received a signal."""

    __pydantic_config__ = shown(receivers=2)

    receivers: int
