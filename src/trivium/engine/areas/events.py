"""`engine.messages` and `engine.signals`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trivium.engine.acting import acting_tenant, demand
from trivium.engine.correlation import Broadcast, Correlate, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trivium.engine.processor import Processor

_MILLISECOND = timedelta(milliseconds=1)


class Messages:
    """Messages to one receiver."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor

    def correlate(  # noqa: PLR0913  # what a message says
        self,
        name: str,
        *,
        business_key: str | None = None,
        correlation: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        instance: str | None = None,
        message_id: str | None = None,
        time_to_live: timedelta | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> Receipt:
        """Delivers a message to the one instance that waits for it, else starts one.

        `correlation` are variables that the receiver must have. With `time_to_live` it is kept until a
        receiver comes, and one with a `message_id` is known for that long: sent again it is a duplicate.

        Raises:
            NotFound: `message/no-receiver`; Conflict: `message/ambiguous`.
        """
        demand("work", "operation", "messages")
        operation = Correlate(
            name,
            business_key=business_key,
            correlation=dict(correlation or {}),
            variables=dict(variables or {}),
            instance_id=instance,
            message_id=message_id,
            live_for_ms=0 if time_to_live is None else time_to_live // _MILLISECOND,
            tenant=acting_tenant(),
        )
        answer = self._processor.submit(operation, user, idempotency_key)
        return answer if isinstance(answer, Receipt) else Receipt(**answer)


class Signals:
    """Signals to all who wait for them."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor

    def broadcast(
        self,
        name: str,
        variables: Mapping[str, Any] | None = None,
        *,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> int:
        """Delivers a signal to every catcher and start event; gives how many there were."""
        demand("work", "operation", "messages")
        operation = Broadcast(name, dict(variables or {}), tenant=acting_tenant())
        count: int = self._processor.submit(operation, user, idempotency_key)
        return count
