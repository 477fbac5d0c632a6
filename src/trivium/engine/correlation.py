"""Messages and signals to whoever waits for them, in whatever tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from trivium.engine.operation import Operation, PutOff
from trivium.errors import Conflict, NotFound
from trivium.kernel import codec, commands
from trivium.kernel.correlation import fits
from trivium.kernel.ids import IdSource
from trivium.store import definitions as stored
from trivium.store import subscriptions
from trivium.store.database import Contention
from trivium.store.fail_points import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.processor.batch import Batch


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Who received a message.

    An instance that waited (`correlated`), one that it started (`started`), or nobody yet (`buffered`).
    `duplicate` if one of this name and id was there before; the instance is the one that received that.
    """

    result: str
    instance_id: str | None = None
    definition_key: str | None = None


class Correlate(Operation):
    """Delivers a message to exactly one receiver.

    An instance that waits for it comes before a start event. Without a receiver it is buffered if it has
    a time to live, else refused; with several it is refused. One with an id and a time to live is known
    for that long, and not delivered twice. With a tenant it reaches those of the tenant alone.
    """

    def __init__(  # noqa: PLR0913  # what a message says
        self,
        name: str,
        *,
        business_key: str | None = None,
        correlation: dict[str, Any] | None = None,
        variables: dict[str, Any] | None = None,
        instance_id: str | None = None,
        message_id: str | None = None,
        live_for_ms: int = 0,
        tenant: str | None = None,
    ) -> None:
        self.name = name
        self.business_key = business_key
        self.correlation = correlation or {}
        self.variables = variables or {}
        self.instance_id = instance_id
        self.message_id = message_id
        self.live_for_ms = live_for_ms
        self.tenant = tenant

    @property
    def locks(self) -> Sequence[str]:
        return () if self.message_id is None else (f"message {self.name} {self.message_id}",)

    def run(self, batch: Batch, seed: int, user: str | None) -> Receipt:
        if self.message_id is not None:
            known = subscriptions.known(
                batch.cursor, self.name, self.message_id, batch.now, self.tenant
            )
            if known is not None:
                return _duplicate(known)
        receipt = self.deliver(batch, seed, user)
        if self.message_id is not None and self.live_for_ms > 0 and receipt.result != "buffered":
            self._keep(batch, seed ^ 2, codec.encode(receipt), is_delivered=True)
        return receipt

    def deliver(self, batch: Batch, seed: int, user: str | None) -> Receipt:
        """Finds the receiver, whether the message is known or not."""
        while True:
            try:
                return self._deliver(batch, seed, user)
            except NotFound as error:
                if error.code != "subscription/not-found":
                    raise  # else somebody else was faster: who waits now?

    def _deliver(self, batch: Batch, seed: int, user: str | None) -> Receipt:
        found = self._matching(batch)
        if len(found) > 1:
            raise Conflict(
                f"Expected one receiver of the message {self.name!r}, but {len(found)} wait for"
                " it. Give a business key or correlation values that tell them apart.",
                code="message/ambiguous",
                name=self.name,
                receivers=[row.instance_id for row in found],
            )
        if found:
            is_locked = self.name in batch.names_locked
            if is_locked and not batch.has(found[0].root_id):  # who has it may be waiting for us
                raise Contention(f"A catcher of the message {self.name!r} was opened meanwhile.")
            deliver = commands.DeliverEvent(
                subscription_id=found[0].id,
                name=self.name,
                variables=self.variables,
                message_id=self.message_id,
            )
            instance_id = batch.carry_out(deliver, seed, user)
            return Receipt(result="correlated", instance_id=instance_id)
        return self._start(batch, seed, user)

    def _matching(self, batch: Batch) -> list[subscriptions.Open]:
        waiting = subscriptions.waiting(
            batch.cursor, "message", self.name, self.business_key, self.instance_id, self.tenant
        )
        return [row for row in waiting if self._fits(batch, row)]

    def _fits(self, batch: Batch, row: subscriptions.Open) -> bool:
        if row.correlation is not None:
            awaited = codec.decode(row.correlation)
            return fits(awaited, self.correlation, self.variables)
        if not self.correlation:
            return True
        seen = batch.variables_at(row.root_id, row.element_instance, tuple(self.correlation))
        return seen == self.correlation

    def _start(self, batch: Batch, seed: int, user: str | None) -> Receipt:
        listeners = stored.listeners(batch.cursor, "message", self.name, self.tenant)
        if not listeners or self.instance_id is not None:
            if self.live_for_ms > 0:
                if not batch.cursor.is_alone and self.name not in batch.names_locked:
                    raise PutOff(self.name)
                self._keep(batch, seed, self._content(), is_delivered=False)
                return Receipt(result="buffered")
            raise NotFound(
                f"Expected a receiver of the message {self.name!r}, but nobody waits for it. Give"
                " it a time to live to keep it until somebody does.",
                code="message/no-receiver",
                name=self.name,
            )
        definition_id, element_id, key = listeners[0]
        start = commands.StartInstance(
            definition_id=definition_id,
            instance_id=IdSource(batch.now, seed ^ 1).next(),
            variables={**self.correlation, **self.variables},
            business_key=self.business_key,
            start_event=element_id,
            trigger=f"message {self.name}",
        )
        instance_id = batch.carry_out(start, seed, user)
        return Receipt(result="started", instance_id=instance_id, definition_key=key)

    def _content(self) -> bytes:
        return codec.encode(
            {
                "business_key": self.business_key,
                "correlation": self.correlation,
                "variables": self.variables,
            }
        )

    def _keep(self, batch: Batch, seed: int, content: bytes, *, is_delivered: bool) -> None:
        message = subscriptions.Kept(
            IdSource(batch.now, seed).next(),
            self.name,
            self.message_id,
            content,
            batch.now + self.live_for_ms,
            is_delivered,
            self.tenant,
        )
        subscriptions.keep(batch.cursor, message, batch.now)
        reach("messages.kept")


def _duplicate(known: subscriptions.Kept) -> Receipt:
    if not known.is_delivered:
        return Receipt(result="duplicate")
    first = codec.decode(known.content)
    return Receipt(
        result="duplicate",
        instance_id=first["instance_id"],
        definition_key=first["definition_key"],
    )


class Broadcast(Operation):
    """Delivers a signal to all that wait for it, and starts what it starts; gives how many."""

    def __init__(
        self,
        name: str,
        variables: dict[str, Any] | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> None:
        self.tenant = tenant
        self.name = name
        self.variables = variables or {}
        self.beside = beside

    def run(self, batch: Batch, seed: int, user: str | None) -> int:
        count = 0
        begun = subscriptions.waited_at(batch.cursor, "signal", self.name)
        waiting = subscriptions.waiting(batch.cursor, "signal", self.name, None, None, self.tenant)
        for row in waiting:
            if row.root_id == self.beside:
                continue
            deliver = commands.DeliverEvent(
                subscription_id=row.id, name=self.name, variables=self.variables
            )
            count += 1
            try:
                batch.carry_out(deliver, seed + (count << 24), user)
            except (NotFound, Conflict):  # an earlier delivery of this signal has ended it
                count -= 1
        listeners = stored.listeners(batch.cursor, "signal", self.name, self.tenant)
        for definition_id, element_id, key in listeners:
            if (
                key,
                element_id,
            ) in begun:  # it was for one that has begun already, and needs it, too
                continue
            count += 1
            start = commands.StartInstance(
                definition_id=definition_id,
                instance_id=IdSource(batch.now, seed + (count << 24)).next(),
                variables=self.variables,
                start_event=element_id,
                trigger=f"signal {self.name}",
            )
            batch.carry_out(start, seed + (count << 24) + 7, user)
        return count


def deliver_buffered(batch: Batch) -> None:
    """Messages that came too early, to the catchers that this batch has opened."""
    names = sorted(batch.messages_awaited)
    batch.messages_awaited.clear()
    batch.cursor.lock(names, shared=True)  # who is about to keep a message looks for us first
    for kept in subscriptions.buffered(batch.cursor, names, batch.now):
        operation = Correlate(
            kept.name,
            message_id=kept.message_id,
            tenant=kept.tenant,
            **codec.decode(kept.content),
        )
        try:
            receipt = operation.deliver(batch, int(kept.id[-12:], 16), None)
        except (NotFound, Conflict):  # it is for somebody else, or for too many: it stays
            continue
        subscriptions.delivered(batch.cursor, kept, codec.encode(receipt))
        reach("messages.delivered")
        batch.flush()
