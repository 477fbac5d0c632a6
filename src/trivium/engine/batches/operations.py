"""What happens to a batch inside a transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from trivium.engine.operation import Operation
from trivium.errors import NotFound, Refused, WrongState
from trivium.kernel import codec
from trivium.kernel.commands import COMMANDS
from trivium.kernel.ids import IdSource
from trivium.store import batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trivium.engine.batches.kinds import Arguments
    from trivium.engine.processor.batch import Batch

_LONGEST_SECONDS = 0.02
"""So long others wait at most for a piece of work, but for its first item."""
_NEXT = {
    ("pause", "running"): "paused",
    ("resume", "paused"): "running",
    ("cancel", "running"): "cancelled",
    ("cancel", "paused"): "cancelled",
}


class Create(Operation):
    """A new batch, to be worked on at once."""

    def __init__(self, kind: str, arguments: Arguments, instance_ids: Sequence[str]) -> None:
        self.kind = kind
        self.arguments = arguments
        self.instance_ids = list(instance_ids)

    def run(self, batch: Batch, seed: int, user: str | None) -> str:
        batch_id = IdSource(batch.now, seed).next()
        is_empty = not self.instance_ids
        row = {
            "id": batch_id,
            "kind": self.kind,
            "state": "completed" if is_empty else "running",
            "content": codec.encode(self.arguments),
            "total": len(self.instance_ids),
            "created_at": batch.now,
            "created_by": user,
            "finished_at": batch.now if is_empty else None,
        }
        batches.create(batch.cursor, row, self.instance_ids)
        if not is_empty:
            batches.schedule(batch.cursor, batch_id, batch.now)
            batch.writing.due(batch.now)
        return batch_id


class Work(NamedTuple):
    """One item with what is to be done for it, or why nothing can be."""

    number: int
    steps: Sequence[Any]
    refusal: Refused | None = None


class Piece(Operation):
    """Does some items: each is marked in the transaction in which it is done, so none is done twice."""

    def __init__(self, batch_id: str, work: Sequence[Work]) -> None:
        self.batch_id = batch_id
        self.work = work

    @property
    def locks(self) -> Sequence[str]:
        return (f"batch {self.batch_id}",)

    def run(self, batch: Batch, seed: int, user: str | None) -> int:
        cursor = batch.cursor
        if batches.state(cursor, self.batch_id) != "running":
            return 0
        batch.read_ahead([s for each in self.work for s in each.steps if isinstance(s, COMMANDS)])
        outcomes: list[tuple[int, str, str | None, str | None]] = []
        until = time.perf_counter() + _LONGEST_SECONDS
        for each in self.work:
            if outcomes and time.perf_counter() > until:
                break
            if batches.is_open(cursor, self.batch_id, each.number):
                own_seed = seed + (each.number << 24)
                outcomes.append((each.number, *outcome_of(batch, each, own_seed, user)))
        batches.mark(cursor, self.batch_id, outcomes)
        if not batches.has_open(cursor, self.batch_id):
            batches.change_state(cursor, self.batch_id, "completed", batch.now)
            batches.unschedule(cursor, self.batch_id)
        return len(outcomes)


def outcome_of(
    batch: Batch, work: Work, seed: int, user: str | None
) -> tuple[str, str | None, str | None]:
    """Does one item; its state, and the code and message of a refusal."""
    try:
        if work.refusal is not None:
            raise work.refusal
        for number, step in enumerate(work.steps):
            own_seed = seed + (number << 12)
            if isinstance(step, COMMANDS):
                batch.carry_out(step, own_seed, user)
            else:
                if step.needs_flush:
                    batch.flush()
                step.run(batch, own_seed, user)
    except Refused as refusal:
        return "failed", refusal.code, refusal.message
    return "done", None, None


class GiveUp(Operation):
    """An item that breaks its whole transaction is marked as failed."""

    def __init__(self, batch_id: str, number: int, message: str) -> None:
        self.batch_id = batch_id
        self.number = number
        self.message = message

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        if batches.is_open(batch.cursor, self.batch_id, self.number):
            outcome = (self.number, "failed", "batch/broken-item", self.message)
            batches.mark(batch.cursor, self.batch_id, [outcome])


class Steer(Operation):
    """Pauses, resumes or cancels."""

    def __init__(self, batch_id: str, what: str) -> None:
        self.batch_id = batch_id
        self.what = what

    def run(self, batch: Batch, seed: int, user: str | None) -> None:
        del seed, user
        state = existing(batch, self.batch_id)
        new = _NEXT.get((self.what, state))
        if new is None:
            raise WrongState(
                f"Expected a batch that one can {self.what}, but {self.batch_id} is {state}.",
                code="batch/wrong-state",
                state=state,
            )
        finished_at = batch.now if new == "cancelled" else None
        batches.change_state(batch.cursor, self.batch_id, new, finished_at)
        if new == "running":
            batches.schedule(batch.cursor, self.batch_id, batch.now)
            batch.writing.due(batch.now)
        else:
            batches.unschedule(batch.cursor, self.batch_id)


class RetryFailed(Operation):
    """What has failed is done again; gives how many that are."""

    def __init__(self, batch_id: str) -> None:
        self.batch_id = batch_id

    def run(self, batch: Batch, seed: int, user: str | None) -> int:
        del seed, user
        state = existing(batch, self.batch_id)
        count = batches.reopen_failed(batch.cursor, self.batch_id)
        if count and state == "completed":
            batches.change_state(batch.cursor, self.batch_id, "running", None)
            batches.schedule(batch.cursor, self.batch_id, batch.now)
            batch.writing.due(batch.now)
        return count


def existing(batch: Batch, batch_id: str) -> str:
    """The state of a batch.

    Raises:
        NotFound: there is none of this id.
    """
    state = batches.state(batch.cursor, batch_id)
    if state is None:
        raise no_batch(batch_id)
    return state


def no_batch(batch_id: str) -> NotFound:
    """Nobody knows this batch."""
    return NotFound(
        f"Expected a batch {batch_id}, but there is none.", code="batch/not-found", id=batch_id
    )
