"""Messages and signals, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from trivium.client import shapes
from trivium.client.call import Call, given, text


def correlate_message(
    *,
    name: str,
    business_key: str | None = None,
    correlation: Mapping[str, Any] | None = None,
    process_instance_id: str | None = None,
    variables: Mapping[str, Any] | None = None,
    message_id: str | None = None,
    time_to_live: timedelta | None = None,
    idempotency_key: str | None = None,
) -> Call[shapes.MessageReceipt]:
    """Deliver a message to the one instance that waits for it, else to a start event.

    Refusals: `message/no-receiver`, `message/ambiguous`, `variable/wrong-type`.
    """
    return Call(
        operation="correlateMessage",
        method="POST",
        path="/api/processes/messages",
        answer=shapes.MessageReceipt,
        body=given(
            name=name,
            business_key=business_key,
            correlation=correlation,
            process_instance_id=process_instance_id,
            variables=variables,
            message_id=message_id,
            time_to_live=text(time_to_live),
        ),
        takes_key=True,
        idempotency_key=idempotency_key,
    )


def broadcast_signal(
    *, name: str, variables: Mapping[str, Any] | None = None, idempotency_key: str | None = None
) -> Call[shapes.SignalReceipt]:
    """Broadcast a signal to all who wait for it, and to start events.

    Refusals: `variable/wrong-type`.
    """
    return Call(
        operation="broadcastSignal",
        method="POST",
        path="/api/processes/signals",
        answer=shapes.SignalReceipt,
        body=given(name=name, variables=variables),
        takes_key=True,
        idempotency_key=idempotency_key,
    )
