"""`/api/processes/messages` and `/signals`."""

from __future__ import annotations

from fastapi import APIRouter

from trivium.api.dependencies import Actor, IdempotencyKey, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import writes
from trivium.api.schemas.events import Message, MessageReceipt, Signal, SignalReceipt
from trivium.api.variables import given

router = APIRouter(prefix="/api/processes", tags=["messages and signals"], route_class=ExactRoute)
_GIVEN = "422 variable/wrong-type"


@router.post(
    "/messages",
    response_model=MessageReceipt,
    responses=writes("404 message/no-receiver", "409 message/ambiguous", _GIVEN),
    operation_id="correlateMessage",
)
def correlate(
    engine: TheEngine, body: Message, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Deliver a message to the one instance that waits for it, else to a start event."""
    receipt = engine.messages.correlate(
        body.name,
        business_key=body.business_key,
        correlation=given(body.correlation),
        variables=given(body.variables),
        instance=body.process_instance_id,
        message_id=body.message_id,
        time_to_live=body.time_to_live,
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(MessageReceipt.of(receipt))


@router.post(
    "/signals",
    response_model=SignalReceipt,
    responses=writes(_GIVEN),
    operation_id="broadcastSignal",
)
def broadcast(
    engine: TheEngine, body: Signal, actor: Actor, idempotency_key: IdempotencyKey
) -> Exact:
    """Broadcast a signal to all who wait for it, and to start events."""
    variables = given(body.variables)
    count = engine.signals.broadcast(
        body.name, variables, user=actor, idempotency_key=idempotency_key
    )
    return Exact(SignalReceipt(receivers=count))
