"""`/api/processes/messages` and `/signals`."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter

from trivium.api.dependencies import Actor, IdempotencyKey, TheEngine
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers
from trivium.api.schemas import requests
from trivium.api.variables import plain as plain_values

router = APIRouter(prefix="/api/processes", tags=["messages and signals"], route_class=ExactRoute)


@router.post("/messages", responses=answers(404, 409), operation_id="correlateMessage")
def correlate(
    engine: TheEngine,
    body: requests.Message,
    actor: Actor,
    idempotency_key: IdempotencyKey = None,
) -> Exact:
    """Deliver a message to the one instance that waits for it, or start one."""
    receipt = engine.messages.correlate(
        body.name,
        business_key=body.business_key,
        correlation=plain_values(body.correlation),
        variables=plain_values(body.variables),
        instance=body.instance_id,
        message_id=body.message_id,
        time_to_live=timedelta(milliseconds=body.time_to_live_ms or 0),
        user=actor,
        idempotency_key=idempotency_key,
    )
    return Exact(receipt)


@router.post("/signals", responses=answers(), operation_id="broadcastSignal")
def broadcast(engine: TheEngine, body: requests.Signal, actor: Actor) -> Exact:
    """Broadcast a signal to all who wait for it."""
    count = engine.signals.broadcast(body.name, plain_values(body.variables), user=actor)
    return Exact({"receivers": count})
